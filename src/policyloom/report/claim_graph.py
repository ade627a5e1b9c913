"""The graph of claims: which pull against one another, rest on old figures, or lose a caveat.

The rules, simple enough to print:

    opposed      the conditions of two claims cannot both hold: taken together they leave no value
    contested    a claim rests on a row, source, claim or condition that another claim of its kind
                 names as counter-evidence without a note that says why, and neither names the other
    stale        a claim rests on a figure of some year although the register holds a later year of
                 its series within the period studied, and the claim names none as late of that
                 indicator and economy. A series has one indicator, economy, unit and definition
    caveat lost  a chapter shows a claim without its box while the claim has counter-evidence or
                 doubtful evidence, and no part of the report prints the box

All are warnings: whether two statements contradict one another is for people to judge.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from policyloom.core.problem import Problem, problem
from policyloom.model.claims import Claim, Support
from policyloom.model.conditions import Comparison, parse_condition
from policyloom.model.facts import Facts
from policyloom.model.lineage import support_references
from policyloom.model.reference import parse_reference
from policyloom.model.study import Study
from policyloom.model.tables import Cell, Row, Table
from policyloom.report.claims import FILE, ClaimOutcome
from policyloom.report.document import ClaimBox, ClaimMark, Document
from policyloom.report.walking import walk

_Series = tuple[Cell, Cell, Cell, Cell]
"""Indicator, economy, unit and definition."""
_Dated = tuple[int, Row]
_SWAPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}


@dataclass(frozen=True)
class Opposed:
    """Two claims that pull against one another, and what they do so over."""

    rule: str
    one: str
    other: str
    over: str


@dataclass(frozen=True)
class Stale:
    """A claim's figure, and the latest of its series within the period."""

    claim: str
    figure: str
    latest: str


@dataclass(frozen=True)
class _Bound:
    """One end of what a condition leaves: a number, whether it is left out, and by whom."""

    at: float
    open: bool
    claim: str
    condition: str


def claim_problems(
    study: Study, facts: Facts, outcomes: Iterable[ClaimOutcome], document: Document | None
) -> list[Problem]:
    """Return the warnings of the graph; without a document, caveats are not looked at."""
    found = [*_opposition(study), *_staleness(study, facts)]
    if document is not None:
        found += _lost(study, outcomes, document)
    return found


def _opposition(study: Study) -> Iterator[Problem]:
    for pair in (*opposed_conditions(study.claims), *contested(study.claims)):
        words = {"claim": pair.one, "other": pair.other, "over": pair.over}
        yield _problem(study, f"claim.{pair.rule}", pair.one, **words)


def _staleness(study: Study, facts: Facts) -> Iterator[Problem]:
    for old in stale_figures(facts):
        words = {"claim": old.claim, "value": old.figure, "latest": old.latest}
        yield _problem(study, "claim.stale", old.claim, **words)


def _lost(study: Study, outcomes: Iterable[ClaimOutcome], document: Document) -> Iterator[Problem]:
    for claim, file in lost_caveats(outcomes, document):
        yield _problem(study, "claim.caveat_lost", claim, claim=claim, where=file)


def _problem(study: Study, code: str, at: str, **words: object) -> Problem:
    return problem(code, FILE, study.lines.get(f"claim:{at}", 0), at, **words)


# --- contradictions ---------------------------------------------------------------------------


def opposed_conditions(claims: Sequence[Claim]) -> list[Opposed]:
    """Return the pairs whose conditions leave no value together, one for each subject.

    A condition bounds the difference of its operands, or one operand where the other is a number;
    over one subject the greatest lower and the least upper bound decide.
    """
    bounds: dict[tuple[str, str], dict[str, list[_Bound]]] = {}
    for claim in claims:
        for support in claim.support:
            for comparison in parse_condition(support.holds) or () if support.holds else ():
                subject, sign, at = _subject(comparison)
                ends = bounds.setdefault(subject, {"low": [], "high": [], "not": []})
                _add_ends(ends, sign, _Bound(at, sign in "<>", claim.id, support.holds))
    return [pair for ends in bounds.values() if (pair := _clash(ends)) is not None]


def _subject(comparison: Comparison) -> tuple[tuple[str, str], str, float]:
    """Return what a comparison bounds, with its sign and bound, in one order of operands."""
    left, sign, right = comparison.left, comparison.sign, comparison.right
    number = _number(right)
    if number is not None:
        return (left, ""), sign, number
    number = _number(left)
    if number is not None:
        return (right, ""), _SWAPPED[sign], number
    if left > right:
        left, right, sign = right, left, _SWAPPED[sign]
    return (left, right), sign, 0.0


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _add_ends(ends: Mapping[str, list[_Bound]], sign: str, bound: _Bound) -> None:
    if sign in (">", ">=", "=="):
        ends["low"].append(bound)
    if sign in ("<", "<=", "=="):
        ends["high"].append(bound)
    if sign == "!=":
        ends["not"].append(bound)


def _clash(ends: Mapping[str, list[_Bound]]) -> Opposed | None:
    if not ends["low"] or not ends["high"]:
        return None
    low = max(ends["low"], key=lambda b: (b.at, b.open))
    high = min(ends["high"], key=lambda b: (b.at, not b.open))
    empty = low.at > high.at or (low.at == high.at and (low.open or high.open))
    if empty and low.claim != high.claim:
        return Opposed("opposed", low.claim, high.claim, f"{low.condition} / {high.condition}")
    for bound in ends["not"]:
        if low.at == high.at == bound.at and low.claim != bound.claim:
            return Opposed(
                "opposed", low.claim, bound.claim, f"{low.condition} / {bound.condition}"
            )
    return None


def contested(claims: Sequence[Claim]) -> list[Opposed]:
    """Return the pairs of one kind in which one rests on what the other names against itself."""
    kinds = {claim.id: claim.kind for claim in claims}
    named = {c.id: {s.claim for s in (*c.support, *c.against) if s.claim} for c in claims}
    against: dict[str, list[str]] = {}
    for claim in claims:
        for support in claim.against:
            if not support.note:
                against.setdefault(evidence_key(support), []).append(claim.id)
    found: dict[tuple[str, str], Opposed] = {}
    for claim in claims:
        for support in claim.support:
            key = evidence_key(support)
            for other in against.get(key, ()):
                apart = other != claim.id and kinds[other] == claim.kind
                if apart and other not in named[claim.id] and claim.id not in named[other]:
                    found.setdefault((claim.id, other), Opposed("contested", claim.id, other, key))
    return list(found.values())


def evidence_key(support: Support) -> str:
    """Return what a support points to, the same for conditions that say the same."""
    if not support.holds:
        return support.reference
    return " and ".join(sorted(_canonical(c) for c in parse_condition(support.holds) or ()))


def _canonical(comparison: Comparison) -> str:
    (left, right), sign, at = _subject(comparison)
    return f"{left} {sign} {right or at}"


# --- figures that have grown old --------------------------------------------------------------


def stale_figures(facts: Facts) -> list[Stale]:
    """Return figures of claims that a later one of the same series has overtaken."""
    table = facts.study.table("figures")
    latest = _latest(table, facts.study.settings.period.end)
    found = []
    for claim in facts.study.claims:
        newest: dict[_Series, _Dated] = {}
        named: dict[tuple[Cell, Cell], int] = {}
        for row_id in _figure_ids(claim, table):
            row = table.by_id[row_id]
            year, series = _year(row), _series(row)
            if series not in newest or newest[series][0] < year:
                newest[series] = (year, row)
            named[series[:2]] = max(named.get(series[:2], 0), year)
        for series, (_, row) in newest.items():
            last = latest.get(series)
            if last is not None and last[0] > named[series[:2]]:
                found.append(Stale(claim.id, f"figures:{row.id}", f"figures:{last[1].id}"))
    return found


def _latest(table: Table, end: int) -> dict[_Series, _Dated]:
    """Return the last row of each series up to a year."""
    found: dict[_Series, _Dated] = {}
    for row in table:
        year = _year(row)
        if year <= end:
            series = _series(row)
            last = found.get(series)
            if last is None or last[0] < year:
                found[series] = (year, row)
    return found


def _figure_ids(claim: Claim, table: Table) -> Iterator[str]:
    """Yield the figures that a claim rests on or names against itself."""
    for support in (*claim.support, *claim.against):
        for reference in () if support.claim else support_references(support):
            parsed = parse_reference(reference)
            named = parsed is not None and parsed.kind == "row" and parsed.table == "figures"
            if parsed is not None and named and parsed.name in table.by_id:
                yield parsed.name


def _series(row: Row) -> _Series:
    cells = row.cells
    return cells["indicator"], cells["economy"], cells.get("unit"), cells.get("definition")


def _year(row: Row) -> int:
    year = row.cells["year"]
    return year if isinstance(year, int) else 0


# --- caveats that a chapter leaves out --------------------------------------------------------


def lost_caveats(outcomes: Iterable[ClaimOutcome], document: Document) -> list[tuple[str, str]]:
    """Return (claim, file) where a claim with a caveat is shown and its box is printed nowhere."""
    doubtful = {o.claim.id for o in outcomes if has_caveat(o)}
    boxed: set[str] = set()
    marked: dict[str, str] = {}
    for part in document.parts:
        for node in walk(part.blocks):
            if isinstance(node, ClaimBox):
                boxed.add(node.claim)
            elif isinstance(node, ClaimMark):
                marked.setdefault(node.claim, part.file)
    return [(c, file) for c, file in marked.items() if c in doubtful and c not in boxed]


def has_caveat(outcome: ClaimOutcome) -> bool:
    """Tell whether readers must be told something about a claim's evidence."""
    return bool(outcome.claim.against) or any("신뢰도" in r.ko for r in outcome.remarks)


# --- layers, for drawing ----------------------------------------------------------------------


def layers(claims: Sequence[Claim]) -> dict[str, int]:
    """Return how many steps of claims each claim stands above the ground, by longest path.

    Claims that rest on no other stand at 0; those in a circle, which is an error elsewhere, too.
    """
    below = {c.id: [s.claim for s in c.support if s.claim] for c in claims}
    depth: dict[str, int] = {}
    for start in below:
        stack = [(start, False)]
        open_: set[str] = set()
        while stack:
            claim, ready = stack.pop()
            if claim in depth:
                continue
            if ready:
                depth[claim] = max((depth.get(b, -1) + 1 for b in below[claim]), default=0)
            elif claim not in open_:
                open_.add(claim)
                stack.append((claim, True))
                stack += [(b, False) for b in below[claim] if b in below and b not in depth]
    return depth
