"""Process tracing: what the tests that a cause met in one case say together.

A hoop test must be passed by a cause that is to stay: failing it eliminates. A smoking gun confirms
when it is passed and says little when it is not. A doubly decisive test does both, and a straw in
the wind neither (Van Evera 1997; Bennett 2010; Collier 2011).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

Test = Literal["straw-in-the-wind", "hoop", "smoking-gun", "doubly-decisive"]
Verdict = Literal[
    "confirmed", "eliminated", "contradictory", "surviving", "undecided", "untested"
]  # fmt: skip

_NECESSARY = frozenset({"hoop", "doubly-decisive"})
_SUFFICIENT = frozenset({"smoking-gun", "doubly-decisive"})


def verdict(tests: Iterable[tuple[Test, bool]]) -> Verdict:
    """Return what the tests of one cause in one case say together, each with whether it passed.

    eliminated: a hoop or doubly decisive test failed; confirmed: a smoking gun or doubly decisive
    test passed; contradictory: both; surviving: hoops passed and nothing more; undecided: only
    straws and failed smoking guns; untested: no test.
    """
    met = list(tests)
    if not met:
        return "untested"
    eliminated = any(kind in _NECESSARY and not passed for kind, passed in met)
    confirmed = any(kind in _SUFFICIENT and passed for kind, passed in met)
    if eliminated and confirmed:
        return "contradictory"
    if eliminated:
        return "eliminated"
    if confirmed:
        return "confirmed"
    return "surviving" if any(kind in _NECESSARY for kind, _ in met) else "undecided"
