"""What is said of each cell: values that prose and conditions may name, its pieces, its sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from policyloom.analysis.answer import (
    ROWS,
    Answer,
    Line,
    number_column,
    reference_column,
    text_column,
    text_columns,
)
from policyloom.analysis.demand_evidence import KINDS, Cell, Piece
from policyloom.analysis.demand_removal import Removal, removals
from policyloom.analysis.demand_tables import AFTERWARDS, PLACE, STATUS, place
from policyloom.analysis.names import CONFIDENCE
from policyloom.model.claim_cells import cell_name
from policyloom.model.claims import Claim
from policyloom.model.result import Plain, Text

if TYPE_CHECKING:
    from policyloom.analysis.demand import Matrix

DIRECTIONS = {
    "for": Text("수요", "For"),
    "against": Text("반대", "Against"),
    "unclear": Text("알 수 없음", "Unclear"),
}
OWN_WORD = Text("기업 스스로의 말", "Firm's own word")
_NOTHING = Text("이 칸에서 본 증거가 없음", "no evidence was seen in this cell")
_LOWER = Text(
    "근거의 짜임만 보고 판단한 것이다. 계산된 값에 걸린 조건까지는 explain --without이 다시 "
    "계산한다.",
    "Told from the structure of evidence; explain --without computes conditions anew as well.",
)


def cell_values(answer: Answer, matrix: Matrix) -> None:
    """Add what each cell of the sectors compared holds; undefined where nothing was seen.

    `cell_SECTOR_REGION` counts its pieces, `for_SECTOR_REGION` those that speak for demand, and
    `reading_SECTOR_REGION_ko` and `_en` say how it reads.
    """
    for sector in matrix.focus:
        for region in matrix.regions:
            cell = matrix.cell(sector, region)
            tail, name = cell_name(sector, region), matrix.name(cell)
            refs = cell.rows or [f"regions:{region}"]
            reason = _NOTHING
            counts = {"cell": cell.pieces, "for": cell.pointing("for")}
            labels = {"cell": Text("증거", "evidence"), "for": Text("수요의 증거", "evidence for")}
            for word, pieces in counts.items():
                label = Text(f"{name.ko}: {labels[word].ko}", f"{name.en}: {labels[word].en}")
                number = len(pieces) if cell.pieces else None
                answer.number(f"{word}_{tail}", label, number, ROWS, refs, reason)
            status = STATUS[cell.status]
            label = Text(f"{name.ko}: 읽음", f"{name.en}: reading")
            answer.number(f"reading_{tail}_ko", label, status.ko, origins=refs)
            answer.number(f"reading_{tail}_en", label, status.en, origins=refs)


def where_values(answer: Answer, matrix: Matrix) -> None:
    """Add the names of the cells of each reading but the unclear and the empty."""
    for status, words in STATUS.items():
        if status in ("unclear", "empty"):
            continue
        here = [
            matrix.cell(s, r)
            for s in matrix.focus
            for r in matrix.regions
            if matrix.cell(s, r).status == status
        ]
        refs = [ref for cell in here for ref in cell.rows]
        reason = Text("그렇게 읽히는 칸이 없음", "no cell reads so")
        shown = _grouped(matrix, here)
        for language in ("ko", "en"):
            label = Text(f"칸의 이름: {words.ko}", f"Names of cells: {words.en}")
            named = shown[language] or None
            answer.number(f"where_{status}_{language}", label, named, origins=refs, reason=reason)


def _grouped(matrix: Matrix, cells: list[Cell]) -> Text:
    korean, english = [], []
    for sector in dict.fromkeys(cell.sector for cell in cells):
        words = matrix.sectors[sector]
        names = [matrix.regions[c.region].name for c in cells if c.sector == sector]
        korean.append(f"{'·'.join(n.ko for n in names)}의 {words.ko}")
        english.append(f"{words.en} in {', '.join(n.en for n in names)}")
    return Text(", ".join(korean), "; ".join(english))


def pieces_table(answer: Answer, matrix: Matrix) -> None:
    """Add `pieces`: every piece of evidence in its cell, with kind, direction and sources."""
    rows: list[Line] = [
        ([*place(matrix, cell), *_piece(piece)], piece.rows)
        for cell in matrix.placed()
        for piece in cell.pieces
    ]
    columns = [
        *PLACE,
        reference_column("evidence", "증거", "Evidence"),
        *text_columns("kind", "유형", "Kind"),
        *text_columns("direction", "방향", "Direction"),
        *text_columns("own", "누구의 말", "Whose word"),
        *text_columns("confidence", "신뢰도", "Confidence"),
        text_column("sources", "출처", "Sources"),
    ]
    answer.table("pieces", Text("칸의 증거", "Evidence of the cells"), columns, rows)


def _piece(piece: Piece) -> list[Plain]:
    kind, direction = KINDS[piece.kind], DIRECTIONS[piece.direction]
    sure = CONFIDENCE.get(piece.confidence)
    own = OWN_WORD if piece.own_word else None
    return [
        piece.ref, kind.ko, kind.en, direction.ko, direction.en,
        own.ko if own else None, own.en if own else None,
        sure.ko if sure else None, sure.en if sure else None,
        ", ".join(piece.sources) or None,
    ]  # fmt: skip


def removals_table(answer: Answer, matrix: Matrix, claims: tuple[Claim, ...]) -> None:
    """Add `removals`: the cells that read otherwise without a source, with what falls beside."""
    kinds = {claim.id: claim.kind for claim in claims}
    by_source = removals(matrix.placed(), matrix.tables, claims)
    found = [removal for made in by_source.values() for removal in made if removal.turns]
    rows: list[Line] = [
        ([*place(matrix, r.cell), f"sources:{r.source}", *_turn(r, kinds)], _origins(r))
        for r in found
    ]
    columns = [
        *PLACE,
        reference_column("source", "없는 출처", "Without"),
        number_column("lost", "잃는 증거", "Evidence lost"),
        *text_columns("before", "지금의 읽음", "Reads now"),
        *text_columns("after", "없을 때의 읽음", "Reads then"),
        text_column("proposals", "함께 무너지는 제언", "Proposals that fall"),
    ]
    title = Text("출처 하나가 빠지면 바뀌는 칸", "Cells that turn without a source")
    answer.table("removals", title, columns, rows, [_LOWER])
    cells = {(r.cell.sector, r.cell.region): r.cell for r in found}
    refs = [ref for cell in cells.values() for ref in cell.rows]
    everything = [ref for cell in matrix.placed() for ref in cell.rows]
    label = Text("출처 하나에 읽음이 달린 칸", "Cells whose reading hangs on one source")
    answer.number("cells_at_stake", label, len(cells), Text("칸", "cells"), refs or everything)


def _turn(removal: Removal, kinds: Mapping[str, str]) -> list[Plain]:
    before, after = STATUS[removal.cell.status], AFTERWARDS[removal.after]
    proposals = ", ".join(c for c in removal.claims if kinds.get(c) == "proposal")
    lost = len(removal.lost)
    return [lost, before.ko, before.en, after.ko, after.en, proposals or None]


def _origins(removal: Removal) -> list[str]:
    return [f"sources:{removal.source}", *removal.lost]
