"""Dates as documents write them, and the time spans that policies name.

Forms: 2015年7月1日, 二〇一五年七月一日, 2018-03-20, 2017年12月; the spans 到2020年 (a target),
2018年底前 (a deadline), 2015—2017年 and “十三五”时期 (periods); Korean 2015년 7월 1일.
Years of the Republic of China (民国104年) are not read as years of the common era.
A day that does not exist (2月30日) is no date.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import Literal, NamedTuple

from policyloom.core.dates import PartialDate
from policyloom.extract.numerals import DIGITS, HAN_DIGITS, whole_number
from policyloom.extract.scan import places

DateKind = Literal["date", "target", "deadline", "period"]

_YEAR = f"(?:[{DIGITS}]{{4}}|[{HAN_DIGITS}]{{4}})"
_DAY_NUMBER = f"(?:[{DIGITS}]{{1,2}}|[{HAN_DIGITS}十]{{1,3}})"
_AFTER_YEAR = re.compile(
    rf"\s?[年년](?:\s?(?P<month>{_DAY_NUMBER})\s?[月월](?:\s?(?P<day>{_DAY_NUMBER})\s?[日号일])?)?"
)
_YEAR_BEFORE = re.compile(rf"(?<![{DIGITS}{HAN_DIGITS}]){_YEAR}$")
_RANGE_BEFORE = re.compile(
    rf"(?<![{DIGITS}])(?P<first>[{DIGITS}]{{4}})\s?年?\s?(?:[-－—–~～至]|到){{1,2}}\s?$"
)
_BY = re.compile(r"(?:到|至|截至|截止到?)\s?$")
_BEFORE = re.compile(r"\s?(?:年?底(?:之?前|以前)?|末(?:之?前)?|之?前|以前)")
_MINGUO = re.compile(r"(?:民國|民国)\s?$")
_NUMERIC = re.compile(r"(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?![\d.]?\d)")
_PLAN = re.compile(r"(十?[一二三四五六七八九])五[”\"’」]?\s?(?:时期|期间|规划期)?")
_BEFORE_YEAR = frozenset(" 0123456789０１２３４５６７８９〇○零一二三四五六七八九")
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_WORDS = re.compile(r"[^\W_]")
_ISO_WIDTH = 10


class DateMention(NamedTuple):
    """A date or time span with its place. `value` is None where only a span is meant."""

    start: int
    end: int
    quote: str
    kind: DateKind
    value: PartialDate | None
    first: date | None
    last: date

    @property
    def iso(self) -> str | None:
        """Return the ISO form at the precision known, None for targets, deadlines, periods."""
        return str(self.value) if self.value else None


def find_dates(text: str) -> list[DateMention]:
    """Return every date and time span of a text, in order, without overlaps."""
    found = [*_spelled(text, "年"), *_spelled(text, "년"), *_numeric(text), *_plans(text)]
    found.sort(key=lambda m: (m.start, -m.end))
    kept: list[DateMention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def read_date(text: str) -> PartialDate | None:
    """Read a text that is one date and nothing else; None otherwise."""
    stripped = text.strip()
    if len(stripped) > 40:
        return None
    found = find_dates(stripped)
    if len(found) != 1 or found[0].value is None:
        return None
    rest = _CLOCK.sub("", stripped[: found[0].start] + stripped[found[0].end :])
    return None if _WORDS.search(rest) else found[0].value


def partial(year: str, month: str | None = None, day: str | None = None) -> PartialDate | None:
    """Make a date out of numerals in any form; None where there is no such day."""
    of_year = whole_number(year)
    of_month = whole_number(month) if month else 0
    of_day = whole_number(day) if day else 0
    if of_year is None or of_month is None or of_day is None or not 1000 <= of_year <= 2999:
        return None
    if (month and not 1 <= of_month <= 12) or (
        day and not 1 <= of_day <= monthrange(of_year, of_month)[1]
    ):
        return None
    return PartialDate(of_year, of_month, of_day)


def _spelled(text: str, anchor: str) -> Iterator[DateMention]:
    for at in places(text, anchor):
        if text[at - 1 : at] not in _BEFORE_YEAR:
            continue
        spaced = at > 0 and text[at - 1] == " "
        begin = at - 5 if spaced else at - 4
        if begin < 0:
            continue
        before = _YEAR_BEFORE.match(text, begin, at - spaced)
        if before is None:
            continue
        mention = _from_year(text, begin, at - spaced)
        if mention:
            yield mention


def _from_year(text: str, begin: int, year_end: int) -> DateMention | None:
    after = _AFTER_YEAR.match(text, year_end)
    if after is None or _MINGUO.search(text, max(0, begin - 4), begin):
        return None
    value = partial(text[begin:year_end], after["month"], after["day"])
    if value is None:
        return None
    spanned = _period(text, begin, after.end(), value) or _limit(text, begin, after.end(), value)
    if spanned:
        return spanned
    if value.month == 0:
        return None
    return DateMention(
        begin, after.end(), text[begin : after.end()], "date", value, value.first, value.last
    )


def _period(text: str, begin: int, end: int, value: PartialDate) -> DateMention | None:
    earlier = _RANGE_BEFORE.search(text, max(0, begin - 9), begin)
    if earlier is None or value.month:
        return None
    first = partial(earlier["first"])
    if first is None or first.year > value.year:
        return None
    start = earlier.start()
    return DateMention(start, end, text[start:end], "period", None, first.first, value.last)


def _limit(text: str, begin: int, end: int, value: PartialDate) -> DateMention | None:
    by = _BY.search(text, max(0, begin - 4), begin)
    before = _BEFORE.match(text, end)
    if before:
        start = by.start() if by else begin
        quote = text[start : before.end()]
        return DateMention(start, before.end(), quote, "deadline", None, None, value.last)
    if by and not value.day:
        return DateMention(
            by.start(), end, text[by.start() : end], "target", None, None, value.last
        )
    return None


def _numeric(text: str) -> Iterator[DateMention]:
    for mark in "-/.":
        last = -1
        for at in places(text, mark):
            if at < 4 or at < last or text[at - 4] not in "12" or not text[at - 4 : at].isdigit():
                continue
            match = _NUMERIC.match(text, at - 4, at + _ISO_WIDTH)
            value = partial(match[1], match[3], match[4]) if match else None
            if match and value:
                last = match.end()
                yield DateMention(
                    match.start(), last, match[0], "date", value, value.first, value.last
                )


def _plans(text: str) -> Iterator[DateMention]:
    """Yield five-year plans: the 13th ran from 2016 to 2020."""
    for at in places(text, "五"):
        begin = at - 2 if text[at - 2 : at - 1] == "十" else at - 1
        match = _PLAN.match(text, begin) if begin >= 0 else None
        opened = text[begin - 1 : begin] in ("“", '"', "「", "‘") if begin > 0 else False
        if match is None or not (opened or match[0].endswith(("时期", "期间", "规划期"))):
            continue
        number = whole_number(match[1]) or 1
        start = begin - 1 if opened else begin
        first = 1966 + 5 * (number - 3) if number >= 3 else 1953 + 5 * (number - 1)
        quote = text[start : match.end()]
        yield DateMention(
            start, match.end(), quote, "period", None, date(first, 1, 1), date(first + 4, 12, 31)
        )
