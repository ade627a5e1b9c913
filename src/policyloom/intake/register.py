"""A register as it stands in its file, and the rows that are to come into it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from policyloom.core.problem import Problem, problem
from policyloom.files.append import with_columns, with_rows
from policyloom.files.edit import RowEdit, edited
from policyloom.files.formats import BOM, TABLE_BYTES, csv_rows, decode, read_bytes
from policyloom.model.study import Study
from policyloom.model.tables import TableSpec


@dataclass
class Draft:
    """A row that is to come: its cells as the register will have them, and where they stand.

    `heads` are the headings of the cells, for messages. `fills` is the line of the row of the
    register whose empty cells are filled, 0 for a new row. `bad` rows have an error.
    """

    file: str
    line: int
    cells: dict[str, str]
    heads: Mapping[str, str] = field(default_factory=dict)
    fills: int = 0
    bad: bool = False


@dataclass(frozen=True)
class Register:
    """A table's file as it was read: bytes, text, and its rows with their lines."""

    spec: TableSpec
    expected: str
    data: bytes
    text: str
    rows: Sequence[Mapping[str, str]]
    lines: Sequence[int]

    @classmethod
    def read(cls, study: Study, spec: TableSpec) -> tuple[Register | None, list[Problem]]:
        """Read a register; one that the study does not have yet is a header alone."""
        known = study.inputs.get(spec.file)
        if known is None:
            text = _header(spec)
            return cls(spec, "", BOM + text.encode("utf-8"), text, (), ()), []
        data, problems = read_bytes(study.folder, spec.file, TABLE_BYTES)
        text_, more = decode(data, spec.file, "csv") if data is not None else (None, [])
        rows, broken = csv_rows(text_, spec.file) if text_ is not None else ([], [])
        problems = problems + more + broken
        if data is None or text_ is None or problems:
            return None, problems
        if not known or not rows:
            return None, [problem("csv.empty", spec.file, 1)]
        header = [cell.strip() for cell in rows[0].cells]
        cells = [
            {name: cell.strip() for name, cell in zip(header, row.cells, strict=False)}
            for row in rows[1:]
        ]
        return cls(spec, known, data, text_, cells, [row.line for row in rows[1:]]), []

    def with_drafts(self, drafts: Sequence[Draft]) -> tuple[bytes, list[Problem]]:
        """Return the file's content with cells filled and rows added; other bytes as they were."""
        new = [draft.cells for draft in drafts if not draft.fills]
        edits = [RowEdit(d.fills, _without_id(d.cells)) for d in drafts if d.fills]
        mark = BOM if self.data.startswith(BOM) else b""
        text = self.text
        if edits:
            text = with_columns(text, self.spec, {name for e in edits for name in e.cells})
            made, _, problems = edited(mark + text.encode("utf-8"), self.spec.file, edits)
            if problems:
                return self.data, problems
            text = made.removeprefix(BOM).decode("utf-8")
        if new:
            text = with_rows(text, self.spec, new) or text
        return mark + text.encode("utf-8"), []


def _without_id(cells: Mapping[str, str]) -> dict[str, str]:
    return {name: cell for name, cell in cells.items() if name != "id"}


def _header(spec: TableSpec) -> str:
    made = io.StringIO(newline="")
    csv.writer(made, lineterminator="\n").writerow(spec.column_names)
    return made.getvalue()
