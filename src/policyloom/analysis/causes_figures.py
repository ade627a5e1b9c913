"""Figures of the causes: a tree for each direction, and a matrix of causes and sectors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from policyloom.analysis.answer import Answer, Caption
from policyloom.analysis.causes_data import DIRECTIONS, ELEMENTS, Finding, Mark
from policyloom.analysis.charts.heat import heat
from policyloom.analysis.charts.tree import Branch, Leaf, tree
from policyloom.model.result import Text

CASES = Text("건", "cases")
_MARKS = Text(
    "동그라미 하나가 그 원인에 맞는 사례 하나, 가위표가 맞서는 사례 하나이다.",
    "A dot is a case for the cause, a cross a case against it.",
)


def draw(
    answer: Answer, found: Sequence[Finding], marks: Sequence[Mark], sectors: Mapping[str, Text]
) -> None:
    """Add tree_success, tree_failure and tree_limit where coded, and the matrix."""
    titles = {m.case: Text(f"{m.case} {m.title.ko}", f"{m.case} {m.title.en}") for m in marks}
    for direction, text in DIRECTIONS.items():
        here = [f for f in found if f.direction == direction]
        if here:
            title = Text(f"{text.ko}의 원인 나무", f"Tree of causes: {text.en.lower()}")
            alt = Text(
                f"{text.ko}의 원인을 혁신체제의 요소로 묶고 사례마다 점을 찍은 나무",
                f"Tree of causes of {text.en.lower()} by element, a mark a case",
            )
            origins = [m.ref for f in here for m in f.marks]
            spec = tree(_branches(here, titles))
            answer.figure(f"tree_{direction}", spec, Caption(title, alt, [_MARKS], CASES), origins)
    _matrix(answer, found, marks, sectors)


def _branches(found: Sequence[Finding], titles: Mapping[str, Text]) -> list[Branch]:
    made = []
    for element, text in ELEMENTS.items():
        leaves = [
            Leaf(f.name, [titles[c] for c in f.backing], [titles[c] for c in f.opposing])
            for f in found
            if f.element == element
        ]
        if leaves:
            made.append(Branch(text, leaves))
    return made


def _matrix(
    answer: Answer, found: Sequence[Finding], marks: Sequence[Mark], sectors: Mapping[str, Text]
) -> None:
    """Draw cause x (direction, sector) with the number of cases for, blanks where there is none."""
    here = [s for s in sectors if any(m.sector == s for m in marks)]
    causes = {f.cause: f.name for f in found}
    counts = {(f.cause, f.direction, s): len(f.backing_in(s)) for f in found for s in here}
    total = {c: sum(n for (x, _, _), n in counts.items() if x == c) for c in causes}
    cells = []
    for cause in sorted(causes, key=lambda c: (-total[c], c)):
        for direction, way in DIRECTIONS.items():
            for sector in here:
                n = counts.get((cause, direction, sector), 0)
                column = Text(
                    f"{way.ko} · {sectors[sector].ko}", f"{way.en} · {sectors[sector].en}"
                )
                cells.append((causes[cause], column, float(n) if n else None, str(n) if n else ""))
    if not cells:
        return
    most = max(n for _, _, n, _ in cells if n is not None) if any(c[2] for c in cells) else 1.0
    title = Text("원인과 분야", "Causes and sectors")
    alt = Text("원인과 분야의 표에 맞는 사례의 수", "Cases for each cause by sector and direction")
    spec = heat(cells, Text("맞는 사례", "Cases for"), domain=(0, most), step=20, angle=-40)
    origins = [m.ref for m in marks]
    answer.figure("matrix", spec, Caption(title, alt, [], CASES), origins)
