"""The dossier of a case: who did what when, what was reported by whom, and how it was scored.

The fields come from the case's row, its participants and its events; causes and scores stand in a
second part. What was not seen is named, so that a short box does not pass for a simple case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from policyloom.model.dossier import (
    CAUSES,
    EVENTS,
    PARTIES,
    ROLES,
    SECTIONS,
    SUPPORT,
    Dossier,
    dossier,
)
from policyloom.model.result import Text
from policyloom.model.tables import Row, dictionary
from policyloom.report.citations import dotted, source_line
from policyloom.report.compose.desk import Desk, near
from policyloom.report.compose.origins import sources_under
from policyloom.report.compose.parse import Directive
from policyloom.report.document import BoxField, CaseBox, Node, NumberMark, Str
from policyloom.report.names import cell_text, row_name, vocabulary_word
from policyloom.report.wording import label, word

_FIELDS = (
    "sector", "region", "city", "start", "lead_government", "firms", "what_happened",
    "outcome_facts", "success_factors", "problems", "status", "confidence",
)  # fmt: skip
_OPTIONAL = frozenset({"city", "firms", "status"})
_TOLD_BY: Mapping[str, tuple[str, ...]] = {
    "lead_government": ("authority",),
    "firms": ("firm",),
    "outcome_facts": ("outcome",),
}
"""Cells that give way to the dossier's own field once it has rows of these groups or kinds."""

_DISPUTED = Text("엇갈리는 주장", "Claims that differ")
_TIMELINE = Text("이력", "Timeline")
_MEASURES = Text("지정·규제·재정·조세", "Designation, regulation, finance, tax")
_RESPONSES = Text("대응", "Responses")
_GAPS = Text("보지 못한 것", "Not seen")
_CAUSES = Text("원인", "Causes")


def compose_case(desk: Desk, directive: Directive) -> tuple[Node, ...]:
    """Return the box of a case; a problem where there is no such case."""
    cases = desk.facts.study.table("cases")
    row = cases.by_id.get(directive.argument)
    if row is None:
        nearest = near(directive.argument, cases.by_id)
        desk.report(
            "report.unknown_case", directive.line, value=directive.argument, nearest=nearest
        )
        return ()
    reference = f"cases:{row.id}"
    desk.use(directive.line, reference)
    target = desk.numbering.at[desk.where.file, directive.line]
    fields = tuple(_fields(desk, row, directive.line))
    scores = (*_scores(desk, row, directive.line), *_causes(desk, row, directive.line))
    heading = label("scores", desk.language) if scores else ""
    sources = sources_under(desk, [reference])
    desk.cited |= dict.fromkeys(source.id for source in sources)
    caption = (Str(row_name("cases", row, desk.language)),)
    return (
        CaseBox(
            id=target.id, name=reference, label=target.label, caption=caption,
            fields=fields, scores_label=heading,
            scores=scores, source_line=source_line(sources, desk.language), line=directive.line,
        ),
    )  # fmt: skip


def _of_case(desk: Desk, table: str, case: Row, line: int) -> list[Row]:
    """Return the rows of a case in a table, and note that the box rests on them."""
    found = [r for r in desk.facts.study.table(table) if r.text("case") == case.id]
    for row in found:
        desk.use(line, f"{table}:{row.id}")
    return found


def _fields(desk: Desk, row: Row, line: int) -> list[BoxField]:
    roles, events = _of_case(desk, ROLES, row, line), _of_case(desk, EVENTS, row, line)
    found = dossier(row.id, roles, events)
    spec = dictionary()["cases"]
    made = []
    for name in _FIELDS:
        column = spec.column(name)
        value = row.cells.get(name)
        if any(found.roles.get(k) or found.of(k) for k in _TOLD_BY.get(name, ())):
            continue
        if value in (None, ()) and name in _OPTIONAL:
            continue
        text = cell_text(desk.facts, column, value, desk.language)
        made.append(BoxField(column.label(desk.language), (Str(text),)))
    return [*made, *_dossier(desk, found)] if roles or events else made


def _dossier(desk: Desk, found: Dossier) -> Iterable[BoxField]:
    """Yield the fields of participants, events, disputes and gaps, each in one line."""
    language = desk.language
    for kind, rows in found.roles.items():
        yield _field(PARTIES[kind], [_party(r) for r in rows], language)
    told = {"step", *SUPPORT, "response"}
    timeline = [r for r in found.timeline if r.text("kind") in told]
    if timeline:
        yield _field(_TIMELINE, [_event(r) for r in timeline], language)
    undated = [r for r in found.support if not r.text("date")]
    if undated:
        named = [f"{SUPPORT[r.text('kind')][language]}: {r.text('what')}" for r in undated]
        yield _field(_MEASURES, named, language)
    responses = [r for r in found.of("response") if not r.text("date")]
    if responses:
        yield _field(_RESPONSES, [_event(r) for r in responses], language)
    if found.undisputed:
        yield _field(SECTIONS["outcome"], [_event(r) for r in found.undisputed], language)
    for matter, rows in found.disputes.items():
        sides = [f"({i}) {_event(r)}" for i, r in enumerate(rows, 1)]
        heading = Text(f"{_DISPUTED.ko}: {matter}", f"{_DISPUTED.en}: {matter}")
        yield _field(heading, sides, language)
    if found.gaps:
        yield BoxField(
            _GAPS[language], (Str(", ".join(SECTIONS[g][language] for g in found.gaps)),)
        )


def _field(heading: Text, parts: Sequence[str], language: str) -> BoxField:
    return BoxField(heading[language], (Str("; ".join(parts)),))


def _party(row: Row) -> str:
    role = row.text("role")
    return f"{row.text('name')} — {role}" if role else row.text("name")


def _event(row: Row) -> str:
    """Return an event with its date and reporter, neither where the text says it already."""
    what, date, by = row.text("what"), row.text("date"), row.text("reported_by")
    before = f"{dotted(date)} " if date and date not in what else ""
    return f"{before}{what} [{by}]" if by and by not in what else f"{before}{what}"


def _scores(desk: Desk, case: Row, line: int) -> list[BoxField]:
    made = []
    for row in _of_case(desk, "case_conditions", case, line):
        reference = f"case_conditions:{row.id}"
        code = row.text("condition")
        name = vocabulary_word(desk.facts.study, "conditions", code, desk.language)
        score = NumberMark(row.text("score"), reference)
        coder = f" ({word('code', 'adjudicated', desk.language)})" if _settles(row) else ""
        made.append(BoxField(name, (score, Str(f" — {row.text('evidence')}{coder}"))))
    return made


def _settles(row: Row) -> bool:
    return row.text("standing") == "adjudicated"


def _causes(desk: Desk, case: Row, line: int) -> Iterable[BoxField]:
    """Yield the causes put down in a case, one field a direction and side."""
    groups: dict[tuple[str, str], dict[str, None]] = {}
    for row in _of_case(desk, CAUSES, case, line):
        name = vocabulary_word(desk.facts.study, "causes", row.text("cause"), desk.language)
        groups.setdefault((row.text("direction"), row.text("stance")), {})[name] = None
    for (direction, stance), names in groups.items():
        way = word("code", direction, desk.language)
        side = word("code", stance, desk.language)
        heading = f"{_CAUSES[desk.language]}: {way} ({side})"
        yield BoxField(heading, (Str(", ".join(names)),))
