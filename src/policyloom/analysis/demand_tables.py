"""The tables of demand: cells with their evidence, empty cells with a question, and ranks."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from policyloom.analysis.answer import (
    Answer,
    Line,
    number_column,
    reference_column,
    text_column,
    text_columns,
)
from policyloom.analysis.demand_evidence import KINDS, NATION, Cell
from policyloom.analysis.demand_questions import ask, next_question
from policyloom.analysis.demand_ranking import CRITERIA, METHODS, Ranking
from policyloom.analysis.names import CONFIDENCE
from policyloom.model.facts import weakest
from policyloom.model.result import Plain, ResultColumn, Text

if TYPE_CHECKING:
    from policyloom.analysis.demand import Matrix

STATUS: Mapping[str, Text] = {
    "for": Text("수요를 말하는 증거", "Evidence for demand"),
    "disputed": Text("반대 근거가 함께 적힌 주장뿐", "Only claims with counter-evidence"),
    "contradicted": Text("엇갈리는 증거", "Evidence points both ways"),
    "against": Text("반대되는 증거", "Evidence against"),
    "unclear": Text("방향을 알 수 없음", "Direction unclear"),
    "empty": Text("본 증거 없음", "No evidence seen"),
}
AFTERWARDS: Mapping[str, Text] = {
    **STATUS,
    "unclear": Text("증거 부족(방향을 알 수 없음)", "Not enough evidence (direction unclear)"),
    "empty": Text("증거 부족(본 증거 없음)", "Not enough evidence (none seen)"),
}
"""How a cell reads after evidence was taken from it."""
VERDICTS: Mapping[str, Text] = {
    "holds": Text("대부분의 가중치에서 앞섬", "First under most weights"),
    "taste": Text("가중치에 달림", "Depends on the weights"),
    "behind": Text("앞서지 않음", "Not among the first"),
}
_RULE = Text(
    "앞섬: 세 방법 모두에서 열 번 가운데 아홉 번 이상 앞의 칸에 든다. 가중치에 달림: 어느 한 "
    "방법에서라도 열 번에 한 번 이상 든다. 뽑기의 오차(95%)로 뒤집힐 수 있으면 가중치에 달린 "
    "것으로 본다.",
    "First: among the first in nine draws of ten or more by each method. Depends: in one draw of "
    "ten or more by some method, or where the error of drawing (95%) leaves it open.",
)
_SCALES = Text(
    "가중합은 기준을 최소최대로, TOPSIS는 벡터 길이로 나누어 정규화하며, 음수가 될 수 있는 기준은 "
    "먼저 0에서 시작하도록 옮긴다. 순위우월은 기준마다 어느 칸이 앞서는지만 본다.",
    "The weighted sum scales criteria by minimum and maximum, TOPSIS by vector length, criteria "
    "that may be negative being shifted to start at 0; outranking asks only which cell is ahead.",
)
_OWN = Text(
    "이 연구의 주장은 증거의 유형과 출처에 더하지 않고, 방향에서는 모두 합쳐 하나로 센다.",
    "The study's own claims add no kind and no source, and count as one voice for a direction.",
)
PLACE: list[ResultColumn] = [
    reference_column("region", "지역", "Region"),
    *text_columns("sector", "분야", "Sector"),
]


def cells_table(answer: Answer, matrix: Matrix) -> None:
    """Add `cells`: every cell with evidence, its pieces by kind and direction."""
    rows: list[Line] = [_cell_line(matrix, cell) for cell in matrix.placed()]
    columns = [
        *PLACE,
        *(number_column(kind, words.ko, words.en) for kind, words in KINDS.items()),
        number_column("for", "수요", "For"),
        number_column("against", "반대", "Against"),
        *text_columns("status", "읽음", "Reading"),
        text_column("confidence", "가장 낮은 신뢰도", "Lowest confidence"),
        number_column("sources", "출처", "Sources"),
        number_column("own_word", "기업 스스로의 말", "Firms' own word"),
        text_column("gaps", "알지 못하는 것", "Not known"),
        text_column("template", "물음의 이름", "Name of question"),
        *text_columns("ask", "다음 물음", "Next question"),
    ]
    title = Text("증거가 있는 칸", "Cells with evidence")
    answer.table("cells", title, columns, rows)


def nation_table(answer: Answer, matrix: Matrix) -> None:
    """Add `nation`: evidence by sector that does not tell regions apart."""
    rows: list[Line] = []
    for sector, words in matrix.sectors.items():
        cell = matrix.cells.get((sector, NATION))
        if cell is not None and cell.pieces:
            counts: list[Plain] = [cell.count(kind) for kind in KINDS]
            ends: list[Plain] = [len(cell.pointing("for")), len(cell.pointing("against"))]
            status = STATUS[cell.status]
            line: list[Plain] = [words.ko, words.en, *counts, *ends, status.ko, status.en]
            rows.append((line, cell.refs))
    columns = [
        *PLACE[1:],
        *(number_column(kind, words.ko, words.en) for kind, words in KINDS.items()),
        number_column("for", "수요", "For"),
        number_column("against", "반대", "Against"),
        *text_columns("status", "읽음", "Reading"),
    ]
    title = Text("지역을 가르지 않은 증거", "Evidence that does not tell regions apart")
    answer.table("nation", title, columns, rows)


def empty_table(answer: Answer, matrix: Matrix) -> None:
    """Add `empty`: cells of the sectors compared of which nothing was seen, with a question."""
    rows: list[Line] = []
    for sector in matrix.focus:
        for region in matrix.regions:
            cell = matrix.cell(sector, region)
            if not cell.pieces:
                line = [*place(matrix, cell), *_question(matrix, cell)]
                rows.append((line, [f"regions:{region}", *cell.refs, *cell.gaps]))
    columns = [
        *PLACE,
        text_column("template", "물음의 이름", "Name of question"),
        *text_columns("ask", "다음 물음", "Next question"),
    ]
    answer.table("empty", Text("빈칸과 다음 물음", "Empty cells, next questions"), columns, rows)


def sides_table(answer: Answer, matrix: Matrix) -> None:
    """Add `complementarity`: how many indicators each economy leads, by sector."""
    rows: list[Line] = []
    for sector, words in matrix.sectors.items():
        sides = matrix.sides[sector]
        if sides.refs:
            counts: list[Plain] = [len(sides.home), len(sides.abroad), len(sides.even)]
            rows.append(([words.ko, words.en, *counts, sides.measure], sides.refs))
    columns = [
        *PLACE[1:],
        number_column("home", "첫째 나라가 앞선 지표", "Led by the first economy"),
        number_column("abroad", "둘째 나라가 앞선 지표", "Led by the second economy"),
        number_column("even", "같은 지표", "Even"),
        number_column("measure", "보완성", "Complementarity", ",.2f"),
    ]
    note = Text(
        "보완성은 1−|a−b|/(a+b)이며 a와 b는 각 나라가 앞선 지표의 수이다. 두 나라의 값이 같은 해, "
        "같은 단위와 정의로 있는 지표만 센다.",
        "1 - |a - b| / (a + b), a and b being the indicators each leads; only indicators with "
        "values of both in one year, unit and definition count.",
    )
    title = Text("분야의 보완성", "Complementarity of sectors")
    answer.table("complementarity", title, columns, rows, [note])


def ranking_table(answer: Answer, matrix: Matrix, ranking: Ranking, order: Sequence[int]) -> None:
    """Add `ranking`: median ranks by method, the interval over weights, and what holds."""
    rows: list[Line] = []
    for i in order:
        cell = ranking.cells[i]
        low, high = ranking.interval(i)
        middles: list[Plain] = [ranking.middle(i, m) for m in range(len(METHODS))]
        verdict = VERDICTS[ranking.verdict(i)]
        share: list[Plain] = [100 * ranking.share(i), verdict.ko, verdict.en]
        line = [*place(matrix, cell), *middles, ranking.middle(i), low, high, *share]
        rows.append((line, cell.refs))
    columns = [
        *PLACE,
        *(number_column(name, words.ko, words.en, ",.1f") for name, words in METHODS),
        number_column("middle", "가운데 순위", "Median rank", ",.1f"),
        number_column("low", "순위의 아래 끝", "Rank, low end", ",.0f"),
        number_column("high", "순위의 위 끝", "Rank, high end", ",.0f"),
        number_column("share", "앞에 든 비율(%)", "Among the first (%)", ",.0f"),
        *text_columns("verdict", "판정", "Verdict"),
    ]
    title = Text("증거가 있는 칸의 순위", "Ranks of cells with evidence")
    answer.table("ranking", title, columns, rows, [_RULE, _SCALES])


def criteria_table(answer: Answer, matrix: Matrix, ranking: Ranking, order: Sequence[int]) -> None:
    """Add `criteria`: what each ranked cell has on each criterion; not seen stays empty."""
    rows: list[Line] = []
    for i in order:
        cell = ranking.cells[i]
        seen: list[Plain] = [
            None if math.isnan(value) else float(value) for value in ranking.criteria[i]
        ]
        rows.append(([*place(matrix, cell), *seen], cell.refs))
    columns = [
        *PLACE,
        *(number_column(name, words.ko, words.en, ",.2f") for name, words in CRITERIA),
    ]
    title = Text("순위의 기준", "Criteria of the ranking")
    answer.table("criteria", title, columns, rows, [_OWN])


def place(matrix: Matrix, cell: Cell) -> list[Plain]:
    """Return the cells of a line that say which region and sector it is about."""
    words = matrix.sectors.get(cell.sector, Text(cell.sector, cell.sector))
    return [f"regions:{cell.region}", words.ko, words.en]


def _cell_line(matrix: Matrix, cell: Cell) -> Line:
    status = STATUS[cell.status]
    lowest = weakest(tuple(p.confidence for p in cell.pieces))
    counts: list[Plain] = [cell.count(kind) for kind in KINDS]
    ends: list[Plain] = [len(cell.pointing("for")), len(cell.pointing("against"))]
    gaps = "; ".join(ref.partition(":")[2] for ref in dict.fromkeys(cell.gaps))
    line: list[Plain] = [
        *place(matrix, cell), *counts, *ends, status.ko, status.en,
        CONFIDENCE[lowest].ko if lowest else None, len(cell.sources),
        sum(p.own_word for p in cell.pieces), gaps or None,
        *_question(matrix, cell),
    ]  # fmt: skip
    return line, [*cell.refs, *cell.gaps]


def _question(matrix: Matrix, cell: Cell) -> list[Plain]:
    template = next_question(cell)
    words = matrix.sectors.get(cell.sector, Text(cell.sector, cell.sector))
    asked = ask(template, matrix.regions[cell.region].name, words)
    return [template, asked.ko, asked.en]
