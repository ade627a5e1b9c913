"""The Policy Modelling Consistency index: coded cells, variables, index, surface and grades.

    X_t = sum of the coded secondary variables of t / their number        PMC = sum of X_t

(Ruiz Estrada, Yap and Nagaraj 2008; Ruiz Estrada 2011; Zhang and Zhou 2017 for Chinese policies.)
Secondary variables are 0 or 1. A cell that nobody coded is None and never silently 0: what to do
with it is a named choice, and what was left uncoded is reported with the value. Grades come from a
table with an id, for studies cut the same index at different places.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from policyloom.model.result import Text

Missing = Literal["refuse", "over_coded", "absent"]
Scale = Literal["points", "share"]

SURFACE_SIDE = 3
DROPPED_TENTH = 10
"""With ten variables the tenth (openness) is left off the surface: it is 1 for nearly all."""

_EDGE = 1e-9


@dataclass(frozen=True)
class Variable:
    """A primary variable: its value (None with a reason), and its cells coded and uncoded."""

    name: str
    value: float | None
    coded: int
    uncoded: int
    reason: str = ""


@dataclass(frozen=True)
class Pmc:
    """The index of one policy; None with a reason where a variable has no value."""

    variables: tuple[Variable, ...]
    index: float | None
    missing: Missing
    reason: str = ""

    @property
    def maximum(self) -> int:
        """Return the largest index that is possible: the number of variables."""
        return len(self.variables)

    @property
    def uncoded(self) -> int:
        """Return how many cells nobody coded."""
        return sum(v.uncoded for v in self.variables)

    @property
    def concavity(self) -> float | None:
        """Return how far the index stays below its maximum (the "depression" of the surface)."""
        return None if self.index is None else self.maximum - self.index


@dataclass(frozen=True)
class Surface:
    """The variables as a square of three by three, row by row, with what was done to fit them.

    `dropped` names the variable left out, `padded` counts the cells without a variable: both must
    be told to the reader. Cells without a value are None.
    """

    rows: tuple[tuple[float | None, ...], ...]
    dropped: str
    padded: int


@dataclass(frozen=True)
class Grade:
    """A grade from `low` (included) up to `high` (excluded; the last grade includes its end)."""

    label: Text
    low: float
    high: float


@dataclass(frozen=True)
class GradeTable:
    """Grades from best to worst, in points of the index or as shares of its maximum."""

    id: str
    scale: Scale
    grades: tuple[Grade, ...]
    source: str


@dataclass(frozen=True)
class Aggregate:
    """What papers print of many policies: how many, their mean index, policies by grade."""

    policies: int
    undefined: int
    mean: float | None
    counts: Mapping[str, int]

    @property
    def shares(self) -> dict[str, float]:
        """Return the share of each grade in percent; empty without a policy."""
        return {g: 100 * n / self.policies for g, n in self.counts.items()} if self.policies else {}


def grade_table(
    name: str, scale: Scale, cuts: Sequence[tuple[Text, float]], top: float, source: str
) -> GradeTable:
    """Make a table from (label, lower end) pairs, best first; the last one must begin at 0.

    Raises ValueError where the cuts do not fall from `top` to 0.
    """
    ends = [top, *(low for _, low in cuts)]
    if not cuts or ends[-1] != 0 or any(a <= b for a, b in pairwise(ends)):
        raise ValueError(f"the grades of {name} must fall from {top} to 0: {ends[1:]}")
    grades = (Grade(label, low, high) for (label, low), high in zip(cuts, ends[:-1], strict=True))
    return GradeTable(name, scale, tuple(grades), source)


_PERFECT, _EXCELLENT = Text("완전", "perfect"), Text("우수", "excellent")
_GOOD, _POOR = Text("양호", "good"), Text("미흡", "poor")
_ACCEPTABLE = Text("보통", "acceptable")

GRADE_TABLES: Mapping[str, GradeTable] = {
    table.id: table
    for table in (
        grade_table(
            "estrada-points", "points",
            [(_PERFECT, 9), (_GOOD, 7), (_ACCEPTABLE, 5), (_POOR, 0)], 10,
            "Ruiz Estrada 2011: 9, 7 and 5 of ten points",
        ),
        grade_table(
            "estrada-share", "share",
            [(_PERFECT, 0.9), (_GOOD, 0.7), (_ACCEPTABLE, 0.5), (_POOR, 0)], 1,
            "the cuts of Ruiz Estrada 2011 as shares of the number of variables",
        ),
        grade_table(
            "ninths", "share",
            [(_PERFECT, 8 / 9), (_EXCELLENT, 6 / 9), (_GOOD, 4 / 9), (_POOR, 0)], 1,
            "8, 6 and 4 of nine variables, as shares of their number",
        ),
    )
}  # fmt: skip
"""Tables in use. A study that cuts elsewhere, or into five grades, makes its own by grade_table."""


def variable(name: str, cells: Sequence[int | None], missing: Missing = "refuse") -> Variable:
    """Return a primary variable as the mean of its cells, each 0, 1 or None (not coded).

    Args:
        name: of the variable.
        cells: its secondary variables.
        missing: "refuse" gives None as soon as a cell is uncoded; "over_coded" divides by the
            cells that are coded; "absent" counts the uncoded as 0, and says so by its name.

    Raises:
        ValueError: a cell is neither 0 nor 1 nor None.
    """
    if any(cell not in (0, 1, None) for cell in cells):
        raise ValueError(f"{name}: secondary variables are 0, 1 or None, not {list(cells)}")
    coded = [cell for cell in cells if cell is not None]
    uncoded = len(cells) - len(coded)
    if not coded:
        return Variable(name, None, 0, uncoded, "no cell is coded")
    if uncoded and missing == "refuse":
        return Variable(name, None, len(coded), uncoded, f"{uncoded} of {len(cells)} not coded")
    divisor = len(coded) if missing == "over_coded" else len(cells)
    return Variable(name, sum(coded) / divisor, len(coded), uncoded)


def pmc(cells: Mapping[str, Sequence[int | None]], missing: Missing = "refuse") -> Pmc:
    """Return the index of one policy: the sum of its primary variables, in the order given.

    Raises ValueError for a cell that is neither 0, 1 nor None. Without a variable, or with one
    that has no value, the index is None with the reason.
    """
    found = tuple(variable(name, own, missing) for name, own in cells.items())
    without = [v.name for v in found if v.value is None]
    if not found or without:
        return Pmc(found, None, missing, ", ".join(without) or "no variables")
    return Pmc(found, sum(v.value or 0.0 for v in found), missing)


def surface(result: Pmc) -> Surface | None:
    """Return the 3x3 surface of a policy; None with more than ten variables, which have none.

    With ten the tenth is dropped, with fewer than nine the last cells stay empty; the Surface says
    which. Padding is never a number: a made-up height would change the picture.
    """
    own, dropped = list(result.variables), ""
    if len(own) > DROPPED_TENTH:
        return None
    if len(own) == DROPPED_TENTH:
        dropped = own.pop().name
    cells = SURFACE_SIDE * SURFACE_SIDE
    padded = cells - len(own)
    values = [*(v.value for v in own), *[None] * padded]
    rows = (tuple(values[i : i + SURFACE_SIDE]) for i in range(0, cells, SURFACE_SIDE))
    return Surface(tuple(rows), dropped, padded)


def grade(index: float | None, maximum: int, table: GradeTable) -> Grade | None:
    """Return the grade of an index whose maximum is the number of variables; None without one.

    A share is index / maximum; points are the index as it is. A value within 1e-9 below a cut
    counts as on it, so that sums of thirds do not fall by rounding. None where it lies above the
    table.
    """
    if index is None or maximum < 1:
        return None
    value = index / maximum if table.scale == "share" else index
    if value > table.grades[0].high + _EDGE:
        return None
    return next((g for g in table.grades if value + _EDGE >= g.low), None)


def aggregate(results: Iterable[Pmc], table: GradeTable) -> Aggregate:
    """Return the mean index and the policies by grade; those without an index are counted apart."""
    own = list(results)
    defined = [(r.index, r.maximum) for r in own if r.index is not None]
    found = Counter(g.label.en for i, m in defined if (g := grade(i, m, table)))
    mean = sum(i for i, _ in defined) / len(defined) if defined else None
    counts = {g.label.en: found[g.label.en] for g in table.grades}
    return Aggregate(len(defined), len(own) - len(defined), mean, counts)


def whole_counts(shares: Sequence[float], policies: int, decimals: int = 2) -> list[int] | None:
    """Return the counts behind printed percentages; None where no whole counts give them.

    Every share must be n/policies in percent to the decimals printed, and they must add up.
    """
    counts = [round(share * policies / 100) for share in shares]
    half = 0.5 * 10**-decimals + _EDGE
    fit = all(abs(100 * n / policies - s) <= half for n, s in zip(counts, shares, strict=True))
    return counts if fit and sum(counts) == policies else None


def mean_range(counts: Sequence[int], maximum: int, table: GradeTable) -> tuple[float, float]:
    """Return the least and the largest mean index that published counts by grade allow.

    Papers often print grades and the mean but not their cuts: a mean outside this range proves
    that they did not use this table. Counts stand in the order of the table's grades.

    Raises ValueError for a wrong number of counts, or none above 0.
    """
    if len(counts) != len(table.grades) or sum(counts) < 1:
        raise ValueError(f"{table.id} has {len(table.grades)} grades, not {list(counts)}")
    unit = maximum if table.scale == "share" else 1
    low = sum(n * g.low * unit for n, g in zip(counts, table.grades, strict=True))
    high = sum(n * min(g.high * unit, maximum) for n, g in zip(counts, table.grades, strict=True))
    return low / sum(counts), high / sum(counts)
