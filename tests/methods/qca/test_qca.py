"""The comparison engine: known answers, peers' prime implicants, and what every solution owes."""

import json
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyloom.methods.qca import (
    DASH,
    Cuts,
    compare,
    make_data,
    necessity,
    negation,
    sufficiency,
    truth_table,
)
from policyloom.methods.qca.covers import minimum_covers, one_minimum_cover
from policyloom.methods.qca.data import Term
from policyloom.methods.qca.minimise import Minimiser
from policyloom.methods.qca.primes import covers, primes_against, primes_within
from policyloom.methods.qca.ranges import cut_ranges

KNOWN = Path(__file__).parents[4] / "shared" / "known-answers" / "qca.json"
NAMES = "ABCDEFGHIJ"


@pytest.fixture(scope="module")
def known():
    if not KNOWN.exists():
        pytest.skip("../shared is not there")
    return {k["id"]: k for k in json.loads(KNOWN.read_text())["known_answers"]}


def lipset(known, entry):
    asked = entry["inputs"]
    fuzzy = asked["dataset"] == "LF"
    rows = known["qca_data_lipset_raw_fs" if fuzzy else "qca_data_lipset_cs"]["expected"]
    rows = rows["fuzzy_LF" if fuzzy else "LC"]
    names = asked.get("conditions", ["DEV", "URB", "LIT", "IND", "STB"])
    columns = {c: [row[c] for row in rows] for c in [*names, "SURV"]}
    return make_data([row["case"] for row in rows], columns, asked["outcome"])


@pytest.mark.parametrize("name", ["qca_lipset_cs", "qca_lipset_cs_neg", "qca_lipset_fs"])
def test_truth_table_and_solutions_are_as_published(known, name):
    entry = known[name]
    asked, told = entry["inputs"], entry["expected"]
    hopes = enumerate(asked["directional_expectations"].split(","))
    expectations = {i: frozenset({int(v)}) for i, v in hopes}
    cuts = Cuts(asked["incl_cut"], asked["pri_cut"], asked["n_cut"])
    made = compare(lipset(known, entry), cuts, expectations)
    for row, wanted in zip(made.table.rows, told["truth_table"], strict=True):
        assert "".join(map(str, row.config)) == wanted["config"]
        assert (row.out, row.n, ",".join(row.cases)) == (
            wanted["OUT"],
            wanted["n"],
            wanted["cases"],
        )
        assert row.incl == pytest.approx(wanted["incl"], abs=1e-4)
        assert row.pri == pytest.approx(wanted["PRI"], abs=1e-4)
    complex_, simple, between = made.solutions
    for solution, wanted in (
        (complex_, told["conservative(complex)"]),
        (simple, told["parsimonious"]),
        (between, told["intermediate"]["C1P1"]),
    ):
        found = [{t.written for t in model.terms} for model in solution.models]
        assert found == [set(model) for model in wanted["models"]]
        fits = {t.written: t for t in solution.models[0].terms}
        for term in wanted["fit"]["terms"]:
            fit = fits[term["term"]]
            for key in ("inclS", "PRI", "covS"):
                assert getattr(fit.fit, key) == pytest.approx(term[key], abs=1e-4)
            assert fit.covU == pytest.approx(term["covU"], abs=1e-4)
        whole = solution.models[0].fit
        for key, value in wanted["fit"]["solution"].items():
            assert getattr(whole, key) == pytest.approx(value, abs=1e-4)
    easy = told["intermediate"]["C1P1"]["easy"]
    easy = {easy} if isinstance(easy, str) else set(easy)
    assert {"".join(map(str, r)) for r in between.models[0].assumed} == easy
    difficult = set(told["intermediate"]["C1P1"]["difficult"])
    assumed = {"".join(map(str, r)) for r in simple.models[0].assumed}
    assert assumed - easy == difficult


def test_necessity_is_as_in_the_peer(known):
    entry = known["qca_nec_lipset_fs"]
    found = {word: fit for word, _, fit in compare(lipset(known, entry)).necessity}
    for wanted in entry["expected"]:
        fit = found[wanted["cond"]]
        for key in ("inclN", "RoN", "covN"):
            assert getattr(fit, key) == pytest.approx(wanted[key], abs=1e-4)


def test_the_range_of_the_cut_is_as_known(known):
    entry = known["qca_inclrange_lipset"]
    data = lipset(known, entry | {"inputs": entry["inputs"] | {"outcome": "SURV"}})
    told = entry["inputs"]["truth_table_incl_sorted"]
    table = truth_table(data, Cuts(entry["inputs"]["initial_incl_cut"]))
    assert sorted((r.incl for r in table.rows), reverse=True) == pytest.approx(told, abs=1e-6)
    for found in cut_ranges(table, Minimiser(data.levels)):
        if found.cut == "incl":
            assert found.low == pytest.approx(0.708772, abs=1e-6)
            assert found.high == pytest.approx(0.804270, abs=1e-6)
            assert found.open_low
            assert (found.below, found.above) == (((1, 0, 1, 1, 1),), ((1, 0, 1, 0, 1),))


def test_the_known_contradiction_and_half_member(known):
    entry = known["qca_contradiction"]
    cases = entry["inputs"]["cases"]
    data = make_data("abcd", {c: [case[c] for case in cases] for c in "ABY"}, "Y")
    rows = {row.config: row for row in truth_table(data, Cuts(entry["inputs"]["incl_cut"])).rows}
    for config, told in entry["expected"]["rows"].items():
        row = rows.get(tuple(map(int, config)))
        if told["OUT"] == "?":
            assert row is None
            continue
        assert (row.n, row.incl, row.out) == (told["n"], told["incl"], str(told["OUT"]))
        assert row.contradiction == ("flag" in told)
    half = known["qca_half_membership"]["inputs"]["row"]
    data = make_data("ab", {"A": [half["A"], 1], "B": [half["B"], 1], "Y": [0.2, 0.9]}, "Y")
    assert truth_table(data).half == ("a",)


def test_every_known_answer_of_the_method_is_held(known):
    assert set(known) == {
        "qca_data_lipset_cs", "qca_data_lipset_raw_fs", "qca_lipset_cs", "qca_lipset_cs_neg",
        "qca_lipset_fs", "qca_nec_lipset_fs", "qca_inclrange_lipset", "qca_pri_hand",
        "qca_contradiction", "qca_half_membership",
    }  # fmt: skip


def test_lipset_without_the_shared_folder():
    """Crisp data of Rihoux and De Meur (2009): the published solutions, restated inline."""
    rows = [
        ("GR", "000000"), ("PT", "000000"), ("IT", "000010"), ("RO", "000010"), ("HU", "001000"),
        ("EE", "001010"), ("FI", "101011"), ("IE", "101011"), ("AU", "101100"), ("FR", "101111"),
        ("DE", "111100"), ("BE", "111111"), ("UK", "111111"),
    ]  # fmt: skip
    names = ["DEV", "URB", "LIT", "IND", "STB", "SURV"]
    columns = {name: [int(r[i]) for _, r in rows] for i, name in enumerate(names)}
    made = compare(make_data([c for c, _ in rows], columns, "SURV"), Cuts(1.0))
    complex_, simple = made.solutions
    assert [m.written for m in complex_.models] == ["DEV*~URB*LIT*STB + DEV*LIT*IND*STB"]
    assert [m.written for m in simple.models] == ["DEV*STB"]


def test_measures_by_hand(known):
    entry = known["qca_pri_hand"]
    x, y = (np.array(entry["inputs"][k]) for k in "XY")
    fit, need = sufficiency(x, y), necessity(x, y)
    told = entry["expected"]
    assert fit.inclS == pytest.approx(told["incl_suf"])
    assert fit.covS == pytest.approx(told["cov_suf"])
    assert pytest.approx(told["PRI"]) == fit.PRI
    assert need.inclN == pytest.approx(told["incl_nec"])
    assert need.RoN == pytest.approx(told["RoN"])


def test_a_contradictory_row_is_negative_and_flagged():
    data = make_data("abcd", {"A": [1, 1, 0, 0], "B": [0, 0, 1, 0], "Y": [1, 0, 1, 0]}, "Y")
    rows = {row.config: row for row in truth_table(data, Cuts(1.0)).rows}
    assert set(rows) == {(1, 0), (0, 1), (0, 0)}
    assert (rows[1, 0].out, rows[1, 0].incl, rows[1, 0].contradiction) == ("0", 0.5, True)
    assert (rows[0, 1].out, rows[0, 0].out) == ("1", "0")


def test_a_half_member_is_in_no_row_and_named():
    data = make_data("ab", {"A": [0.5, 0.8], "B": [0.8, 0.9], "Y": [0.2, 0.9]}, "Y")
    table = truth_table(data)
    assert table.half == ("a",)
    assert [row.cases for row in table.rows] == [("b",)]


def test_two_tied_models_are_both_reported():
    positive = [(0, 0, 0), (0, 0, 1), (1, 0, 1), (1, 1, 1), (1, 1, 0), (0, 1, 0)]
    rows = [*positive, (0, 1, 1), (1, 0, 0)]
    columns = {n: [r[i] for r in rows] for i, n in enumerate("ABC")} | {"Y": [1] * 6 + [0, 0]}
    data = make_data([str(i) for i in range(8)], columns, "Y")
    models = compare(data, Cuts(1.0)).solutions[0].models
    assert {frozenset(t.written for t in m.terms) for m in models} == {
        frozenset({"~A*~B", "B*~C", "A*C"}), frozenset({"~A*~C", "~B*C", "A*B"}),
    }  # fmt: skip


def crisp_rows(width, rows):
    positive = sorted({r for r, y in rows if y})
    negative = sorted({r for r, y in rows if not y} - set(positive))
    return positive, negative


ROWS = st.integers(2, 6).flatmap(
    lambda k: st.lists(
        st.tuples(st.tuples(*[st.integers(0, 1)] * k), st.booleans()), min_size=2, max_size=24
    )
)


def brute_primes(positive, allowed, width):
    """Return every maximal cube inside the allowed rows that covers a positive one."""
    cubes = []
    for cube in product((0, 1, DASH), repeat=width):
        inside = set(product(*[(0, 1) if v == DASH else (v,) for v in cube]))
        if inside <= allowed:
            cubes.append(cube)
    maximal = [c for c in cubes if not any(o != c and covers(o, c) for o in cubes)]
    return {c for c in maximal if any(covers(c, p) for p in positive)}


@settings(deadline=None, max_examples=40)
@given(ROWS)
def test_primes_are_those_of_trying_every_cube(rows):
    width = len(rows[0][0])
    positive, negative = crisp_rows(width, rows)
    every = set(product((0, 1), repeat=width))
    found = primes_against(positive, negative)
    assert set(found) == brute_primes(positive, every - set(negative), width)
    for term, mask in found.items():
        assert mask == sum(1 << i for i, row in enumerate(positive) if covers(term, row))
    within = primes_within(positive, [2] * width)
    assert set(within) == brute_primes(positive, set(positive), width)


def observed(width, seed, *, fuzzy):
    """Return positive and negative rows of random data, of a fuzzy truth table or a crisp one."""
    rng = np.random.default_rng(seed)
    cases = 40
    if not fuzzy:
        rows = {tuple(map(int, r)): bool(rng.random() < 0.5)
                for r in rng.integers(0, 2, (cases, width))}  # fmt: skip
        return sorted(r for r, y in rows.items() if y), sorted(r for r, y in rows.items() if not y)
    scores = rng.choice([0, 0.1, 0.33, 0.67, 0.9, 1], (cases, width + 1))
    columns = {NAMES[i]: scores[:, i] for i in range(width)} | {"Y": scores[:, -1]}
    cut = float(rng.uniform(0.6, 0.9))
    table = truth_table(make_data([str(i) for i in range(cases)], columns, "Y"), Cuts(cut))
    return list(table.positive), list(table.negative)


def number(row):
    return int("".join(map(str, row)), 2)


def of_setqca(positive, allowed, width):
    from setqca.minimize import prime_implicants

    on_set = {number(r) for r in positive}
    found = prime_implicants(on_set, {number(r) for r in allowed} - on_set, width)
    return {tuple(DASH if bit is None else bit for bit in p.pattern) for p in found}


def of_pyqca(positive, allowed, width):
    from qca.minimizers import quine_mccluskey

    every = list(product((0, 1), repeat=width))
    wanted = [every.index(r) for r in positive]
    spare = sorted({every.index(r) for r in allowed} - set(wanted))
    found = quine_mccluskey(wanted, every, [False] * width, spare)
    return {tuple(v if v in (0, 1) else DASH for v in p.pattern) for p in found}


def check_against_peers(width, seed, *, fuzzy, peers=(of_setqca, of_pyqca)):
    positive, negative = observed(width, seed, fuzzy=fuzzy)
    if not positive or not negative:
        return
    every = set(product((0, 1), repeat=width))
    simple, complex_ = primes_against(positive, negative), primes_within(positive, [2] * width)
    for peer in peers:
        assert set(simple) == peer(positive, every - set(negative), width)
        assert set(complex_) == peer(positive, set(positive), width)


@settings(deadline=None, max_examples=25)
@given(st.integers(2, 6), st.integers(0, 2**32 - 1), st.booleans())
def test_primes_equal_those_of_the_peers(width, seed, fuzzy):
    check_against_peers(width, seed, fuzzy=fuzzy)


@pytest.mark.slow
@pytest.mark.parametrize("fuzzy", [False, True])
@pytest.mark.parametrize(("width", "seed"), [(7, 1), (7, 2), (8, 3)])
def test_primes_equal_those_of_the_peers_at_seven_and_eight(width, seed, fuzzy):
    check_against_peers(width, seed, fuzzy=fuzzy)


@pytest.mark.slow
@pytest.mark.parametrize(("width", "fuzzy"), [(9, False), (10, False), (10, True)])
def test_complex_primes_equal_those_of_the_peers_at_ten(width, fuzzy):
    positive, _ = observed(width, 5, fuzzy=fuzzy)
    assert positive
    found = set(primes_within(positive, [2] * width))
    assert found == of_setqca(positive, set(positive), width)
    assert found == of_pyqca(positive, set(positive), width)


@settings(deadline=None)
@given(ROWS)
def test_every_solution_covers_what_it_must_and_nothing_it_must_not(rows):
    width = len(rows[0][0])
    columns = {NAMES[i]: [r[i] for r, _ in rows] for i in range(width)}
    outcome = [int(y) for _, y in rows]
    data = make_data([str(i) for i in range(len(rows))], {**columns, "Y": outcome}, "Y")
    expectations = {i: frozenset({1}) for i in range(width)}
    made = compare(data, Cuts(1.0), expectations)
    table = made.table
    for solution in made.solutions:
        assert bool(solution.models) == bool(table.positive)
        for model in solution.models:
            terms = [t.term for t in model.terms]
            for term in terms:
                assert not any(covers(term, row) for row in table.negative)
                check_literals(solution.type, term, table)
            assert all(any(covers(t, row) for t in terms) for row in table.positive)
            for i in range(len(terms)):
                rest = terms[:i] + terms[i + 1 :]
                assert not all(any(covers(t, row) for t in rest) for row in table.positive)
    assert all(not m.assumed for m in made.solutions[0].models)


def check_literals(kind, term: Term, table):
    """Dropping any literal lets in a row that the type may not cover."""
    width = len(term)
    if kind == "intermediate":
        return
    for i, value in enumerate(term):
        if value != DASH:
            wider = (*term[:i], DASH, *term[i + 1 :])
            inside = product(*[(0, 1) if v == DASH else (v,) for v in wider])
            forbidden = set(table.negative)
            if kind == "conservative":
                forbidden = set(product((0, 1), repeat=width)) - set(table.positive)
            assert forbidden & set(inside)


@settings(deadline=None)
@given(st.lists(st.integers(1, 255), min_size=1, max_size=12))
def test_covers_are_minimal_and_complete(sets):
    universe = 0
    for mask in sets:
        universe |= mask
    best = None
    every = []
    for chosen in product((0, 1), repeat=len(sets)):
        union = 0
        for keep, mask in zip(chosen, sets, strict=True):
            union |= mask if keep else 0
        if union == universe:
            every.append(tuple(i for i, keep in enumerate(chosen) if keep))
    best = min(map(len, every))
    wanted = sorted(c for c in every if len(c) == best)
    assert len(one_minimum_cover(sets, universe)) == best
    found = minimum_covers(sets, universe, most=5000)
    assert list(found.models) == wanted
    assert not found.capped


def test_a_large_chart_goes_through_the_solver():
    rng = np.random.default_rng(5)
    sets = [int(sum(1 << int(i) for i in rng.choice(30, 5, replace=False))) for _ in range(120)]
    universe = 0
    for mask in sets:
        universe |= mask
    found = one_minimum_cover(sets, universe)
    union = 0
    for i in found:
        union |= sets[i]
    assert union == universe
    assert len(found) >= -(-universe.bit_count() // 5)


def test_ties_beyond_the_cap_are_said():
    sets = [1 << (i // 4) for i in range(20)]
    found = minimum_covers(sets, 31, most=50)
    assert len(found.models) == 50
    assert found.capped


def test_multi_value_conditions_join_only_whole_ranges():
    columns = {"A": [0, 1, 2, 0, 1, 2], "B": [1, 1, 1, 0, 0, 0], "Y": [1, 1, 1, 0, 1, 0]}
    made = compare(make_data("abcdef", columns, "Y"), Cuts(1.0))
    assert [m.written for m in made.solutions[0].models] == ["A{1} + B"]
    negated = compare(negation(make_data("abcdef", columns, "Y")), Cuts(1.0))
    complex_, simple = negated.solutions
    assert [m.written for m in complex_.models] == ["A{2}*~B + A{0}*~B"]
    assert [m.written for m in simple.models] == ["A{2}*~B + A{0}*~B"]


def test_contradictory_assumptions_are_untenable():
    columns = {"A": [1, 0], "B": [1, 0], "C": [1, 0], "Y": [1, 0]}
    made = compare(make_data("ab", columns, "Y"), Cuts(1.0))
    assert made.contradictory
    model = made.solutions[1].models[0]
    assert set(made.untenable(model)) >= made.contradictory & set(model.assumed)


def test_the_negated_outcome_is_its_own_analysis():
    columns = {"A": [1, 1, 0, 0.2], "Y": [0.9, 0.7, 0.1, 0.3]}
    data = make_data("abcd", columns, "~Y")
    assert data.negated
    assert data.outcome == pytest.approx([0.1, 0.3, 0.9, 0.7])
    assert negation(data).outcome == pytest.approx(columns["Y"])


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"A": [0.2, 1.5], "Y": [0, 1]}, "whole numbers"),
        ({"A": [0.2, -1], "Y": [0, 1]}, "from 0 up"),
        ({"A": [0, 1], "Y": [0, 2]}, "0..1"),
        ({"A": [0, float("nan")], "Y": [0, 1]}, "from 0 up"),
    ],
)
def test_scores_that_are_no_memberships_are_refused(columns, words):
    with pytest.raises(ValueError, match=words):
        make_data("ab", columns, "Y")


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_cubes_join_as_the_rows_inside_them(data):
    levels = data.draw(st.lists(st.integers(2, 3), min_size=2, max_size=4))
    cube = st.tuples(*[st.integers(DASH, n - 1) for n in levels])
    cubes = data.draw(st.lists(cube, min_size=1, max_size=6))
    rows = {
        row
        for some in cubes
        for row in product(
            *[range(n) if v == DASH else (v,) for v, n in zip(some, levels, strict=True)]
        )
    }
    assert primes_within(cubes, levels) == primes_within(rows, levels)
