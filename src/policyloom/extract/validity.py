"""Validity: when a document takes effect, until when it holds, what it repeals."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policyloom.core.dates import PartialDate
from policyloom.extract.dates import find_dates
from policyloom.extract.numerals import whole_number
from policyloom.extract.scan import places

_FROM = re.compile(r"自(?P<date>.{6,16}?)起(?:施行|实施|执行|生效)")
_ON_ISSUE = re.compile(r"自(?:印发|发布|公布|颁布)之日起(?:施行|实施|执行|生效)?")
_YEARS = re.compile(r"有效期(?:限)?(?:为|是)?\s?(?P<n>[\d一二三四五六七八九十两]{1,3})\s?年")
_UNTIL = re.compile(
    r"(?:有效期(?:限)?(?:截)?至|(?:执行|实施)(?:期限)?(?:截止|截)?(?:到|至)|截止日期为?)(?P<date>.{6,16})"
)
_BETWEEN = re.compile(r"期限为?(?P<from>.{6,16}?)[至到—-](?P<to>.{6,14})")
_REPEALED = re.compile(r"(?:同时|自动|予以|即行)?(?:废止|失效)")
STATUS_LABELS = ("有效性", "时效性", "是否有效", "效力状态")


@dataclass(frozen=True)
class Validity:
    """What a document says of its own validity; None where it says nothing.

    `on_issue` means that it takes effect on the day of issue.
    """

    effective: PartialDate | None = None
    until: PartialDate | None = None
    years: int | None = None
    on_issue: bool = False
    repeals: bool = False


def find_validity(text: str) -> Validity:
    """Read the validity clause; where several stand in a document the last one counts."""
    effective = until = None
    years: int | None = None
    on_issue = False
    for at in places(text, "自"):
        on_issue = on_issue or _ON_ISSUE.match(text, at, at + 20) is not None
        match = _FROM.match(text, at, at + 26)
        effective = (_first_date(match["date"]) if match else None) or effective
    for word in ("有效期", "执行", "实施", "截止日期"):
        for at in places(text, word):
            term = _YEARS.match(text, at, at + 16)
            years = (whole_number(term["n"]) if term else None) or years
            end = _UNTIL.match(text, at, at + 30)
            until = (_first_date(end["date"]) if end else None) or until
    for at in places(text, "期限"):
        span = _BETWEEN.match(text, at, at + 36)
        until = (_first_date(span["to"]) if span else None) or until
    return Validity(effective, until, years, on_issue, _repeals(text))


def _first_date(words: str) -> PartialDate | None:
    return next((d.value for d in find_dates(words) if d.value), None)


def _repeals(text: str) -> bool:
    return any(
        _REPEALED.search(text, max(0, at - 4), at + 4) and "》" in text[max(0, at - 60) : at]
        for at in places(text, "废止")
    )
