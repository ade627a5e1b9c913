"""English documents, the basics: title, date, issuer, a number where one is printed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policyloom.core.dates import PartialDate
from policyloom.extract.dates import partial

_MONTHS = {
    name: index
    for index, name in enumerate(
        ("january", "february", "march", "april", "may", "june", "july", "august", "september",
         "october", "november", "december"), 1)
}  # fmt: skip
_NAMES = "|".join(name[:3] + rf"(?:{name[3:]})?" for name in _MONTHS)
_DAY_FIRST = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+({_NAMES})\.?,?\s+(\d{{4}})\b", re.IGNORECASE
)
_MONTH_FIRST = re.compile(
    rf"\b({_NAMES})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b", re.IGNORECASE
)
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_ISSUER = re.compile(
    r"\b((?:(?:The )?(?:State|National|General|Central|Federal)?\s?"
    r"(?:Ministry|Department|Council|Commission|Office|Administration|Bureau|Agency|Committee)"
    rf" (?:of|for|on(?! (?i:{_NAMES}))) [A-Z][A-Za-z]+"
    r"(?:(?:,| and| of| for| the)? [A-Z][A-Za-z]+){0,8})"
    r"|State Council)"
)
_NUMBER = re.compile(r"\b(?:No\.|Document No\.|Ref\.?:?|Doc\.?)\s?([A-Z0-9][A-Za-z0-9/().-]{2,30})")


@dataclass(frozen=True)
class EnglishDocument:
    """What the first page of an English document states."""

    title: str = ""
    issuers: tuple[str, ...] = ()
    date: PartialDate | None = None
    number: str | None = None


def read_english(text: str, title: str = "") -> EnglishDocument:
    """Read the first page."""
    top = text[:3000]
    number = _NUMBER.search(top)
    found = dict.fromkeys(m[1].removeprefix("The ").strip() for m in _ISSUER.finditer(top))
    first = next((line.strip() for line in top.splitlines() if len(line.strip()) > 5), "")
    return EnglishDocument(
        title or first[:200], tuple(found)[:4], _date(top), number[1] if number else None
    )


def _date(words: str) -> PartialDate | None:
    found = [
        *((m.start(), m[3], _month(m[2]), m[1]) for m in _DAY_FIRST.finditer(words)),
        *((m.start(), m[3], _month(m[1]), m[2]) for m in _MONTH_FIRST.finditer(words)),
        *((m.start(), m[1], m[2], m[3]) for m in _ISO.finditer(words)),
    ]
    made = (partial(year, month, day) for _, year, month, day in sorted(found))
    return next((d for d in made if d), None)


def _month(name: str) -> str:
    return str(next(n for full, n in _MONTHS.items() if full.startswith(name[:3].lower())))
