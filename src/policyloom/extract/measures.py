"""The measures of a text, made comparable: numbers with their unit, and deadlines as days.

A number is read with its scale (3万人 is 30000 人), in digits or Chinese numerals, and with what
more of it means: behind "at most", "within" and the like a smaller one asks more. A number is a
national total where it counts things to be reached for the whole country: no share, no length of
time, nothing "in every province". Years of dates, numbers of articles and of documents are no
measures.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from policyloom.extract.dates import find_dates
from policyloom.extract.numerals import ascii_digits, whole_number
from policyloom.extract.quantities import COUNTS, SCALES, SHARES
from policyloom.model.ledger import Measure, Sense

_TIMES = (
    "个工作日",
    "工作日",
    "小时",
    "分钟",
    "个月",
    "年",
    "天",
    "日",
    "周",
    "秒",
    "개월",
    "년",
    "일",
    "시간",
)
_LENGTHS = ("公里", "米", "海里", "倍")
_MORE_UNITS = (
    "艘", "米", "海里", "场", "名", "位", "开元", "개소", "개", "곳", "명", "건", "척", "원",
)  # fmt: skip
_UNITS = sorted({*SHARES, *COUNTS, *_TIMES, *_MORE_UNITS}, key=len, reverse=True)
_UNIT = r"[\u4e00-\u9fff]{0,2}元|" + "|".join(map(re.escape, _UNITS))
_SCALE = "|".join(SCALES)
_NUMBER = re.compile(
    rf"(?:(?P<digits>[0-9０-９][0-9０-９,，]*(?:[.．][0-9０-９]+)?)|(?P<han>[一二三四五六七八九十百千两〇零]+))"
    rf"\s?(?P<scale>{_SCALE})?(?:多|余)?\s?(?P<unit>{_UNIT})"
)
_MOST_BEFORE = re.compile(r"(?:不得?超过|不得?高于|不得?多于|低于|少于|控制在|最[多高长]|至多)\s?$")
_NOT_LESS = re.compile(r"不(?:得|应)?(?:低于|少于|短于)\s?$")
_LEAST_BEFORE = re.compile(
    r"(?:至少|不低于|不少于|不短于|超过|突破|达到?|大于|高于|以上|满|最?近)(?:[^\d\n]{0,4})$"
)
_MOST_AFTER = re.compile(r"\s?(?:以下|以内|之?内)")
_LEAST_AFTER = re.compile(r"\s?(?:及?以上|이상)")
_ORDINAL = re.compile(r"第[\d０-９、，,至—\-一二三四五六七八九十百零]*$|〔\d{4}〕\s?$")
_EACH_PLACE = re.compile(r"(?:每个?|各)[^\d，。；年月日季]{0,4}(?:省|市|县|区|州|地)")
_REACHED = re.compile(
    r"建成|建设|培育|培养|培训|新增|形成|打造|引进|达到|突破|实现|完成|支持|创建|推广|力争"
)
_CLAUSE = re.compile(r"[，,；;。：:！？\n]")
_VAGUE = frozenset({"一", "十", "百", "千", "两"})
"""Numerals that words are made of (一个, 千家万户): read as numbers before lengths only."""


def find_measures(text: str) -> list[Measure]:
    """Return the measures of a text in simplified characters, in order."""
    dates = find_dates(text)
    taken = [(d.start, d.end) for d in dates]
    found = [
        Measure(
            d.start, d.end, "deadline", Decimal(d.last.toordinal()), "", "less",
            _context(text, d.end, d.end, ahead=True),
        )
        for d in dates
        if d.kind in ("target", "deadline")
    ]  # fmt: skip
    for match in _NUMBER.finditer(text):
        begin, end = match.span()
        if any(begin < stop and start < end for start, stop in taken):
            continue
        made = _number(text, match)
        if made:
            found.append(made)
    return sorted(found, key=lambda m: m.start)


def _number(text: str, match: re.Match[str]) -> Measure | None:
    value, unit = _value(match), match["unit"]
    begin, end = match.span()
    before = text[max(0, begin - 12) : begin]
    vague = match["han"] in _VAGUE and unit not in (*_TIMES, *_LENGTHS)
    year = match["digits"] and unit in ("年", "년") and not match["scale"] and value and value > 999
    if value is None or vague or year or _ORDINAL.search(before):
        return None
    sense = _sense(text, begin, end, unit)
    unit = "%" if unit in ("％", "%") else unit
    clause = _clause(text, begin, end)
    total = (
        sense != "less"
        and unit not in (*SHARES, *_TIMES, *_LENGTHS)
        and bool(_REACHED.search(text, clause[0], begin))
        and not _EACH_PLACE.search(text, clause[0], end)
    )
    return Measure(begin, end, "number", value, unit, sense, _context(text, begin, end), total)


def _value(match: re.Match[str]) -> Decimal | None:
    if match["digits"]:
        try:
            value = Decimal(ascii_digits(match["digits"]).replace(",", ""))
        except InvalidOperation:
            return None
    else:
        whole = whole_number(match["han"])
        if whole is None:
            return None
        value = Decimal(whole)
    return value.scaleb(SCALES[match["scale"]]) if match["scale"] else value


def _sense(text: str, begin: int, end: int, unit: str) -> Sense:
    """Return which way a number asks more; for a bare length of time neither is sure."""
    before = text[max(0, begin - 8) : begin]
    if _NOT_LESS.search(before) or re.search(r"最?近$", before):
        return "more"
    if _MOST_BEFORE.search(before) or _MOST_AFTER.match(text, end):
        return "less"
    if _LEAST_BEFORE.search(before) or _LEAST_AFTER.match(text, end):
        return "more"
    return "either" if unit in _TIMES else "more"


def _clause(text: str, begin: int, end: int) -> tuple[int, int]:
    start = 0
    for match in _CLAUSE.finditer(text, max(0, begin - 60), begin):
        start = match.end()
    after = _CLAUSE.search(text, end, end + 60)
    return max(start, begin - 60), after.start() if after else min(len(text), end + 60)


def _context(text: str, begin: int, end: int, *, ahead: bool = False) -> str:
    """Return the words around a measure; of a deadline those of the clause behind it too."""
    start, stop = _clause(text, begin, end)
    if ahead and text[stop : stop + 1] in ("，", ","):
        stop = _clause(text, stop + 1, stop + 1)[1]
    words = text[start:begin] + text[end:stop]
    return re.sub(r"[\d０-９\W]", "", words)
