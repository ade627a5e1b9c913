import random

import numpy as np
import pytest

from policyloom.analysis import scoreboard
from policyloom.analysis.scoreboard_data import NO_FACTOR, NO_PAIR, TOO_FAR, TOO_FEW, read_board
from policyloom.model.scoreboard_settings import ScoreboardOptions

INDICATORS = [
    {"id": "cars", "factor": "market", "direction": "higher", "unit": "vehicles"},
    {"id": "share", "factor": "market", "direction": "higher", "unit": "percent"},
    {"id": "world", "factor": "market", "direction": "higher", "unit": "percent",
     "name_en": "share of world cars"},
    {"id": "rank", "factor": "inputs", "direction": "lower", "unit": "rank"},
    {"id": "flat", "factor": "inputs", "direction": "higher", "unit": "points"},
    {"id": "o2o", "factor": "inputs", "direction": "higher", "unit": "points", "sector": "o2o"},
    {"id": "single", "factor": "market", "direction": "higher"},
    {"id": "aimless", "factor": "market", "direction": "none"},
    {"id": "homeless", "direction": "higher"},
    {"id": "aside", "factor": "market", "direction": "higher"},
    {"id": "gap", "factor": "inputs", "direction": "lower", "unit": "years behind USA",
     "unit_ko": "년"},
]  # fmt: skip


def figure(indicator, economy, year, value, tail="", **more):
    code = f"{indicator}.{economy}.{year}{tail}"
    row = {"id": code, "indicator": indicator, "economy": economy, "year": year, "value": value}
    return {**row, **more}


def both(indicator, year, kor, chn, usa=None):
    rows = [figure(indicator, "KOR", year, kor), figure(indicator, "CHN", year, chn)]
    return rows + ([figure(indicator, "USA", year, usa)] if usa is not None else [])


FIGURES = [
    *both("cars", 2016, 10, 30, 20), *both("cars", 2018, 5, 40, 20),
    *both("share", 2017, 90, 20, 50), *both("world", 2017, 3, 12),
    *both("rank", 2017, 2, 8, 5), *both("flat", 2017, 4, 4), *both("o2o", 2017, 9, 1),
    figure("single", "CHN", 2017, 1), *both("aimless", 2017, 1, 2), *both("homeless", 2017, 1, 2),
    *both("aside", 2017, 1, 2), *both("gap", 2016, 4.2, 5.2, 0.0), *both("gap", 2018, 3.8, 3.8),
]  # fmt: skip
ECONOMIES = [
    {"id": "KOR", "name_ko": "한국", "name_en": "Korea"},
    {"id": "CHN", "name_ko": "중국", "name_en": "China"},
    {"id": "USA", "name_ko": "미국", "name_en": "United States"},
]
OWN = {
    "reference_year": 2017, "draws": 400, "seed": 7, "least_economies": 2,
    "leave_out": [{"indicator": "aside", "why": {"ko": "겹침", "en": "overlaps"}}],
}  # fmt: skip


@pytest.fixture
def board_options(options):
    def build(**own):
        made = options(**{**OWN, **own})
        factors = [
            {"id": "inputs", "ko": "요소", "en": "Inputs"},
            {"id": "market", "ko": "시장", "en": "Market"},
        ]
        settings = type(made.settings).model_validate(
            {**made.settings.model_dump(), "factors": factors, "benchmarks": ["USA"]}
        )
        return type(made)(settings, {**OWN, **own})

    return build


def run(evidence, made, figures=FIGURES):
    tables = {"indicators": INDICATORS, "figures": figures, "economies": ECONOMIES}
    return scoreboard.run(evidence(**tables), made)


def values(result):
    return {name: v.value for name, v in result.values.items()}


def board(evidence, made, figures=FIGURES):
    store = evidence(indicators=INDICATORS, figures=figures, economies=ECONOMIES)
    return read_board(store, made, ScoreboardOptions.model_validate(dict(made.own)))


def test_the_nearest_year_is_taken_and_of_two_as_near_the_earlier(evidence, board_options):
    found = {e.indicator.id: e for e in board(evidence, board_options()).entries}
    assert found["cars"].year == 2016
    assert found["cars"].origins == [f"figures:cars.{e}.2016" for e in ("CHN", "KOR", "USA")]
    later = board(evidence, board_options(reference_year=2018))
    assert {e.indicator.id: e.year for e in later.entries}["cars"] == 2018


def test_what_is_left_out_says_why(evidence, board_options):
    why = {left.indicator.id: left.why for left in board(evidence, board_options()).left}
    assert why["single"] == NO_PAIR
    assert why["aimless"] == why["homeless"] == NO_FACTOR
    assert why["aside"].en == "overlaps"
    far = board(evidence, board_options(reference_year=2014, reach=2))
    assert {left.indicator.id: left.why for left in far.left}["share"] == TOO_FAR


def test_low_confidence_and_years_outside_the_period_do_not_count(evidence, board_options):
    rows = [
        figure("cars", "KOR", 2017, 999, confidence="low"), figure("cars", "CHN", 2017, 1),
        *both("share", 2019, 1, 2),
    ]  # fmt: skip
    found = board(evidence, board_options(), figures=rows)
    assert not found.entries


def test_values_of_one_source_are_preferred(evidence, board_options):
    rows = [
        figure("cars", "KOR", 2017, 1, ".a", source="S9"), figure("cars", "KOR", 2017, 2, ".b"),
        figure("cars", "CHN", 2017, 3), figure("cars", "USA", 2017, 4, source="S9"),
    ]  # fmt: skip
    (entry,) = board(evidence, board_options(), figures=rows).entries
    assert entry.numbers["KOR"].value == 2, "S1 has both economies compared"
    assert entry.sources == {"S1", "S9"}


def test_two_economies_alone_are_no_scale(evidence, board_options):
    found = board(evidence, board_options(least_economies=3))
    assert {e.indicator.id for e in found.entries} == {"cars", "share", "rank", "gap"}
    assert {left.indicator.id for left in found.left if left.why == TOO_FEW} == {
        "world", "flat", "o2o",
    }  # fmt: skip


def test_a_unit_gives_its_base_a_value_by_definition(evidence, board_options):
    rows = [*both("rank", 2017, 82.0, 82.4)]
    bases = [{"unit": "rank", "economy": "USA", "value": 100}]
    made = board_options(least_economies=3, bases=bases)
    (entry,) = board(evidence, made, figures=rows).entries
    assert entry.numbers["USA"].value == 100
    assert "indicators:rank" in entry.origins
    seen = [*rows, figure("rank", "USA", 2017, 99)]
    (entry,) = board(evidence, made, figures=seen).entries
    assert entry.numbers["USA"].value == 99, "what was seen goes before the definition"


def test_sizes_are_told_from_rates(evidence, board_options):
    found = {e.indicator.id: e.relative for e in board(evidence, board_options()).entries}
    assert found["share"]
    assert found["rank"]
    assert not found["cars"]
    assert not found["world"], "a share of the world grows with the country"


def test_the_composite_by_hand(evidence, board_options):
    """Inputs: rank 1 : 0, o2o 1 : 0, gap 0.19 : 0; market: cars 0 : 1, share 1 : 0, world 0 : 1."""
    found = values(run(evidence, board_options()))
    gap = (5.2 - 4.2) / 5.2
    inputs, market = (1 + 1 + gap) / 3, (0 + 1 + 0) / 3
    assert found["factor_inputs_lead"] == pytest.approx(inputs, abs=1e-4)
    assert found["factor_market_lead"] == pytest.approx(market - 2 / 3, abs=1e-4)
    assert found["overall_lead"] == pytest.approx((inputs + market - 2 / 3) / 2, abs=1e-4)
    assert found["overall_n"] == 6, "what does not vary does not count"
    assert found["indicators"] == 7
    assert found["factor_inputs_ahead"] == 100, "first on all three, whatever the weights"


def test_the_lead_is_the_sum_of_its_parts_and_lies_in_its_interval(evidence, board_options):
    result = run(evidence, board_options())
    parts = [row[5] for row in result.tables["decides"].rows]
    assert sum(parts) == pytest.approx(result.values["overall_lead"].value, abs=1e-4)
    found = values(result)
    assert found["overall_lead_low"] <= found["overall_lead"] <= found["overall_lead_high"]
    assert 0 <= found["overall_ahead"] <= 100


def test_missing_stays_missing_and_widens_ranks(evidence, board_options):
    result = run(evidence, board_options())
    row = next(r for r in result.tables["indicators"].rows if r[0] == "indicators:world")
    assert row[-2] is None, "the United States were not seen"
    found = values(result)
    assert found["coverage_usa"] < 100
    ranks = {r[3]: r for r in result.tables["ranks"].rows if r[1] == "Overall"}
    assert ranks["United States"][8] < ranks["United States"][9], "gaps leave more than one rank"


def test_indicators_against_the_leader_are_counted(evidence, board_options):
    result = run(evidence, board_options())
    found = values(result)
    assert found["leader"] == "한국"
    assert set(result.values["opposite"].origins) == {"indicators:cars", "indicators:world"}
    assert found["linear_lead"] == pytest.approx(99 * found["overall_lead"], abs=0.02)
    assert found["geometric_lead"] is not None


def test_gaps_in_years_are_given_as_printed(evidence, board_options):
    result = run(evidence, board_options())
    found = values(result)
    assert (found["gap_gap_2016"], found["gap_gap_2018"]) == (1.0, 0.0)
    assert result.values["gap_gap_2016"].origins == (
        "figures:gap.KOR.2016",
        "figures:gap.CHN.2016",
    )


def test_same_seed_same_board_and_the_order_of_rows_does_not_matter(evidence, board_options):
    first = run(evidence, board_options())
    shuffled = random.Random(3).sample(FIGURES, len(FIGURES))
    assert run(evidence, board_options(), figures=shuffled) == first
    other = run(evidence, board_options(seed=8))
    assert other.values["overall_lead"] == first.values["overall_lead"]


@pytest.mark.parametrize("how", ["minmax", "zscore", "rank"])
def test_every_normalisation_gives_a_finite_board(evidence, board_options, how):
    result = run(evidence, board_options(normalisation=how, normalisations=[how]))
    assert np.isfinite(result.values["overall_lead"].value)
    assert (result.values["geometric_lead"].value is None) == (how == "zscore")


def test_the_units_of_an_indicator_do_not_matter(evidence, board_options):
    scaled = [{**f, "value": f["value"] * 1000} if f["indicator"] == "cars" else f for f in FIGURES]
    first, second = run(evidence, board_options()), run(evidence, board_options(), figures=scaled)
    assert values(first)["overall_lead"] == values(second)["overall_lead"]
    assert values(first)["overall_ahead"] == values(second)["overall_ahead"]


def test_nothing_to_compare_is_no_crash(evidence, board_options):
    empty = run(evidence, board_options(), figures=[])
    assert values(empty)["indicators"] == 0
    assert "overall_lead" not in empty.values
    made = board_options()
    alone = made.settings.model_copy(update={"economies": ("KOR",)})
    assert scoreboard.run(evidence(), type(made)(alone)).notes
    broken = type(made)(made.settings, {"draws": "many"})
    assert scoreboard.run(evidence(), broken).notes


def test_the_shipped_board_says_what_it_rests_on(shipped, shipped_results):
    result = shipped_results["scoreboard"]
    used = {row[0].partition(":")[2] for row in result.tables["indicators"].rows}
    counts = {"ai-firms-wide", "ai-firms-caict", "ai-firms-tsinghua", "ai-firms-cnnic"}
    assert len(used & counts) <= 1, "counts of AI firms are compared within one count only"
    assert not used & {"online-share-goods", "gci4-score"}
    period = range(shipped.settings.period.start, shipped.settings.period.end + 1)
    names = [c.name for c in result.tables["indicators"].columns]
    years = {int(row[names.index("year")]) for row in result.tables["indicators"].rows}
    assert years <= set(period)
    assert set(result.figures) == {"radar", "leads", "ranks"}
