"""Running one set of conditions on both sides of the outcome, with everything tried on it."""

from __future__ import annotations

from dataclasses import dataclass

from policyloom.analysis.qca_data import CaseSet, Material
from policyloom.analysis.qca_options import QcaOptions
from policyloom.methods.qca import Comparison, Model, Term, compare, make_data
from policyloom.methods.qca.changed import MOST_SCORES
from policyloom.methods.qca.minimise import SolutionType
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
        return [m for s in self.made.solutions if s.type == type_ for m in s.models]

    def refs_in(self, term: Term) -> list[str]:
        """Return the scores of the cases that are members of a term; of all where there are none.

        A member belongs to the term by more than 0.5.
        """
        inside = self.made.table.data.term_membership(term) > _HALF
        cases = [c for c, there in zip(self.case_set.complete, inside, strict=True) if there]
        codes = self.case_set.codes
        return [ref for case in cases for ref in case.refs(codes)] or self.case_set.refs()


def runs_of(given: Material, some: CaseSet, own: QcaOptions) -> list[Run]:
    """Compare one set on both sides; none where it has no condition or the outcome is constant."""
    y = [case.scores[given.outcome] for case in some.complete]
    if not some.conditions or len(set(y)) < 2:
        return []
    columns = {code: [case.scores[code] for case in some.complete] for code in some.codes}
    wanted = own.expect
    scale = given.scale if len(given.scale) <= MOST_SCORES else None
    made = []
    for side, name in (("yes", given.outcome), ("no", f"~{given.outcome}")):
        expectations = {
            place: frozenset({wanted[code] if side == "yes" else 1 - wanted[code]})
            for place, code in enumerate(some.conditions)
            if code in wanted
        }
        data = make_data([case.id for case in some.complete], columns, name)
        compared = compare(data, own.cuts, expectations)
        tried = robustness(compared.table, expectations, Asked(scale))
        made.append(Run(some, side, compared, tried))
    return made
