"""What does each region make of the items of a central document?

Options (study.yaml, analyses.ledger):
    central   ids of the central documents to follow (default: all that a regional one carries out)

Rows are the items of a central document, columns the places: regions by their provincial documents,
cities by their own. The comparison itself is `policyloom.methods.ledger`; here its answers are put
together by place. A place of which no text is held is unknown, and so is an item that was not found
where a text breaks off or another document of the place is not held: only a whole text proves
skipping.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from policyloom.analysis.answer import Answer
from policyloom.analysis.documents import Document, documents
from policyloom.analysis.ledger_figures import add_figure
from policyloom.analysis.ledger_tables import add_tables
from policyloom.analysis.names import Region, regions
from policyloom.model.evidence import Evidence, Options
from policyloom.model.ledger import Item, Ledger, Response
from policyloom.model.result import Result, Text

CENTRAL = frozenset({"central", "ministry"})
REGIONAL = frozenset({"province", "city"})
FEW = 5
"""Places with a held text under which shares between places are not spoken of."""

_NOT_HELD = Text("본문을 보유하지 않음", "Text not held")
_NO_DOCUMENT = Text("등록된 이행 문건이 없음", "No carrying-out document in the register")
_UNREAD = Text("파일에서 글을 읽지 못함", "No text could be read from the file")
_CUT = Text("본문이 끝까지 남아 있지 않음", "The text breaks off")
_PARTLY = Text("이 지역의 다른 문건을 보유하지 않음", "Another document of the place is not held")


@dataclass(frozen=True)
class Place:
    """A region or a city, with the documents by which it carries out a central one."""

    code: str
    name: Text
    region: str
    city: bool
    documents: tuple[Document, ...] = ()


@dataclass(frozen=True)
class Cell:
    """What a place makes of an item, by which document, and why nothing is known."""

    response: Response
    document: Document | None
    why: Text | None = None


@dataclass(frozen=True)
class Sheet:
    """The ledger of one central document: cells by place, in the order of the items."""

    central: Document
    state: str
    items: tuple[tuple[Item, str], ...]
    places: tuple[Place, ...]
    cells: Mapping[str, tuple[Cell, ...]]
    added: Mapping[str, tuple[tuple[Document, Item, str], ...]]
    framing: int = 0

    def known(self, place: Place) -> bool:
        """Tell whether any text of a place was compared."""
        return any(cell.document is not None for cell in self.cells[place.code])


@dataclass(frozen=True)
class Gathered:
    """The sheets of a study, every pair that could be compared, and how texts are held."""

    sheets: tuple[Sheet, ...]
    pairs: tuple[tuple[Document, Document], ...]
    ledger: Ledger
    places: Mapping[str, Region]

    def held(self, pair: tuple[Document, Document]) -> bool:
        """Tell whether both texts of a pair were compared."""
        return (pair[0].id, pair[1].id) in self.ledger.pairs


def run(evidence: Evidence, options: Options) -> Result:
    """Follow every item of every central document into the regions."""
    answer = Answer("ledger", Text("이행 대장", "Ledger of carrying out"))
    gathered = gather(evidence, options)
    add_tables(answer, gathered)
    for sheet in gathered.sheets:
        add_figure(answer, sheet)
    _notes(answer, gathered)
    return answer.done()


def gather(evidence: Evidence, options: Options) -> Gathered:
    """Put the comparisons of documents together by central document and place."""
    found = options.extra.get("ledger")
    ledger = found if isinstance(found, Ledger) else Ledger()
    places = regions(evidence)
    everything = documents(evidence)
    by_id = {d.id: d for d in everything}
    printed = {r["id"]: r["region_printed"] or "" for r in evidence.query(
        "SELECT id, region_printed FROM policies ORDER BY id")}  # fmt: skip
    asked = options.own.get("central") or ()
    chosen = {asked} if isinstance(asked, str) else set(map(str, asked))
    pairs = tuple(
        (by_id[c], d) for c, d in _pairs(everything, by_id, ledger) if not chosen or c in chosen
    )
    sheets = tuple(
        _sheet(central, [d for c, d in pairs if c is central], ledger, places, printed)
        for central in dict.fromkeys(c for c, _ in pairs)
        if central.id in ledger.items
    )
    return Gathered(sheets, pairs, ledger, places)


def _pairs(
    everything: Sequence[Document], by_id: Mapping[str, Document], ledger: Ledger
) -> Iterator[tuple[str, Document]]:
    """Yield central documents with the regional ones that carry them out, by register or text."""
    cited = set(ledger.cited)
    for document in everything:
        if document.level not in REGIONAL:
            continue
        named = [c for c, d in sorted(cited) if d == document.id]
        for central in dict.fromkeys((*document.implements, *named)):
            if central in by_id and by_id[central].level in CENTRAL:
                yield central, document


def _sheet(
    central: Document,
    regional: Sequence[Document],
    ledger: Ledger,
    regions_: Mapping[str, Region],
    printed: Mapping[str, str],
) -> Sheet:
    every = ledger.items[central.id]
    kept = [k for k, (item, _) in enumerate(every) if not item.frame]
    places = _places(regional, regions_, printed)
    cells = {p.code: tuple(_cell(central, p, k, ledger) for k in kept) for p in places}
    added = {p.code: tuple(_added(central, p, ledger)) for p in places}
    items = tuple(every[k] for k in kept)
    state = ledger.states[central.id]
    return Sheet(central, state, items, places, cells, added, len(every) - len(kept))


def _places(
    regional: Sequence[Document], regions_: Mapping[str, Region], printed: Mapping[str, str]
) -> tuple[Place, ...]:
    """Return the places in order; every region counts once a provincial document is among them."""
    found: dict[str, Place] = {}
    if any(d.level == "province" for d in regional):
        found = {r.id: Place(r.id, r.name, r.id, city=False) for r in regions_.values()}
    cities: dict[str, Place] = {}
    for document in regional:
        made = _place(document, regions_, printed[document.id])
        kept = cities if made.city else found
        old = kept.get(made.code, made)
        kept[made.code] = replace(old, documents=(*old.documents, document))
    return (*found.values(), *(cities[code] for code in sorted(cities)))


def _place(document: Document, regions_: Mapping[str, Region], printed: str) -> Place:
    region = regions_.get(document.region)
    name = region.name if region else Text(document.region or "?", document.region or "?")
    if document.level != "city":
        return Place(document.region, name, document.region, city=False)
    city = printed or document.id
    code = f"{document.region}-{city}"
    return Place(code, Text(f"{name.ko} {city}", f"{name.en} {city}"), document.region, city=True)


def _cell(central: Document, place: Place, item: int, ledger: Ledger) -> Cell:
    """Return what a place makes of an item: the fullest answer of its documents."""
    made = [
        (ledger.pairs[central.id, d.id].responses[item], d)
        for d in place.documents
        if (central.id, d.id) in ledger.pairs
    ]
    if not made:
        return Cell(Response("unknown", 0.0, 0.0), None, _why(place, ledger))
    best, document = max(made, key=lambda pair: pair[0].coverage)
    if best.status not in ("skipped", "unknown"):
        return Cell(best, document)
    if best.status == "unknown" or any(r.status == "unknown" for r, _ in made):
        return Cell(replace(best, status="unknown"), document, _CUT)
    if len(made) < len(place.documents):
        return Cell(replace(best, status="unknown"), document, _PARTLY)
    return Cell(best, document)


def _why(place: Place, ledger: Ledger) -> Text:
    if not place.documents:
        return _NO_DOCUMENT
    unread = any(ledger.states.get(d.id) == "unread" for d in place.documents)
    return _UNREAD if unread else _NOT_HELD


def _added(central: Document, place: Place, ledger: Ledger) -> Iterator[tuple[Document, Item, str]]:
    for document in place.documents:
        pair = ledger.pairs.get((central.id, document.id))
        for item, words in pair.added if pair else ():
            yield document, item, words


def _notes(answer: Answer, gathered: Gathered) -> None:
    pairs = gathered.pairs
    held = [pair for pair in pairs if gathered.held(pair)]
    if not pairs:
        answer.note(
            "지역 문건이 중앙 문건을 이행한다는 기록이 없다.",
            "No regional document is on record as carrying out a central one.",
        )
        return
    rest = len(held) < len(pairs)
    answer.note(
        f"중앙 문건과 지역 문건 {len(pairs)}쌍 가운데 두 본문을 모두 보유하여 견준 것은 "
        f"{len(held)}쌍이다." + " 나머지는 알 수 없음이며, 건너뛴 것이 아니다." * rest,
        f"Of {len(pairs)} pairs of a central and a regional document {len(held)} have both texts "
        "held and were compared." + " The others are unknown, not skipped." * rest,
    )
    if not held:
        return
    answer.note(
        "항목마다 문장의 낱말이 지역 본문에 다시 나오는 비중으로 찾고(25% 미만은 건너뜀, "
        "55% 미만은 일부만 옮김), 수치·기한·구속 표현을 견준다. 더 강해진 것이 많으면 강화, "
        "약해진 것이 많거나 같으면 축소이다. 전국 합계보다 작은 지역 수치는 그 몫으로 보고 "
        "축소로 세지 않는다.",
        "Items are found by the share of their words met again in the regional text (under 25% "
        "skipped, under 55% in part); numbers, deadlines and binding words are then compared. "
        "More that became stricter is strengthened, more or as many that became looser narrowed. "
        "A regional number below a national total is a share of it and not counted as lower.",
    )
    for sheet in gathered.sheets:
        if sheet.state == "cut":
            answer.note(
                f"{sheet.central.title_ko}의 본문은 끝까지 남아 있지 않아, 남은 항목만 따라가고 "
                "지역이 새로 넣은 것은 말하지 않는다.",
                f"The text of {sheet.central.title} breaks off: only the items left are followed, "
                "and nothing is said of additions.",
            )
    if len(held) < FEW:
        answer.note(
            f"견준 본문이 {len(held)}쌍뿐이므로 지역 사이의 비중을 견주기에는 너무 적다.",
            f"Only {len(held)} pairs were compared: too few to compare shares between places.",
        )
