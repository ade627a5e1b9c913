"""Values and tables of the ledger: by place, by item, by change, and the passages themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from policyloom.analysis.answer import (
    DOCUMENTS,
    NO_UNIT,
    ROWS,
    Answer,
    Line,
    number_column,
    reference_column,
    slug,
    text_column,
)
from policyloom.analysis.ledger_figures import LEGEND, MARKS, WORDS, item_name
from policyloom.methods.ledger import WHOLE
from policyloom.model.ledger import STATUSES, Status
from policyloom.model.result import Plain, Text

if TYPE_CHECKING:
    from policyloom.analysis.ledger import Gathered, Place, Sheet

_ITEMS = Text("항목", "items")
_PAIRS = Text("쌍", "pairs")
KINDS = {
    "number": Text("수치", "Number"),
    "deadline": Text("기한", "Deadline"),
    "tone": Text("구속 표현", "Binding words"),
}
DIRECTIONS = {
    "higher": Text("높임", "Higher"),
    "lower": Text("낮춤", "Lower"),
    "share": Text("전국 수치 가운데 몫", "A share of the national number"),
    "other": Text("다름", "Different"),
    "earlier": Text("앞당김", "Earlier"),
    "later": Text("늦춤", "Later"),
    "firmer": Text("더 구속적", "More binding"),
    "softer": Text("덜 구속적", "Less binding"),
}
EFFECTS = {1: Text("강화", "Stricter"), -1: Text("축소", "Looser"), 0: Text("–", "–")}
_DRAFT = Text("초안", "Draft")
_MIXED = Text("강화와 축소가 섞임", "Stricter in some, looser in some")
_IN_PART = Text("일부만 옮김", "Taken over in part")
_NOT_FOUND = Text("보유한 본문 전체에 없음", "Not in the whole text held")
_PART = Text(
    "⟦ ⟧ 안이 서로 다른 곳이다. 위치는 저장된 본문의 코드포인트이다.",
    "What differs stands in ⟦ ⟧. Places are code points of the stored texts.",
)
_MOST_PLACES = 40


def add_tables(answer: Answer, gathered: Gathered) -> None:
    """Add every value and table."""
    _counts(answer, gathered)
    _documents(answer, gathered)
    _places(answer, gathered)
    _items(answer, gathered)
    _changes(answer, gathered)
    _passages(answer, gathered)
    _added(answer, gathered)
    for sheet in gathered.sheets:
        _matrix(answer, sheet)


def _counts(answer: Answer, gathered: Gathered) -> None:
    origins = [d.ref for pair in gathered.pairs for d in pair]
    held = [pair for pair in gathered.pairs if gathered.held(pair)]
    compared = [d.ref for pair in held for d in pair] or origins
    label = Text("중앙·지역 문건의 쌍", "Pairs of a central and a regional document")
    answer.number("pairs", label, len(gathered.pairs), _PAIRS, origins)
    answer.number("pairs_held", Text("두 본문을 모두 견준 쌍", "Pairs compared, both texts held"),
                  len(held), _PAIRS, compared)  # fmt: skip
    answer.number("pairs_unknown", Text("알 수 없는 쌍", "Pairs that are unknown"),
                  len(gathered.pairs) - len(held), _PAIRS, origins)  # fmt: skip
    for sheet in gathered.sheets:
        _sheet_counts(answer, sheet)


def _sheet_counts(answer: Answer, sheet: Sheet) -> None:
    base, name = slug(sheet.central.id), sheet.central.name
    origins = [sheet.central.ref, *(d.ref for p in sheet.places for d in p.documents)]

    def number(tail: str, words: Text, value: int, unit: Text = _ITEMS) -> None:
        label = Text(f"{name.ko}: {words.ko}", f"{name.en}: {words.en}")
        answer.number(f"{base}_{tail}", label, value, unit, origins)

    number("items", Text("항목", "items"), len(sheet.items))
    known = [p for p in sheet.places if sheet.known(p)]
    number("places", Text("견준 지역", "places compared"), len(known), NO_UNIT)
    number("places_unknown", Text("알 수 없는 지역", "places unknown"),
           len(sheet.places) - len(known), NO_UNIT)  # fmt: skip
    counts = _statuses(sheet, known)
    for status in STATUSES:
        words = Text(f"견준 지역의 {WORDS[status].ko}", f"{WORDS[status].en}, in places compared")
        number(slug(status), words, counts[status])
    for place in known:
        for status in STATUSES:
            words = Text(f"{place.name.ko} {WORDS[status].ko}",
                         f"{place.name.en}: {WORDS[status].en}")  # fmt: skip
            code = slug(place.code) or slug(place.documents[0].id)
            code = slug(place.documents[0].id) if place.city else code
            number(f"{code}_{slug(status)}", words, _statuses(sheet, [place])[status])


def _statuses(sheet: Sheet, places: Sequence[Place]) -> Counter[Status]:
    counts = Counter(c.response.status for p in places for c in sheet.cells[p.code])
    counts["added"] = sum(len(sheet.added[p.code]) for p in places)
    return counts


def _documents(answer: Answer, gathered: Gathered) -> None:
    """List the pairs, compared or not, and why not."""
    rows: list[Line] = []
    for central, regional in gathered.pairs:
        states = gathered.ledger.states
        held = gathered.held((central, regional))
        which = [d for d in (central, regional) if states.get(d.id) not in ("held", "cut")]
        state = Text("견줌", "Compared") if held else Text("알 수 없음", "Unknown")
        cut = any(states.get(d.id) == "cut" for d in (central, regional))
        why = _reason(central in which, regional in which, cut)
        cells: list[Plain] = [central.ref, regional.ref, state.ko, state.en, why.ko, why.en]
        rows.append((cells, [central.ref, regional.ref]))
    columns = [
        reference_column("central", "중앙 문건", "Central document"),
        reference_column("regional", "지역 문건", "Regional document"),
        text_column("state", "상태", "State (Korean)"),
        text_column("state_en", "상태(영어)", "State"),
        text_column("why", "까닭", "Reason (Korean)"),
        text_column("why_en", "까닭(영어)", "Reason"),
    ]
    title = Text("견준 문건과 견주지 못한 문건", "Documents compared and not compared")
    answer.table("documents", title, columns, rows, (), DOCUMENTS)


def _reason(central: bool, regional: bool, cut: bool) -> Text:
    if central and regional:
        return Text("두 본문 모두 보유하지 않음", "Neither text is held")
    if central:
        return Text("중앙 문건의 본문을 보유하지 않음", "The central text is not held")
    if regional:
        return Text("지역 문건의 본문을 보유하지 않음", "The regional text is not held")
    return Text("본문이 끝까지 남아 있지 않음", "A text breaks off") if cut else NO_UNIT


def _places(answer: Answer, gathered: Gathered) -> None:
    """Add the profile of responses of every place, over all central documents."""
    rows: list[Line] = []
    for code, region in gathered.places.items():
        pairs = [pair for pair in gathered.pairs if pair[1].region == code]
        held = [pair for pair in pairs if gathered.held(pair)]
        counts: Counter[Status] = Counter()
        for sheet in gathered.sheets:
            own = [p for p in sheet.places if p.region == code and sheet.known(p)]
            counts += _statuses(sheet, own)
        cells: list[Plain] = [region.name.ko, region.name.en, len(pairs), len(held)]
        told: list[Plain] = [counts[s] if held else None for s in STATUSES]
        origins = [f"regions:{code}", *(d.ref for pair in pairs for d in pair)]
        rows.append(([*cells, len(pairs) - len(held), *told], origins))
    columns = [
        text_column("region", "지역", "Region (Korean)"),
        text_column("region_en", "지역(영어)", "Region"),
        number_column("pairs", "문건 쌍", "Pairs"),
        number_column("held", "견준 쌍", "Compared"),
        number_column("missing", "본문 없는 쌍", "Not held"),
        *(number_column(slug(s), WORDS[s].ko, WORDS[s].en) for s in STATUSES),
    ]
    title = Text("지역별 응답", "Responses by region")
    note = Text("견준 쌍이 없는 지역의 응답은 알 수 없어 비워 둔다. 시의 문건도 그 지역에 센다.",
                "Where no pair was compared responses are unknown and left empty. Documents of "
                "cities count in their region.")  # fmt: skip
    answer.table("regions", title, columns, rows, [note], ROWS)


def _items(answer: Answer, gathered: Gathered) -> None:
    rows: list[Line] = []
    for sheet in gathered.sheets:
        for k, (item, _) in enumerate(sheet.items):
            for place in sheet.places:
                cell = sheet.cells[place.code][k]
                r, d = cell.response, cell.document
                note = _remark(sheet, place, k)
                cells: list[Plain] = [
                    sheet.central.ref, k, item_name(item), item.start, item.end,
                    place.name.ko, place.name.en, d.ref if d else None,
                    r.status, WORDS[r.status].ko, WORDS[r.status].en,
                    round(100 * r.coverage, 1) if d else None,
                    round(100 * r.copied, 1) if d else None, note.ko, note.en,
                ]  # fmt: skip
                rows.append((cells, [sheet.central.ref, *(x.ref for x in place.documents)]))
    columns = [
        reference_column("central", "중앙 문건", "Central document"),
        number_column("n", "순서", "Order"),
        text_column("item", "항목", "Item"),
        number_column("start", "시작", "Start"),
        number_column("end", "끝", "End"),
        text_column("place", "지역", "Place (Korean)"),
        text_column("place_en", "지역(영어)", "Place"),
        reference_column("document", "지역 문건", "Regional document"),
        text_column("status", "부호", "Code"),
        text_column("response", "응답", "Response (Korean)"),
        text_column("response_en", "응답(영어)", "Response"),
        number_column("coverage", "다시 나온 비중(%)", "Met again (%)", ",.0f"),
        number_column("copied", "그대로 옮긴 비중(%)", "Copied (%)", ",.0f"),
        text_column("note", "비고", "Note (Korean)"),
        text_column("note_en", "비고(영어)", "Note"),
    ]
    answer.table(
        "items", Text("항목과 지역마다의 응답", "Response by item and place"), columns, rows
    )


def _remark(sheet: Sheet, place: Place, k: int) -> Text:
    cell = sheet.cells[place.code][k]
    told = [cell.why] if cell.why else []
    if cell.response.status == "skipped":
        told.append(_NOT_FOUND)
    if cell.response.beside and cell.response.coverage < WHOLE:
        told.append(_IN_PART)
    if cell.response.mixed:
        told.append(_MIXED)
    if cell.document is not None and cell.document.draft:
        told.append(_DRAFT)
    return Text(", ".join(t.ko for t in told), ", ".join(t.en for t in told))


def _changes(answer: Answer, gathered: Gathered) -> None:
    rows: list[Line] = []
    for sheet, place, k in _answered(gathered):
        cell = sheet.cells[place.code][k]
        for c in cell.response.changes:
            assert cell.document is not None, "an answer comes from a document"
            kind, way, effect = KINDS[c.kind], DIRECTIONS[c.direction], EFFECTS[c.effect]
            cells: list[Plain] = [
                sheet.central.ref, k, item_name(sheet.items[k][0]), place.name.ko, place.name.en,
                cell.document.ref, kind.ko, kind.en, _short(c.a_quote), _short(c.b_quote),
                way.ko, way.en, effect.ko, effect.en, c.a_start, c.b_start,
            ]  # fmt: skip
            rows.append((cells, [sheet.central.ref, cell.document.ref]))
    columns = [
        reference_column("central", "중앙 문건", "Central document"),
        number_column("n", "순서", "Order"),
        text_column("item", "항목", "Item"),
        text_column("place", "지역", "Place (Korean)"),
        text_column("place_en", "지역(영어)", "Place"),
        reference_column("document", "지역 문건", "Regional document"),
        text_column("kind", "무엇", "What (Korean)"),
        text_column("kind_en", "무엇(영어)", "What"),
        text_column("theirs", "중앙의 글", "Central words"),
        text_column("own", "지역의 글", "Regional words"),
        text_column("way", "어떻게", "How (Korean)"),
        text_column("way_en", "어떻게(영어)", "How"),
        text_column("effect", "뜻", "Effect (Korean)"),
        text_column("effect_en", "뜻(영어)", "Effect"),
        number_column("a_start", "중앙 위치", "Central place"),
        number_column("b_start", "지역 위치", "Regional place"),
    ]
    title = Text("바뀐 수치·기한·구속 표현", "Changed numbers, deadlines and binding words")
    answer.table("changes", title, columns, rows)


def _short(words: str) -> str:
    return words if len(words) <= 80 else f"{words[:79]}…"


def _answered(gathered: Gathered) -> Iterator[tuple[Sheet, Place, int]]:
    for sheet in gathered.sheets:
        for k in range(len(sheet.items)):
            for place in sheet.places:
                if sheet.cells[place.code][k].document is not None:
                    yield sheet, place, k


def _passages(answer: Answer, gathered: Gathered) -> None:
    rows: list[Line] = []
    for sheet, place, k in _answered(gathered):
        cell = sheet.cells[place.code][k]
        assert cell.document is not None, "an answer comes from a document"
        for b in cell.response.beside:
            cells: list[Plain] = [
                sheet.central.ref, k, item_name(sheet.items[k][0]), place.name.ko, place.name.en,
                cell.document.ref, b.a_start, b.a_end, b.b_start, b.b_end, b.a_marked, b.b_marked,
            ]  # fmt: skip
            rows.append((cells, [sheet.central.ref, cell.document.ref]))
    columns = [
        reference_column("central", "중앙 문건", "Central document"),
        number_column("n", "순서", "Order"),
        text_column("item", "항목", "Item"),
        text_column("place", "지역", "Place (Korean)"),
        text_column("place_en", "지역(영어)", "Place"),
        reference_column("document", "지역 문건", "Regional document"),
        number_column("a_start", "중앙 시작", "Central start"),
        number_column("a_end", "중앙 끝", "Central end"),
        number_column("b_start", "지역 시작", "Regional start"),
        number_column("b_end", "지역 끝", "Regional end"),
        text_column("theirs", "중앙의 글", "Central passage"),
        text_column("own", "지역의 글", "Regional passage"),
    ]
    title = Text("나란히 놓은 대목", "Passages side by side")
    answer.table("passages", title, columns, rows, [_PART])


def _added(answer: Answer, gathered: Gathered) -> None:
    rows: list[Line] = []
    for sheet in gathered.sheets:
        for place in sheet.places:
            for document, item, words in sheet.added[place.code]:
                cells: list[Plain] = [
                    sheet.central.ref, place.name.ko, place.name.en, document.ref,
                    item_name(item), words.strip(), item.start, item.end,
                ]  # fmt: skip
                rows.append((cells, [sheet.central.ref, document.ref]))
    columns = [
        reference_column("central", "중앙 문건", "Central document"),
        text_column("place", "지역", "Place (Korean)"),
        text_column("place_en", "지역(영어)", "Place"),
        reference_column("document", "지역 문건", "Regional document"),
        text_column("item", "항목", "Item"),
        text_column("words", "글", "Text"),
        number_column("start", "시작", "Start"),
        number_column("end", "끝", "End"),
    ]
    title = Text("지역이 새로 넣은 항목", "Items that regions added")
    answer.table("added", title, columns, rows)


def _matrix(answer: Answer, sheet: Sheet) -> None:
    """Add items by places in marks, for print."""
    places = [p for p in sheet.places if sheet.known(p)] if len(sheet.places) > _MOST_PLACES else (
        list(sheet.places)
    )  # fmt: skip
    origins = [sheet.central.ref, *(d.ref for p in places for d in p.documents)]
    rows: list[Line] = []
    for k, (item, _) in enumerate(sheet.items):
        marks = [MARKS[sheet.cells[p.code][k].response.status] for p in places]
        rows.append(([item_name(item), item_name(item), *marks], origins))
    added: list[Plain] = [len(sheet.added[p.code]) if sheet.known(p) else "?" for p in places]
    rows.append((["새로 넣은 항목(건)", "Items added (number)", *added], origins))
    columns = [
        text_column("item", "항목", "Item (Korean)"),
        text_column("item_en", "항목(영어)", "Item"),
        *(text_column(f"place_{i}", p.name.ko, p.name.en) for i, p in enumerate(places)),
    ]
    title = Text(f"항목별 지역의 응답: {sheet.central.title_ko}",
                 f"Responses by item and place: {sheet.central.title}")  # fmt: skip
    answer.table(f"{slug(sheet.central.id)}_matrix", title, columns, rows, [LEGEND])
