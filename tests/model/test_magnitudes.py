"""A thousand too much or too little: what a unit label hides shows beside other numbers."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyloom.model.magnitudes import Amount, contradictions, thousands

TABLES = Path(__file__).parents[3] / "shared" / "tables" / "ncses-trade-industry-ai"


def line(series, values, what="kti|export", whose="WLD", start=2010):
    return [
        Amount(f"{series}.{whose}.{start + i}", what, whose, start + i, series, float(v))
        for i, v in enumerate(values)
    ]


@pytest.mark.parametrize(
    ("quotient", "expected"),
    [(1160, 1), (1000, 1), (0.00086, -1), (1e6, 2), (1, 0), (30, 0), (300, 0), (0, 0), (-5, 0)],
)
def test_powers_of_a_thousand(quotient, expected):
    assert thousands(quotient) == expected


def test_two_reports_of_one_thing_a_thousand_apart():
    many = line("good", [8.1e12, 8.2e12, 8.6e12])
    few = line("slip", [8.1e9, 8.2e9], start=2010)
    found = list(contradictions([*many, *few]))
    assert {c.amount.series for c in found} == {"slip"}
    assert all(c.kind == "report" and c.factor == pytest.approx(1e-3) for c in found)


def test_reports_that_differ_as_definitions_do_are_left_alone():
    assert not list(contradictions([*line("one", [7e12]), *line("two", [2e12])]))


def test_a_step_of_thousands_within_a_series():
    rows = line("s", [5e9, 5.1e9, 5.2e12, 5.3e9])
    found = list(contradictions(rows))
    assert [c.amount.id for c in found] == ["s.WLD.2012"]
    assert found[0].kind == "jump"


def test_growth_is_no_step():
    assert not list(contradictions(line("s", [1, 12, 90, 260, 900])))


def test_a_part_above_its_whole():
    rows = [*line("s", [10.0]), *line("s", [40.0], whose="KOR")]
    (found,) = contradictions(rows, "WLD")
    assert (found.kind, found.amount.whose) == ("whole", "KOR")
    assert not list(contradictions(rows)), "no whole was named"


@given(st.lists(st.floats(1, 50), min_size=1, max_size=12))
def test_what_varies_little_never_contradicts_itself(values):
    assert not list(contradictions([*line("a", values), *line("b", values)]))


@given(st.lists(st.floats(1, 3), min_size=2, max_size=8), st.sampled_from([1e3, 1e6, 1e-3]))
def test_a_shifted_report_is_always_caught(values, factor):
    rows = [*line("a", [*values, 2.0]), *line("b", [v * factor for v in values])]
    assert {c.amount.series for c in contradictions(rows)} == {"b"}


def kti(number, series, scale):
    path = TABLES / f"{number}.csv"
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    levels = [c for c in rows[0] if "_level_" in c]
    found = []
    for row in rows:
        names = [row[c].strip() for c in levels if row[c]]
        whose = {"World": "WLD", "South Korea": "KOR", "China": "CHN"}.get(names[-1])
        for year in range(2003, 2019):
            value = row.get(f"field_{year}")
            if whose and value:
                what = f"kti|{names[0]}"
                code = f"{series}.{names[0]}.{whose}.{year}"
                found.append(Amount(code, what, whose, year, series, float(value) * scale))
    return found


@pytest.mark.skipif(not TABLES.is_dir(), reason="../shared is not there")
def test_the_published_table_whose_label_is_wrong_is_caught():
    """Table 6234 says millions like 1992, but prints 7,405.7 where 1992 prints 8,587,777."""
    right, wrong = kti("1992", "S6-18", 1e6), kti("6234", "SKTI-20", 1e6)
    assert not list(contradictions(right, "WLD"))
    found = list(contradictions([*right, *wrong], "WLD"))
    world = next(c for c in found if c.amount.id == "SKTI-20.Exports.WLD.2018")
    assert world.kind == "report"
    assert 1 / world.factor == pytest.approx(8587777 / 7405.7)
    assert {c.amount.series for c in found} == {"SKTI-20"}
    mended = kti("6234", "SKTI-20", 1e9)
    assert not list(contradictions([*right, *mended], "WLD")), "read as billions it agrees"
