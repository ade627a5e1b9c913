"""Testing claims: every condition against the facts, every support against the study.

The strength of a claim follows a rule simple enough to print:

    strong     three or more independent sources, one of them a document, a statistic or research,
               at least one seen at first hand (confidence high), none doubtful (low)
    moderate   two or more independent sources, not all of them doubtful
    weak       anything else
    failed     a condition does not hold, or something it rests on is missing

Sources are independent when they differ in publisher (or in host, where no publisher is known).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from policyloom.core.problem import Problem, problem
from policyloom.model.claims import Claim, Support
from policyloom.model.conditions import Verdict, judge_condition, parse_condition
from policyloom.model.facts import Facts
from policyloom.model.lineage import support_references
from policyloom.model.reference import parse_reference
from policyloom.model.result import Text
from policyloom.model.study import Study
from policyloom.model.tables import Row
from policyloom.report.document import Strength
from policyloom.report.quotation import TextOf, compare, held_text

FILE = "claims.yaml"
STRENGTHS: Mapping[Strength, Text] = {
    "strong": Text("근거 강함", "strong evidence"),
    "moderate": Text("근거 보통", "moderate evidence"),
    "weak": Text("근거 약함", "weak evidence"),
    "failed": Text("성립하지 않음", "does not hold"),
}
_FIRST_HAND = frozenset({"policy", "government", "statistics", "academic", "dataset", "report"})
_OWN_WORD = frozenset({"company"})
_NO_NUMBER = "수가 아님 / not a number"


@dataclass(frozen=True)
class ClaimOutcome:
    """What testing a claim found.

    `verdicts` belong to the claim's support and then its counter-evidence, None where a support is
    no condition. `remarks` are what readers must be told about the evidence.
    """

    claim: Claim
    holds: bool
    verdicts: tuple[Verdict | None, ...]
    strength: Strength
    sources: tuple[str, ...]
    remarks: tuple[Text, ...]
    problems: tuple[Problem, ...]


def test_claims(
    study: Study, facts: Facts, text_of: TextOf | None = None
) -> tuple[tuple[ClaimOutcome, ...], list[Problem]]:
    """Test every claim of a study; those that others rest on are tested before them.

    Returns the outcomes in the order of claims.yaml and all problems found.
    """
    made: dict[str, ClaimOutcome] = {}
    known: dict[str, Claim] = {}
    for claim in study.claims:
        known.setdefault(claim.id, claim)
    tester = _Tester(facts, text_of or held_text(study), known, made)
    for claim in study.claims:
        tester.outcome(claim.id, ())
    outcomes = tuple(made[c.id] for c in study.claims)
    return outcomes, sorted({p for outcome in outcomes for p in outcome.problems})


test_claims.__test__ = False  # type: ignore[attr-defined] # not a test for pytest


@dataclass(frozen=True)
class _Tester:
    facts: Facts
    text_of: TextOf
    known: Mapping[str, Claim]
    made: dict[str, ClaimOutcome]
    reached: dict[str, tuple[str, ...]] = field(default_factory=dict)
    trusted: dict[str, tuple[str, ...]] = field(default_factory=dict)
    own: dict[str, set[str]] = field(default_factory=dict)
    behind: dict[str, _Source | None] = field(default_factory=dict)

    def outcome(self, claim_id: str, below: tuple[str, ...]) -> ClaimOutcome | None:
        """Return a claim's outcome; None where there is no such claim or it rests on itself."""
        if claim_id in self.made:
            return self.made[claim_id]
        claim = self.known.get(claim_id)
        if claim is None or claim_id in below:
            return None
        self.made[claim_id] = made = self._test(claim, (*below, claim_id))
        return made

    def _test(self, claim: Claim, below: tuple[str, ...]) -> ClaimOutcome:
        problems: list[Problem] = []
        verdicts: list[Verdict | None] = []
        holds = True
        for side, supports in (("support", claim.support), ("against", claim.against)):
            for index, support in enumerate(supports):
                place = _Place(self.facts, claim.id, f"{side}.{index}")
                verdict, found = self._support(support, place, below)
                verdicts.append(verdict)
                problems += found
                if side == "support" and any(p.level == "error" for p in found):
                    holds = False
        sources = self._sources(claim.support)
        strength, remarks = self._weigh(claim, [s for s in sources.values() if s is not None])
        return ClaimOutcome(
            claim, holds, tuple(verdicts), strength if holds else "failed",
            tuple(s for s, known in sources.items() if known is not None), remarks, tuple(problems),
        )  # fmt: skip

    def _support(
        self, support: Support, place: _Place, below: tuple[str, ...]
    ) -> tuple[Verdict | None, list[Problem]]:
        if support.holds:
            verdict = _judge(support.holds, self.facts)
            return verdict, list(_condition_problems(support.holds, verdict, place, self.facts))
        if support.claim:
            return None, self._resting(support.claim, place, below)
        if support.row:
            return None, _row_problems(support.row, place, self.facts)
        return None, self._source_problems(support, place)

    def _resting(self, other: str, place: _Place, below: tuple[str, ...]) -> list[Problem]:
        if other in below:
            return [place.problem("claim.circle", other=other)]
        outcome = self.outcome(other, below)
        if outcome is None:
            nearest = _near(other, list(self.known))
            return [place.problem("claim.dangling", value=other, nearest=nearest)]
        return [] if outcome.holds else [place.problem("claim.rests_on_failed", other=other)]

    def _source_problems(self, support: Support, place: _Place) -> list[Problem]:
        row = self.facts.row("sources", support.source)
        if row is None:
            known = list(self.facts.study.table("sources").by_id)
            nearest = _near(support.source, known)
            return [place.problem("claim.dangling", value=support.source, nearest=nearest)]
        text = self.text_of(row) if support.quote else None
        if text is None:
            return []
        found = compare(support.quote, text)
        if found.found:
            return []
        words = {"source": support.source, "quote": support.quote, "nearest": found.nearest}
        return [place.problem("claim.quote_not_found", **words)]

    def _sources(self, supports: Iterable[Support]) -> dict[str, _Source | None]:
        """Return the sources below some supports, those of supporting claims included, once."""
        found: dict[str, _Source | None] = {}
        for support in supports:
            if support.claim:
                below = self.made.get(support.claim)
                found.update((s, self._source(s)) for s in (below.sources if below else ()))
                continue
            for reference in support_references(support):
                if reference not in self.reached:  # looked up once: many claims share their rows
                    self.reached[reference] = self.facts.sources_of(reference)
                found.update((s, self._source(s)) for s in self.reached[reference])
        return found

    def _source(self, source: str) -> _Source | None:
        """Return what the rule of strength asks of a source, None where there is no such row."""
        if source not in self.behind:
            row = self.facts.row("sources", source)
            self.behind[source] = _Source(_origin(row), row.text("kind")) if row else None
        return self.behind[source]

    def _weigh(self, claim: Claim, sources: list[_Source]) -> tuple[Strength, tuple[Text, ...]]:
        origins = {source.origin for source in sources}
        kinds = {source.kind for source in sources}
        trust = self._trust(claim)
        remarks = tuple(_remarks(len(origins), kinds, trust, bool(claim.against)))
        first_hand = bool(kinds & _FIRST_HAND)
        if len(origins) >= 3 and first_hand and "high" in trust and "low" not in trust:
            return "strong", remarks
        if len(origins) >= 2 and trust != {"low"}:
            return "moderate", remarks
        return "weak", remarks

    def _trust(self, claim: Claim) -> set[str]:
        """Return the confidences of the rows below each support, two steps down at most."""
        below = (self.known.get(support.claim) for support in claim.support if support.claim)
        return self._own_trust(claim).union(*(self._own_trust(c) for c in below if c is not None))

    def _own_trust(self, claim: Claim) -> set[str]:
        """Return the confidences of what a claim itself names, other claims left aside."""
        if claim.id not in self.own:
            self.own[claim.id] = found = set()
            for support in claim.support:
                if support.source:
                    found.add("high" if support.quote else "medium")
                elif not support.claim:
                    found.update(*map(self._trusted, support_references(support)))
        return self.own[claim.id]

    def _trusted(self, reference: str) -> tuple[str, ...]:
        if reference not in self.trusted:
            self.trusted[reference] = tuple(confidences_of(self.facts, reference))
        return self.trusted[reference]


@dataclass(frozen=True)
class _Source:
    """What the rule of strength asks of a source: where it comes from, and its kind."""

    origin: str
    kind: str


@dataclass(frozen=True)
class _Place:
    """A place in claims.yaml."""

    facts: Facts
    claim: str
    key: str

    def problem(self, code: str, **words: object) -> Problem:
        lines = self.facts.study.lines
        base = f"claim:{self.claim}"
        line = lines.get(f"{base}.{self.key}", lines.get(base, 0))
        return problem(code, FILE, line, self.key, claim=self.claim, **words)


def confidences_of(facts: Facts, reference: str) -> Iterator[str]:
    """Yield the confidence of a fact, or of the rows that it was computed from."""
    own = facts.confidence_of(reference)
    if own:
        yield own
        return
    for origin in facts.origins_of(reference):
        found = "" if origin.startswith("sources:") else facts.confidence_of(origin)
        if found:
            yield found


def _judge(condition: str, facts: Facts) -> Verdict:
    if parse_condition(condition) is None:
        return Verdict(None, condition, "")
    return judge_condition(condition, facts)


def _condition_problems(
    condition: str, verdict: Verdict, place: _Place, facts: Facts
) -> Iterator[Problem]:
    if verdict.holds is False and place.key.startswith("against"):
        yield place.problem("claim.against_fails", condition=condition, shown=verdict.shown)
    elif verdict.holds is False:
        yield place.problem("claim.fails", condition=condition, shown=verdict.shown)
    elif verdict.holds is None and not verdict.missing:
        yield place.problem("claim.not_a_condition", condition=condition)
    elif verdict.holds is None and facts.find(verdict.missing) is None:
        nearest = facts.nearest(verdict.missing) or "-"
        yield place.problem("claim.dangling", value=verdict.missing, nearest=nearest)
    elif verdict.holds is None:
        fact = facts.find(verdict.missing)
        reason = fact.reason_in_both if fact and fact.value is None else _NO_NUMBER
        yield place.problem("claim.undefined", value=verdict.missing, reason=reason)


def _row_problems(reference: str, place: _Place, facts: Facts) -> list[Problem]:
    parsed = parse_reference(reference)
    known = parsed is not None and (
        (parsed.kind == "figure" and facts.figure(parsed.name))
        or (parsed.kind == "table" and facts.result_table(parsed.name))
        or (parsed.kind == "row" and facts.row(parsed.table, parsed.name))
        or facts.find(reference)
    )
    if known:
        return []
    nearest = facts.nearest(reference) or "-"
    return [place.problem("claim.dangling", value=reference, nearest=nearest)]


def _origin(row: Row) -> str:
    host = urlsplit(row.text("address")).hostname or ""
    return row.text("publisher").casefold() or host.removeprefix("www.") or row.id


def _remarks(origins: int, kinds: set[str], trust: set[str], against: bool) -> Iterator[Text]:
    if origins == 0:
        yield Text("근거가 된 출처가 없다.", "No source stands behind it.")
    if origins == 1:
        yield Text("근거가 한 곳뿐이다.", "It rests on a single source.")
    if trust == {"low"}:
        yield Text("모든 근거의 신뢰도가 낮다.", "All of its evidence is doubtful.")
    elif "low" in trust:
        yield Text("신뢰도가 낮은 근거가 섞여 있다.", "Some of its evidence is doubtful.")
    if kinds and kinds <= _OWN_WORD:
        yield Text(
            "기업 스스로 밝힌 자료에만 기댄다.", "It rests on companies' own statements only."
        )
    if against:
        yield Text("반대되는 근거가 있다.", "There is evidence against it.")


def _near(word: str, known: list[str]) -> str:
    matches = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    return matches[0] if matches else "-"
