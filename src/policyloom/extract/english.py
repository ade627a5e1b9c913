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
_MONTH_ONLY = re.compile(rf"(?:^|[\s,(])({_NAMES})\.?,?\s+((?:19|20)\d{{2}})\)?$", re.IGNORECASE)
_HEAD_LINES, _HEAD_LINE = 8, 90
_PUBLISHED = re.compile(
    r"\b(?:published|released|posted|publication date|date of publication)\b[^.\n]{0,20}$", re.I
)
_BYLINE = re.compile(
    r"^[^\n.]{0,60}\b(?:Courier|Times|News|Daily|Post|Herald|Press|Gazette|Tribune|Journal|Reuters"
    r"|Xinhua|Yonhap)\b[^\n.]{0,20}\d{1,2}[^\n]{0,12}\d{4}\s*$",
    re.MULTILINE,
)
_NUMBER = re.compile(r"\b(?:No\.|Document No\.|Ref\.?:?|Doc\.?)\s?([A-Z0-9][A-Za-z0-9/().-]{2,30})")


@dataclass(frozen=True)
class EnglishDocument:
    """What the first page of an English document states."""

    title: str = ""
    issuers: tuple[str, ...] = ()
    date: PartialDate | None = None
    published: PartialDate | None = None
    number: str | None = None


def read_english(text: str, title: str = "") -> EnglishDocument:
    """Read the first page."""
    top = text[:3000]
    number = _NUMBER.search(top)
    first = next((line.strip() for line in top.splitlines() if len(line.strip()) > 5), "")
    date, at = _date(top)
    is_news = _BYLINE.search(top) is not None
    public = is_news or bool(_PUBLISHED.search(top, max(0, at - 40), at))
    return EnglishDocument(
        title or first[:200],
        () if is_news else _issuers(top),
        None if public else date,
        date if public else None,
        number[1] if number else None,
    )


def _issuers(top: str) -> tuple[str, ...]:
    """Return the bodies of the first page; short forms of the longer ones are the same body."""
    found = dict.fromkeys(m[1].removeprefix("The ").strip() for m in _ISSUER.finditer(top))
    whole = [n for n in found if not any(o.startswith(n + " ") for o in found)]
    return tuple(whole)[:4]


def _date(words: str) -> tuple[PartialDate | None, int]:
    """Return the first date, with the day or without, and where it stands."""
    found = [
        *((m.start(), m[3], _month(m[2]), m[1]) for m in _DAY_FIRST.finditer(words)),
        *((m.start(), m[3], _month(m[1]), m[2]) for m in _MONTH_FIRST.finditer(words)),
        *((m.start(), m[1], m[2], m[3]) for m in _ISO.finditer(words)),
    ]
    for at, year, month, day in sorted(found):
        made = partial(year, month, day)
        if made:
            return made, at
    return _month_alone(words)


def _month_alone(words: str) -> tuple[PartialDate | None, int]:
    """Return a month and year that end one of the first lines: Report, March 2015."""
    for line in words.splitlines()[:_HEAD_LINES]:
        match = _MONTH_ONLY.search(line.rstrip(" ."))
        if match and len(line) <= _HEAD_LINE:
            return partial(match[2], str(_month(match[1]))), words.find(line) + match.start()
    return None, 0


def _month(name: str) -> str:
    return str(next(n for full, n in _MONTHS.items() if full.startswith(name[:3].lower())))
