"""Robustness: ranges, leaving out, flips and the verdict, each against trying it the long way."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyloom.methods.qca import Cuts, compare, make_data, truth_table
from policyloom.methods.qca.calibration import Anchors, direct
from policyloom.methods.qca.changed import OUTCOME, Changed, moves, scales
from policyloom.methods.qca.flips import flips
from policyloom.methods.qca.leaving_out import Alternative, with_each_alternative
from policyloom.methods.qca.minimise import Minimiser
from policyloom.methods.qca.ranges import Calibrated, anchor_ranges, cut_ranges
from policyloom.methods.qca.robustness import Asked, Sample, robustness, verdict

SCALE = (0, 0.33, 0.67, 1)
NAMES = "ABCD"


@st.composite
def fuzzy(draw, most=4):
    width, cases = draw(st.integers(2, most)), draw(st.integers(3, 9))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    scores = rng.choice(SCALE, (cases, width + 1))
    columns = {NAMES[i]: scores[:, i] for i in range(width)} | {"Y": scores[:, -1]}
    return make_data([f"c{i}" for i in range(cases)], columns, draw(st.sampled_from(["Y", "~Y"])))


def shapes(data, cuts, expectations=None):
    """Return the set of models of each type, by the whole comparison."""
    found = {}
    for solution in compare(data, cuts, expectations).solutions:
        models = {frozenset(t.term for t in m.terms) for m in solution.models}
        found.setdefault(solution.type, set()).update(models)
    return found


def as_shapes(minimiser, conclusion):
    return {t: set(models) for t, models in zip(minimiser.types, conclusion, strict=True)}


def altered(data, some):
    values, outcome = data.values.copy(), data.outcome.copy()
    for move in some:
        if move.column == OUTCOME:
            outcome[move.case] = move.score
        else:
            values[move.case, move.column] = move.score
    return replace(data, values=values, outcome=outcome)


@settings(deadline=None, max_examples=60)
@given(fuzzy(), st.data())
def test_changed_rows_are_those_of_the_changed_data(data, drawn):
    cuts = Cuts(drawn.draw(st.sampled_from([0.7, 0.8, 1.0])), 0.0, drawn.draw(st.integers(1, 2)))
    every = moves(data, scales(data, SCALE))
    some = drawn.draw(st.lists(st.sampled_from(every), min_size=1, max_size=3,
                               unique_by=lambda m: (m.case, m.column)))  # fmt: skip
    changed = Changed(data, cuts)
    by_case = {m.case: [n for n in some if n.case == m.case] for m in some}
    positive, negative = changed.rows([changed.state(found) for found in by_case.values()])
    table = truth_table(altered(data, some), cuts)
    assert sorted(positive) == sorted(table.positive)
    assert sorted(negative) == sorted(table.negative)


@settings(deadline=None, max_examples=20)
@given(fuzzy(most=3))
def test_distance_one_is_what_trying_every_change_finds(data):
    cuts = Cuts(0.8)
    table = truth_table(data, cuts)
    minimiser = Minimiser(data.levels)
    found = flips(table, minimiser, SCALE)
    base = as_shapes(minimiser, minimiser.conclusion(table.positive, table.negative))
    every = moves(data, scales(data, SCALE))
    assert found.singles == len(every)
    assert found.scored == len(data.cases) * (len(data.conditions) + 1)
    after = [shapes(altered(data, [move]), cuts) for move in every]
    for type_, models in base.items():
        flipping = [made for made in after if made[type_] != models]
        assert found.flipping[type_] == len(flipping)
        if not models:
            assert type_ not in found.conclusion
            continue
        assert (found.conclusion[type_].least == 1) == bool(flipping)
        for term, distance in found.terms[type_]:
            gone = [m for m in flipping if all(term not in map(data.written, f) for f in m[type_])]
            assert (distance.least == 1) == bool(gone)


def test_a_witness_does_what_it_says():
    data = make_data("abcdef", {"A": [1, 1, 1, 0, 0, 0], "B": [1, 1, 0, 1, 0, 0],
                                "Y": [1, 1, 0, 0, 0, 0]}, "Y")  # fmt: skip
    found = flips(truth_table(data, Cuts(1.0)), Minimiser(data.levels))
    distance = found.conclusion["conservative"]
    assert (distance.written, distance.exact, len(distance.witness)) == ("1", True, 1)
    change = distance.witness[0]
    columns = {"A": [1, 1, 1, 0, 0, 0], "B": [1, 1, 0, 1, 0, 0], "Y": [1, 1, 0, 0, 0, 0]}
    columns[change.column]["abcdef".index(change.case)] = change.new
    after = compare(make_data("abcdef", columns, "Y"), Cuts(1.0)).solutions[0]
    assert tuple(sorted(m.written for m in after.models)) == distance.models
    assert distance.models != ("A*B",)


def crowd(size):
    """Return two rows of so many cases each, which no single score can turn at a cut of 0.6."""
    data = {"A": [1] * size + [0] * size, "Y": [1] * size + [0] * size}
    return make_data([str(i) for i in range(2 * size)], data, "Y")


def test_larger_distances_are_exact_by_hand():
    """Ten of ten at a cut of 0.75: three outcomes must fall before the row is negative."""
    table = truth_table(crowd(10), Cuts(0.75))
    found = flips(table, Minimiser(table.data.levels))
    distance = found.conclusion["conservative"]
    assert (distance.least, distance.exact) == (3, True)
    assert {c.column for c in distance.witness} <= {"A", "Y"}
    assert not found.cut
    assert found.flipping["conservative"] == 0


@settings(deadline=None, max_examples=10)
@given(fuzzy(most=2))
def test_distance_two_is_what_trying_every_pair_finds(data):
    cuts = Cuts(0.6)
    table = truth_table(data, cuts)
    minimiser = Minimiser(data.levels)
    found = flips(table, minimiser, SCALE)
    base = shapes(data, cuts)
    if not table.positive or found.conclusion["parsimonious"].least == 1:
        return
    pairs = combinations(moves(data, scales(data, SCALE)), 2)
    turned = any(
        shapes(altered(data, pair), cuts)["parsimonious"] != base["parsimonious"]
        for pair in pairs
        if (pair[0].case, pair[0].column) != (pair[1].case, pair[1].column)
    )
    assert (found.conclusion["parsimonious"].least == 2) == turned


def test_a_search_that_was_cut_says_at_least(monkeypatch):
    from policyloom.methods.qca import flips as module

    monkeypatch.setattr(module, "MOST_TRIED", 5)
    table = truth_table(crowd(10), Cuts(0.75))
    found = flips(table, Minimiser(table.data.levels))
    assert found.cut
    assert found.conclusion["conservative"].written == "≥ 2"
    assert found.conclusion["conservative"].witness == ()
    beyond = flips(truth_table(crowd(30), Cuts(0.6)), Minimiser((2,)))
    assert beyond.conclusion["conservative"].written.startswith("≥")


def test_scales_follow_the_data():
    columns = {"A": [0, 1, 1], "B": [0.33, 0.67, 1], "C": [0, 1, 2], "Y": [0, 0.67, 1]}
    data = make_data("abc", columns, "~Y")
    assert scales(data) == {
        0: (0, 1),
        1: (0, 0.33, 0.67, 1),
        2: (0, 1, 2),
        OUTCOME: (0, 0.33, 0.67, 1),
    }
    assert scales(data, (0, 1))[1] == (0, 1)
    outcome = [m for m in moves(data, scales(data)) if m.column == OUTCOME and m.case == 1]
    assert sorted(m.score for m in outcome) == pytest.approx([0, 0.67, 1])
    many = make_data(
        [str(i) for i in range(15)], {"A": np.linspace(0, 1, 15), "Y": [0, 1, 1] * 5}, "Y"
    )
    assert scales(many)[0] == (0, 0.2, 0.4, 0.6, 0.8, 1)


@settings(deadline=None, max_examples=40)
@given(fuzzy(), st.sampled_from([0.6, 0.75, 0.8, 0.9]), st.sampled_from([0.0, 0.3, 0.5]))
def test_models_stay_within_a_range_and_change_beyond(data, incl, pri):
    cuts = Cuts(incl, pri)
    table = truth_table(data, cuts)
    base = shapes(data, cuts)
    for found in cut_ranges(table, Minimiser(data.levels)):
        kept, wanted = {"n": "n", "incl": "incl", "pri": "pri"}[found.cut], base[found.type]
        step = 1 if found.cut == "n" else 1e-6
        low = found.low + (step if found.open_low else 0)
        assert low <= getattr(cuts, kept) + 1e-9
        assert getattr(cuts, kept) <= found.high + 1e-9
        for value in (low, found.high, (low + found.high) / 2 if step < 1 else low):
            assert shapes(data, replace(cuts, **{kept: value}))[found.type] == wanted
        if found.above:
            beyond = replace(cuts, **{kept: found.high + step})
            assert shapes(data, beyond)[found.type] != wanted
        if found.below:
            beyond = replace(cuts, **{kept: found.low if found.open_low else found.low - step})
            assert shapes(data, beyond)[found.type] != wanted


def test_anchors_may_move_until_the_models_change():
    raw = np.array([1.0, 2, 4, 7, 8, 9])
    anchors = Anchors(0, 5, 10)
    columns = {"A": direct(raw, anchors), "Y": [0, 0, 0, 1, 1, 1]}
    data = make_data("abcdef", columns, "Y")
    cuts = Cuts(0.8)
    found = anchor_ranges(
        Calibrated(data, {"A": raw}, {"A": anchors}), cuts, Minimiser(data.levels)
    )
    base = shapes(data, cuts)
    assert {(r.anchor, r.type) for r in found} == {
        (a, t) for a in ("out", "cross", "full") for t in ("conservative", "parsimonious")
    }
    cross = next(r for r in found if (r.anchor, r.type) == ("cross", "parsimonious"))
    assert cross.low < 5 < cross.high
    for value, same in ((cross.low, True), (cross.high, True), (cross.low - 1e-3, cross.low_bound)):
        moved = make_data("abcdef", columns | {"A": direct(raw, Anchors(0, value, 10))}, "Y")
        assert (shapes(moved, cuts)["parsimonious"] == base["parsimonious"]) == same


@settings(deadline=None, max_examples=15)
@given(fuzzy(most=3))
def test_leaving_out_is_another_comparison(data):
    cuts = Cuts(0.8)
    hopes = {0: frozenset({1})}
    tried = robustness(truth_table(data, cuts), hopes)
    base = shapes(data, cuts, hopes)
    for place, other in enumerate(tried.cases):
        kept = [i for i in range(len(data.cases)) if i != place]
        fewer = replace(data, cases=tuple(data.cases[i] for i in kept),
                        values=data.values[kept], outcome=data.outcome[kept])  # fmt: skip
        made = shapes(fewer, cuts, hopes)
        for type_ in ("conservative", "parsimonious"):
            assert (type_ in other.changed) == (made[type_] != base[type_])
    assert [other.name for other in tried.conditions] == list(data.conditions)
    for place, other in enumerate(tried.conditions):
        kept = [i for i in range(len(data.conditions)) if i != place]
        fewer = replace(data, conditions=tuple(data.conditions[i] for i in kept),
                        values=data.values[:, kept], levels=(2,) * len(kept))  # fmt: skip
        for solution in compare(fewer, cuts).solutions:
            told = {frozenset(m.split(" + ")) for m in other.models[solution.type]}
            assert told == {frozenset(t.written for t in m.terms) for m in solution.models}


def test_a_condition_that_no_term_holds_may_be_left_out():
    columns = {"A": [1, 1, 0, 0], "B": [1, 0, 1, 0], "Y": [1, 1, 0, 0]}
    tried = robustness(truth_table(make_data("abcd", columns, "Y"), Cuts(1.0)))
    without = {o.name: o for o in tried.conditions}
    assert without["B"].changed == frozenset()
    assert without["B"].models["conservative"] == ("A",)
    assert without["A"].changed == {"conservative", "parsimonious"}
    assert without["A"].contradictions == 2


def test_an_alternative_set_takes_a_conditions_place():
    columns = {"A": [1, 1, 0, 0], "B": [1, 0, 1, 0], "Y": [1, 1, 0, 0]}
    table = truth_table(make_data("abcd", columns, "Y"), Cuts(1.0))
    sets = [
        Alternative("A", "A2", np.array([1, 1, 0, np.nan])),
        Alternative("A", "A3", np.array([0, 0, 1.0, 1])),
    ]
    same, turned = with_each_alternative(table, Minimiser((2, 2)), sets)
    assert same.name == "A → A2"
    assert same.dropped == ("d",)
    assert "parsimonious" not in same.changed
    assert turned.models["parsimonious"] == ("~A",)
    assert "parsimonious" in turned.changed
    tried = robustness(table, None, Asked(alternatives=sets))
    assert [o.name for o in tried.alternatives] == ["A → A2", "A → A3"]


@pytest.mark.parametrize(
    ("sample", "models", "share", "flip", "word"),
    [
        (Sample(40, 3, 8, 8), 1, 0.0, False, "holds"),
        (Sample(40, 3, 8, 8), 1, 0.0, True, "fragile"),
        (Sample(8, 3, 8, 8), 1, 0.0, True, "fragile"),
        (Sample(8, 3, 3, 8), 1, 0.0, True, "cannot_carry"),
        (Sample(40, 3, 8, 8), 2, 0.25, True, "cannot_carry"),
        (Sample(40, 3, 8, 8), 2, 0.24, True, "fragile"),
        (Sample(8, 4, 3, 16), 0, 0.5, True, "no_model"),
    ],
)
def test_the_verdict_follows_its_rule(sample, models, share, flip, word):
    assert verdict(sample, models, share, one_flip=flip).word == word


def test_data_without_a_solution_have_nothing_to_carry():
    columns = {"A": [1, 1, 0, 0], "B": [0, 0, 1, 1], "Y": [1, 0, 1, 0]}
    tried = robustness(truth_table(make_data("abcd", columns, "Y"), Cuts(1.0)))
    assert {v.word for v in tried.verdicts.values()} == {"no_model"}
    assert tried.flips.conclusion == {}
    assert tried.flips.terms["conservative"] == ()
