"""Budget formulas: known answers of the plan, the notation's corners, and properties."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyloom.methods.budget import (
    MAX_DEPTH,
    MAX_LENGTH,
    UNITS,
    Factor,
    Fault,
    Formula,
    check_line,
    decimal,
    fraction,
    half_up,
    read_formula,
)

KNOWN = Path(__file__).parents[3] / "shared" / "known-answers" / "planning.json"
TEN = Fraction(10)

# A few lines of the plan, held here so that the test says something without the shared folder:
# formula, exact value, value by the rule (half up to 10).
LINES = [
    ("200×10월", "2000", 2000),
    ("(100×10월)+100", "1100", 1100),
    ("1,030×10월", "10300", 10300),
    ("(544×2인)×1회", "1088", 1090),
    ("(765×1인)×1회", "765", 770),
    ("[($137×4박×1인)×1회]×1.13", "619.24", 620),
    ("[($90×3박×1인)×1회]×1.13", "305.1", 310),
    ("[($63×4일×1인)×1회]×1.13", "284.76", 280),
    ("[(30×5인)×3회]×10월", "4500", 4500),
]


def value(text: str) -> Fraction:
    read = read_formula(text)
    assert isinstance(read, Formula), read
    return read.value


def fault(text: str) -> Fault:
    read = read_formula(text)
    assert isinstance(read, Fault), read
    return read


@pytest.mark.parametrize(("formula", "exact", "rounded"), LINES)
def test_lines_of_the_plan_compute_as_known(formula: str, exact: str, rounded: int) -> None:
    assert value(formula) == Fraction(exact)
    assert half_up(value(formula), TEN) == rounded


def test_every_known_line_computes_as_published() -> None:
    if not KNOWN.exists():
        pytest.skip("the shared known answers are not here")
    answers = json.loads(KNOWN.read_text(encoding="utf-8"))["known_answers"]
    expected = next(a for a in answers if a["id"] == "seed_budget")["expected"]
    assert len(expected["lines"]) == 42
    off = []
    for line in expected["lines"]:
        # The file puts the item's name before the formula; the formula itself holds no space.
        exact = value(line["formula"].split()[-1])
        assert float(exact) == pytest.approx(line["exact"], abs=1e-6)
        is_rounded = not line["verdict"].startswith("exact")
        checked = check_line(exact, fraction(line["printed"]), TEN if is_rounded else None)
        off += [] if checked.agrees else [line["id"]]
    assert off == expected["inconsistent_rounding"] == ["5.13", "5.19"]


@pytest.mark.parametrize(
    "formula",
    [
        "2×3",
        "2*3",
        "2x3",
        "2X3",
        "２×３",
        "2 × 3",
        "(2)×{3}",
        "[2]×(3)",
        "2✕3",
        "12÷2",
        "12/2",
        "7-1",
    ],
)
def test_notations_of_the_same_number(formula: str) -> None:
    assert value(formula) == 6


def test_products_bind_before_sums_and_division_loses_nothing() -> None:
    assert value("100÷3×3") == 100
    assert value("2+3×4-1") == 13
    assert value("-(2+3)×4") == -20
    assert value("10-4-3") == 3


def test_factors_keep_counter_and_dollar_sign() -> None:
    read = read_formula("[(\\$137×4박×1인)×1회]×1.13")
    assert isinstance(read, Formula)
    assert read.factors[0] == Factor(Fraction(137), "", is_dollar=True)
    assert [f.unit for f in read.factors] == ["", "박", "인", "회", ""]
    assert read.counts("박") == (4,)
    assert read.dollars == (137,)
    assert read.bare == (Fraction("1.13"),)


@pytest.mark.parametrize("unit", UNITS)
def test_every_counter_is_read(unit: str) -> None:
    assert value(f"3×2{unit}") == 6


@pytest.mark.parametrize(
    ("formula", "code"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("1" * (MAX_LENGTH + 1), "too-long"),
        ("(" * (MAX_DEPTH + 1) + "1" + ")" * (MAX_DEPTH + 1), "too-deep"),
        ("2×a", "character"),
        ("=1+1", "character"),
        ("1,03×2", "number"),
        ("3마리", "unit"),
        ("(2×3", "bracket"),
        ("(2×3]", "bracket"),
        ("2×3)", "bracket"),
        ("2××3", "order"),
        ("2×", "order"),
        ("2 3", "order"),
        ("$×3", "order"),
        ("월", "order"),
        ("()", "order"),
        ("1÷0", "zero"),
        ("1÷(2-2)", "zero"),
    ],
)
def test_what_cannot_be_read_is_a_fault_with_its_kind(formula: str, code: str) -> None:
    assert fault(formula).code == code


def test_a_fault_names_its_place() -> None:
    assert fault("2×3마리") == Fault("unit", 4, "마리")
    assert fault("2×(3+1") == Fault("bracket", 3, "(")


def test_brackets_as_deep_as_allowed_are_read() -> None:
    assert value("(" * MAX_DEPTH + "1" + ")" * MAX_DEPTH) == 1


def test_half_up_takes_ties_away_from_zero() -> None:
    assert half_up(Fraction(765), TEN) == 770
    assert half_up(Fraction(-765), TEN) == -770
    assert half_up(Fraction(764), TEN) == 760
    assert half_up(Fraction("1.25"), Fraction("0.1")) == Fraction("1.3")
    with pytest.raises(ValueError, match="above zero"):
        half_up(Fraction(1), Fraction(0))


def test_a_line_that_is_not_rounded_is_compared_as_it_computes() -> None:
    assert check_line(Fraction(65), Fraction(65), None).agrees
    assert check_line(Fraction(65), Fraction(65), TEN).residue == -5


def test_decimals_are_taken_as_written() -> None:
    assert fraction(1.13) == Fraction(113, 100)
    assert decimal(Fraction("305.1")) == Decimal("305.1")


@given(st.text(max_size=MAX_LENGTH + 50))
def test_no_text_makes_the_reader_raise(text: str) -> None:
    assert isinstance(read_formula(text), Formula | Fault)


@given(st.text(alphabet="0123456789,.×÷+-()[]{}$월회인박일 \\", max_size=80))
def test_no_garbage_of_the_notation_makes_the_reader_raise(text: str) -> None:
    read = read_formula(text)
    if isinstance(read, Fault):
        assert 0 <= read.at <= len(text)


numbers = st.decimals(min_value=0, max_value=99999, places=2)


def grown(children: st.SearchStrategy[tuple[str, Fraction]]) -> st.SearchStrategy:
    """Join two formulas by a sign, in brackets, and work out the value beside it."""

    def join(left: tuple[str, Fraction], sign: str, right: tuple[str, Fraction], pair: str):
        (a, x), (b, y) = left, right
        made = {"+": x + y, "-": x - y, "×": x * y}[sign]
        return f"{pair[0]}{a}{sign}{b}{pair[1]}", made

    pairs = st.sampled_from(["()", "[]", "{}"])
    return st.builds(join, children, st.sampled_from("+-×"), children, pairs)


leaves = st.builds(
    lambda number, unit: (f"{number:,}{unit}", Fraction(number)),
    numbers,
    st.sampled_from(["", *UNITS]),
)


@given(st.recursive(leaves, grown, max_leaves=12))
def test_any_formula_has_the_value_of_its_tree(made: tuple[str, Fraction]) -> None:
    text, expected = made
    if len(text) <= MAX_LENGTH:
        assert value(text) == expected


@given(st.fractions(), st.integers(1, 1000))
def test_rounding_moves_by_at_most_half_a_step(number: Fraction, step: int) -> None:
    rounded = half_up(number, Fraction(step))
    assert rounded % step == 0
    assert abs(rounded - number) * 2 <= step
    assert half_up(rounded, Fraction(step)) == rounded
