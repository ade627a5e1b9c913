"""Quantities with their unit: money, shares, counts; also ranges and what bounds them.

Money is given in its own currency in whole units (3亿元 is 300000000 元); a percentage stays a
percentage. Quantities are looked for at their unit or scale word, so a bare number is none.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal, NamedTuple

from policyloom.extract.numerals import DIGITS, ascii_digits
from policyloom.extract.scan import digit_runs

QuantityKind = Literal["money", "share", "count"]
Bound = Literal["at least", "at most", "about", ""]

MONEY = ("人民币", "美元", "欧元", "港元", "日元", "韩元", "英镑", "元")
SHARES = ("个百分点", "百分点", "%", "％", "‰")
COUNTS = (
    "平方公里", "平方米", "公里", "千米", "万千瓦", "千瓦时", "千瓦", "兆瓦", "吨", "公顷", "亩",
    "人次", "万户", "户", "人", "名", "家", "个", "项", "件", "座", "所", "台", "套", "辆", "架",
    "种", "批", "条", "门", "部", "片", "处", "次", "倍", "年", "天", "小时", "比特", "篇", "张",
)  # fmt: skip
SCALES = {
    "万亿": 12, "千亿": 11, "百亿": 10, "十亿": 9, "亿": 8, "千万": 7, "百万": 6, "十万": 5,
    "万": 4, "千": 3, "百": 2,
}  # fmt: skip

_NUMBER = rf"[{DIGITS}](?:[{DIGITS},，]{{0,14}}[{DIGITS}])?(?:[.．][{DIGITS}]{{1,6}})?"
_SCALE = "|".join(SCALES)
_UNIT = "|".join(sorted({*MONEY, *SHARES, *COUNTS} - {"年", "人民币"}, key=len, reverse=True))
_QUANTITY = re.compile(
    rf"(?:(?P<low>{_NUMBER})\s?(?P<low_scale>{_SCALE})?(?:%|％)?\s?[-－—–~～至]{{1,2}}\s?)?"
    rf"(?P<number>{_NUMBER})\s?"
    rf"(?:(?P<scale>{_SCALE})(?:多|余|几)?\s?(?P<unit>{_UNIT})?|(?:多|余|几)?\s?(?P<only>{_UNIT}))"
    rf"(?P<after>\s?(?:以上|以下|以内|左右|及以上))?"
)
_BEFORE = re.compile(
    r"(?:(?P<least>超过|突破|达到|达|不低于|不少于|至少|高于|大于|逾)"
    r"|(?P<most>不超过|不高于|低于|少于|控制在|最高|至多)|(?P<about>约|大约|近|左右))\s?$"
)
_AFTER: dict[str, Bound] = {
    "以上": "at least", "及以上": "at least", "以下": "at most", "以内": "at most", "左右": "about",
}  # fmt: skip
_BEFORE_ENDS = frozenset("过破到达于少逾在高低多约近右 ")
_FOLLOWS = frozenset(
    "".join(word[0] for word in (*MONEY, *SHARES, *COUNTS, *SCALES)) + "多余几"
) - {"年", "日"}
_INSIDE = frozenset(",，.．-－—–~～至 日")
_DIGIT = frozenset("0123456789０１２３４５６７８９")
_NEXT = {
    "日": frozenset("元"),
    " ": _FOLLOWS | frozenset("-－—–~～至"),
    "—": _DIGIT | {"—"},
    "-": _DIGIT | {"-"},
}
"""What can stand behind the digits of a quantity: a unit or scale, or a mark and a digit."""


class Quantity(NamedTuple):
    """A number with a unit. `low` is the lower end of a range, None otherwise."""

    start: int
    end: int
    quote: str
    kind: QuantityKind
    value: Decimal
    unit: str
    low: Decimal | None = None
    bound: Bound = ""


def find_quantities(text: str) -> list[Quantity]:
    """Return every quantity of a text, in order, without overlaps."""
    found: list[Quantity] = []
    length = len(text)
    match_at = _QUANTITY.match
    at = 0
    for start, end in digit_runs(text):
        if start < at or end == length:
            continue
        following = text[end]
        if following not in _FOLLOWS and (
            following not in _INSIDE or text[end + 1 : end + 2] not in _NEXT.get(following, _DIGIT)
        ):
            continue
        match = match_at(text, start)
        if match:
            found.append(_quantity(text, match))
            at = match.end()
    return found


def _quantity(text: str, match: re.Match[str]) -> Quantity:
    low, low_scale, number, scale_word, unit, only, after = match.groups()
    unit = unit or only or ""
    kind: QuantityKind = "money" if unit in MONEY else "share" if unit in SHARES else "count"
    scale = SCALES[scale_word] if scale_word else 0
    start, end = match.span()
    return Quantity(
        start,
        end,
        match[0],
        kind,
        _scaled(number, scale),
        "%" if unit == "％" else unit,
        _scaled(low, SCALES[low_scale] if low_scale else scale) if low else None,
        _AFTER[after.strip()] if after else _bound(text, start),
    )


def _scaled(number: str, scale: int) -> Decimal:
    if number.isascii() and number.isdigit():
        return Decimal(int(number) * 10**scale)
    plain = Decimal(ascii_digits(number).replace(",", "")).scaleb(scale)
    return plain.normalize() if plain % 1 else plain.quantize(Decimal(1))


def _bound(text: str, start: int) -> Bound:
    if not start or text[start - 1] not in _BEFORE_ENDS:
        return ""
    before = _BEFORE.search(text, max(0, start - 5), start)
    if before is None:
        return ""
    return "at least" if before["least"] and not _negated(text, before) else (
        "about" if before["about"] else "at most"
    )  # fmt: skip


def _negated(text: str, before: re.Match[str]) -> bool:
    """Tell 不超过 from 超过, whose match may start one character late."""
    return before.start() > 0 and text[before.start() - 1] == "不"
