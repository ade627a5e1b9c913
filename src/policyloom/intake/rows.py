"""From a text and what a table states beside it to the rows of sources and policies.

The text's own words win; what only the table states is taken over with a note that says so. What
neither says stays empty, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from policyloom.core.dates import PartialDate, parse_date
from policyloom.extract import names
from policyloom.extract.names import registry
from policyloom.extract.titles import document_type
from policyloom.files.held import HeldText
from policyloom.files.rules_registers import MARK
from policyloom.held.bodies import Bodies, province_of

RULE = "import-1"
_NOT_SEEN = {"ko": "(제목 미확인)", "zh": "（题名未见）", "en": "(title not seen)"}
_NO_TITLE = re.compile(
    r"[，。；：\n]|^(?:为|近年|第.{1,3}[章条]|[一二三四五]、|[（(][一二三])|摘要|前言"
)
_TITLE_LENGTH = range(6, 121)
_DRAFT = re.compile(r"征求意见|草案|送审稿|讨论稿|\bdraft\b|초안", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]+")
_URL = re.compile(r"https?://[^\s<>\"]+")
_NATIONS = {
    "CN": ("全国", "全国", "전국", "China (national)"),
    "KR": ("대한민국", "한국", "한국", "Korea"),
}
_CITY = re.compile(r"\b(?:municipal|city)\b|市(?!场)", re.IGNORECASE)
_GOVERNMENT = "people's government"


@dataclass(frozen=True)
class Stated:
    """What a table says of a text, or a file's name: as given, nothing resolved."""

    title: str = ""
    date: PartialDate | None = None
    date_words: str = ""
    issuers: str = ""
    number: str = ""
    address: str = ""
    place: str = ""
    sheet: str = ""


@dataclass(frozen=True)
class Intake:
    """A document to be entered: its text, what is stated, where its file will lie."""

    held: HeldText
    stated: Stated
    file: str
    id: str = ""


@dataclass(frozen=True)
class Ground:
    """What documents are entered into: the study's bodies, sector and region where not told."""

    bodies: Bodies
    sector: str
    region: str


@dataclass
class Rows:
    """The rows of one document, and the notes on how they were filled."""

    source: dict[str, str]
    policy: dict[str, str]
    notes: list[str] = field(default_factory=list)
    too_early: tuple[str, str] | None = None
    """A stated date before the text's own, and that one; it was not taken over."""


def rows_of(item: Intake, ground: Ground) -> Rows:
    """Return the rows of sources.csv and policies.csv for a document."""
    about, stated = item.held.about, item.stated
    rows = Rows({}, {}, [RULE])
    title, is_title = _title(item, rows.notes)
    ids, region, level = _issuers(item, ground, rows.notes)
    issued, published = _dates(item, rows)
    printed = ";".join(about.get("issuers") or ()) or one_line(stated.issuers)
    address = _URL.fullmatch(stated.address.strip())
    rows.source = {
        "id": item.id,
        "kind": "policy",
        "title": one_line(stated.title) or title,
        "publisher": printed,
        "date": str(stated.date or issued or ""),
        "language": _language(str(about.get("language") or "")),
        "address": address.group() if address else "",
        "file": item.file,
        "hash": item.held.hash,
        "note": one_line(stated.place),
    }
    rows.policy = {
        "id": item.id,
        "title": title,
        "title_is": "title" if is_title else "description",
        "title_ko": title,
        "level": level,
        "region": region,
        "region_printed": "",
        "issuers": ";".join(ids),
        "issuers_printed": printed,
        "number": str(about.get("number") or ""),
        "date_issued": issued,
        "date_published": published,
        "published_is": "publication" if published else "",
        "type": about.get("type") or document_type(title) or "미상",
        "status": "draft" if _DRAFT.search(f"{title} {stated.title}") else "issued",
        "sectors": ground.sector,
        "sources": item.id,
        "confidence": "medium",
    }
    rows.policy["note"] = "; ".join(rows.notes)
    return rows


def says_nothing(held: HeldText) -> bool:
    """Tell whether a text shows nothing of an official document: no number, issuer, date, type."""
    about = held.about
    return not any(about.get(name) for name in ("number", "issuers", "date_issued", "type"))


def one_line(words: str) -> str:
    """Return words as one line without characters that hide or steer."""
    return " ".join(_CONTROL.sub(" ", words).split())


def regions_needed(rows: Iterable[Rows], known: Mapping[str, object]) -> list[dict[str, str]]:
    """Return rows of regions.csv for the places that the register lacks."""
    wanted = dict.fromkeys(r.policy["region"] for r in rows)
    return [_region_row(code) for code in wanted if code not in known]


def _region_row(code: str) -> dict[str, str]:
    if code in _NATIONS:
        name, short, name_ko, name_en = _NATIONS[code]
        return {
            "id": code,
            "name": name,
            "short": short,
            "name_ko": name_ko,
            "name_en": name_en,
            "level": "nation",
        }
    place = names.region(code)
    name = place.name if place else code
    return {
        "id": code,
        "name": name,
        "short": place.short if place else code,
        "name_ko": (place.name_ko if place else "") or name,
        "name_en": (place.name_en if place else "") or name,
        "level": "region",
    }


def _title(item: Intake, notes: list[str]) -> tuple[str, bool]:
    """Return the title, or a description marked as one where the text shows none."""
    about, stated = item.held.about, one_line(item.stated.title)
    read = one_line(str(about.get("title") or ""))
    language = str(about.get("language") or "")[:2]
    if about.get("type") and len(read) in _TITLE_LENGTH and not _NO_TITLE.search(read):
        return read, True
    notes.append("title: as stated beside the text" if stated else "title: name of the file")
    described = stated or item.file.rpartition("/")[2].rpartition(".")[0]
    same_script = not (described.isascii() and language in ("zh", "ko"))
    if stated and same_script and not MARK.search(described):
        return described, True
    mark = "en" if described.isascii() else (language if language in _NOT_SEEN else "ko")
    return f"{described} {_NOT_SEEN[mark]}", False


def _issuers(item: Intake, ground: Ground, notes: list[str]) -> tuple[list[str], str, str]:
    """Return the issuers' ids, the region and the level of the document.

    Bodies that only the study knows count as well; a region is the issuer's, else one that the
    table names, else the one given for documents that do not tell.
    """
    stated = item.stated.issuers.replace("’", "'")
    printed = item.held.about.get("issuers") or ()
    date = item.held.about.get("date_issued")
    ids, unknown = ground.bodies.ids(printed, None, date)
    ids = list(item.held.about.get("issuer_ids") or ()) if unknown or not ids else ids
    if not ids and stated:
        ids = [m.id for m in names.find(stated) if m.kind == "agency"]
        ids = list(dict.fromkeys(ids)) or _english_government(stated)
        if ids:
            notes.append("issuers: as stated beside the text")
    own = ground.bodies.study.table("actors").by_id.get(ids[0]) if ids else None
    first = names.agency(ids[0]) if ids else None
    if own is None and first is None:
        notes.append("level: not told by a known issuer")
        region = _place_named(stated) or _place_named(item.stated.sheet)
        return ids, region or ground.region, _level("", region, stated)
    kind = own.text("kind") if own else first.kind if first else ""
    region = own.text("region") if own else province_of(first.region) if first else ""
    return ids, region or ground.region, _level(kind, region, stated)


def _level(kind: str, region: str, stated: str) -> str:
    local = bool(_province(region))
    if kind in ("party", "legislature", "state-council"):
        return "province" if local else "central"
    if kind.startswith("provincial"):
        return "province"
    if kind.startswith("city"):
        return "city"
    if local:
        return "city" if _CITY.search(stated) else "province"
    return "ministry"


def _province(code: str) -> str:
    return f"{code[:2]}0000" if len(code) == 6 and code.isdigit() else ""


def _place_named(words: str) -> str:
    """Return the province whose name words contain, in Chinese or English; "" for none."""
    lowered = words.lower()
    for place in registry.regions().values():
        if place.level == "province" and (
            place.name in words
            or (place.name_en and re.search(rf"\b{re.escape(place.name_en.lower())}\b", lowered))
        ):
            return place.code
    return next((_province(m.id) for m in names.find(words) if m.kind == "region"), "")


def _english_government(stated: str) -> list[str]:
    """Read "Shandong Provincial People's Government"; offices of it are not told apart."""
    if _GOVERNMENT not in stated.lower() or "office" in stated.lower() or _CITY.search(stated):
        return []
    code = _place_named(stated)
    id_ = f"gov-{code}"
    return [id_] if code and names.agency(id_) else []


def _dates(item: Intake, rows: Rows) -> tuple[str, str]:
    """Return dates of issue and publication; a publication before the issue is left out."""
    about, stated = item.held.about, item.stated.date
    issued = parse_date(about.get("date_issued") or "")
    published = parse_date(about.get("date_published") or "") or stated
    if issued and published and published.last < issued.first:
        rows.notes.append(f"date_published: {published} stated, but the text is of {issued}")
        rows.too_early = (str(published), str(issued))
        published = None
    return str(issued or ""), str(published or "")


def _language(code: str) -> str:
    return code[:2] if code[:2] in ("zh", "ko", "en", "ja", "de", "es", "no") else ""
