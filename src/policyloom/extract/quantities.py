"""Quantities with their unit: money, shares, counts; also ranges and what bounds them.

Money is given in its own currency in whole units (3亿元 is 300000000 元); a percentage stays a
percentage. Quantities are looked for at their unit or scale word, so a bare number is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

from policyloom.extract.numerals import DIGITS, ascii_digits
from policyloom.extract.scan import places

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
    rf"(?P<number>{_NUMBER})\s?(?P<scale>{_SCALE})?(?:多|余|几)?\s?(?P<unit>{_UNIT})?"
    rf"(?P<after>\s?(?:以上|以下|以内|左右|及以上))?"
)
_ANCHORS = (*"%％‰亿万个家项元人户吨名件座所台套辆倍次千百处种条篇亩", "公里", "百分点", "平方")
_BEFORE = re.compile(
    r"(?:(?P<least>超过|突破|达到|达|不低于|不少于|至少|高于|大于|逾)"
    r"|(?P<most>不超过|不高于|低于|少于|控制在|最高|至多)|(?P<about>约|大约|近|左右))\s?$"
)
_AFTER: dict[str, Bound] = {
    "以上": "at least", "及以上": "at least", "以下": "at most", "以内": "at most", "左右": "about",
}  # fmt: skip
_NUMBER_BEFORE = 40
_DIGIT = frozenset("0123456789０１２３４５６７８９")
_NEAR_DIGIT = _DIGIT | frozenset(" 万亿千百十多余几个平方公")


@dataclass(frozen=True)
class Quantity:
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
    starts = sorted({begin for begin in _number_starts(text)})
    found: list[Quantity] = []
    for begin in starts:
        if found and begin < found[-1].end:
            continue
        match = _QUANTITY.match(text, begin)
        if match and (match["scale"] or match["unit"]):
            found.append(_quantity(text, match))
    return found


def _number_starts(text: str) -> Iterator[int]:
    """Yield where the number before each unit begins, ranges included."""
    for anchor in _ANCHORS:
        for at in places(text, anchor):
            if at and text[at - 1] in _NEAR_DIGIT:
                begin = _back_to_number(text, at)
                if begin is not None:
                    yield begin


def _back_to_number(text: str, at: int) -> int | None:
    window = text[max(0, at - _NUMBER_BEFORE) : at]
    match = _tail().search(window[::-1])
    return at - match.end() if match else None


@cache
def _tail() -> re.Pattern[str]:
    """Match, on reversed text, a number with what may stand between it and its unit."""
    reversed_scales = "|".join(scale[::-1] for scale in SCALES)
    number = rf"[{DIGITS}](?:[{DIGITS},，.．]{{0,20}}[{DIGITS}])?"
    between = rf"\s?(?:多|余|几)?(?:{reversed_scales})?\s?"
    return re.compile(
        rf"^{between}{number}(?:\s?[-－—–~～至]{{1,2}}\s?[%％]?(?:{reversed_scales})?\s?{number})?"
    )


def _quantity(text: str, match: re.Match[str]) -> Quantity:
    unit = match["unit"] or ""
    kind: QuantityKind = "money" if unit in MONEY else "share" if unit in SHARES else "count"
    scale = SCALES.get(match["scale"] or "", 0)
    low = match["low"]
    return Quantity(
        match.start(),
        match.end(),
        match[0],
        kind,
        _scaled(match["number"], scale),
        "%" if unit == "％" else unit,
        _scaled(low, SCALES.get(match["low_scale"] or "", scale)) if low else None,
        _bound(text, match),
    )


def _scaled(number: str, scale: int) -> Decimal:
    plain = Decimal(ascii_digits(number).replace(",", "")).scaleb(scale)
    return plain.normalize() if plain % 1 else plain.quantize(Decimal(1))


def _bound(text: str, match: re.Match[str]) -> Bound:
    after = (match["after"] or "").strip()
    if after:
        return _AFTER[after]
    before = _BEFORE.search(text, max(0, match.start() - 5), match.start())
    if before is None:
        return ""
    return "at least" if before["least"] and not _negated(text, before) else (
        "about" if before["about"] else "at most"
    )  # fmt: skip


def _negated(text: str, before: re.Match[str]) -> bool:
    """Tell 不超过 from 超过, whose match may start one character late."""
    return before.start() > 0 and text[before.start() - 1] == "不"
