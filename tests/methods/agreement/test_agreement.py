"""Agreement between coders: known answers, and what holds for any codes."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyloom.methods.agreement import (
    Costs,
    Unit,
    alpha_u,
    best_alignment,
    bootstrap_interval,
    fleiss_kappa,
    gamma,
    krippendorff_alpha,
    two_coders,
)

KNOWN = Path(__file__).parents[4] / "shared" / "known-answers" / "reliability.json"
RATERS = Path(__file__).parents[4] / "shared" / "tables" / "agreement-irrcac"
METRICS = ("nominal", "ordinal", "interval", "ratio")
N = None
FOUR = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, N],
    [N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 3],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N],
]


@pytest.fixture(scope="module")
def known():
    if not KNOWN.exists():
        pytest.skip("../shared is not there")
    return {k["id"]: k for k in json.loads(KNOWN.read_text())["known_answers"]}


@pytest.mark.parametrize("name", ["kripp_4coder12", "kripp_3coder15"])
def test_alpha_is_as_published(known, name):
    entry = known[name]
    codes = entry["inputs"]["coders_x_units"]
    for metric in METRICS:
        if metric in entry["expected"]:
            found = krippendorff_alpha(codes, metric)
            assert found.value == pytest.approx(entry["expected"][metric], abs=1e-6)
    assert found.pairable == entry["expected"].get("n_pairable", found.pairable)


@pytest.mark.parametrize("name", ["cohen1960_p45", "cohen_wiki", "gwet_paradox"])
def test_two_coders_are_as_published(known, name):
    told = known[name]["expected"]
    found = two_coders(known[name]["inputs"]["table"])
    assert found.observed == pytest.approx(told["po"])
    assert found.kappa == pytest.approx(told["kappa"], abs=1e-6)
    assert found.kappa_max == pytest.approx(told["kappa_max"], abs=1e-6)
    assert found.pi == pytest.approx(told["scott_pi"], abs=1e-6)
    assert found.ac1 == pytest.approx(told["gwet_ac1"], abs=1e-6)
    assert found.brennan_prediger == pytest.approx(told["brennan_prediger"], abs=1e-6)


def test_fleiss_is_as_published(known):
    entry = known["fleiss1971"]
    found = fleiss_kappa(entry["inputs"]["units_x_6raters"])
    assert found.value == pytest.approx(entry["expected"]["kappa"], abs=1e-6)
    assert [k for _, k in found.categories] == pytest.approx(entry["expected"]["per_category"])


@pytest.mark.parametrize("name", ["alpha_single_category", "alpha_unpairable"])
def test_without_variation_alpha_is_undefined(known, name):
    found = krippendorff_alpha(known[name]["inputs"]["coders_x_units"])
    assert found.value is None
    assert found.reason.ko
    assert found.pairable == known[name]["expected"].get("pairable_values", found.pairable)


def test_alpha_u_is_as_published(known):
    entry = known["alphau_kripp2004"]
    spans = {
        name: [[tuple(span) for span in coder] for coder in coders]
        for name, coders in entry["inputs"]["units_begin_length"].items()
    }
    whole, each = alpha_u(spans, 150, 300)
    for name in ("c", "k"):
        told = entry["expected"][name]
        assert each[name].observed == pytest.approx(told["Do"], abs=1e-9)
        assert each[name].expected == pytest.approx(told["De"], abs=1e-9)
        assert each[name].alpha == pytest.approx(told["alpha"], abs=1e-9)
    assert whole.alpha == pytest.approx(entry["expected"]["all"], abs=1e-9)


def test_the_best_alignment_is_that_of_the_peer(known):
    entry = known["gamma_alexpaulsuzan"]
    coders: dict[str, list[Unit]] = {}
    for who, category, begin, end in entry["inputs"]["units_annotator_cat_begin_end"]:
        coders.setdefault(who, []).append(Unit(category, begin, end))
    found = best_alignment(list(coders.values()))
    assert found.disorder == pytest.approx(entry["expected"]["best_alignment_disorder"])
    assert len(found.rows) == entry["expected"]["n_unitary_alignments"]
    low, high = entry["expected"]["gamma_range_shuffle_sampler"]
    assert low - 0.05 <= gamma(list(coders.values()), draws=40, seed=2) <= high + 0.05


@pytest.mark.skipif(not RATERS.exists(), reason="../shared is not there")
def test_a_published_table_of_raters_gives_its_alpha():
    lines = (RATERS / "cac.raw4raters.csv").read_text().splitlines()[1:]
    rows = [[c.strip().strip('"') for c in line.split(",")][-4:] for line in lines if line]
    codes = [[float(c) if c.replace(".", "").isdigit() else None for c in r] for r in rows]
    found = krippendorff_alpha(list(zip(*codes, strict=True)))
    assert found.value == pytest.approx(0.743, abs=5e-4)


def test_the_worked_example_by_hand():
    values = [krippendorff_alpha(FOUR, m).value for m in METRICS]
    assert values == pytest.approx([0.743421, 0.815388, 0.849107, 0.797403], abs=1e-6)
    low, high = bootstrap_interval(FOUR, draws=300, seed=1)
    assert low < values[0] < high
    assert (low, high) == bootstrap_interval(FOUR, draws=300, seed=1)


def test_high_agreement_with_rare_categories_is_the_paradox():
    found = two_coders([[118, 5], [2, 0]])
    assert found.observed > 0.9
    assert found.kappa < 0
    assert found.ac1 > 0.9


def test_weighted_kappa_is_that_of_the_peer():
    from statsmodels.stats.inter_rater import cohens_kappa

    table = [[10, 3, 1], [2, 8, 4], [0, 2, 9]]
    for weighting, peer in (("linear", "linear"), ("quadratic", "quadratic")):
        theirs = cohens_kappa(np.array(table), wt=peer, return_results=False)
        assert two_coders(table, weighting).kappa == pytest.approx(theirs)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: two_coders([[1, 2]]), "square"),
        (lambda: fleiss_kappa([[1, 2], [1]]), "same number"),
        (lambda: krippendorff_alpha([[1, 2], [1]]), "every coder"),
        (lambda: krippendorff_alpha([[-1, 2], [1, 2]], "ratio"), "below zero"),
        (lambda: alpha_u({"c": [[(0, 5), (3, 4)], []]}, 0, 10), "overlaps"),
        (lambda: alpha_u({"c": [[(8, 5)], []]}, 0, 10), "overlaps"),
        (lambda: alpha_u({"c": [[(0, 5)]]}, 0, 10), "two coders"),
        (lambda: best_alignment([[], []]), "two coders"),
    ],
)
def test_what_cannot_be_measured_is_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call()


CODES = st.lists(st.tuples(*[st.one_of(st.none(), st.integers(1, 4))] * 3), min_size=1, max_size=12)


@settings(deadline=None)
@given(CODES, st.permutations(range(3)), st.sampled_from(METRICS))
def test_alpha_does_not_depend_on_the_order_of_coders_or_units(units, coders, metric):
    rows = [[unit[i] for unit in units] for i in range(3)]
    turned = [[unit[i] for unit in reversed(units)] for i in coders]
    ours, theirs = krippendorff_alpha(rows, metric), krippendorff_alpha(turned, metric)
    assert ours.pairable == theirs.pairable
    assert (ours.value is None) == (theirs.value is None)
    if ours.value is not None:
        assert ours.value == pytest.approx(theirs.value)
        assert ours.value <= 1 + 1e-12


@settings(deadline=None)
@given(st.lists(st.integers(1, 4), min_size=2, max_size=10))
def test_full_agreement_is_one_or_undefined(codes):
    found = krippendorff_alpha([codes, codes])
    assert found.value == (pytest.approx(1) if len(set(codes)) > 1 else None)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 30), st.integers(1, 6)), max_size=3))
def test_the_best_alignment_is_no_worse_than_leaving_all_alone(units):
    coders = [[Unit(c, b, b + n) for c, b, n in units], [Unit(1, 0, 5)]]
    found = best_alignment(coders, Costs())
    count = sum(map(len, coders))
    assert found.disorder <= count / (count / 2) + 1e-9
    used = [u for row in found.rows for u in row if u is not None]
    assert len(used) == count
