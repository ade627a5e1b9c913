import random

import pytest

from policyloom.analysis import pairs

INDICATORS = [
    {"id": "cars", "factor": "market", "direction": "higher"},
    {"id": "rank", "unit": "rank", "direction": "lower"},
    {"id": "only", "factor": "market"},
    {"id": "late"},
    {"id": "none"},
]


def figure(indicator, economy, year, value, tail="", **more):
    code = f"{indicator}.{economy}.{year}{tail}"
    row = {"id": code, "indicator": indicator, "economy": economy, "year": year, "value": value}
    return {**row, **more}


FIGURES = [
    figure("cars", "KOR", 2016, 10.0), figure("cars", "CHN", 2016, 30.0),
    figure("cars", "KOR", 2018, 20.0, ".a", confidence="low"),
    figure("cars", "KOR", 2018, 22.0, ".b"), figure("cars", "CHN", 2018, 44.0),
    figure("cars", "CHN", 2020, 90.0), figure("cars", "KOR", 2020, 1.0),
    figure("rank", "KOR", 2017, 5.0), figure("rank", "CHN", 2017, 46.0),
    figure("only", "CHN", 2015, 1.0),
    figure("late", "KOR", 2019, 1.0), figure("late", "CHN", 2019, 0.0),
    figure("late", "KOR", 2022, 1.0), figure("late", "CHN", 2022, 2.0),
]  # fmt: skip
ECONOMIES = [
    {"id": "KOR", "name_ko": "한국", "name_en": "Korea"},
    {"id": "CHN", "name_ko": "중국", "name_en": "China"},
]


def run(evidence, options, **more):
    tables = {"indicators": INDICATORS, "figures": FIGURES, "economies": ECONOMIES, **more}
    return pairs.run(evidence(**tables), options())


def values(result):
    return {name: v.value for name, v in result.values.items()}


def test_latest_common_year_of_the_period_and_better_confidence(evidence, options):
    result = run(evidence, options)
    found = values(result)
    assert (found["cars_year"], found["cars_kor"], found["cars_chn"]) == (2018, 22, 44)
    assert (found["cars_ratio"], found["cars_gap"], found["cars_leader"]) == (2, 22, "중국")
    assert result.values["cars_ratio"].origins == (
        "figures:cars.KOR.2018.b",
        "figures:cars.CHN.2018",
    )


def test_ranks_have_no_ratio_and_the_lower_leads(evidence, options):
    found = values(run(evidence, options))
    assert "rank_ratio" not in found
    assert (found["rank_gap"], found["rank_leader"]) == (41, "한국")


def test_a_year_outside_the_period_is_marked(evidence, options):
    result = run(evidence, options)
    found = values(result)
    assert (found["late_year"], found["outside_period"]) == (2019, 1)
    assert found["late_ratio"] is None, "zero has no meaningful quotient"
    row = next(r for r in result.tables["all"].rows if r[0] == "indicators:late")
    assert row[4] == "2019*"


def test_what_cannot_be_paired_is_counted_and_listed(evidence, options):
    result = run(evidence, options)
    found = values(result)
    assert (found["indicators"], found["paired"]) == (5, 3)
    assert (found["only_chn"], found["only_kor"], found["neither"]) == (1, 0, 1)
    assert [row[0] for row in result.tables["single"].rows] == ["indicators:only"]


def test_bases_and_sources_of_trade_never_mix(evidence, options):
    def row(reporter, value, basis, source, year=2017):
        code = f"{reporter}.{basis}.{source}.{year}"
        return {
            "id": code, "reporter": reporter, "product": "8542", "year": year, "value_usd": value,
            "basis": basis, "source": source,
        }  # fmt: skip

    trade = [
        row("KOR", 100.0, "customs", "S1"), row("CHN", 50.0, "customs", "S1"),
        row("WLD", 1000.0, "customs", "S1"), row("CHN", 109.0, "reconciled", "S2"),
        row("KOR", 7.0, "press", "S3"), row("CHN", 8.0, "press", "S4"),
    ]  # fmt: skip
    found = values(run(evidence, options, trade=trade))
    assert found["trade_customs_8542_export_ratio"] == 0.5
    assert found["trade_customs_8542_export_kor_share"] == pytest.approx(10)
    assert not any(name.startswith(("trade_reconciled", "trade_press")) for name in found)


def test_the_order_of_rows_does_not_matter(evidence, options):
    first = run(evidence, options)
    shuffled = random.Random(1).sample(FIGURES, len(FIGURES))
    assert run(evidence, options, figures=shuffled) == first


def test_without_two_economies_there_is_nothing_to_compare(evidence, options):
    made = options()
    alone = made.settings.model_copy(update={"economies": ("KOR",)})
    result = pairs.run(evidence(), type(made)(alone))
    assert not result.values
    assert result.notes
