"""Answers of statistical hosts in the form that they have, and a study that asks for them."""

import argparse
import csv
import json
import shutil
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from loopback import Reply

from policyloom.collect.hosts.log import read_rounds, table_of
from policyloom.collect_data import Hosts, collect_data
from policyloom.model.tables import dictionary

TINY = Path(__file__).parent.parent / "studies" / "tiny"
AREAS = "NUR=410;GAO=156"
COLUMNS = dictionary()["requests"].column_names


def study_with(folder: Path, *requests: dict[str, str]) -> Path:
    """The tiny study with these requests."""
    if not folder.exists():
        shutil.copytree(TINY, folder)
    with (folder / "registers" / "requests.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(requests)
    return folder


def comtrade(address: str, **more: str) -> dict[str, str]:
    return {
        "id": "chips", "host": "comtrade", "code": "8542", "economies": "NUR;GAO",
        "flows": "export", "years": "2016-2018", "description": "집적회로", "codes": AREAS,
        "unit": "USD", "address": address, "source": "S3",
    } | more  # fmt: skip


def worldbank(address: str, **more: str) -> dict[str, str]:
    return {
        "id": "papers", "host": "worldbank", "code": "IP.JRN.ARTC.SC", "economies": "NUR;GAO",
        "years": "2013-2015", "indicator": "ai-papers", "address": address, "source": "S3",
    } | more  # fmt: skip


def sdmx(address: str, **more: str) -> dict[str, str]:
    return {
        "id": "oecd", "host": "sdmx", "dataset": "OECD.STI,DSD_AI@DF_AI,1.0", "code": "A.NUR+GAO.P",
        "economies": "NUR;GAO", "years": "2013-2015", "indicator": "ai-papers",
        "address": address, "source": "S3",
    } | more  # fmt: skip


def flow(reporter: int, year: int, value: float | None, **more: object) -> dict[str, object]:
    """A record of UN Comtrade with the fields that it has."""
    return {
        "typeCode": "C", "freqCode": "A", "refPeriodId": year * 10_000 + 101, "refYear": year,
        "refMonth": 52, "period": str(year), "reporterCode": reporter, "reporterISO": "X",
        "reporterDesc": "Somewhere", "flowCode": "X", "flowDesc": "Export", "partnerCode": 0,
        "partnerISO": "W00", "partnerDesc": "World", "partner2Code": 0, "partner2ISO": "W00",
        "classificationCode": "H5", "classificationSearchCode": "HS",
        "isOriginalClassification": True, "cmdCode": "8542", "cmdDesc": "Circuits", "aggrLevel": 4,
        "isLeaf": False, "customsCode": "C00", "mosCode": "0", "motCode": 0, "qtyUnitCode": -1,
        "qty": None, "netWgt": None, "cifvalue": None, "fobvalue": value, "primaryValue": value,
        "legacyEstimationFlag": 0, "isReported": False, "isAggregate": True,
    } | more  # fmt: skip


def flows(*records: dict[str, object], **more: object) -> Reply:
    body = {"elapsedTime": "0.05 secs", "count": len(records), "data": list(records), "error": ""}
    return Reply(json.dumps(body | more), headers={"Content-Type": "application/json"})


def comtrade_world(records: list[dict[str, object]], most: int):
    """A server that knows these records and cuts its answers off at `most`, as Comtrade does."""

    def answer(target: str, headers: dict[str, str]) -> Reply:
        asked = {k: v[0].split(",") for k, v in parse_qs(urlsplit(target).query).items()}
        found = [
            r
            for r in records
            if r["period"] in asked["period"]
            and str(r["reporterCode"]) in asked["reporterCode"]
            and r["cmdCode"] in asked["cmdCode"]
        ]
        return flows(*found[:most])

    return answer


def page(at: int, of: int, count: int, *records: tuple[str, int, object], **more) -> Reply:
    """A page of the World Bank: country, year and value of each record."""
    about = {"page": at, "pages": of, "per_page": 2, "total": count, "sourceid": "2",
             "lastupdated": "2018-04-24"} | more  # fmt: skip
    listed = [
        {
            "indicator": {"id": "IP.JRN.ARTC.SC", "value": "Articles"},
            "country": {"id": country[:2], "value": country},
            "countryiso3code": country,
            "date": str(year),
            "value": value,
            "unit": "",
            "obs_status": "",
            "decimal": 0,
        }
        for country, year, value in records
    ]
    return Reply(json.dumps([about, listed]), headers={"Content-Type": "application/json"})


def pages(*replies: Reply):
    def answer(target: str, headers: dict[str, str]) -> Reply:
        return replies[int(parse_qs(urlsplit(target).query)["page"][0]) - 1]

    return answer


def sdmx_json(version: int, values: dict[str, list[object]], multiplier: str = "0") -> str:
    """An SDMX-JSON message: version 1 has series and `structure`, 2 flat and `structures`."""
    area = {"id": "REF_AREA", "values": [{"id": "NUR"}, {"id": "GAO"}]}
    time = {"id": "TIME_PERIOD", "values": [{"id": str(y)} for y in (2013, 2014, 2015)]}
    unit = {"id": "UNIT_MEASURE", "values": [{"id": "ART", "name": "Articles"}]}
    power = {"id": "UNIT_MULT", "values": [{"id": multiplier}]}
    status = {"id": "OBS_STATUS", "values": [{"id": "A"}, {"id": "M"}]}
    freq = {"id": "FREQ", "values": [{"id": "A"}]}
    if version == 1:
        structure = {
            "dimensions": {"dataSet": [freq], "series": [area], "observation": [time]},
            "attributes": {"dataSet": [], "series": [unit, power], "observation": [status]},
        }
        series: dict[str, dict[str, object]] = {}
        for key, value in values.items():
            place, year = key.split(":")
            one = series.setdefault(place, {"attributes": [0, 0], "observations": {}})
            one["observations"][year] = value
        sets = [{"action": "Information", "series": series}]
        return json.dumps({"header": {"id": "x"}, "structure": structure, "dataSets": sets})
    structure = {
        "dimensions": {"observation": [area, time]},
        "attributes": {"dataSet": [unit, power], "observation": [status]},
        "dataSets": [0],
    }
    sets = [{"structure": 0, "attributes": [0, 0], "observations": values}]
    return json.dumps({"meta": {}, "data": {"structures": [structure], "dataSets": sets}})


def go(folder: Path, client, *ids: str, key: str = "", site=None, dry: bool = False) -> int:
    """Collect the requests with a client; the key may go to the loopback server alone."""
    options = argparse.Namespace(dir=folder, data=list(ids), dry_run=dry)
    hosts = Hosts(client, key, frozenset({("http", "127.0.0.1")}))
    return collect_data(options, hosts, "en")


def values(folder: Path, request: str) -> dict[tuple[str, int], float | None]:
    """The values of the last round, by economy and year."""
    return {(o.economy, o.year): o.value for o in observations(folder, request)}


def observations(folder: Path, request: str):
    last = rounds(folder, request)[-1]
    return table_of(folder, last) if last.table else []


def rounds(folder: Path, request: str):
    return [r for r in read_rounds(folder)[0] if r.request == request]
