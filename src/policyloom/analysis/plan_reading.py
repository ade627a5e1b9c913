"""The research plan as the plan analysis sees it: settings, rows, and budget lines worked out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod

from policyloom.methods.budget import Fault, Formula, LineCheck, check_line, fraction, read_formula
from policyloom.model.evidence import Evidence, Record
from policyloom.model.plan import PlanSettings
from policyloom.model.result import Number, Text

PLAN_FILE = "plan/plan.yaml"
"""Place of what the plan prints outside its tables; it has no reference of its own."""

_TABLES = (
    "budget", "trips", "schedule", "plan_methods", "agenda", "promises", "prior_studies", "reviews",
)  # fmt: skip


@dataclass(frozen=True)
class BudgetLine:
    """A line of the budget with its formula read and its arithmetic done.

    `reading` is a Fault and `check` None where the formula cannot be read; `step` is None where
    the line is not rounded.
    """

    row: Record
    printed: Fraction
    step: Fraction | None
    reading: Formula | Fault
    check: LineCheck | None

    @property
    def id(self) -> str:
        """Return the line's number."""
        return str(self.row["id"])

    @property
    def reference(self) -> str:
        """Return the reference of the line."""
        return f"budget:{self.id}"

    @property
    def name(self) -> str:
        """Return group and item, as a reader would call the line."""
        return " - ".join(str(self.row[c]) for c in ("group", "item") if self.row.get(c))

    def of(self, column: str) -> str:
        """Return a cell as text, "" where it is empty."""
        return str(self.row.get(column) or "")

    def count(self, *units: str) -> Fraction | None:
        """Return the product of the numbers with these counters; None where there is none."""
        if isinstance(self.reading, Fault):
            return None
        found = [value for unit in units for value in self.reading.counts(unit)]
        return prod(found, start=Fraction(1)) if found else None


@dataclass(frozen=True)
class Plan:
    """The whole plan: settings of plan.yaml, budget lines, and the rows of the other tables."""

    settings: PlanSettings
    lines: tuple[BudgetLine, ...]
    rows: Mapping[str, tuple[Record, ...]]

    def table(self, name: str) -> tuple[Record, ...]:
        """Return the rows of a plan table in the order of its file."""
        return self.rows[name]

    def lines_of(self, column: str, value: str) -> tuple[BudgetLine, ...]:
        """Return the budget lines whose cell has this value."""
        return tuple(line for line in self.lines if line.of(column) == value)

    @property
    def origins(self) -> tuple[str, ...]:
        """Return the source of the plan as a reference; none where plan.yaml names none."""
        source = self.settings.source
        return (f"sources:{source}",) if source else ()


@dataclass(frozen=True)
class Finding:
    """Something in the plan that does not agree: what it says, what follows, and the places."""

    what: Text
    says: Number | None
    follows: Number | None
    places: tuple[str, ...]

    @property
    def rows(self) -> tuple[str, ...]:
        """Return the places that are references to rows."""
        return tuple(place for place in self.places if place != PLAN_FILE)


@dataclass(frozen=True)
class Outcome:
    """What a cross-check compared and found; nothing compared means nothing to compare."""

    compared: int
    findings: tuple[Finding, ...] = ()


Check = Callable[[Plan], Outcome]


def read_plan(evidence: Evidence, settings: PlanSettings) -> Plan:
    """Read the plan tables from the evidence and work out every budget line."""
    rows = {name: _rows(evidence, name) for name in _TABLES}
    lines = tuple(_line(row, settings) for row in rows["budget"])
    return Plan(settings, lines, rows)


def _rows(evidence: Evidence, table: str) -> tuple[Record, ...]:
    return tuple(evidence.query(f"SELECT * FROM {table} ORDER BY line"))  # noqa: S608 - our names


def _line(row: Record, settings: PlanSettings) -> BudgetLine:
    rule = settings.rounding
    is_rounded = rule is not None and (row.get("rounding") or "rule") == "rule"
    step = fraction(rule.step) if rule is not None and is_rounded else None
    printed = fraction(row["printed"])
    reading = read_formula(str(row["formula"]))
    check = None if isinstance(reading, Fault) else check_line(reading.value, printed, step)
    return BudgetLine(row, printed, step, reading, check)


def plain(value: Fraction | float | None) -> Number | None:
    """Return a whole number as int and any other as float, for values and cells."""
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


def gather(findings: Sequence[Finding | None]) -> Outcome:
    """Make an outcome of one entry for each comparison, None where it agreed."""
    return Outcome(len(findings), tuple(f for f in findings if f is not None))


def flag(value: object) -> bool:
    """Read a flag cell, which an engine may give as a boolean or as a word."""
    return value is True or str(value).strip().lower() in {"true", "1", "yes"}
