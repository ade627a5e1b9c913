"""Where do the sectors lie in statistics, and which of their parts does no statistic count?

A sector of the study is no class of any classification. The register `concordance` says which
classes it overlaps, how far (core: the class is the sector; part: the sector is some of it; none:
nothing counts it), and which products of the trade register belong to a class.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from policyloom.analysis.answer import (
    Answer,
    Line,
    number_column,
    reference_column,
    refs,
    slug,
    text_column,
    text_columns,
)
from policyloom.analysis.names import sector_names
from policyloom.model.evidence import Evidence, Options
from policyloom.model.result import Plain, Result, Text

CLASSES = Text("개", "classes")
PARTS: Mapping[str, Text] = {
    "core": Text("분야와 같음", "The sector itself"),
    "part": Text("일부를 담음", "Some of it"),
    "none": Text("잡히지 않음", "Not counted"),
}


def run(evidence: Evidence, options: Options) -> Result:
    """Count and list the classes of each sector."""
    answer = Answer("concordance", Text("분야 경계", "Borders of sectors"))
    rows = evidence.query(
        """
        SELECT c.id, c.sector, c.classification, c.classification_en,
               coalesce(c.edition, '') AS edition,
               coalesce(c.code, '') AS code, c.label, c.label_ko, c.label_en, c.part,
               coalesce(c.trade_product, '') AS product, coalesce(c.note, '') AS note,
               count(t.id) AS flows
        FROM concordance c
        LEFT JOIN trade t ON t.product = c.trade_product AND c.trade_product IS NOT NULL
        GROUP BY ALL ORDER BY c.id
        """
    )
    sectors = sector_names(options)
    if not rows:
        answer.note("분류 연계 등록부가 비어 있다.", "The register of classifications has no rows.")
        return answer.done()
    every = refs("concordance", (r["id"] for r in rows))
    answer.count("classes", Text("분류 연계", "Classes"), every, CLASSES)
    for part, text in PARTS.items():
        these = refs("concordance", (r["id"] for r in rows if r["part"] == part))
        label = Text(f"분류 연계: {text.ko}", f"Classes: {text.en}")
        answer.count(part, label, these, CLASSES, every)
    for code in dict.fromkeys(r["sector"] for r in rows):
        name = sectors.get(code, Text(code, code))
        _sector(answer, code, name, [r for r in rows if r["sector"] == code])
    _matrix(answer, rows, sectors)
    counted = [r for r in rows if r["part"] != "none"]
    missing = [r for r in rows if r["part"] == "none"]
    title = Text("분야에 걸치는 분류", "Classes that the sectors overlap")
    answer.table("classes", title, _columns(), [_row(r, sectors) for r in counted])
    title = Text("어느 통계도 잡지 못하는 부분", "Parts that no statistic counts")
    if missing:
        answer.table("gaps", title, _columns(), [_row(r, sectors) for r in missing])
    answer.note(
        "‘일부를 담음’인 분류의 통계는 분야보다 넓다. 분야의 크기로 읽지 않는다.",
        "Figures of a class that holds some of a sector are wider than it: no sizes of sectors.",
    )
    return answer.done()


def _sector(answer: Answer, code: str, name: Text, rows: Sequence[Mapping[str, Any]]) -> None:
    every = refs("concordance", (r["id"] for r in rows))
    for part, text in PARTS.items():
        these = refs("concordance", (r["id"] for r in rows if r["part"] == part))
        label = Text(f"{name.ko}: {text.ko}", f"{name.en}: {text.en}")
        answer.count(f"{slug(code)}_{part}", label, these, CLASSES, every)


def _matrix(answer: Answer, rows: Sequence[Mapping[str, Any]], sectors: Mapping[str, Text]) -> None:
    """Cross classifications with sectors: core, part and none counted in each cell."""
    codes = list(dict.fromkeys(r["sector"] for r in rows))
    lines: list[Line] = []
    names = {r["classification"]: r["classification_en"] for r in rows}
    for name, english in names.items():
        here = [r for r in rows if r["classification"] == name]
        cells: list[Plain] = [name, english]
        for code in codes:
            parts = [r["part"] for r in here if r["sector"] == code]
            cells.append(_summary(parts))
        lines.append((cells, refs("concordance", (r["id"] for r in here))))
    columns = [
        *text_columns("classification", "분류", "Classification"),
        *(
            text_column(slug(c), sectors.get(c, Text(c, c)).ko, sectors.get(c, Text(c, c)).en)
            for c in codes
        ),
    ]
    title = Text("분류와 분야", "Classifications and sectors")
    note = Text(
        "●는 분야와 같은 분류, ◐는 일부를 담는 분류, ○는 잡히지 않음을 적은 행의 수.",
        "● classes that are the sector, ◐ classes with some of it, ○ rows of what is not counted.",
    )
    answer.table("matrix", title, columns, lines, [note])


def _summary(parts: Sequence[str]) -> str | None:
    signs = (("core", "●"), ("part", "◐"), ("none", "○"))
    found = [f"{sign}{parts.count(part)}" for part, sign in signs if part in parts]
    return " ".join(found) or None


def _columns() -> list[Any]:
    return [
        reference_column("row", "행", "Row"),
        *text_columns("sector", "분야", "Sector"),
        *text_columns("classification", "분류", "Classification"),
        text_column("edition", "판", "Edition"),
        text_column("code", "부호", "Code"),
        *text_columns("name", "이름", "Label"),
        *text_columns("part", "포함 정도", "Part"),
        number_column("flows", "무역 등록부의 값", "Values in the trade register"),
        text_column("note", "비고", "Note"),
    ]


def _row(r: Mapping[str, Any], sectors: Mapping[str, Text]) -> Line:
    sector = sectors.get(r["sector"], Text(r["sector"], r["sector"]))
    part = PARTS.get(r["part"], Text(r["part"], r["part"]))
    reference = f"concordance:{r['id']}"
    cells: list[Plain] = [
        reference, sector.ko, sector.en, r["classification"],
        r["classification_en"], r["edition"] or None,
        r["code"] or None, r["label_ko"], r["label_en"], part.ko, part.en, r["flows"] or None,
        r["note"] or None,
    ]  # fmt: skip
    return cells, [reference]
