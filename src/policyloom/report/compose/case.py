"""The dossier of a case: who, when, what happened, what is reported, how it was scored."""

from __future__ import annotations

from policyloom.model.tables import Row, dictionary
from policyloom.report.citations import source_line
from policyloom.report.compose.desk import Desk, near
from policyloom.report.compose.origins import sources_under
from policyloom.report.compose.parse import Directive
from policyloom.report.document import BoxField, CaseBox, Node, NumberMark, Str
from policyloom.report.names import cell_text, row_name, vocabulary_word
from policyloom.report.wording import label

_FIELDS = (
    "sector", "region", "city", "start", "lead_government", "firms", "what_happened",
    "outcome_facts", "success_factors", "problems", "status", "confidence",
)  # fmt: skip


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
    scores = tuple(_scores(desk, row, directive.line))
    heading = label("scores", desk.language) if scores else ""
    sources = sources_under(desk, [reference])
    desk.cited |= dict.fromkeys(source.id for source in sources)
    caption = (Str(row_name("cases", row, desk.language)),)
    return (
        CaseBox(
            id=target.id, name=reference, label=target.label, caption=caption,
            fields=_fields(desk, row), scores_label=heading,
            scores=scores, source_line=source_line(sources, desk.language), line=directive.line,
        ),
    )  # fmt: skip


def _fields(desk: Desk, row: Row) -> tuple[BoxField, ...]:
    spec = dictionary()["cases"]
    made = []
    for name in _FIELDS:
        column = spec.column(name)
        value = row.cells.get(name)
        if value in (None, ()) and name in {"city", "firms", "status"}:
            continue
        text = cell_text(desk.facts, column, value, desk.language)
        made.append(BoxField(column.label(desk.language), (Str(text),)))
    return tuple(made)


def _scores(desk: Desk, case: Row, line: int) -> list[BoxField]:
    made = []
    for row in desk.facts.study.table("case_conditions"):
        if row.text("case") != case.id:
            continue
        reference = f"case_conditions:{row.id}"
        desk.use(line, reference)
        code = row.text("condition")
        name = vocabulary_word(desk.facts.study, "conditions", code, desk.language)
        score = NumberMark(row.text("score"), reference)
        made.append(BoxField(name, (score, Str(f" — {row.text('evidence')}"))))
    return made
