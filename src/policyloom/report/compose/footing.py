"""Footing: what a sentence rests on, for sentences that show it by no mark of their own.

``{on}`REF, REF` `` names the evidence below it, ``{view}`REF, REF` `` says that the sentence is
the author's reading of it. Both print nothing. They belong to the sentence that they stand in or
directly follow; written first in a paragraph they hold for every sentence that has no footing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from policyloom.model.reference import Reference, parse_reference
from policyloom.model.tables import dictionary
from policyloom.report.compose.desk import Desk, near
from policyloom.report.document import Node

FOOTING = frozenset({"on", "view"})
"""The roles that say what a sentence rests on; they stand in paragraphs only."""
_DRAWN = {"figure": "report.unknown_figure", "table": "report.unknown_table"}


@dataclass(frozen=True)
class Footing(Node):
    """An {on} or {view} where it was written; taken out when the paragraph is divided."""

    kind: ClassVar[str] = "footing"
    rests_on: tuple[str, ...]
    view: bool
    line: int


def on(desk: Desk, content: str, line: int) -> Sequence[Node]:
    """{on}`cases:AI05, gaps:G07`: what the sentence rests on."""
    return _footing(desk, content, line, view=False)


def view(desk: Desk, content: str, line: int) -> Sequence[Node]:
    """{view}`claim:F-AI-03`: the sentence is the author's reading of what is named."""
    return _footing(desk, content, line, view=True)


def _footing(desk: Desk, content: str, line: int, *, view: bool) -> Sequence[Node]:
    named = [piece.strip() for piece in content.split(",") if piece.strip()]
    if not named:
        desk.report("report.footing_empty", line, value="view" if view else "on")
        return ()
    found: dict[str, None] = {}
    for written in named:
        reference = resolved(desk, written)
        if reference is None:
            _report_unknown(desk, written, line)
        else:
            desk.use(line, reference)
        found[reference or written] = None
    return (Footing(tuple(found), view, line),)


def resolved(desk: Desk, written: str) -> str | None:
    """Return the reference meant by what an author wrote; None where it leads nowhere.

    Claims and sources may go by their id alone. What has a number in the report (a table or figure
    of the author's own, a section, a box) is meant as `{ref}` means it.
    """
    if written in desk.outcomes:
        return f"claim:{written}"
    if written in desk.facts.study.table("sources").by_id:
        return f"sources:{written}"
    parsed = parse_reference(written)
    if parsed is None:
        return None
    known = _is_known(desk, parsed) or written in desk.numbering.named
    return str(parsed) if known else None


def _is_known(desk: Desk, parsed: Reference) -> bool:
    match parsed.kind:
        case "claim":
            return parsed.name in desk.outcomes
        case "figure":
            return desk.facts.figure(parsed.name) is not None
        case "table":
            return desk.facts.result_table(parsed.name) is not None
        case _:
            return desk.facts.find(str(parsed)) is not None


def _report_unknown(desk: Desk, written: str, line: int) -> None:
    """Report a reference that leads nowhere with what comes nearest to it."""
    parsed = parse_reference(written)
    if parsed is not None and parsed.kind in _DRAWN and "." in parsed.name:
        # Named as {figure} and {table} name it, so that a proof without results can let it pass.
        desk.report(_DRAWN[parsed.kind], line, value=parsed.name, nearest=_drawn_near(desk, parsed))
        return
    nearest = desk.facts.nearest(written) or near(written, _known(desk))
    desk.report("report.unknown_reference", line, value=written, nearest=nearest)


def _drawn_near(desk: Desk, parsed: Reference) -> str:
    known = (
        f"{analysis}.{name}"
        for analysis, result in desk.facts.results.items()
        for name in (result.figures if parsed.kind == "figure" else result.tables)
    )
    return near(parsed.name, known)


def _known(desk: Desk) -> Iterable[str]:
    yield from desk.outcomes
    yield from (f"claim:{claim}" for claim in desk.outcomes)
    yield from desk.facts.study.table("sources").by_id
    yield from desk.numbering.named
    yield from dictionary()
