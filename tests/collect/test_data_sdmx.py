"""SDMX hosts: JSON of both versions, CSV, multipliers, open keys."""

import json

import pytest
from host_answers import go, observations, sdmx, sdmx_json, study_with, values
from loopback import Reply

PATH = "/rest/data/OECD.STI,DSD_AI@DF_AI,1.0/A.NUR+GAO.P"
EXPECTED = {
    ("NUR", 2013): 1.5e3, ("NUR", 2014): None, ("GAO", 2013): 0.0, ("GAO", 2015): 2.25e3,
}  # fmt: skip
GIVEN = {"0:0": [1.5, 0], "0:1": [None, 1], "1:0": [0, 0], "1:2": [2.25, 0]}
CSV = """DATAFLOW,FREQ,REF_AREA: Area,TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MEASURE,UNIT_MULT
OECD.STI:DF_AI(1.0),A: Annual,NUR: Nuriland,2013,1.5,A: Normal,ART: Articles,3: Thousands
OECD.STI:DF_AI(1.0),A: Annual,NUR: Nuriland,2014,,M: Missing,ART: Articles,3: Thousands
OECD.STI:DF_AI(1.0),A: Annual,GAO: Gaonia,2013,0,A: Normal,ART: Articles,3: Thousands
OECD.STI:DF_AI(1.0),A: Annual,GAO: Gaonia,2015,2.25,A: Normal,ART: Articles,3: Thousands
"""


@pytest.fixture
def study(tmp_path, site):
    return study_with(tmp_path / "study", sdmx(site.url("/rest")))


@pytest.mark.parametrize(
    "body", [sdmx_json(1, GIVEN, "3"), sdmx_json(2, GIVEN, "3"), CSV, "\ufeff" + CSV]
)
def test_every_form_gives_the_same_values(study, site, client, body) -> None:
    site.pages[PATH] = Reply(body, headers={"Content-Type": "application/vnd.sdmx.data+json"})
    go(study, client)
    assert values(study, "oecd") == EXPECTED
    found = {(o.economy, o.year): o for o in observations(study, "oecd")}
    assert found["NUR", 2013].printed == "1.5"
    assert found["NUR", 2013].unit == "ART"
    assert found["NUR", 2014].status == "M"
    assert "vnd.sdmx.data+json" in site.asked(PATH)[0]["accept"]


def test_the_question_names_years_and_keeps_a_format_that_the_address_has(
    tmp_path, site, client
) -> None:
    folder = study_with(tmp_path / "study", sdmx(site.url("/rest?format=csvdata")))
    site.pages[PATH] = Reply(CSV)
    go(folder, client)
    target = next(t for _, t, _ in site.seen if t.startswith("/rest"))
    assert target.endswith("?format=csvdata&startPeriod=2013&endPeriod=2015")


def test_a_key_that_leaves_a_dimension_open_is_told(study, site, client, capsys) -> None:
    site.pages[PATH] = Reply(
        "FREQ,SECTOR,REF_AREA,TIME_PERIOD,OBS_VALUE\nA,ICT,NUR,2013,1\nA,ALL,NUR,2013,5\n"
    )
    assert go(study, client) == 1
    assert "the key leaves several values open: SECTOR" in capsys.readouterr().out


def test_mixed_units_are_told(study, site, client, capsys) -> None:
    site.pages[PATH] = Reply(
        "REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE\nNUR,2013,1,EUR\nGAO,2013,5,USD\n"
    )
    assert go(study, client) == 1
    assert "several units are mixed in one answer: EUR, USD" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("REF_AREA,TIME_PERIOD\nNUR,2013\n", "data.schema"),
        ("PLACE,TIME_PERIOD,OBS_VALUE\nNUR,2013,1\n", "data.schema"),
        ("REF_AREA,TIME_PERIOD,OBS_VALUE\nNUR,2013\n", "data.not_csv"),
        ("REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MULT\nNUR,2013,1,x\n", "data.schema"),
        ("REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MULT\nNUR,2013,1,999\n", "data.schema"),
        (b"REF_AREA,TIME_PERIOD,OBS_VALUE\nNUR\xff,2013,1\n", "data.not_csv"),
        ("<html><body>Sorry</body></html>", "data.page"),
        ('{"errors": [{"code": 100, "title": "No results found"}]}', "data.error"),
        ('{"dataSets": [{"series": {"0": {"observations": {"9": [1]}}}}]}', "data.schema"),
        (sdmx_json(1, {"7:0": [1]}), "data.schema"),
        (sdmx_json(2, {"0:-1": [1]}), "data.schema"),
        (sdmx_json(2, GIVEN)[:-40], "data.not_json"),
        ("[1, 2]", "data.schema"),
        (json.dumps({"data": {"dataSets": [], "structures": []}}), "data.none"),
    ],
)
def test_answers_that_are_none_bring_no_value(study, site, client, capsys, body, code) -> None:
    site.pages[PATH] = Reply(body)
    assert go(study, client) == 1
    assert code in capsys.readouterr().out
    assert not [v for v in observations(study, "oecd") if v.value is not None]


def test_no_match_is_told_as_such(study, site, client, capsys) -> None:
    site.page(PATH, "NoRecordsFound", 404)
    assert go(study, client) == 1
    assert "data.unknown" in capsys.readouterr().out
