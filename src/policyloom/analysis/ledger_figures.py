"""The figure of the ledger: items by places, each cell in the colour and mark of its status."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from policyloom.analysis.answer import NO_UNIT, Answer, Caption, slug
from policyloom.analysis.charts.style import UNKNOWN, Datum, Spec, both, frame, legend, nominal, tip
from policyloom.model.ledger import STATUSES, Item, Status
from policyloom.model.result import Text

if TYPE_CHECKING:
    from policyloom.analysis.ledger import Sheet

WORDS: Mapping[Status, Text] = {
    "carried out": Text("이행", "Carried out"),
    "strengthened": Text("강화", "Strengthened"),
    "narrowed": Text("축소", "Narrowed"),
    "skipped": Text("건너뜀", "Skipped"),
    "added": Text("새로 넣음", "Added"),
    "unknown": Text("알 수 없음", "Unknown"),
}
MARKS: Mapping[Status, str] = {
    "carried out": "○",
    "strengthened": "▲",
    "narrowed": "▼",
    "skipped": "×",
    "added": "+",
    "unknown": "?",
}
COLOURS: Mapping[Status, str] = {
    "carried out": "#6fa3b8",
    "strengthened": "#12355b",
    "narrowed": "#e8b64a",
    "skipped": "#d1603d",
    "added": "#3f7d58",
    "unknown": UNKNOWN,
}
LEGEND = Text(
    "○ 이행, ▲ 강화, ▼ 축소, × 건너뜀, ? 알 수 없음",
    "○ carried out, ▲ strengthened, ▼ narrowed, × skipped, ? unknown",
)
_ADDED_ROW = Text("(중앙에 없는 항목)", "(not in the central text)")
_MOST_ITEMS = 60
"""Items up to which a matrix is drawn; longer ones stand in the tables."""


def item_name(item: Item) -> str:
    """Return how an item is called: its number and the beginning of its heading."""
    words = item.heading if len(item.heading) <= 24 else f"{item.heading[:23]}…"
    return f"{item.label} {words}".strip()


def add_figure(answer: Answer, sheet: Sheet) -> None:
    """Add the matrix of a central document; none where no text of any place was compared."""
    if len(sheet.items) > _MOST_ITEMS or not any(map(sheet.known, sheet.places)):
        return
    cells = list(_cells(sheet))
    title = Text(
        f"항목별 지역의 응답: {sheet.central.title_ko}",
        f"Responses by item and place: {sheet.central.title}",
    )
    alt = Text(
        "중앙 문건의 항목(행)과 지역(열)마다 응답을 색과 표시로 보인 표 그림",
        "Matrix of the items of the central text by place, coloured by response",
    )
    origins = [sheet.central.ref, *(d.ref for p in sheet.places for d in p.documents)]
    caption = Caption(title, alt, [LEGEND], NO_UNIT)
    answer.figure(f"{slug(sheet.central.id)}_matrix", _matrix(cells), caption, origins)


def _cells(sheet: Sheet) -> list[Datum]:
    made: list[Datum] = []
    for k, (item, _) in enumerate(sheet.items):
        name = Text(item_name(item), item_name(item))
        for place in sheet.places:
            cell = sheet.cells[place.code][k]
            status = cell.response.status
            made.append(_datum(name, place.name, status, MARKS[status]))
    for place in sheet.places:
        count = len(sheet.added[place.code])
        if count:
            made.append(_datum(_ADDED_ROW, place.name, "added", f"+{count}"))
    return made


def _datum(row: Text, column: Text, status: Status, mark: str) -> Datum:
    return {"row": both(row), "column": both(column), "status": both(WORDS[status]), "mark": mark}


def _matrix(cells: list[Datum]) -> Spec:
    present = {cell["status"]["en"] for cell in cells}
    used = [s for s in STATUSES if WORDS[s].en in present]
    scale = {"domain": [both(WORDS[s]) for s in used], "range": [COLOURS[s] for s in used]}
    dark = " || ".join(f"datum.mark === '{MARKS[s]}'" for s in ("strengthened", "skipped"))
    wide = len({cell["column"]["en"] for cell in cells}) > 12
    upper: Spec = {
        "orient": "top", "labelAngle": -50 if wide else 0, "domain": False, "ticks": False,
        "labelLimit": 130, "labelOverlap": False,
    }  # fmt: skip
    return frame(
        {
            "height": {"step": 24},
            "data": {"values": cells},
            "encoding": {
                "y": nominal("row", axis={"domain": False, "ticks": False, "labelLimit": 260}),
                "x": nominal("column", axis=upper),
                "tooltip": [
                    tip("row", Text("항목", "Item")),
                    tip("column", Text("지역", "Place")),
                    tip("status", Text("응답", "Response")),
                ],
            },
            "layer": [
                {
                    "mark": {"type": "rect", "stroke": "white", "strokeWidth": 2},
                    "encoding": {"color": nominal("status", scale=scale, legend=legend(columns=6))},
                },
                {
                    "mark": {"type": "text", "fontSize": 12},
                    "encoding": {
                        "text": {"field": "mark", "type": "nominal"},
                        "color": {
                            "condition": {
                                "test": f"{dark} || datum.mark[0] === '+'",
                                "value": "white",
                            },
                            "value": "#1f2933",
                        },
                    },
                },
            ],
        }
    )
