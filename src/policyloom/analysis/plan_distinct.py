"""How this study says it differs from prior ones, beside what its report holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from policyloom.analysis.plan_reading import Plan
from policyloom.model.distinctness import SEEN, differences, headings, overlaps, shared_methods
from policyloom.model.evidence import Record
from policyloom.model.result import ResultColumn, ResultTable, Text, Value
from policyloom.model.study import Chapter
from policyloom.model.tables import Row, dictionary

_COUNT = Text("개", "")
_RULE = Text(
    "몫은 내용을 적은 글의 두 글자 묶음 가운데 보고서의 장·절 제목에 나오는 것의 비율이다. 절반이 "
    "넘으면 다루어졌다고 본다.",
    "The share is that of letter pairs of the content that stand in headings of the report; from "
    "one half on it counts as taken up.",
)


def distinct_tables(plan: Plan, chapters: Sequence[Chapter]) -> dict[str, ResultTable]:
    """Return `distinctness` (contents beside headings) and `differences` (methods, their fate)."""
    if not chapters:
        return {}
    prior = _rows(plan, "prior_studies")
    return {
        "distinctness": _contents(prior, headings(chapters)),
        "differences": _methods(prior, _rows(plan, "promises")),
    }


def distinct_values(plan: Plan, chapters: Sequence[Chapter]) -> dict[str, Value]:
    """Return how many contents the report takes up, and how many differences stand."""
    if not chapters:
        return {}
    prior, promises = _rows(plan, "prior_studies"), _rows(plan, "promises")
    own = {row.id for row in prior if row["is_this_study"]}
    found = overlaps(prior, headings(chapters))
    mine = [o for o in found if o.study in own]
    others = [o for o in found if o.study not in own]
    apart = differences(prior, promises)
    origins = tuple(f"prior_studies:{row.id}" for row in prior) or plan.origins

    def count(value: int, ko: str, en: str) -> Value:
        return Value(value, Text(ko, en), _COUNT, origins)

    return {
        "contents_own": count(len(mine), "이 연구가 든 내용", "Contents that this study names"),
        "contents_seen": count(
            sum(o.share >= SEEN for o in mine),
            "그 가운데 보고서가 다룬 것", "Of these, taken up by the report",
        ),
        "contents_prior": count(len(others), "선행연구의 내용", "Contents of prior studies"),
        "contents_shared": count(
            sum(o.best >= SEEN for o in others),
            "그 가운데 이 보고서의 한 절이 다룬 것", "Of these, taken up by a section here",
        ),
        "differences": count(
            len(apart), "이 연구에만 있다고 한 방법", "Methods claimed by this study only"
        ),
        "differences_kept": count(
            sum(d.fate in ("delivered", "changed") for d in apart),
            "그 가운데 지키거나 바꾸어 지킨 것", "Of these, kept or kept in another form",
        ),
    }  # fmt: skip


def _rows(plan: Plan, table: str) -> list[Row]:
    return [_row(table, record) for record in plan.table(table)]


def _row(table: str, record: Record) -> Row:
    cells = {
        column.name: tuple(value) if isinstance(value := record.get(column.name), list) else value
        for column in dictionary()[table].columns
    }
    return Row(cells, 0)


def _contents(prior: Sequence[Row], heads: Sequence[str]) -> ResultTable:
    rows, origins = [], []
    for found in overlaps(prior, heads):
        ref = f"prior_studies:{found.study}"
        heading = found.heading or None
        rows.append((ref, found.content, heading, 100 * found.best, 100 * found.share))
        origins.append((ref,))
    columns = (
        ResultColumn("study", Text("연구", "Study"), "reference"),
        ResultColumn("content", Text("내용", "Content")),
        ResultColumn("heading", Text("가장 가까운 제목", "Closest heading")),
        ResultColumn("best", Text("그 제목의 몫(%)", "Share in it (%)"), "number", ",.0f"),
        ResultColumn("share", Text("모든 제목의 몫(%)", "Share in all (%)"), "number", ",.0f"),
    )
    title = Text("선행연구의 내용과 이 보고서의 제목", "Contents of studies and headings here")
    return ResultTable(title, columns, tuple(rows), notes=(_RULE,), origins=tuple(origins))


def _methods(prior: Sequence[Row], promises: Sequence[Row]) -> ResultTable:
    own = next((row.id for row in prior if row["is_this_study"]), "")
    shared: Mapping[str, tuple[str, ...]] = shared_methods(prior)
    rows, origins = [], []
    for found in differences(prior, promises):
        fate = _FATES.get(found.fate)
        rows.append(
            (found.method, fate.ko if fate else None, fate.en if fate else None, found.why or None)
        )
        origins.append((f"prior_studies:{own}",))
    columns = (
        ResultColumn("method", Text("이 연구에만 있다고 한 방법", "Method claimed alone")),
        ResultColumn("fate_ko", Text("귀결", "Fate (Korean)")),
        ResultColumn("fate_en", Text("귀결(영어)", "Fate")),
        ResultColumn("why", Text("까닭", "Why")),
    )
    both = sorted({method for methods in shared.values() for method in methods})
    note = Text(
        f"선행연구와 함께 쓴 방법: {', '.join(both) or '없음'}.",
        f"Methods shared with prior studies: {', '.join(both) or 'none'}.",
    )
    title = Text("다르다고 한 방법과 그 귀결", "Claimed differences of method, and their fate")
    return ResultTable(title, columns, tuple(rows), notes=(note,), origins=tuple(origins))


_FATES = {
    "delivered": Text("이행", "Delivered"),
    "changed": Text("변경", "Changed"),
    "dropped": Text("미이행", "Dropped"),
    "open": Text("진행", "Open"),
}
