"""Tables of results and of registers."""

from __future__ import annotations

from collections.abc import Callable

from policyloom.core.text import FormatError, format_value
from policyloom.model.reference import parse_reference
from policyloom.model.result import Plain, ResultColumn, ResultTable
from policyloom.model.tables import Row, TableSpec, dictionary
from policyloom.report.compose.desk import Desk, near
from policyloom.report.compose.origins import named_line, own_line, sources_under
from policyloom.report.compose.parse import Directive
from policyloom.report.compose.pipe_tables import Align, Frame, compose_own, finish
from policyloom.report.compose.select import Selection, select
from policyloom.report.document import Node, Str, TableCell, TableRow, TermMark
from policyloom.report.names import cell_text, row_name
from policyloom.report.wording import label

Nodes = tuple[Node, ...]
Notes = tuple[Nodes, ...]

_INTERNAL = frozenset({"note"})
_NUMERIC = frozenset({"number", "int", "score"})


def compose_table(desk: Desk, directive: Directive, notes: Callable[[], Notes]) -> Nodes:
    """Return a table of a result, or the pipe table in the directive's body."""
    if not directive.argument:
        return compose_own(desk, directive)
    name, line, language = directive.argument, directive.line, desk.language
    found = desk.facts.result_table(name)
    if found is None:
        known = [f"{a}.{n}" for a, r in desk.facts.results.items() for n in r.tables]
        desk.report("report.unknown_table", line, value=name, nearest=near(name, known))
        return ()
    desk.use(line, f"table:{name}")
    chosen = select(desk, directive, [c.name for c in found.columns], found.rows)
    origins = [o for i in chosen.rows for o in (found.origins[i] if found.origins else ())]
    empty = any(found.rows[i][c] is None for i in chosen.rows for c in chosen.columns)
    told = tuple((Str(note[language]),) for note in found.notes)
    columns = [found.columns[c] for c in chosen.columns]
    frame = Frame(
        name=name,
        title=found.title[language],
        unit=found.unit[language],
        heads=tuple((c.label[language], _align(c)) for c in columns),
        rows=tuple(_result_rows(desk, found, chosen)),
        notes=told + _cut_notes(desk, chosen, empty=empty) + notes(),
        sources=own_line(desk, name, sources_under(desk, origins)),
    )
    return (finish(desk, directive, frame),)


def compose_register(desk: Desk, directive: Directive, notes: Callable[[], Notes]) -> Nodes:
    """Return a table of a register: the columns chosen, codes and ids by their names."""
    name, line, language = directive.argument, directive.line, desk.language
    spec = dictionary().get(name)
    if spec is None:
        nearest = near(name, dictionary())
        desk.report("report.unknown_register", line, value=name, nearest=nearest)
        return ()
    rows = desk.facts.study.table(name).rows
    cells = [[row.cells.get(c) for c in spec.column_names] for row in rows]
    chosen = select(desk, directive, spec.column_names, cells)
    if not directive.options.get("columns"):
        kept = tuple(i for i in chosen.columns if not _internal(spec.columns[i].name))
        chosen = Selection(kept, chosen.rows, chosen.cut)
    empty = any(cells[i][c] in (None, ()) for i in chosen.rows for c in chosen.columns)
    columns = [spec.columns[c] for c in chosen.columns]
    frame = Frame(
        name=name,
        title=spec.label(language),
        unit="",
        heads=tuple((c.label(language), _side(c.type in _NUMERIC)) for c in columns),
        rows=tuple(_register_row(desk, spec, rows[i], chosen.columns, line) for i in chosen.rows),
        notes=_cut_notes(desk, chosen, empty=empty) + notes(),
        sources=named_line(
            desk, sources_under(desk, [f"{name}:{rows[i].id}" for i in chosen.rows])
        ),
    )
    return (finish(desk, directive, frame),)


def _result_rows(desk: Desk, found: ResultTable, chosen: Selection) -> list[TableRow]:
    heats = {c: _heat_scale(found, c) for c in chosen.columns if found.columns[c].kind == "heat"}
    made = []
    for i in chosen.rows:
        cells = tuple(
            TableCell(
                _result_cell(desk, found.columns[c], found.rows[i][c]),
                _heat(found.rows[i][c], heats.get(c)),
            )
            for c in chosen.columns
        )
        made.append(TableRow(cells, found.origins[i] if found.origins else ()))
    return made


def _result_cell(desk: Desk, column: ResultColumn, value: Plain) -> Nodes:
    if column.kind != "reference" or not isinstance(value, str):
        return (_plain_cell(desk, column, value),)
    made: list[Node] = []
    for part in value.split(";"):
        made += [Str("; "), _named(desk, part.strip())] if made else [_named(desk, part.strip())]
    return tuple(made)


def _named(desk: Desk, reference: str) -> Node:
    """Return the name of what a cell names; a file of the study stays as it is written."""
    parsed = parse_reference(reference)
    if parsed is None or "/" in reference.partition(":")[0]:
        return Str(reference)
    row = desk.facts.row(parsed.table, parsed.name)
    named = parsed.name if parsed.kind == "claim" else reference
    return TermMark(row_name(parsed.table, row, desk.language) if row else named, reference)


def _plain_cell(desk: Desk, column: ResultColumn, value: Plain) -> Node:
    if isinstance(value, bool):
        return Str(label("yes" if value else "no", desk.language))
    if isinstance(value, str) and column.kind in {"number", "heat", "text"}:
        return Str(value)
    wanted = {"text": "text", "date": ""}.get(column.kind, column.format)
    try:
        return Str(format_value(value, wanted, desk.language))
    except FormatError:
        return Str(str(value))


def _heat_scale(found: ResultTable, column: int) -> tuple[float, float]:
    """Return the least and greatest number over all heat columns, so that shades compare."""
    heat = [i for i, c in enumerate(found.columns) if c.kind == "heat"] or [column]
    cells = [row[i] for row in found.rows for i in heat]
    numbers = [float(v) for v in cells if isinstance(v, int | float) and not isinstance(v, bool)]
    return (min(0.0, *numbers), max(numbers)) if numbers else (0.0, 0.0)


def _heat(value: Plain, scale: tuple[float, float] | None) -> float | None:
    if scale is None or isinstance(value, bool | str) or value is None or scale[0] == scale[1]:
        return None
    return round((float(value) - scale[0]) / (scale[1] - scale[0]), 3)


def _register_row(
    desk: Desk, spec: TableSpec, row: Row, columns: tuple[int, ...], line: int
) -> TableRow:
    reference = f"{spec.name}:{row.id}"
    desk.use(line, reference)
    cells = tuple(
        TableCell((Str(cell_text(desk.facts, c, row.cells.get(c.name), desk.language)),))
        for c in (spec.columns[i] for i in columns)
    )
    return TableRow(cells, (reference,))


def _cut_notes(desk: Desk, chosen: Selection, *, empty: bool) -> Notes:
    notes: list[Nodes] = []
    if empty:
        notes.append((Str(label("not_seen", desk.language)),))
    if chosen.cut:
        shown = len(chosen.rows)
        words = {"all": f"{shown + chosen.cut:,}", "shown": f"{shown:,}"}
        notes.append((Str(label("cut_rows", desk.language, **words)),))
    return tuple(notes)


def _align(column: ResultColumn) -> Align:
    if column.kind == "heat":
        return "center"
    return _side(column.kind == "number")


def _side(numeric: bool) -> Align:
    return "right" if numeric else "left"


def _internal(column: str) -> bool:
    return column in _INTERNAL or column.endswith("_printed")
