import csv
import json
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from policyloom.methods import trade

SHARED = Path(__file__).parents[3] / "shared"
KNOWN = SHARED / "known-answers" / "trade.json"
SPECIALIZATION = SHARED / "tables" / "ncses-specialization"

# A closed world of three countries and three products: flows[i, j, k] from i to j.
T0 = np.array(
    [[[0, 0, 0], [60, 20, 20], [20, 10, 10]],
     [[30, 50, 10], [0, 0, 0], [40, 80, 0]],
     [[40, 10, 30], [50, 10, 60], [0, 0, 0]]], dtype=float,
)  # fmt: skip
T1 = np.array(
    [[[0, 0, 0], [80, 20, 30], [25, 10, 15]],
     [[60, 70, 20], [0, 0, 0], [70, 100, 10]],
     [[45, 5, 30], [60, 5, 75], [0, 0, 0]]], dtype=float,
)  # fmt: skip
X, M = T0.sum(axis=1), T0.sum(axis=0)
TABLES = arrays(
    np.float64, st.tuples(st.integers(1, 6), st.integers(1, 6)),
    elements=st.sampled_from([0.0, 0.0, 1.0, 2.5, 7.0, 100.0, 3e6]),
)  # fmt: skip


def test_the_small_world_by_hand():
    assert trade.rca(X)[0] == pytest.approx([55 / 42, 0.654761904761904, 0.906593406593406])
    assert trade.rsca(X)[2] == pytest.approx([0.0153846153846, -0.531914893617, 0.311258278145])
    assert trade.nrca(X)[1] == pytest.approx([-0.0393388429752, 0.1114049586776, -0.0720661157024])
    assert trade.tsi(X, M)[0] == pytest.approx([1 / 15, -1 / 3, -1 / 7])
    assert trade.lafay(X, M)[0] == pytest.approx([7.90842872008, -6.86784599375, -1.04058272632])
    assert trade.grubel_lloyd(X, M)[0] == pytest.approx([14 / 15, 2 / 3, 6 / 7])
    assert trade.grubel_lloyd_weighted(X, M) == pytest.approx([26 / 31, 22 / 43, 0.5])
    assert trade.grubel_lloyd_balanced(X, M) == pytest.approx([13 / 14, 11 / 21, 9 / 16])
    assert trade.mca(T0)[0, 2] == pytest.approx([4 / 3, 4 / 9, 4])
    assert trade.export_similarity(X)[0, 1] == pytest.approx(59.523809523809526)
    assert trade.export_similarity_in(T0, 2)[0, 1] == pytest.approx(58.333333333333336)
    assert trade.trade_intensity(T0.sum(axis=2))[0, 1] == pytest.approx(1.7857142857142858)
    other = trade.trade_intensity(T0.sum(axis=2), without_own_imports=True)
    assert other[0, 1] == pytest.approx(1.2337662337662338)
    assert trade.complementarity(X, M)[0, 1] == pytest.approx(85.06493506493507)


def test_growth_in_parts_that_add_up():
    found = trade.constant_market_share((T0[0].T, T0.sum(axis=0).T), (T1[0].T, T1.sum(axis=0).T))
    assert found.change == 40
    assert found.growth == pytest.approx(45.81818181818182)
    assert found.commodity == pytest.approx(4.053613053613054)
    assert found.market == pytest.approx(-1.7026029526029527)
    assert found.competitiveness == pytest.approx(-8.169191919191919)
    one = trade.market_share_change((T0[0, 1], M[1]), (T1[0, 1], T1.sum(axis=0)[1]))
    assert one.demand == pytest.approx(22.727272727272727)
    assert one.pure + one.interaction == pytest.approx(one.competitiveness)


def answers():
    if not KNOWN.is_file():
        pytest.skip(f"{KNOWN} is not here")
    found = json.loads(KNOWN.read_text(encoding="utf-8"))["known_answers"]
    return {a["id"]: a for a in found}


def toy(known):
    given = known["trade_rca_1"]["inputs"]
    names = given["countries"]
    flows = []
    for when in ("exports_t0", "exports_t1"):
        table = np.zeros((3, 3, 3))
        for pair, values in given[when].items():
            i, j = (names.index(n) for n in pair.split("->"))
            table[i, j] = values
        flows.append(table)
    return names, given["products"], flows


def test_known_answers_of_one_country():
    known = answers()
    names, products, (before, _) = toy(known)
    x, m = before.sum(axis=1), before.sum(axis=0)
    found = {
        "rca": trade.rca(x), "rsca": trade.rsca(x), "nrca": trade.nrca(x), "tsi": trade.tsi(x, m),
        "lafay_x100": trade.lafay(x, m), "world_market_share_pct": 100 * trade.world_share(x),
        "grubel_lloyd": trade.grubel_lloyd(x, m),
    }  # fmt: skip
    for measure, table in found.items():
        expected = known[f"trade_{measure}_1"]["expected"]
        for (c, country), (k, item) in product(enumerate(names), enumerate(products)):
            assert table[c, k] == pytest.approx(expected[country][item], abs=1e-9), measure
    for measure, values in {
        "grubel_lloyd_weighted": trade.grubel_lloyd_weighted(x, m),
        "grubel_lloyd_imbalance_adjusted": trade.grubel_lloyd_balanced(x, m),
    }.items():
        expected = known[f"trade_{measure}_1"]["expected"]
        assert dict(zip(names, values, strict=True)) == pytest.approx(expected, abs=1e-9)


def test_known_answers_of_pairs():
    known = answers()
    names, products, (before, _) = toy(known)
    x, m = before.sum(axis=1), before.sum(axis=0)
    at = {name: i for i, name in enumerate(names)}
    total = before.sum(axis=2)
    for measure, table in {
        "tii": trade.trade_intensity(total),
        "tii_excl_own_imports": trade.trade_intensity(total, without_own_imports=True),
        "tci": trade.complementarity(x, m),
    }.items():
        for pair, expected in known[f"trade_{measure}_1"]["expected"].items():
            i, j = (at[n] for n in pair.split("->"))
            assert table[i, j] == pytest.approx(expected, abs=1e-9), (measure, pair)
    for pair, expected in known["trade_mca_1"]["expected"].items():
        i, j = (at[n] for n in pair.split("->"))
        values = dict(zip(products, trade.mca(before)[i, j], strict=True))
        assert values == pytest.approx(expected, abs=1e-9)
    for pair, expected in known["trade_esi_pct_world_1"]["expected"].items():
        a, b = (at[n] for n in pair.split("-"))
        assert trade.export_similarity(x)[a, b] == pytest.approx(expected, abs=1e-9)
    for case, expected in known["trade_esi_pct_third_market_1"]["expected"].items():
        pair, _, market = case.partition("|")
        a, b = (at[n] for n in pair.split("-"))
        found = trade.export_similarity_in(before, at[market])
        assert found[a, b] == pytest.approx(expected, abs=1e-9)


def test_known_answers_of_growth():
    known = answers()
    names, _, (before, after) = toy(known)
    at = {name: i for i, name in enumerate(names)}
    world = before.sum(axis=0).T, after.sum(axis=0).T
    for name, expected in known["trade_cms_leamer_stern_1"]["expected"].items():
        own = before[at[name]].T, after[at[name]].T
        found = trade.constant_market_share((own[0], world[0]), (own[1], world[1]))
        other = trade.constant_market_share(
            (own[0], world[0]), (own[1], world[1]), order="market_first"
        )
        assert found.change == pytest.approx(expected["delta_exports"])
        assert found.growth == pytest.approx(expected["world_growth"], abs=1e-9)
        for made, wanted in ((found, expected), (other, expected["alt_order_market_first"])):
            assert made.commodity == pytest.approx(wanted["commodity_composition"], abs=1e-9)
            assert made.market == pytest.approx(wanted["market_distribution"], abs=1e-9)
            assert made.competitiveness == pytest.approx(
                wanted["competitiveness_residual"], abs=1e-9
            )
    for pair, expected in known["trade_cms_single_market_3factor_1"]["expected"].items():
        i, j = (at[n] for n in pair.split("->"))
        made = trade.market_share_change(
            (before[i, j], before.sum(axis=0)[j]), (after[i, j], after.sum(axis=0)[j])
        )
        found = (made.change, made.demand, made.commodity, made.competitiveness, made.pure)
        keys = (
            "delta", "demand", "commodity_composition", "competitiveness",
            "pure_competitiveness_base_weight",
        )  # fmt: skip
        assert found == pytest.approx([expected[k] for k in keys], abs=1e-9)
        assert made.interaction == pytest.approx(expected["interaction"], abs=1e-9)


def test_known_answers_of_supply_unit_values_and_bounds():
    known = answers()
    case = known["selfsuff_1"]
    found = trade.supply(
        *(np.array(case["inputs"][n]) for n in ("production", "exports", "imports"))
    )
    expected = case["expected"]
    assert found.consumption == expected["apparent_consumption"]
    for share, name in (
        (found.import_penetration, "import_penetration_pct"),
        (found.self_sufficiency, "self_sufficiency_pct"),
        (found.export_ratio, "export_ratio_pct"),
        (found.domestic_share, "domestic_supply_share_pct"),
    ):
        assert 100 * share == pytest.approx(expected[name])
    case = known["unit_value_ghm"]
    columns = {
        k: np.array([p[k] for p in case["inputs"]["pairs"]]) for k in case["inputs"]["pairs"][0]
    }
    exports, imports = (columns["x_val"], columns["x_qty"]), (columns["m_val"], columns["m_qty"])
    words = {"HIIT": "horizontal", "VIIT_high": "vertical_high", "VIIT_low": "vertical_low"}
    for band, key in (
        ("symmetric", "greenaway_hine_milner_band_0.75_1.25"),
        ("reciprocal", "fontagne_freudenberg_band_0.80_1.25"),
    ):
        made = trade.unit_values(exports, imports, alpha=0.25, band=band)
        assert made.relative == pytest.approx(case["expected"]["ratio"])
        assert list(made.kind) == [words[w] for w in case["expected"][key]]
    overlap = [w.startswith("two_way") for w in case["expected"]["fontagne_freudenberg_overlap"]]
    assert list(made.two_way) == overlap
    case = known["rca_bounds"]["inputs"]
    world = np.array([case["x_wk"], case["x_w"] - case["x_wk"]])
    own = np.array([case["x_ck"], case["x_c"] - case["x_ck"]])
    table = np.stack([own, world - own])
    assert trade.rca(table)[0, 0] == 0
    assert trade.rsca(table)[0, 0] == -1
    table[:, 0] = 0
    assert np.isnan(trade.rca(table)[:, 0]).all()
    assert set(trade.undefined(table)[:, 0]) == {"not_exported"}


def test_every_published_specialisation_index():
    if not SPECIALIZATION.is_dir():
        pytest.skip(f"{SPECIALIZATION} is not here")
    tables = {}
    for name in ("1819", "1824", "1840"):
        with (SPECIALIZATION / f"{name}.csv").open(encoding="utf-8-sig", newline="") as stream:
            tables[name] = {row["row_id"]: row for row in csv.DictReader(stream)}
    paths = {
        n: {
            row["region_country_or_economy_full_path"].partition("<sup>")[0]: row
            for row in t.values()
        }
        for n, t in tables.items()
    }
    compared = exact = 0
    for year in range(2000, 2019):
        column = f"field_{year}_fractional_count"
        world = (float(paths["1824"]["World"][column]), float(paths["1819"]["World"][column]))
        for path, published in paths["1840"].items():
            try:
                expected = float(published[f"field_{year}"])
            except ValueError:  # "na" and "ne": not published
                continue
            field, total = (float(paths[n][path][column]) for n in ("1824", "1819"))
            # The country, and the rest of the world as one more.
            table = [
                [field, total - field],
                [world[0] - field, world[1] - world[0] - total + field],
            ]
            if path == "World":
                table = [table[0]]
            index = trade.rca(np.maximum(table, 0))[0, 0]
            # Counts are published to 0.01, which moves the index of small countries too.
            slack = 0.005 + index * (0.005 / max(field, 0.005) + 0.005 / total) + 1e-9
            assert index == pytest.approx(expected, abs=slack), (path, year)
            exact += abs(index - expected) <= 0.005 + 1e-9
            compared += 1
    assert compared > 1500
    assert exact > 0.99 * compared


def test_undefined_is_nan_with_a_reason_and_changes_nothing_else():
    whole = trade.rca(X)
    wider = np.zeros((4, 4))
    wider[:3, :3] = X
    found = trade.rca(wider)
    assert np.array_equal(found[:3, :3], whole)
    assert np.isnan(found[3]).all()
    assert np.isnan(found[:, 3]).all()
    codes = trade.undefined(wider)
    assert set(codes[3]) == {"no_exports"}
    assert set(codes[:3, 3]) == {"not_exported"}
    assert set(codes[:3, :3].ravel()) == {""}
    assert set(codes.ravel()) <= set(trade.REASONS)
    assert np.isnan(trade.tsi([0.0], [0.0]))[0]
    assert trade.undefined_balance([0.0, 1], [0.0, 0]).tolist() == ["no_trade", ""]
    assert np.isnan(trade.grubel_lloyd_weighted([[0.0, 0]], [[0.0, 0]]))[0]
    assert np.isnan(trade.grubel_lloyd_balanced([[1.0, 2]], [[0.0, 0]]))[0]
    assert np.isnan(trade.import_penetration([1.0], [9.0], [2.0]))[0]
    assert np.isnan(trade.supply([1.0], [2.0], [9.0]).domestic_share)[0]


@pytest.mark.parametrize("bad", [-1.0, np.nan, np.inf])
def test_bad_amounts_are_refused(bad):
    table = X.copy()
    table[1, 1] = bad
    for function in (trade.rca, trade.nrca, trade.world_share, trade.export_similarity):
        with pytest.raises(ValueError, match="finite and not negative"):
            function(table)
    with pytest.raises(ValueError, match="finite and not negative"):
        trade.tsi(table, X)
    with pytest.raises(ValueError, match="dimensions"):
        trade.rca(X[0])
    with pytest.raises(ValueError, match="shape"):
        trade.tsi(X, X[:2])


def test_growth_of_cells_that_did_not_exist_is_all_competitiveness():
    own = np.array([[10.0, 0], [5, 0]]), np.array([[12.0, 8], [5, 0]])
    world = np.array([[50.0, 0], [20, 0]]), np.array([[60.0, 9], [20, 3]])
    found = trade.constant_market_share((own[0], world[0]), (own[1], world[1]))
    assert found.undefined.tolist() == [[False, True], [False, True]]
    total = found.growth + found.commodity + found.market + found.competitiveness
    assert total == pytest.approx(found.change)
    with pytest.raises(ValueError, match="nothing grows"):
        trade.constant_market_share((own[0] * 0, world[0] * 0), (own[1], world[1]))


def test_all_countries_at_once_equal_one_by_one():
    x0, x1 = T0.sum(axis=1), T1.sum(axis=1)
    found = trade.constant_market_share_of_all(x0, x1)
    for c in range(3):
        one = trade.constant_market_share(
            (x0[c][:, None], x0.sum(axis=0)[:, None]), (x1[c][:, None], x1.sum(axis=0)[:, None])
        )
        assert found.change[c] == pytest.approx(one.change)
        assert found.growth[c] == pytest.approx(one.growth)
        assert found.commodity[c] == pytest.approx(one.commodity)
        assert found.competitiveness[c] == pytest.approx(one.competitiveness)


def test_prody_lies_between_incomes_and_unknown_incomes_are_left_out():
    income = np.array([40.0, np.nan, 10.0])
    level = trade.prody(X, income)
    assert ((level >= 10) & (level <= 40)).all()
    assert trade.expy(X, income)[0] == pytest.approx((X[0] / X[0].sum() * level).sum())
    assert np.isnan(trade.prody(X, [np.nan] * 3)).all()


@given(TABLES)
def test_sums_that_must_be_zero_or_one(table):
    m = table[::-1]
    x = table
    if x.sum() > 0:
        index = trade.nrca(x)
        assert np.nansum(index, axis=0) == pytest.approx(0, abs=1e-12)
        assert np.nansum(index, axis=1) == pytest.approx(0, abs=1e-12)
    share = trade.world_share(x)
    sums = np.nansum(share, axis=0)[x.sum(axis=0) > 0]
    assert sums == pytest.approx(1)
    assert np.nansum(trade.lafay(x, m), axis=1) == pytest.approx(0, abs=1e-9)
    index = trade.rca(x)
    weights = x.sum(axis=0) / max(x.sum(), 1)
    trading = x.sum(axis=1) > 0
    assert (np.nan_to_num(index) @ weights)[trading] == pytest.approx(1)
    similar = trade.export_similarity(x)
    assert np.diag(similar)[trading] == pytest.approx(100)
    assert np.array_equal(similar, similar.T, equal_nan=True)


@given(TABLES, st.sampled_from([1e-6, 0.5, 1e6]))
def test_scale_does_not_matter(table, factor):
    m = np.roll(table, 1, axis=1)
    for function in (trade.rca, trade.rsca, trade.nrca, trade.world_share):
        assert function(table * factor) == pytest.approx(function(table), nan_ok=True)
    for function in (trade.tsi, trade.lafay, trade.grubel_lloyd, trade.grubel_lloyd_balanced):
        assert function(table * factor, m * factor) == pytest.approx(
            function(table, m), nan_ok=True, abs=1e-9
        )


@given(TABLES, st.randoms())
def test_order_of_countries_and_products_does_not_matter(table, chance):
    rows, columns = list(range(table.shape[0])), list(range(table.shape[1]))
    chance.shuffle(rows)
    chance.shuffle(columns)
    turned = table[np.ix_(rows, columns)]
    for function in (trade.rca, trade.nrca, trade.world_share):
        expected = function(table)[np.ix_(rows, columns)]
        assert function(turned) == pytest.approx(expected, nan_ok=True)


@given(TABLES)
def test_indices_stay_within_their_bounds(table):
    m = table[::-1]
    bounds = (
        (trade.rca(table), 0, np.inf), (trade.rsca(table), -1, 1), (trade.nrca(table), -0.25, 0.25),
        (trade.tsi(table, m), -1, 1), (trade.lafay(table, m), -50, 50),
        (trade.grubel_lloyd(table, m), 0, 1), (trade.grubel_lloyd_balanced(table, m), 0, 1),
        (trade.complementarity(table, m), 0, 100),
    )  # fmt: skip
    for values, low, high in bounds:
        known = values[~np.isnan(values)]
        assert ((known >= low - 1e-9) & (known <= high + 1e-9)).all()
        assert np.isfinite(known).all()
