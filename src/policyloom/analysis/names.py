"""The names that readers see: of regions, economies, bodies, sectors, levels and grades."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from policyloom.model.evidence import Evidence, Options
from policyloom.model.result import Text
from policyloom.model.settings import Codebook, Word

LEVELS: Mapping[str, Text] = {
    "central": Text("중앙", "Central"),
    "ministry": Text("부처", "Ministry"),
    "province": Text("성급", "Province"),
    "city": Text("시급", "City"),
}
CONFIDENCE: Mapping[str, Text] = {
    "high": Text("높음", "High"),
    "medium": Text("중간", "Medium"),
    "low": Text("낮음", "Low"),
}
NOT_STATED = Text("미기재", "Not stated")


@dataclass(frozen=True)
class Region:
    """A region with its places on the map and the tile map."""

    id: str
    name: Text
    short: str
    area: str
    iso: str
    tile: tuple[int, int] | None


def text_of(word: Word) -> Text:
    """Return a code of the settings as a text."""
    return Text(word.ko, word.en)


def words(items: Iterable[Word]) -> dict[str, Text]:
    """Return the names of codes by code."""
    return {word.id: text_of(word) for word in items}


def sector_names(options: Options) -> dict[str, Text]:
    """Return the names of all sectors of study.yaml, in its order."""
    return words(options.settings.sectors)


def codebook(options: Options) -> Codebook:
    """Return the codebook, empty where the study has none."""
    book = options.extra.get("codebook")
    return book if isinstance(book, Codebook) else Codebook()


def economy_names(evidence: Evidence) -> dict[str, Text]:
    """Return the names of economies by id."""
    rows = evidence.query("SELECT id, name_ko, name_en FROM economies ORDER BY id")
    return {r["id"]: Text(r["name_ko"], r["name_en"]) for r in rows}


def actor_names(evidence: Evidence) -> dict[str, Text]:
    """Return the names of bodies by id; the original stands in where there is no English one."""
    rows = evidence.query("SELECT id, name, name_ko, name_en FROM actors ORDER BY id")
    return {r["id"]: Text(r["name_ko"], r["name_en"] or r["name"]) for r in rows}


def regions(evidence: Evidence) -> dict[str, Region]:
    """Return the regions in scope by id, the nation left out, in the order of their codes."""
    rows = evidence.query(
        """
        SELECT id, name_ko, name_en, short, coalesce(area, '') AS area, coalesce(iso, '') AS iso,
               tile_column, tile_row
        FROM regions WHERE level = 'region' ORDER BY id
        """
    )
    return {r["id"]: _region(r) for r in rows}


def region_name(places: Mapping[str, Region], code: str) -> Text:
    """Return a region's name; "전국" for the nation and whatever else is no region."""
    return places[code].name if code in places else Text("전국", "Nation")


def joined(names: Mapping[str, Text], codes: Sequence[str] | None) -> Text:
    """Return several names as one text."""
    found = [names.get(code, Text(code, code)) for code in codes or ()]
    return Text(", ".join(t.ko for t in found), ", ".join(t.en for t in found))


def _region(row: Mapping[str, object]) -> Region:
    column, line = row["tile_column"], row["tile_row"]
    tile = (column, line) if isinstance(column, int) and isinstance(line, int) else None
    return Region(
        id=str(row["id"]),
        name=Text(str(row["name_ko"]), str(row["name_en"])),
        short=str(row["short"]),
        area=str(row["area"]),
        iso=str(row["iso"]),
        tile=tile,
    )


def product_name(product: str, description: str, names: Mapping[str, Mapping[str, str]]) -> Text:
    """Return the name that the options give a product, else its code and description."""
    own = names.get(product)
    code = f"{product} " if product[:1].isdigit() else ""
    if own:
        return Text(f"{code}{own['ko']}", f"{code}{own['en']}")
    plain = f"{product} {description.split(';', maxsplit=1)[0]}"[:44].strip()
    return Text(plain, plain)
