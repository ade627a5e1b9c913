"""Tables: of results, of registers, and of the author's own making."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from typing import Literal

from policyloom.core.text import FormatError, format_value
from policyloom.model.result import Plain, ResultColumn, ResultTable
from policyloom.model.tables import Row, TableSpec, dictionary
from policyloom.report.compose.desk import Desk, near
from policyloom.report.compose.names import cell_text, row_name
from policyloom.report.compose.origins import named_line, own_line, sources_under
from policyloom.report.compose.parse import Directive, Element
from policyloom.report.compose.prose import inline_text, inlines
from policyloom.report.compose.select import Selection, select, words_of
from policyloom.report.document import (
    Node,
    Str,
    TableBlock,
    TableCell,
    TableColumn,
    TableRow,
    TermMark,
    plain_text,
)
from policyloom.report.wording import label

Nodes = tuple[Node, ...]
Notes = tuple[Nodes, ...]
Align = Literal["left", "right", "center"]

_UNFIT = frozenset({"note", "confidence"})


def compose_table(desk: Desk, directive: Directive, notes: Callable[[], Notes]) -> Nodes:
    """Return a table of a result, or the pipe table in the directive's body."""
    if not directive.argument:
        return _own_table(desk, directive)
    name, line = directive.argument, directive.line
    found = desk.facts.result_table(name)
    if found is None:
        known = [f"{a}.{n}" for a, r in desk.facts.results.items() for n in r.tables]
        desk.report("report.unknown_table", line, value=name, nearest=near(name, known))
        return ()
    desk.use(line, f"table:{name}")
    chosen = select(desk, directive, [c.name for c in found.columns], found.rows)
    rows = _result_rows(desk, found, chosen)
    origins = [o for i in chosen.rows for o in (found.origins[i] if found.origins else ())]
    told = [(Str(note[desk.language]),) for note in found.notes]
    shown = (v for i in chosen.rows for c in chosen.columns for v in (found.rows[i][c],))
    told += _cut_notes(desk, chosen, any(v is None for v in shown))
    columns = [found.columns[c] for c in chosen.columns]
    heads = [(c.label[desk.language], _align(c)) for c in columns]
    line_of_sources = own_line(desk, name, sources_under(desk, origins))
    caption = found.title[desk.language]
    return (
        _block(desk, directive, (name, caption, found.unit[desk.language]), heads, rows,
               (*told, *notes()), line_of_sources),
    )  # fmt: skip


def compose_register(desk: Desk, directive: Directive, notes: Callable[[], Notes]) -> Nodes:
    """Return a table of a register: the columns chosen, codes and ids by their names."""
    name, line = directive.argument, directive.line
    spec = dictionary().get(name)
    if spec is None:
        desk.report(
            "report.unknown_register", line, value=name, nearest=near(name, dictionary())
        )
        return ()
    rows = desk.facts.study.table(name).rows
    cells = [[row.cells.get(c) for c in spec.column_names] for row in rows]
    chosen = select(desk, directive, spec.column_names, cells)
    if not directive.options.get("columns"):
        kept = tuple(i for i in chosen.columns if not _internal(spec.columns[i].name))
        chosen = Selection(kept, chosen.rows, chosen.cut)
    made = [_register_row(desk, spec, rows[i], chosen.columns, line) for i in chosen.rows]
    empty = any(cells[i][c] in (None, ()) for i in chosen.rows for c in chosen.columns)
    columns = [spec.columns[c] for c in chosen.columns]
    heads: list[tuple[str, Align]] = [
        (c.label(desk.language), "right" if c.type in {"number", "int", "score"} else "left")
        for c in columns
    ]
    sources = sources_under(desk, (f"{name}:{rows[i].id}" for i in chosen.rows))
    return (
        _block(desk, directive, (name, spec.label(desk.language), ""), heads, made,
               (*_cut_notes(desk, chosen, empty), *notes()), named_line(desk, sources)),
    )  # fmt: skip


def _block(
    desk: Desk,
    directive: Directive,
    named: tuple[str, str, str],
    heads: Sequence[tuple[str, Align]],
    rows: Sequence[TableRow],
    *rest: tuple[object, ...],
) -> TableBlock:
    raise NotImplementedError


def _internal(column: str) -> bool:
    return column in _UNFIT or column.endswith("_printed")
