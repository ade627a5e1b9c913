"""What each source holds up in the matrix: how a cell would read without it.

Told from the structure of evidence, as in `model/falling.py`: a piece falls when none of its
sources is left or a row that it needs has fallen, a claim when anything that supports it has, and a
direction becomes unclear when a row that it was read from has fallen. `policyloom explain DIR
--without` computes everything anew, and may find more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from policyloom.analysis.demand_claims import Tables
from policyloom.analysis.demand_evidence import Cell, Piece, status_of
from policyloom.model.claims import Claim
from policyloom.model.facts import row_sources
from policyloom.model.falling import fallen_rows, falling_claims
from policyloom.model.reference import parse_reference


@dataclass(frozen=True)
class Removal:
    """A cell without a source: the pieces that it loses, how it then reads, claims that fall."""

    cell: Cell
    source: str
    lost: tuple[str, ...]
    after: str
    claims: tuple[str, ...]

    @property
    def turns(self) -> bool:
        """Tell whether the cell reads otherwise without the source."""
        return self.after != self.cell.status


def removals(
    cells: Sequence[Cell], tables: Tables, claims: Sequence[Claim]
) -> dict[str, list[Removal]]:
    """Return what every source below the cells holds up in them, by source."""
    fallen, gone_without = falling_claims(claims, tables), fallen_rows(tables)
    below: dict[str, list[Cell]] = {}
    for cell in cells:
        for source in dict.fromkeys(_sources(cell.pieces, tables)):
            below.setdefault(source, []).append(cell)
    found: dict[str, list[Removal]] = {}
    for source in (row.id for row in tables["sources"] if row.id in below):
        gone = {f"{table}:{row}" for table, row in gone_without(source)}
        claimed = fallen.get(source, ())
        gone.update(f"claim:{claim}" for claim in claimed)
        made = [_without(cell, source, gone, claimed) for cell in below[source]]
        found[source] = [removal for removal in made if removal is not None]
    return found


def _without(cell: Cell, source: str, gone: set[str], claims: tuple[str, ...]) -> Removal | None:
    left = [_unsettled(p, gone) for p in cell.pieces if p.ref not in gone]
    if left == cell.pieces:
        return None
    lost = tuple(p.ref for p in cell.pieces if p.ref in gone)
    return Removal(cell, source, lost, status_of(left), claims)


def _unsettled(piece: Piece, gone: set[str]) -> Piece:
    settled = not gone.intersection(piece.settled_by)
    return piece if settled else replace(piece, direction="unclear")


def _sources(pieces: Iterable[Piece], tables: Tables) -> Iterator[str]:
    for piece in pieces:
        yield from piece.sources
        for reference in piece.settled_by:
            parsed = parse_reference(reference)
            row = tables[parsed.table].by_id.get(parsed.name) if parsed else None
            if parsed is not None and row is not None:
                yield from row_sources(tables[parsed.table].spec, row)
