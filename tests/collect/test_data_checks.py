"""What is checked of a round: sizes against labels, revisions, gaps; and the way to a register."""

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest
from host_answers import (
    comtrade,
    flow,
    flows,
    go,
    observations,
    page,
    rounds,
    study_with,
    values,
    worldbank,
)
from hypothesis import given
from hypothesis import strategies as st

from policyloom.cli import main
from policyloom.collect.hosts.checks import check
from policyloom.collect.hosts.observation import (
    Observation,
    number,
    read_observations,
    write_observations,
)
from policyloom.files.check import check_study
from policyloom.files.load import load_study
from policyloom.held.data_proposals import propose_data
from policyloom.model.requests import Request, faults, read_years, request_of
from policyloom.model.tables import Row

PREVIEW = "/public/v1/preview/C/A/HS"
PAPERS = "/v2/country/NUR;GAO/indicator/IP.JRN.ARTC.SC"
YEARS = tuple(range(2010, 2019))
REQUEST = Request(
    "r", 2, "comtrade", "S3", ("8542",), YEARS, ("WLD", "CHN", "KOR"), flows=("export",)
)


def series(economy: str, values: dict[int, float | None], **more: object) -> list[Observation]:
    return [
        Observation(economy, y, "export", "", "8542", v, str(v), "USD", "H5", **more)
        for y, v in values.items()
    ]


def codes(request: Request, found: list[Observation], before=(), rows=()) -> list[str]:
    return [f.code for f in check(request, found, before, "2018-05-02", rows).findings]


def test_a_year_a_thousand_times_its_neighbours_is_found() -> None:
    steady = {y: 100e9 * 1.05 ** (y - 2010) for y in YEARS}
    good = series("KOR", steady) + series("CHN", steady) + series("WLD", dict.fromkeys(YEARS, 2e12))
    assert codes(REQUEST, good) == []
    bad = series("KOR", steady | {2018: steady[2018] / 1000})
    bad += series("CHN", steady) + series("WLD", dict.fromkeys(YEARS, 2e12))
    found = check(REQUEST, bad, (), "", ())
    assert [f.code for f in found.findings] == ["data.magnitude"]
    (doubted,) = [o for o in found.observations if o.doubts]
    assert (doubted.economy, doubted.year) == ("KOR", 2018)


def test_a_part_larger_than_its_whole_is_found() -> None:
    found = series("WLD", dict.fromkeys(YEARS, 1e9)) + series("CHN", dict.fromkeys(YEARS, 40e9))
    found += series("KOR", dict.fromkeys(YEARS, 1e8))
    assert set(codes(REQUEST, found)) == {"data.magnitude"}


def test_the_published_total_whose_label_is_wrong_is_found() -> None:
    """World exports of KTI products in 2018: one table prints 8,587,777, another 7,405.7, and both
    say "millions of current dollars" (NCSES, tables S6-18 and SKTI-20)."""
    request = replace(REQUEST, codes=("KTI",), years=(2018,), economies=("WLD",))
    row = {
        "id": "KTI.WLD.2018", "reporter": "WLD", "partner": None, "product": "KTI", "year": 2018,
        "flow": "export", "value_usd": 8587777e6, "basis": "customs",
    }  # fmt: skip
    found = [Observation("WLD", 2018, "export", "", "KTI", 7405.7e6, "7405.7")]
    told = check(request, found, (), "", [Row(row, 5)]).findings
    (slip,) = [f for f in told if f.code == "data.magnitude"]
    assert slip.words["factor"] == "1,160"
    assert "KTI.WLD.2018" in slip.words["other"]
    mended = [replace(found[0], value=7405.7e9)]
    told = check(request, mended, (), "", [Row(row, 5)]).findings
    assert [f.code for f in told] == ["data.differs"]


def test_the_register_is_held_against_what_comes(tmp_path, site, client, capsys) -> None:
    """The study has 61 and 67.2 billion; thousands of dollars taken for dollars are told."""
    folder = study_with(
        tmp_path / "study", comtrade(site.url(""), economies="NUR", codes="NUR=410")
    )
    site.pages[PREVIEW] = flows(*[flow(410, y, v) for y, v in
                                  ((2016, 61.0e6), (2017, 67.2e6), (2018, 70e6))])  # fmt: skip
    assert go(folder, client) == 1
    said = capsys.readouterr().out
    assert "off by a factor of 1,000" in said
    assert "register 67,200,000,000, host 67,200,000" in said


def test_a_factor_takes_values_into_the_unit_of_the_register(tmp_path, site, client) -> None:
    folder = study_with(tmp_path / "study", comtrade(site.url(""), factor="1000"))
    site.pages[PREVIEW] = flows(flow(410, 2017, 67.2e6), flow(156, 2017, 97.9e6))
    go(folder, client)
    assert values(folder, "chips") == {("NUR", 2017): 67.2e9, ("GAO", 2017): 97.9e9}


def test_revised_and_withdrawn_values_are_told_with_old_and_new(
    tmp_path, site, client, capsys
) -> None:
    folder = study_with(tmp_path / "study", worldbank(site.url("/v2")))
    site.pages[PAPERS] = page(1, 1, 3, ("NUR", 2014, 700), ("NUR", 2015, 800), ("GAO", 2015, None))
    go(folder, client)
    first = rounds(folder, "papers")[0].table
    before = (folder / first).read_bytes()
    capsys.readouterr()
    site.pages[PAPERS] = page(1, 1, 2, ("NUR", 2015, 812), ("GAO", 2015, 0))
    go(folder, client)
    said = capsys.readouterr().out
    assert "NUR.2015 was revised since 2018-05-02: 800 → 812" in said
    assert "GAO.2015 was revised since 2018-05-02: – → 0" in said
    assert "the value of NUR.2014 of 2018-05-02 (700) is no longer there" in said
    assert (folder / first).read_bytes() == before
    assert len({r.table for r in rounds(folder, "papers")}) == 2
    capsys.readouterr()
    assert go(folder, client) == 0
    assert "data.revised" not in capsys.readouterr().out


def test_a_changed_request_is_not_compared_with_what_it_asked_before(
    tmp_path, site, client, capsys
) -> None:
    folder = study_with(tmp_path / "study", worldbank(site.url("/v2")))
    site.pages[PAPERS] = page(1, 1, 1, ("NUR", 2015, 800))
    go(folder, client)
    study_with(folder, worldbank(site.url("/v2"), factor="0.001"))
    assert list(propose_data(load_study(folder)[0])) == []
    capsys.readouterr()
    go(folder, client)
    assert "data.revised" not in capsys.readouterr().out


def test_values_reach_a_register_only_by_a_decision(tmp_path, site, client, capsys) -> None:
    folder = study_with(tmp_path / "study", worldbank(site.url("/v2"), note="x"))
    register = folder / "registers" / "figures.csv"
    before = register.read_bytes()
    site.pages[PAPERS] = page(1, 1, 3, ("NUR", 2013, 700.5), ("NUR", 2014, None), ("GAO", 2014, 0))
    go(folder, client)
    assert register.read_bytes() == before
    capsys.readouterr()
    main(["review", str(folder), "--document", "S3", "--format", "json"])
    listed = {p["id"]: p for p in json.loads(capsys.readouterr().out)}
    assert set(listed) == {"ai-papers.NUR.2013", "ai-papers.GAO.2014"}
    one = listed["ai-papers.NUR.2013"]
    assert one["cells"]["value"] == "700.5"
    assert one["cells"]["unit"] == "papers"
    assert one["lacking"] == []
    assert "700.5" in one["anchor"]["quote"]
    assert main(["review", str(folder), "--accept", "ai-papers.NUR.2013", "--as", "kim"]) == 0
    study, _ = load_study(folder)
    row = study.table("figures").by_id["ai-papers.NUR.2013"]
    assert row["value"] == 700.5
    assert row["source"] == "S3"
    assert [p.code for p in check_study(study) if p.level == "error"] == []
    assert {p.id for p in propose_data(study)} == {"ai-papers.GAO.2014"}
    assert main(["review", str(folder), "--undo", "ai-papers.NUR.2013", "--as", "kim"]) == 0
    assert register.read_bytes() == before


def test_doubts_are_shown_to_the_reviewer(tmp_path, site, client, capsys) -> None:
    folder = study_with(tmp_path / "study", worldbank(site.url("/v2"), years="2010-2015"))
    site.pages[PAPERS] = page(
        1, 1, 3, ("NUR", 2010, 700), ("NUR", 2011, 710_000), ("NUR", 2012, 720)
    )
    assert go(folder, client) == 1
    capsys.readouterr()
    main(["review", str(folder), "--document", "S3", "--lang", "en"])
    assert "check on collecting: data.magnitude" in capsys.readouterr().out
    found = {p.id: p for p in propose_data(load_study(folder)[0])}
    assert found["ai-papers.NUR.2011"].cells["confidence"] == "low"
    assert found["ai-papers.NUR.2010"].cells["confidence"] == "high"


def test_an_altered_table_is_not_believed(tmp_path, site, client) -> None:
    folder = study_with(tmp_path / "study", worldbank(site.url("/v2")))
    site.pages[PAPERS] = page(1, 1, 1, ("NUR", 2014, 700))
    go(folder, client)
    path = folder / rounds(folder, "papers")[-1].table
    path.write_bytes(path.read_bytes().replace(b"700", b"900"))
    assert list(propose_data(load_study(folder)[0])) == []


def test_a_damaged_log_is_told_and_the_rest_stands(tmp_path, site, client, capsys) -> None:
    folder = study_with(tmp_path / "study", worldbank(site.url("/v2")))
    site.pages[PAPERS] = page(1, 1, 1, ("NUR", 2014, 700))
    go(folder, client)
    log = folder / "documents" / "data.jsonl"
    log.write_bytes(log.read_bytes() + b'{"request": 5}\nnot json\n{"request": "pap')
    capsys.readouterr()
    go(folder, client)
    assert "collect.log" in capsys.readouterr().out
    assert len(rounds(folder, "papers")) == 2


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"years": "soon"}, "request.years"),
        ({"years": "2018-2003"}, "request.years"),
        ({"code": "85&42"}, "request.code"),
        ({"code": "8542/../x"}, "request.code"),
        ({"dataset": "HS/../../x"}, "request.code"),
        ({"economies": ""}, "request.lacking"),
        ({"flows": ""}, "request.lacking"),
        ({"codes": "NUR:410"}, "request.codes"),
        ({"codes": "YEO=1"}, "request.codes"),
        ({"product": "chips", "code": "8541;8542"}, "request.one_product"),
        ({"address": "https://comtradeapi.un.org/?subscription-key=abc"}, "request.secret"),
        ({"source": "S99"}, "source.unknown"),
        ({"host": "eurostat"}, "code.unknown"),
        ({"economies": "NUR;XXX"}, "economy.unknown"),
    ],
)
def test_a_request_that_cannot_be_asked_is_told_before_anything_is(
    tmp_path, site, client, capsys, cells, code
) -> None:
    folder = study_with(tmp_path / "study", comtrade(site.url("")) | cells)
    study, problems = load_study(folder)
    assert code in [p.code for p in (*problems, *check_study(study))]
    assert go(folder, client) == 2
    assert site.seen == []
    capsys.readouterr()


def test_one_request_can_be_named_and_another_name_is_told(tmp_path, site, client, capsys) -> None:
    folder = study_with(tmp_path / "study", comtrade(site.url("")), worldbank(site.url("/v2")))
    site.pages[PAPERS] = page(1, 1, 1, ("NUR", 2014, 700))
    go(folder, client, "papers")
    assert site.asked(PREVIEW) == []
    assert go(folder, client, "nothing") == 2
    assert "data.unknown_request" in capsys.readouterr().out
    assert go(folder, client, dry=True) == 0
    assert "without a key" in capsys.readouterr().out


def test_an_economy_without_a_code_is_told(tmp_path, site, client, capsys) -> None:
    folder = study_with(tmp_path / "study", comtrade(site.url(""), codes="NUR=410"))
    assert go(folder, client) == 1
    assert "Enter GAO=code in the codes column" in capsys.readouterr().out


def test_the_command_reads_its_options(tmp_path, site, capsys) -> None:
    folder = study_with(tmp_path / "study", worldbank(site.url("/v2")))
    site.pages[PAPERS] = page(1, 1, 1, ("NUR", 2014, 700))
    common = ["--allow-private", "--pause", "0", "--lang", "en"]
    assert main(["collect", str(folder), "--data", "papers", *common]) == 0
    assert "papers: 1 values" in capsys.readouterr().out
    assert [o.value for o in observations(folder, "papers")] == [700]


def test_years_are_read_as_people_write_them() -> None:
    assert read_years("2003-2005; 2008") == (2003, 2004, 2005, 2008)
    assert read_years("2003 - 2005") == (2003, 2004, 2005)
    assert read_years("2003–2004") == (2003, 2004)
    assert read_years("03-05") == ()
    assert read_years("1800-2200") == ()


def test_no_study_without_the_table_has_requests() -> None:
    study, _ = load_study(Path(__file__).parent.parent / "studies" / "tiny")
    assert [request_of(r) for r in study.table("requests")] == []
    assert [p for r in study.table("requests") for p in faults(r)] == []


finite = st.floats(allow_nan=False, allow_infinity=False)


@given(
    st.lists(
        st.builds(
            Observation,
            economy=st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=5),
            year=st.integers(1800, 2200),
            value=st.none() | finite,
            printed=st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=9),
            record=st.integers(0, 10**6),
            doubts=st.lists(st.sampled_from(["data.unit", "data.edition"]), unique=True).map(tuple),
        ),
        max_size=8,
    )
)
def test_a_table_reads_back_as_it_was_written(found: list[Observation]) -> None:
    back = read_observations(write_observations(found))
    assert back is not None
    assert sorted(map(repr, back)) == sorted(map(repr, found))


@given(st.one_of(st.text(), st.floats(), st.integers(), st.booleans(), st.none()))
def test_a_number_is_finite_or_none(value: object) -> None:
    made = number(value)
    assert made is None or math.isfinite(made)
    if isinstance(value, bool):
        assert made is None


@given(st.integers(-12, 12), st.sampled_from([1e3, 1e6]))
def test_checks_do_not_depend_on_the_unit_of_the_whole(power: int, slip: float) -> None:
    """Found are slips between values, whatever unit all of them are in."""
    line = {y: 100.0 * 1.05 ** (y - 2010) * 10.0**power for y in YEARS}
    others = series("CHN", line) + series("WLD", {y: 50 * v for y, v in line.items()})
    assert codes(REQUEST, series("KOR", line) + others) == []
    bad = series("KOR", line | {2014: line[2014] * slip}) + others
    assert "data.magnitude" in codes(REQUEST, bad)
