import math
import random

import pytest

from policyloom.analysis import diffusion
from policyloom.analysis.diffusion_links import links_of, order_of, titles_not_seen
from policyloom.analysis.documents import documents
from policyloom.analysis.names import regions
from policyloom.analysis.neighbours import neighbours

CENTRAL = {"id": "C1", "level": "central", "region": "CN", "date_issued": "2015-07-01",
           "title": "国务院关于积极推进智能航运发展的指导意见"}  # fmt: skip
PLAN = {"id": "p", "ko": "계획", "en": "Plans", "central": "C1", "implements": ["C1"]}
NAMES = [f"{i}" for i in range(20, 44)]
REGIONS = [
    {"id": n, "name": n, "short": n, "name_ko": n, "name_en": n, "level": "region",
     "area": "동" if int(n) % 2 else "서", "iso": f"X-{n}"}
    for n in NAMES
]  # fmt: skip
COUNTRY = {"id": "CN", "name": "CN", "short": "CN", "name_ko": "전국", "name_en": "N",
           "level": "nation"}  # fmt: skip


def plan(code, region, **more):
    return {"id": code, "region": region, "implements": ["C1"], **more}


def run(evidence, options, *policies, tables=None, geometry=None, **own):
    made = options(geometry=geometry, plans=[PLAN], **own)
    return diffusion.run(evidence(policies=[CENTRAL, *policies], **(tables or {})), made)


def value(result, name):
    return result.values[name].value


def test_the_kinds_of_region_are_told_apart(evidence, options):
    result = run(
        evidence, options,
        plan("A", "11", date_issued="2016-01-01"), plan("B", "12"),
    )  # fmt: skip
    kinds = [value(result, f"p_{k}") for k in ("within", "later", "undated", "before", "unknown")]
    assert kinds == [1, 0, 1, 0, 1]
    assert result.tables["p_unknown"].rows[0][0] == "regions:13"
    early = run(
        evidence, options,
        plan("A", "11", date_issued="2015-01-01"), plan("B", "12", date_issued="2019-03-01"),
        plan("D", "13", date_issued="2016-01-01", status="draft"),
    )  # fmt: skip
    kinds = [value(early, f"p_{k}") for k in ("within", "later", "undated", "before", "unknown")]
    assert kinds == [0, 1, 0, 1, 1], "a draft is no adoption, and no proof against one"


def test_unknown_regions_are_read_both_ways(evidence, options):
    result = run(
        evidence, options,
        plan("A", "11", date_issued="2015-07-11"), plan("B", "12", date_issued="2015-10-01"),
    )  # fmt: skip
    # Of three regions two adopted, after 10 and 92 days; the third is unknown.
    assert value(result, "p_censored_share") == pytest.approx(200 / 3)
    assert value(result, "p_censored_median") == 92
    assert value(result, "p_excluded_share") == 100
    assert value(result, "p_excluded_median") == 10
    assert value(result, "p_censored_mean") == pytest.approx((10 + 92 + 1279) / 3)
    assert value(result, "p_excluded_share_low") is None
    assert result.values["p_excluded_share_low"].reason.ko


def test_partial_dates_stay_intervals(evidence, options):
    result = run(
        evidence, options,
        plan("A", "11", date_issued="2016"), plan("B", "12", date_issued="2018-06"),
        plan("C", "13", date_published="2019-02-01", published_is="upper-bound"),
    )  # fmt: skip
    # Region 13 was seen only after the period: within it or after it, nobody knows.
    assert value(result, "p_within") == 2
    assert value(result, "p_undated") == 1
    assert value(result, "p_censored_share") == pytest.approx(200 / 3)
    least, most = value(result, "p_censored_npmle_least"), value(result, "p_censored_npmle_most")
    assert least <= 100
    assert most == pytest.approx(100)


def test_a_plan_without_a_dated_centre_has_no_curve(evidence, options):
    made = options(plans=[{**PLAN, "central": "nobody"}])
    rows = [plan("A", "11", date_issued="2016-01-01")]
    result = diffusion.run(evidence(policies=rows), made)
    assert value(result, "p_at_risk") is None
    assert result.values["p_at_risk"].reason.ko
    assert not result.tables["plans"].rows


def test_the_result_does_not_depend_on_the_order_of_rows(evidence, options):
    rows = [plan(f"P{i}", str(11 + i % 3), date_issued=f"201{5 + i}-08-01") for i in range(4)]
    first = run(evidence, options, *rows)
    random.Random(1).shuffle(rows)
    assert run(evidence, options, *rows) == first


def many(seed, effect):
    """Regions whose yearly chance to adopt grows with their income; and their incomes."""
    chance = random.Random(seed)
    policies, figures = [], []
    for i, name in enumerate(NAMES):
        level = i / len(NAMES)
        odds = math.exp(effect * (level - 0.5) - 1.5)
        adopts = (y for y in range(2015, 2019) if chance.random() < odds / (1 + odds))
        if year := next(adopts, None):
            policies.append(plan(f"P{name}", name, date_issued=f"{year}-09-01"))
        row = {"indicator": "g", "region": name, "value": 100 * 2 ** (4 * level), "unit": "x",
               "source": "S1", "confidence": "high"}  # fmt: skip
        figures += [{**row, "id": f"g.{name}.{y}", "year": y} for y in range(2013, 2019)]
    return policies, {"region_figures": figures, "regions": [COUNTRY, *REGIONS],
                      "indicators": [{"id": "g"}]}  # fmt: skip


def test_a_planted_effect_is_found_and_an_absent_one_is_not(evidence, options):
    own = {"attributes": [{"indicator": "g", "log2": True}]}
    policies, tables = many(3, 8.0)
    strong = run(evidence, options, *policies, tables=tables, **own)
    assert value(strong, "p_censored_g_odds") > 1.5
    assert value(strong, "p_censored_g_p") < 0.01
    policies, tables = many(4, 0.0)
    weak = run(evidence, options, *policies, tables=tables, **own)
    assert value(weak, "p_censored_g_odds_low") < 1 < value(weak, "p_censored_g_odds_high")
    warnings = {row[-1] for row in strong.tables["p_hazard"].rows}
    assert any("events a variable" in str(w) for w in warnings) or value(
        strong, "p_censored_events_per_variable"
    ) >= 10  # fmt: skip
    assert strong.figures["p_hazard"].spec
    assert value(strong, "p_censored_area_p") is not None


def test_few_adoptions_give_no_model_but_a_reason(evidence, options):
    result = run(evidence, options, plan("A", "11", date_issued="2016-01-01"))
    assert value(result, "p_censored_panel_rows") is None
    assert "fewer than five" in result.values["p_censored_panel_rows"].reason.en
    assert "p_hazard" not in result.figures


def test_neighbours_share_a_stretch_of_border_not_a_corner(evidence):
    def square(x, y, code):
        ring = [[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]]
        geometry = {"type": "MultiPolygon", "coordinates": [[ring]]}
        return {"type": "Feature", "properties": {"iso": f"CN-{code}"}, "geometry": geometry}

    shape = {"type": "FeatureCollection",
             "features": [square(0, 0, "11"), square(1, 0, "12"), square(2, 1, "13")]}  # fmt: skip
    places = regions(evidence())
    near = neighbours(shape, "iso", places, {})
    assert near == {"11": {"12"}, "12": {"11"}, "13": set()}
    added = neighbours(shape, "iso", places, {"13": ["11", "99"]})
    assert added["13"] == {"11"}
    assert added["11"] == {"12", "13"}
    assert neighbours(None, "iso", places, {}) == {"11": set(), "12": set(), "13": set()}


def test_links_by_register_title_and_chain(evidence):
    store = evidence(policies=[
        CENTRAL,
        {"id": "A", "region": "11", "implements": ["C1"], "date_issued": "2015-09-01"},
        {"id": "B", "region": "11", "level": "city", "implements": ["A"], "date_issued": "2016"},
        {"id": "T", "region": "12",
         "title": "贯彻落实《国务院关于积极推进智能航运发展的指导意见》的方案"},
        {"id": "W", "region": "12", "title": "某省推进智能航运发展的意见"},
        {"id": "D", "region": "13", "implements": ["C1"], "status": "draft"},
    ])  # fmt: skip
    links = {(k.local.id, k.central.id): k for k in links_of(documents(store))}
    assert {pair: k.basis for pair, k in links.items()} == {
        ("A", "C1"): "register", ("B", "C1"): "chain", ("T", "C1"): "title",
    }  # fmt: skip
    assert links["A", "C1"].lag == 62
    assert links["A", "C1"].order == "after"
    assert links["T", "C1"].order == "open"


def test_circles_of_implementing_documents_end(evidence):
    store = evidence(policies=[
        CENTRAL, {"id": "A", "region": "11", "implements": ["B"]},
        {"id": "B", "region": "11", "implements": ["A", "C1"]},
    ])  # fmt: skip
    assert [k.local.id for k in links_of(documents(store))] == ["A", "B"]


@pytest.mark.parametrize(
    ("local", "order"),
    [
        ({"date_issued": "2015-07-02"}, "after"), ({"date_issued": "2015-06-30"}, "before"),
        ({"date_issued": "2015"}, "open"), ({"date_issued": "2014"}, "before"),
        ({"date_published": "2015-06-30", "published_is": "upper-bound"}, "before"),
        ({"date_published": "2016-06-30", "published_is": "upper-bound"}, "open"), ({}, "open"),
    ],
)  # fmt: skip
def test_the_order_of_two_documents_as_far_as_dates_tell(evidence, local, order):
    found = documents(evidence(policies=[CENTRAL, {"id": "X", **local}]))
    by_id = {d.id: d for d in found}
    assert order_of(by_id["X"], by_id["C1"]) == order


def test_directions_of_regional_documents(evidence, options):
    result = run(
        evidence, options,
        plan("down", "11", date_issued="2016-01-01", sectors=["ai"]),
        {"id": "up", "region": "12", "date_issued": "2014-01-01", "sectors": ["ai"]},
        {"id": "follows", "region": "12", "date_issued": "2016-01-01", "sectors": ["ai"]},
        {"id": "inner", "region": "12", "implements": ["up"], "sectors": ["ai"]},
        {"id": "blank", "region": "13", "sectors": ["ai"]},
        {"id": "M", "level": "ministry", "region": "CN", "date_issued": "2015-01-01",
         "sectors": ["ai"]},
    )  # fmt: skip
    counts = {n.removeprefix("direction_"): v.value for n, v in result.values.items()
              if n.startswith("direction_") and not n.endswith("_share")}  # fmt: skip
    assert counts == {"top_down": 1, "ahead": 0, "regional": 1, "unlinked_before": 1,
                      "unlinked_after": 1, "open": 1}  # fmt: skip


def test_titles_that_no_register_has(evidence):
    found = titles_not_seen(documents(evidence(policies=[
        CENTRAL,
        {"id": "A", "title": "贯彻《国务院关于积极推进智能航运发展的指导意见》的方案"},
        {"id": "B", "title": "落实《智能港口建设三年行动计划》的意见"},
    ])))  # fmt: skip
    assert [title for title, _ in found] == ["智能港口建设三年行动计划"]


def test_the_shipped_study(shipped_results):
    result = shipped_results["diffusion"]
    for base in ("internet_plus", "ai"):
        low, high = value(result, f"{base}_censored_share"), value(result, f"{base}_excluded_share")
        assert 0 < low < high <= 100
        assert value(result, f"{base}_unknown") > 0
        assert len(result.tables[f"{base}_unknown"].rows) == value(result, f"{base}_unknown")
    assert result.tables["links"].rows
    assert value(result, "road_test_before") > 0, "regions that moved before the centre"
