"""Whatever a host answers, its reader gives observations or a refusal, never a traceback."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from policyloom.collect.hosts import comtrade, sdmx, worldbank
from policyloom.collect.hosts.asking import Part, Refusal
from policyloom.collect.hosts.checks import check
from policyloom.model.requests import Request

HOSTS = {"comtrade": comtrade.ask, "worldbank": worldbank.ask, "sdmx": sdmx.ask}
WORDS = (
    "data", "count", "error", "errors", "dataSets", "structures", "structure", "dimensions",
    "attributes", "series", "observations", "observation", "values", "id", "0", "0:0", "REF_AREA",
    "TIME_PERIOD", "UNIT_MULT", "page", "pages", "total", "lastupdated", "message", "indicator",
    "country", "countryiso3code", "date", "value", "reporterCode", "partnerCode", "flowCode",
    "cmdCode", "period", "primaryValue", "classificationCode", "KOR", "2017", "410", "X",
)  # fmt: skip
word = st.sampled_from(WORDS)
leaf = st.one_of(st.none(), st.booleans(), st.integers(-3, 3), st.floats(), word, st.just(410))
answers = st.recursive(
    leaf,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(word, inner, max_size=8)),
    max_leaves=30,
)
RECORD = {
    "reporterCode": 410, "partnerCode": 0, "flowCode": "X", "cmdCode": "8542", "period": "2017",
    "primaryValue": 5.0, "classificationCode": "H5",
}  # fmt: skip


class OneAnswer:
    """Answers every question alike."""

    def __init__(self, body: bytes) -> None:
        self.body, self.parts = body, []

    def sends_key(self, _: str) -> bool:
        return False

    def get(self, address: str, _: str) -> Part:
        return Part(address, self.body)

    def keep(self, part: Part) -> int:
        self.parts.append(part)
        return len(self.parts) - 1


def asked(host: str) -> Request:
    return Request(
        "r", 2, host, "S3", ("8542",), (2017,), ("KOR",), flows=("export",), dataset="HS",
        indicator="x", address="http://127.0.0.1",
    )  # fmt: skip


def read(host: str, body: bytes) -> None:
    try:
        found = HOSTS[host](asked(host), OneAnswer(body))
    except Refusal as refusal:
        assert refusal.code.startswith("data.")
        return
    for one in check(asked(host), found, (), "", ()).observations:
        assert one.economy == "KOR"
        assert one.year == 2017


@pytest.mark.parametrize("host", HOSTS)
@given(answers)
def test_any_json_is_read_or_refused(host, answer) -> None:
    read(host, json.dumps(answer).encode())


@pytest.mark.parametrize("host", HOSTS)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(host, body) -> None:
    read(host, body)


@given(st.dictionaries(st.sampled_from(sorted(RECORD)), leaf), st.booleans())
@example(changed={"reporterCode": 0}, again=False)
def test_any_field_of_a_flow_may_be_anything(changed, again) -> None:
    records = [RECORD | changed] * (1 + again)
    read("comtrade", json.dumps({"count": len(records), "data": records}).encode())


@given(answers, answers, answers)
def test_any_page_of_the_world_bank_may_be_anything(country, date, value) -> None:
    record = {"indicator": {"id": "x"}, "country": country, "countryiso3code": "KOR",
              "date": date, "value": value}  # fmt: skip
    about = {"page": 1, "pages": 1, "per_page": 50, "total": 1}
    read("worldbank", json.dumps([about, [record]]).encode())


@given(answers, answers, answers)
def test_any_part_of_an_sdmx_message_may_be_anything(dimensions, attributes, series) -> None:
    structure = {"dimensions": dimensions, "attributes": attributes}
    sets = [{"series": series, "observations": series}]
    read("sdmx", json.dumps({"structure": structure, "dataSets": sets}).encode())
