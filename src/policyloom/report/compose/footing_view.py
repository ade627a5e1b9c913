"""The footing of the report as a table: how many sentences of each chapter rest on what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from policyloom.report.compose.desk import Desk
from policyloom.report.compose.parse import Directive
from policyloom.report.compose.pipe_tables import Align, Frame, column_weights, finish
from policyloom.report.document import Node, Part, Str, TableBlock, TableCell, TableRow
from policyloom.report.footing import KINDS, Kind, kinds, stem
from policyloom.report.walking import plain_text
from policyloom.report.wording import label, word

NAME = "footing"
Nodes = tuple[Node, ...]


def compose_footing(
    desk: Desk, directive: Directive, notes: Callable[[], tuple[Nodes, ...]]
) -> Nodes:
    """Return the table without rows; `with_rows` adds them when all chapters are composed."""
    language = desk.language
    heads: list[tuple[str, Align]] = [(label("footing_part", language), "left")]
    heads.append((label("footing_all", language), "right"))
    heads += [(word("footing", kind, language), "right") for kind in KINDS]
    frame = Frame(
        name=NAME,
        title=label("footing", language),
        unit=label("footing_unit", language),
        heads=tuple(heads),
        rows=(),
        notes=((Str(label("footing_rule", language)),), *notes()),
        sources=(Str(label("own", language)),),
    )
    return (finish(desk, directive, frame),)


def with_rows(
    table: TableBlock, parts: Sequence[Part], footed: Collection[str], language: str
) -> TableBlock:
    """Return the table with a row for every part that has sentences, and their sum.

    `footed` names the chapters in which the study promises to foot every sentence.
    """
    counted = [(_name(part), kinds(part)) for part in parts]
    lines = [(name, counts) for name, counts in counted if counts.total()]
    total: Counter[Kind] = Counter()
    for _, counts in lines:
        total.update(counts)
    lines.append((label("footing_total", language), total))
    rows = tuple(_row(name, counts) for name, counts in lines)
    weights = column_weights([column.label for column in table.columns], rows)
    columns = zip(table.columns, weights, strict=True)
    rule, *own = table.notes
    return replace(
        table,
        rows=rows,
        columns=tuple(replace(column, weight=weight) for column, weight in columns),
        notes=(rule, *_required(parts, footed, language), *own),
    )


def _row(name: str, counts: Counter[Kind]) -> TableRow:
    numbers = [counts.total(), *(counts[kind] for kind in KINDS)]
    return TableRow(tuple(TableCell((Str(text),)) for text in (name, *(f"{n:,}" for n in numbers))))


def _name(part: Part) -> str:
    return f"{part.label} {plain_text(part.title)}".strip()


def _required(parts: Sequence[Part], footed: Collection[str], language: str) -> tuple[Nodes, ...]:
    """Return a note that names the chapters whose every sentence must be footed."""
    wanted = [part for part in parts if stem(part) in footed]
    names = ", ".join(part.label or plain_text(part.title) for part in wanted)
    return ((Str(label("footing_required", language, parts=names)),),) if names else ()
