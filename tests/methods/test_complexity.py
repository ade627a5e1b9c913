import contextlib
import io
import json
import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyloom.methods import trade
from policyloom.methods.complexity import REASONS, complexity, fitness, nearness, proximity

KNOWN = Path(__file__).parents[3] / "shared" / "known-answers" / "trade.json"

TOY = np.array(
    [[100, 80, 60, 40, 20], [20, 90, 70, 10, 5], [5, 10, 90, 60, 2],
     [2, 2, 5, 80, 90], [1, 1, 3, 10, 200], [50, 5, 40, 30, 1]], dtype=float,
)  # fmt: skip
NAMES = ("eci", "pci", "diversity", "ubiquity", "density", "coi", "cog")


def world(countries=30, products=120, seed=1, fill=0.4):
    """Make nested, log-normal exports: able countries make much, hard products are rare."""
    chance = np.random.default_rng(seed)
    able = np.linspace(2, -2, countries)[:, None] + chance.normal(0, 0.2, (countries, 1))
    hard = np.linspace(-1.5, 2, products)[None, :]
    score = able - hard + chance.normal(0, 1, (countries, products))
    made = score > np.quantile(score, 1 - fill)
    table = np.exp(able + chance.normal(0, 1.5, score.shape)) * made
    return table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]


def test_toy_by_published_programs():
    found = complexity(TOY)
    assert found.eci == pytest.approx(
        [1.039671868141, 0.904644670865, 0.244243159805, -0.93110113199, -1.720401249555,
         0.462942682733], abs=1e-9,
    )  # fmt: skip
    assert found.pci == pytest.approx(
        [0.900341728588, 1.179002007695, 0.630287334035, -0.141801014424, -1.720401249555],
        abs=1e-9,
    )
    assert found.diversity.tolist() == [2, 2, 2, 2, 1, 3]
    assert found.ubiquity.tolist() == [2, 2, 3, 3, 2]
    assert found.density[5] == pytest.approx([10 / 13, 5 / 11, 6 / 7, 6 / 7, 0.25])
    assert found.eigenvalue == pytest.approx(0.792545657293)
    # ECI is the mean PCI of a country's products: that is the Growth Lab's scaling.
    assert found.eci[0] == pytest.approx(found.pci[:2].mean())


def test_known_answers():
    if not KNOWN.is_file():
        pytest.skip(f"{KNOWN} is not here")
    answers = json.loads(KNOWN.read_text(encoding="utf-8"))["known_answers"]
    case = next(a for a in answers if a["id"] == "complexity_toy")
    exports, income = np.array(case["inputs"]["exports"], float), case["inputs"]["gdp_pc"]
    expected = case["expected"]
    found = complexity(exports)
    own = complexity(exports, pci_scaling="own")
    for values, name in (
        (found.rca, "rca"), (found.rca >= 1, "mcp"), (found.diversity, "diversity"),
        (found.ubiquity, "ubiquity"), (found.eigenvalue, "second_eigenvalue"),
        (found.eci, "eci_z_pop"), (found.eci * (5 / 6) ** 0.5, "eci_z_sample"),
        (found.pci, "pci_eci_scaled"), (own.pci, "pci_z_pop"), (found.proximity(), "proximity"),
        (found.density, "density"), (trade.prody(exports, income), "prody"),
        (trade.expy(exports, income), "expy"),
    ):  # fmt: skip
        assert np.allclose(values, np.array(expected[name]), rtol=0, atol=1e-9), name


@pytest.mark.parametrize(("plain", "block"), [(10_000, 100), (0, 7), (0, 100)])
@pytest.mark.parametrize("seed", [1, 2])
def test_equals_ecomplexity(seed, plain, block, monkeypatch):
    import pandas as pd
    from ecomplexity import ecomplexity

    monkeypatch.setattr(nearness, "_PLAIN", plain)
    monkeypatch.setattr(nearness, "_BLOCK", block)
    table = world(20, 60, seed=seed)
    countries, products = table.shape
    frame = pd.DataFrame(
        {
            "t": 1,
            "c": np.repeat(np.arange(countries), products),
            "p": np.tile(np.arange(products), countries),
            "v": table.ravel(),
        }
    )
    names = {"time": "t", "loc": "c", "prod": "p", "val": "v"}
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = ecomplexity(frame, names, check_logsupermodularity=False)
    theirs = theirs.sort_values(["c", "p"])
    ours = complexity(table)
    for name in (*NAMES, "rca"):
        expected = theirs[name].to_numpy(dtype=float).reshape(countries, products)
        if name in ("eci", "diversity", "coi"):
            expected = expected[:, 0]
        elif name in ("pci", "ubiquity"):
            expected = expected[0]
        assert np.allclose(getattr(ours, name), expected, rtol=0, atol=1e-9), name


def test_equals_econcomplex():
    import econcomplex
    import pandas as pd

    table = world(seed=4)
    frame = pd.DataFrame(table)
    ours = complexity(table, include_self=False, pci_scaling="own", outlook="by_target")
    theirs = econcomplex.eci_pci(frame)
    eci, pci = (np.asarray(values, dtype=float) for values in theirs[:2])
    # It signs PCI by ubiquity; ours has the sign that goes with ECI.
    pci = pci * np.sign(np.corrcoef(pci, ours.pci)[0, 1])
    assert np.allclose(ours.eci, eci, rtol=0, atol=1e-9)
    assert np.allclose(ours.pci, pci, rtol=0, atol=1e-9)
    near = econcomplex.proximity(frame, compute="product")["product"]
    assert np.allclose(proximity(table, include_self=False), near, rtol=0, atol=1e-9)
    density = np.asarray(econcomplex.relatedness_density(frame)) / 100
    assert np.allclose(ours.density, density, rtol=0, atol=1e-9)
    coi = np.asarray(econcomplex.complexity_outlook_index(frame, ours.pci))
    assert np.allclose(ours.coi, coi, rtol=0, atol=1e-9)
    cog = np.asarray(econcomplex.complexity_outlook_gain(frame, ours.pci))
    assert np.allclose(ours.cog, cog, rtol=0, atol=1e-9)


def test_outlook_as_printed_in_the_atlas():
    table = world(12, 40, seed=5)
    found = complexity(table, outlook="atlas")
    made = (found.rca >= 1).astype(float)
    near = proximity(table)
    coi = (found.density * (1 - made) * found.pci).sum(axis=1)
    gain = ((1 - made) * found.pci / near.sum(axis=0)) @ near
    cog = (1 - made) * (gain - found.density * found.pci)
    assert np.allclose(found.coi, coi, rtol=0, atol=1e-9)
    assert np.allclose(found.cog, cog, rtol=0, atol=1e-9)


def test_single_precision_is_close():
    table = world(40, 300, seed=6)
    double, single = complexity(table), complexity(table, dtype=np.float32)
    assert single.density.dtype == np.float32
    for name in ("eci", "pci", "density", "coi", "cog"):
        assert np.allclose(getattr(single, name), getattr(double, name), atol=2e-4), name
    assert np.abs(single.density - double.density).max() < 2e-6
    assert "single" in str(single)


def test_conventions_are_printed_and_unknown_ones_refused():
    text = str(complexity(TOY, include_self=False, threshold=0.5))
    assert "RCA ≥ 0.5" in text
    assert "without the product itself" in text
    assert "ECI" in text
    with pytest.raises(ValueError, match="pci_scaling"):
        complexity(TOY, pci_scaling="oec")
    with pytest.raises(ValueError, match="threshold"):
        complexity(TOY, threshold=0)
    with pytest.raises(ValueError, match="dtype"):
        complexity(TOY, dtype=np.float16)
    with pytest.raises(ValueError, match="finite and not negative"):
        complexity(-TOY)


def test_empty_countries_and_products_change_nothing_for_others():
    table = world(seed=7)
    c, p = table.shape
    wider = np.zeros((c + 2, p + 1))
    wider[1 : c + 1, :p] = table
    found, plain = complexity(wider), complexity(table)
    for name in ("eci", "coi", "diversity"):
        assert np.allclose(getattr(found, name)[1:-1], getattr(plain, name), atol=1e-9)
        assert np.isnan(getattr(found, name)[[0, -1]]).all()
    for name in ("density", "cog"):
        assert np.allclose(getattr(found, name)[1:-1, :p], getattr(plain, name), atol=1e-9)
        assert np.isnan(getattr(found, name)[[0, -1]]).all()
        assert np.isnan(getattr(found, name)[:, p]).all()
    assert np.isnan(found.pci[p])
    assert found.country_reason[0] == "no_exports"
    assert found.product_reason[p] == "not_exported"
    assert set(found.country_reason) | set(found.product_reason) <= set(REASONS)


def test_one_country_is_undefined_with_a_reason():
    found = complexity([[3.0, 4, 5]])
    assert np.isnan(found.eci).all()
    assert np.isnan(found.pci).all()
    assert found.country_reason.tolist() == ["one_country"]
    assert set(found.product_reason) == {"one_country"}
    assert found.diversity.tolist() == [3]
    nobody = complexity(np.zeros((3, 2)))
    assert np.isnan(nobody.eci).all()
    assert set(nobody.country_reason) == {"no_exports"}


def test_countries_apart_from_the_largest_group_are_undefined():
    table = world(seed=8)
    c, p = table.shape
    apart = np.zeros((c + 1, p + 1))
    apart[:c, :p] = table
    apart[c, p] = table.sum() / c
    # One more exporter raises every RCA by the world's growth; so does the threshold.
    found = complexity(apart, threshold=apart.sum() / table.sum())
    plain = complexity(table)
    assert found.components == 2
    assert found.country_reason[c] == "disconnected"
    assert found.product_reason[p] == "disconnected"
    assert np.isnan([found.eci[c], found.coi[c], found.pci[p]]).all()
    same = found.diversity[:c] == plain.diversity
    assert same.all(), "the test wants the same advantages"
    assert np.allclose(found.eci[:c], plain.eci, atol=1e-9)
    assert np.allclose(found.pci[:p], plain.pci, atol=1e-9)


def test_what_eigenvectors_cannot_tell_is_undefined():
    ring = np.eye(6) + np.roll(np.eye(6), 1, axis=1)
    found = complexity(ring)
    assert set(found.country_reason) == {"tied"}
    assert np.isnan(found.eci).all()
    path = np.array([[1.0, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1]])
    found = complexity(path, threshold=0.1)
    assert set(found.country_reason) == {"no_sign"}


def test_fitness_on_a_nested_table_orders_as_it_is_nested():
    table = np.triu(np.ones((5, 5)))[:, ::-1]
    found = fitness(table, threshold=0.01, iterations=200)
    assert (np.diff(found.fitness) < 0).all()
    assert np.isfinite(found.fitness).all()
    assert found.fitness.mean() == pytest.approx(1)
    dense = fitness(TOY)
    assert dense.converged
    made = (trade.rca(TOY) >= 1).astype(float)
    next_own = made @ dense.complexity
    assert next_own / next_own.mean() == pytest.approx(dense.fitness, abs=1e-8)
    empty = np.vstack([TOY, np.zeros(5)])
    assert np.isnan(fitness(empty).fitness[-1])


TABLES = st.builds(
    world, st.integers(4, 12), st.integers(5, 30), st.integers(0, 10_000), st.just(0.5)
)


@settings(max_examples=40)
@given(TABLES, st.sampled_from([1e-6, 1e9]))
def test_scale_does_not_matter(table, factor):
    one, other = complexity(table), complexity(table * factor)
    if ((one.rca >= 1) != (other.rca >= 1)).any():
        return  # a cell on the threshold, moved by rounding
    for name in NAMES:
        assert np.allclose(getattr(one, name), getattr(other, name), atol=1e-7, equal_nan=True)


@settings(max_examples=40)
@given(TABLES, st.randoms())
def test_order_does_not_matter(table, chance):
    rows, columns = list(range(table.shape[0])), list(range(table.shape[1]))
    chance.shuffle(rows)
    chance.shuffle(columns)
    one, other = complexity(table), complexity(table[np.ix_(rows, columns)])
    turned = one.rca[np.ix_(rows, columns)]
    if ((turned >= 1) != (other.rca >= 1)).any() or "no_sign" in set(one.country_reason):
        return
    for name in NAMES:
        values = getattr(one, name)
        if values.ndim == 2:
            values = values[np.ix_(rows, columns)]
        else:
            values = values[rows if name in ("eci", "coi", "diversity") else columns]
        assert np.allclose(values, getattr(other, name), atol=1e-6, equal_nan=True), name


@settings(max_examples=40)
@given(TABLES)
def test_eci_is_standard_and_goes_with_diversity(table):
    found = complexity(table)
    known = ~np.isnan(found.eci)
    assert ((found.country_reason == "") | ~known | (found.country_reason == "no_spread")).all()
    if known.any():
        assert found.eci[known].mean() == pytest.approx(0, abs=1e-9)
        assert found.eci[known].std() == pytest.approx(1)
        assert np.corrcoef(found.eci[known], found.diversity[known])[0, 1] > 0
    density = found.density[~np.isnan(found.density)]
    assert ((density >= 0) & (density <= 1 + 1e-9)).all()
