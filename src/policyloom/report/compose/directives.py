"""Directives: what a :::{name} block puts into the document. DIRECTIVES lists them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from policyloom.report.citations import sections
from policyloom.report.compose.case import compose_case
from policyloom.report.compose.claim_views import compose_claims
from policyloom.report.compose.desk import Desk, near
from policyloom.report.compose.footing_view import compose_footing
from policyloom.report.compose.origins import own_line, sources_under
from policyloom.report.compose.parse import Directive
from policyloom.report.compose.prose import inline_text
from policyloom.report.compose.select import words_of
from policyloom.report.compose.tables import compose_register, compose_table
from policyloom.report.document import (
    Bibliography,
    Box,
    BoxField,
    FigureBlock,
    GapList,
    Node,
    Note,
    Paragraph,
    ProblemList,
    Str,
)
from policyloom.report.wording import label

Nodes = tuple[Node, ...]
MadeBody = Callable[[], Nodes]


@dataclass(frozen=True)
class Known:
    """A directive: how it is composed, which options it takes, and whether it has more."""

    compose: Callable[[Desk, Directive, MadeBody], Nodes]
    options: frozenset[str] = frozenset()
    argument: bool = False
    body: bool = False


def figure(desk: Desk, directive: Directive, body: MadeBody) -> Nodes:
    """Return a figure of a result with caption, unit, notes and source line."""
    name, line, language = directive.argument, directive.line, desk.language
    found = desk.facts.figure(name)
    if found is None:
        known = [f"{a}.{n}" for a, r in desk.facts.results.items() for n in r.figures]
        desk.report("report.unknown_figure", line, value=name, nearest=near(name, known))
        return ()
    desk.use(line, f"figure:{name}")
    target = desk.numbering.at[desk.where.file, line]
    own = directive.options.get("caption", "")
    caption = inline_text(desk, own, line) if own else (Str(found.title[language]),)
    notes = tuple((Str(note[language]),) for note in found.notes)
    return (
        FigureBlock(
            id=target.id, name=name, label=target.label, caption=caption,
            unit=found.unit[language], alt=found.alt[language], language=language,
            width=_width(desk, directive), notes=notes + notes_of(desk, body()),
            source_line=own_line(desk, name, sources_under(desk, found.origins)), line=line,
        ),
    )  # fmt: skip


def table(desk: Desk, directive: Directive, body: MadeBody) -> Nodes:
    """Return a table of a result, or the author's own where no name is given."""
    return compose_table(desk, directive, lambda: notes_of(desk, body()))


def box(desk: Desk, directive: Directive, body: MadeBody) -> Nodes:
    """Return a numbered box with text."""
    target = desk.numbering.at[desk.where.file, directive.line]
    caption = inline_text(desk, directive.argument, directive.line)
    return (Box(target.id, target.label, caption, body(), directive.line),)


def note(desk: Desk, directive: Directive, body: MadeBody) -> Nodes:
    """Return a remark set off from the text."""
    return (Note(label("note", desk.language), body(), directive.line),)


def gaps(desk: Desk, directive: Directive, _body: MadeBody) -> Nodes:
    """Return the recorded gaps that match the filter."""
    options, language = directive.options, desk.language
    items: list[BoxField] = []
    for row in desk.facts.study.table("gaps"):
        wanted = (
            options.get("about", row.text("about")) == row.text("about")
            and _names(options.get("sector"), row.many("sectors"))
            and _names(options.get("region"), row.many("regions"))
        )
        if not wanted:
            continue
        desk.use(directive.line, f"gaps:{row.id}")
        items.append(BoxField(row.text("about"), (Str(row.text(f"what_{language}")),)))
    if not items:
        return (Paragraph((Str(label("no_gaps", language)),), directive.line),)
    return (GapList(tuple(items), directive.line),)


def sources(desk: Desk, directive: Directive, _body: MadeBody) -> Nodes:
    """Return the list of references; that of cited sources is filled in at the end."""
    if directive.options.get("only", "cited") == "cited":
        return (Bibliography((), directive.line),)
    rows = desk.facts.study.table("sources").rows
    return (Bibliography(tuple(sections(rows, desk.language)), directive.line),)


def problems(_desk: Desk, directive: Directive, _body: MadeBody) -> Nodes:
    """Return the list of open problems, filled in at the end."""
    return (ProblemList((), directive.line),)


def case(desk: Desk, directive: Directive, _body: MadeBody) -> Nodes:
    """Return the dossier of a case."""
    return compose_case(desk, directive)


def claims(desk: Desk, directive: Directive, _body: MadeBody) -> Nodes:
    """Return claims that match the filter, as boxes, list or table."""
    return compose_claims(desk, directive)


def register(desk: Desk, directive: Directive, body: MadeBody) -> Nodes:
    """Return a table of a register's rows."""
    return compose_register(desk, directive, lambda: notes_of(desk, body()))


def footing(desk: Desk, directive: Directive, body: MadeBody) -> Nodes:
    """Return the table of what sentences rest on; its rows are filled in at the end."""
    return compose_footing(desk, directive, lambda: notes_of(desk, body()))


_SELECTION = frozenset({"columns", "rows", "sort", "where", "caption", "id"})
DIRECTIVES: Mapping[str, Known] = {
    "figure": Known(figure, frozenset({"caption", "width", "id"}), argument=True, body=True),
    "table": Known(table, _SELECTION | {"unit", "source"}, body=True),
    "register": Known(register, _SELECTION, argument=True, body=True),
    "case": Known(case, frozenset({"id"}), argument=True),
    "box": Known(box, frozenset({"id"}), argument=True, body=True),
    "claims": Known(claims, frozenset({"ids", "kind", "sector", "region", "as", "caption", "id"})),
    "gaps": Known(gaps, frozenset({"about", "sector", "region"})),
    "footing": Known(footing, frozenset({"caption", "id"}), body=True),
    "sources": Known(sources, frozenset({"only"})),
    "problems": Known(problems),
    "note": Known(note, body=True),
}


def notes_of(desk: Desk, blocks: Nodes) -> tuple[Nodes, ...]:
    """Return the paragraphs of a body as notes under a table or figure; notes take no footing."""
    notes = [block for block in blocks if isinstance(block, Paragraph)]
    for sentence in (s for note in notes for s in note.sentences if s.rests_on):
        desk.report("report.footing_place", sentence.line)
    return tuple(note.children for note in notes)


def _names(wanted: str | None, named: tuple[str, ...]) -> bool:
    return wanted is None or any(word in named for word in words_of(wanted))


def _width(desk: Desk, directive: Directive) -> int:
    written = directive.options.get("width", "100").rstrip("%").strip()
    if written.isascii() and written.isdigit() and 20 <= int(written) <= 100:
        return int(written)
    desk.report("report.bad_option", directive.line, value=written, option="width")
    return 100
