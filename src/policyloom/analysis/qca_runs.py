"""Running one set of conditions on both sides of the outcome, with everything tried on it."""

from __future__ import annotations

from dataclasses import dataclass

from policyloom.analysis.qca_data import CaseSet, Material
from policyloom.analysis.qca_options import QcaOptions
from policyloom.methods.qca import Comparison, Model, Term, compare, make_data
from policyloom.methods.qca.changed import MOST_SCORES
from policyloom.methods.qca.minimise import Expectations, SolutionType
from policyloom.methods.qca.robustness import Asked, Robustness, robustness

_HALF = 0.5


@dataclass(frozen=True)
class Run:
    """One comparison: a set of conditions, the outcome or its negation, and what was found."""

    case_set: CaseSet
    side: str
    made: Comparison
    tried: Robustness

    @property
    def id(self) -> str:
        """Return the name under which its values stand."""
        return f"{self.case_set.id}_{self.side}"

    def models(self, type_: SolutionType) -> list[Model]:
        """Return all models of a type, those of every pair for the intermediate one."""
        return models_of(self.made, type_)

    def refs_in(self, term: Term) -> list[str]:
        """Return the scores of the cases that are members of a term; of all where there are none.

        A member belongs to the term by more than 0.5.
        """
        inside = self.made.table.data.term_membership(term) > _HALF
        cases = [c for c, there in zip(self.case_set.complete, inside, strict=True) if there]
        codes = self.case_set.codes
        return [ref for case in cases for ref in case.refs(codes)] or self.case_set.refs()


def models_of(made: Comparison, type_: SolutionType) -> list[Model]:
    """Return all models of a type, those of every pair for the intermediate one."""
    return [m for s in made.solutions if s.type == type_ for m in s.models]


@dataclass(frozen=True)
class Side:
    """The outcome (`yes`) or its negation (`no`): what was expected, and what was found."""

    name: str
    expectations: Expectations
    made: Comparison


def sides_of(given: Material, some: CaseSet, own: QcaOptions) -> list[Side]:
    """Compare one set on both sides; none where it has no condition or the outcome is constant."""
    y = [case.scores[given.outcome] for case in some.complete]
    if not some.conditions or len(set(y)) < 2:
        return []
    columns = {code: [case.scores[code] for case in some.complete] for code in some.codes}
    made = []
    for side, name in (("yes", given.outcome), ("no", f"~{given.outcome}")):
        expectations = {
            place: frozenset({own.expect[code] if side == "yes" else 1 - own.expect[code]})
            for place, code in enumerate(some.conditions)
            if code in own.expect
        }
        data = make_data([case.id for case in some.complete], columns, name)
        made.append(Side(side, expectations, compare(data, own.cuts, expectations)))
    return made


def runs_of(given: Material, some: CaseSet, own: QcaOptions) -> list[Run]:
    """Compare one set on both sides and try everything on what was found."""
    scale = given.scale if len(given.scale) <= MOST_SCORES else None
    made = []
    for side in sides_of(given, some, own):
        tried = robustness(side.made.table, side.expectations, Asked(scale))
        made.append(Run(some, side.name, side.made, tried))
    return made
