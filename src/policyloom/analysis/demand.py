"""Where, by sector and region, does evidence speak for cooperation, and what is not known?

The matrix holds evidence, not scores: an empty cell means that nothing was seen, never that there
is no demand. What is ranked are the cells with evidence, over all weights; see `demand_ranking`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from policyloom.analysis.answer import ROWS, Answer, Caption, slug
from policyloom.analysis.charts.heat import heat
from policyloom.analysis.charts.intervals import Span, intervals
from policyloom.analysis.demand_cells import (
    cell_values,
    pieces_table,
    removals_table,
    where_values,
)
from policyloom.analysis.demand_claims import (
    Standing,
    Tables,
    placing_notes,
    read_tables,
    standing,
)
from policyloom.analysis.demand_evidence import KINDS, Cell, Cells, gather
from policyloom.analysis.demand_questions import TEMPLATES, next_question
from policyloom.analysis.demand_ranking import Ranking, criteria_of, rank_cells
from policyloom.analysis.demand_sides import Sides, complementarity
from policyloom.analysis.demand_tables import (
    STATUS,
    VERDICTS,
    cells_table,
    criteria_table,
    empty_table,
    nation_table,
    ranking_table,
    sides_table,
)
from policyloom.analysis.names import Region, regions, sector_names
from policyloom.analysis.scores import read_scores, reading
from policyloom.model.demand_settings import DemandOptions
from policyloom.model.evidence import Evidence, Options
from policyloom.model.result import Result, Text

TITLE = Text("분야·지역별 협력 수요", "Demand for cooperation by sector and region")
CELLS = Text("칸", "cells")
_EMPTY = Text(
    "빈칸은 본 증거가 없다는 뜻이며, 수요가 없거나 낮다는 뜻이 아니다.",
    "An empty cell means that no evidence was seen, not that demand is low or absent.",
)
_SIGNS = {
    "for": "＋", "against": "－", "contradicted": "±", "disputed": "＋?",
    "unclear": "", "empty": "",
}  # fmt: skip
_PART = 3
"""At most one cell in so many counts as among the first: of few cells, few."""
_SHOWN = 20
"""Cells in the figure of ranks; the table holds all."""


@dataclass(frozen=True)
class Matrix:
    """Everything that was found out about the cells of the sectors compared."""

    sectors: Mapping[str, Text]
    focus: tuple[str, ...]
    regions: Mapping[str, Region]
    cells: Cells
    sides: Mapping[str, Sides]
    ranking: Ranking | None
    tables: Tables
    claims: list[Standing]

    def name(self, cell: Cell) -> Text:
        """Return a cell's name: region and sector."""
        sector = self.sectors.get(cell.sector, Text(cell.sector, cell.sector))
        if cell.region not in self.regions:
            return sector
        region = self.regions[cell.region].name
        return Text(f"{region.ko} · {sector.ko}", f"{region.en} · {sector.en}")

    def cell(self, sector: str, region: str) -> Cell:
        """Return a cell, an empty one where nothing was seen."""
        return self.cells.get((sector, region)) or Cell(sector, region)

    def placed(self) -> list[Cell]:
        """Return the cells of regions that hold evidence, in the order of sectors and regions."""
        return [
            cell
            for sector in self.sectors
            for region in self.regions
            if (cell := self.cells.get((sector, region))) is not None and cell.pieces
        ]


def run(evidence: Evidence, options: Options) -> Result:
    """Gather the evidence into cells, rank those that hold some, and ask what is missing."""
    matrix = _matrix(evidence, options)
    answer = Answer("demand", TITLE)
    _counts(answer, matrix)
    cell_values(answer, matrix)
    where_values(answer, matrix)
    _sides(answer, matrix)
    cells_table(answer, matrix)
    nation_table(answer, matrix)
    empty_table(answer, matrix)
    pieces_table(answer, matrix)
    removals_table(answer, matrix, tuple(options.extra.get("claims") or ()))
    sides_table(answer, matrix)
    _picture(answer, matrix)
    if matrix.ranking is not None:
        _ranked(answer, matrix, matrix.ranking)
    answer.notes.append(_EMPTY)
    placing_notes(answer, matrix.claims)
    return answer.done()


def _matrix(evidence: Evidence, options: Options) -> Matrix:
    places = regions(evidence)
    tables = read_tables(evidence)
    claims = list(standing(tables, options))
    scores = reading(read_scores(evidence))
    cells = gather(tables, options, list(places), claims, scores)
    sectors = sector_names(options)
    focus = tuple(s.id for s in options.settings.sectors if s.focus) or tuple(sectors)
    sides = complementarity(evidence, options, sectors)
    ranked = [
        cell
        for sector in focus
        for region in places
        if (cell := cells.get((sector, region))) is not None and cell.pieces
    ]
    ranking = _rank(ranked, sides, options)
    return Matrix(sectors, focus, places, cells, sides, ranking, tables, claims)


def _rank(ranked: Sequence[Cell], sides: Mapping[str, Sides], options: Options) -> Ranking | None:
    if not ranked:
        return None
    rows = [criteria_of(cell, sides[cell.sector].measure) for cell in ranked]
    own = DemandOptions.model_validate(options.own)
    return rank_cells(
        ranked,
        np.array(rows),
        top=min(own.top, max(1, len(ranked) // _PART)),
        draws=own.draws,
        seed=own.seed,
    )


def _counts(answer: Answer, matrix: Matrix) -> None:
    focus = [matrix.cell(s, r) for s in matrix.focus for r in matrix.regions]
    seen = [c for c in focus if c.pieces]
    refs = [ref for c in seen for ref in c.rows]
    by_status = Counter(c.status for c in focus)
    possible = Text("중점 분야의 칸", "Cells of the sectors compared")
    answer.number("cells", possible, len(focus), CELLS, refs)
    label = Text("증거가 있는 칸", "Cells with evidence")
    answer.number("cells_seen", label, len(seen), CELLS, refs)
    for status, words in STATUS.items():
        here = [ref for c in seen if c.status == status for ref in c.rows]
        name = Text(f"{words.ko} 칸", f"Cells: {words.en}")
        answer.number(f"cells_{status}", name, by_status[status], CELLS, here or refs)
    for sector in matrix.focus:
        mine = [c for c in seen if c.sector == sector]
        words = matrix.sectors[sector]
        label = Text(f"{words.ko}: 증거가 있는 칸", f"{words.en}: cells with evidence")
        origins = [ref for c in mine for ref in c.rows]
        answer.number(f"cells_{slug(sector)}", label, len(mine), CELLS, origins or refs)
    every = {p.ref: p for cell in matrix.cells.values() for p in cell.pieces}
    every_row = [ref for p in every.values() for ref in p.rows]
    for kind, words in KINDS.items():
        found = [p for p in every.values() if p.kind == kind]
        label = Text(f"수요의 증거: {words.ko}", f"Evidence of demand: {words.en}")
        rows = [ref for p in found for ref in p.rows]
        answer.number(f"kind_{kind}", label, len(found), ROWS, rows or every_row)
    asked = Counter(next_question(c) for c in focus)
    for template in TEMPLATES:
        label = Text(f"다음 물음이 {template}인 칸", f"Cells whose next question is {template}")
        answer.number(slug(template), label, asked[template], CELLS, refs)


def _sides(answer: Answer, matrix: Matrix) -> None:
    for sector in matrix.focus:
        words, sides = matrix.sectors[sector], matrix.sides[sector]
        label = Text(f"{words.ko}의 보완성", f"Complementarity: {words.en}")
        reason = Text("견줄 수 있는 지표가 둘보다 적음", "fewer than two comparable indicators")
        measure = None if sides.measure is None else round(sides.measure, 6)
        name = f"complementarity_{slug(sector)}"
        answer.number(name, label, measure, origins=sides.refs, reason=reason)


def _picture(answer: Answer, matrix: Matrix) -> None:
    placed = matrix.placed()
    used = [s for s in matrix.sectors if any(c.sector == s for c in placed)]
    if not placed:
        return
    spots = []
    for code, region in matrix.regions.items():
        for sector in used:
            cell = matrix.cell(sector, code)
            kinds = cell.kinds
            word = f"{kinds}{_SIGNS[cell.status]}" if kinds else ""
            spots.append((region.name, matrix.sectors[sector], kinds or None, word))
    most = max(value or 0 for _, _, value, _ in spots)
    value = Text("증거 유형의 수", "Kinds of evidence")
    spec = heat(spots, value, domain=(0, most), step=17, angle=-45)
    signs = Text(
        "＋는 수요를 말하는 증거, －는 반대되는 증거, ±는 둘 다, ?는 반대 근거가 함께 적힌 "
        "주장뿐임을 뜻한다. 부호가 없으면 방향을 알 수 없다.",
        "＋ speaks for demand, － against it, ± both; ? means claims with counter-evidence only. "
        "No sign: the direction is unclear.",
    )
    alt = Text("지역과 분야의 표에 증거 유형의 수를 색으로", "Heat: kinds of evidence by region")
    refs = [ref for c in placed for ref in c.refs]
    answer.figure("matrix", spec, Caption(TITLE, alt, [signs, _EMPTY]), refs)


def _ranked(answer: Answer, matrix: Matrix, ranking: Ranking) -> None:
    refs = [ref for c in ranking.cells for ref in c.rows]
    verdicts = [ranking.verdict(i) for i in range(len(ranking.cells))]
    for verdict, words in VERDICTS.items():
        here = [i for i, v in enumerate(verdicts) if v == verdict]
        origins = [ref for i in here for ref in ranking.cells[i].rows]
        label = Text(f"순위: {words.ko}", f"Ranking: {words.en}")
        answer.number(f"rank_{verdict}", label, len(here), CELLS, origins or refs)
    answer.number("ranked", Text("순위를 매긴 칸", "Cells ranked"), len(verdicts), CELLS, refs)
    answer.number("top", Text("앞선 칸의 기준", "First cells"), ranking.top, CELLS, refs)
    order = sorted(range(len(verdicts)), key=lambda i: (ranking.middle(i), i))
    names = [matrix.name(ranking.cells[i]) for i in order if verdicts[i] == "holds"]
    joined = Text(", ".join(n.ko for n in names), ", ".join(n.en for n in names))
    held = [ref for i in order if verdicts[i] == "holds" for ref in ranking.cells[i].rows]
    for language in ("ko", "en"):
        label = Text("대부분의 가중치에서 앞선 칸", "Cells first under most weights")
        reason = Text(
            "대부분의 가중치에서 앞서는 칸이 없음", "no cell is among the first under most weights"
        )
        shown = joined[language] or None
        answer.number(f"holding_{language}", label, shown, origins=held or refs, reason=reason)
    ranking_table(answer, matrix, ranking, order)
    criteria_table(answer, matrix, ranking, order)
    _rank_figure(answer, matrix, ranking, order)


def _rank_figure(answer: Answer, matrix: Matrix, ranking: Ranking, order: Sequence[int]) -> None:
    spans = []
    for i in order[:_SHOWN]:
        low, high = ranking.interval(i)
        words = VERDICTS[ranking.verdict(i)]
        spans.append(Span(matrix.name(ranking.cells[i]), low, ranking.middle(i), high, words))
    used = [v for v in VERDICTS.values() if any(s.series == v for s in spans)]
    title = Text("증거가 있는 칸의 순위와 그 폭", "Ranks of cells with evidence, and their spread")
    note = Text(
        f"가중치와 보지 못한 값을 {len(ranking.places)}번 뽑아 세 방법으로 매긴 순위의 가운데 90%. "
        f"앞의 {min(_SHOWN, len(order))}칸만 그린다.",
        f"The middle 90% of ranks by three methods over {len(ranking.places)} draws of weights and "
        f"of what was not seen; the first {min(_SHOWN, len(order))} cells.",
    )
    spec = intervals(spans, Text("순위", "Rank"), used)
    alt = Text("칸마다 순위의 가운데 값과 폭을 그린 그림", "Intervals of ranks by cell")
    refs = [ref for i in order[:_SHOWN] for ref in ranking.cells[i].refs]
    answer.figure("ranks", spec, Caption(title, alt, [note, _EMPTY]), refs)
