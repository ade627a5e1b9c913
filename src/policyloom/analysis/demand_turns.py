"""Which cells of the demand matrix read otherwise, or lose evidence, between two results."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from policyloom.analysis.demand_evidence import KINDS
from policyloom.analysis.demand_tables import AFTERWARDS, STATUS
from policyloom.model.result import Result, Text

_CODES = {words.en: code for code, words in STATUS.items()}


@dataclass(frozen=True)
class Turn:
    """A cell before and after; `region` is "" for evidence that does not tell regions apart."""

    region: str
    sector: Text
    before: str
    after: str

    @property
    def turns(self) -> bool:
        """Tell whether the cell reads otherwise."""
        return self.before != self.after

    def told(self, language: str) -> str:
        """Say how the cell reads before and after."""
        return f"{STATUS[self.before][language]} → {AFTERWARDS[self.after][language]}"


def turned_cells(before: Result | None, after: Result | None) -> Iterator[Turn]:
    """Yield the cells that read otherwise or hold fewer pieces, in the order of the first."""
    for name in ("cells", "nation"):
        left = {(place, sector): (n, code) for place, sector, n, code in _lines(after, name)}
        for place, sector, pieces, code in _lines(before, name):
            kept, turned = left.get((place, sector), (0, "empty"))
            if kept < pieces or turned != code:
                yield Turn(place, sector, code, turned)


def _lines(result: Result | None, name: str) -> Iterator[tuple[str, Text, int, str]]:
    """Yield region, sector, number of pieces and status of each line of a table of cells."""
    table = result.tables.get(name) if result is not None else None
    names = [column.name for column in table.columns] if table is not None else []
    for row in table.rows if table is not None else ():
        cells = dict(zip(names, row, strict=True))
        pieces = sum(n for kind in KINDS if isinstance(n := cells[kind], int))
        sector = Text(str(cells["sector_ko"]), str(cells["sector_en"]))
        yield str(cells.get("region") or ""), sector, pieces, _CODES[str(cells["status_en"])]
