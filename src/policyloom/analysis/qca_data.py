"""Which cases carry which scores, and which sets of conditions they can be compared on.

The choice looks at which scores are there, never at what they say: for each scope (all cases, and
each sector), the largest number of conditions for which some set still has enough complete cases
for each condition, and of that size every set with the most complete cases.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from policyloom.analysis.answer import slug
from policyloom.analysis.names import codebook, sector_names, text_of
from policyloom.analysis.scores import read_scores, reading
from policyloom.model.evidence import Evidence, Options
from policyloom.model.result import Text

FEWEST, MOST_SETS = 2, 6
_ALL = Text("전체", "All cases")

Names = Mapping[str, Text]


@dataclass(frozen=True)
class Scored:
    """A case with its scores by condition and the rows they stand in."""

    id: str
    title: Text
    sector: str
    scores: Mapping[str, float]
    rows: Mapping[str, tuple[str, ...]]

    def refs(self, codes: Sequence[str]) -> list[str]:
        """Return the references of the scores of some conditions."""
        return [ref for code in codes for ref in self.rows.get(code, ())]


@dataclass(frozen=True)
class Material:
    """All scored cases, conditions and the outcome with their names, and the scale of scores."""

    cases: tuple[Scored, ...]
    conditions: Names
    outcome: str
    outcome_name: Text
    scale: tuple[float, ...]
    evidence: Mapping[str, str]
    sectors: Names


@dataclass(frozen=True)
class Candidate:
    """One size of sets within a scope: how many sets, and the best of them by complete cases."""

    scope: str
    name: Text
    cases: tuple[Scored, ...]
    size: int
    possible: int
    most: int
    needed: int
    chosen: bool
    best: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class CaseSet:
    """A set of conditions with the cases that carry every one of them and the outcome."""

    id: str
    scope: Text
    conditions: tuple[str, ...]
    complete: tuple[Scored, ...]
    left_out: tuple[Scored, ...]
    outcome: str

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the conditions and the outcome."""
        return (*self.conditions, self.outcome)

    def refs(self) -> list[str]:
        """Return the references of all scores that are compared."""
        return [ref for case in self.complete for ref in case.refs(self.codes)]


def material(evidence: Evidence, options: Options, coder: str = "") -> Material:
    """Read cases and the scores that count: where coders differ, the main reading or a coder's."""
    book = codebook(options).conditions
    outcomes = [c.id for c in book if c.role == "outcome"]
    outcome = str(options.own.get("outcome") or (outcomes[0] if outcomes else ""))
    names = {c.id: text_of(c) for c in book}
    rows = evidence.query("SELECT id, evidence FROM case_conditions ORDER BY id")
    words = {f"case_conditions:{r['id']}": r["evidence"] for r in rows}
    found = reading(read_scores(evidence), coder)
    scale = tuple(sorted({score.score for score in found.values()}))
    cases = []
    for r in evidence.query("SELECT id, title_ko, title_en, sector FROM cases ORDER BY id"):
        own = {code: score for (case, code), score in found.items() if case == r["id"]}
        cases.append(
            Scored(
                id=r["id"],
                title=Text(r["title_ko"], r["title_en"]),
                sector=r["sector"],
                scores={code: score.score for code, score in own.items()},
                rows={code: (f"case_conditions:{score.id}",) for code, score in own.items()},
            )
        )
    conditions = {c.id: names[c.id] for c in book if c.role == "condition" and c.id != outcome}
    outcome_name = names.get(outcome, Text(outcome, outcome))
    sectors = sector_names(options)
    return Material(tuple(cases), conditions, outcome, outcome_name, scale, words, sectors)


def candidates(given: Material, enough: int) -> list[Candidate]:
    """Return every size of sets in every scope, with the one that the rule chooses."""
    scopes = [("all", _ALL, given.cases)]
    for code in dict.fromkeys(case.sector for case in given.cases):
        some = tuple(c for c in given.cases if c.sector == code)
        scopes.append((slug(code), given.sectors.get(code, Text(code, code)), some))
    found = []
    for scope, name, cases in scopes:
        sizes = [_best(given, cases, size) for size in range(FEWEST, len(given.conditions) + 1)]
        wide = [size for size, (_, most, _) in enumerate(sizes, FEWEST) if most >= enough * size]
        for size, (possible, most, best) in enumerate(sizes, FEWEST):
            chosen = bool(wide) and size == max(wide)
            needed = enough * size
            found.append(Candidate(scope, name, cases, size, possible, most, needed, chosen, best))
    return found


def _best(
    given: Material, cases: Sequence[Scored], size: int
) -> tuple[int, int, tuple[tuple[str, ...], ...]]:
    """Return the number of sets of a size, the most complete cases, and the sets that have them."""
    counted = {
        some: len(complete(cases, (*some, given.outcome)))
        for some in combinations(given.conditions, size)
    }
    most = max(counted.values(), default=0)
    best = tuple(some for some, n in counted.items() if n == most and n)
    return len(counted), most, best


def complete(cases: Sequence[Scored], codes: Sequence[str]) -> tuple[Scored, ...]:
    """Return the cases that carry every one of these scores."""
    return tuple(case for case in cases if all(code in case.scores for code in codes))


def chosen_sets(
    given: Material, found: Sequence[Candidate], own: Sequence[Mapping[str, object]]
) -> list[CaseSet]:
    """Return the sets to compare: those that the author names, otherwise those of the rule."""
    if own:
        return [_named(given, i, entry) for i, entry in enumerate(own, 1)]
    made = []
    for candidate in found:
        if candidate.chosen:
            for number, some in enumerate(candidate.best[:MOST_SETS], 1):
                name = f"{candidate.scope}_{number}"
                made.append(_set(given, name, candidate.name, candidate.cases, some))
    return made


def _named(given: Material, number: int, entry: Mapping[str, object]) -> CaseSet:
    """Return a set of study.yaml; what it names and the codebook lacks is left out."""
    wanted = entry.get("conditions")
    listed = [str(c) for c in wanted] if isinstance(wanted, list) else []
    some = tuple(c for c in dict.fromkeys(listed) if c in given.conditions)
    sector = str(entry.get("sector") or "")
    cases = tuple(c for c in given.cases if not sector or c.sector == sector)
    scope = given.sectors.get(sector, Text(sector, sector)) if sector else _ALL
    return _set(given, slug(str(entry.get("id") or f"set_{number}")), scope, cases, some)


def same_set(given: Material, some: CaseSet) -> CaseSet:
    """Return the same set of conditions and cases with the scores of another material."""
    wanted = {case.id for case in (*some.complete, *some.left_out)}
    cases = tuple(case for case in given.cases if case.id in wanted)
    return _set(given, some.id, some.scope, cases, some.conditions)


def _set(
    given: Material, name: str, scope: Text, cases: Sequence[Scored], some: tuple[str, ...]
) -> CaseSet:
    whole = complete(cases, (*some, given.outcome))
    lost = tuple(c for c in cases if c not in whole)
    return CaseSet(name, scope, some, whole, lost, given.outcome)
