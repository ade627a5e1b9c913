"""Texts: how a value is written for readers, and how two texts are compared.

The format of a number is what stands after the bar in {n}`reference | format`; its parts may come
in any order, each at most once:

    , .1 % + abs        separators, decimals (rounded half-up), times 100 with %, sign, no sign
    억 만 조 …           divided, with the unit word; two of 조 억 만 give "1조 2,300억"
    =십억 =백만 …        the value is given in this unit: 357 with "=십억 억 ," is 3,570억
    date ym year text   a date at the precision known, or the value as it stands

Columns of result tables may also use what charts use: ".1f" for ".1", "d" for ".0", and ".3~g" for
three significant digits without trailing zeros.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

from policyloom.core.dates import PartialDate, parse_date

Plain = str | int | float | bool | None

MISSING = "n.a."
"""Printed where a value was not seen."""

_KOREAN = {"십억": 9, "백만": 6, "천": 3, "만": 4, "억": 8, "조": 12}
_ENGLISH = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_SCALES = _KOREAN | _ENGLISH
_PAIRS = {frozenset(pair): pair for pair in (("조", "억"), ("억", "만"), ("조", "만"))}
_WIDE = Context(prec=800)  # wide enough for every float, so that rounding never fails
_WHOLE = frozenset({"date", "ym", "year", "text"})
_TOKEN = re.compile(
    rf"\s*(?:=(?P<given>{'|'.join(_SCALES)})|(?P<scale>{'|'.join(_SCALES)})"
    r"|(?P<decimals>\.\d{1,2}(?:f|~?g)?)|(?P<flag>,|%|\+|abs\b|d\b))"
)


class FormatError(ValueError):
    """A format that is not understood or does not suit the value; the text says which."""


@dataclass(frozen=True)
class NumberFormat:
    """A parsed number format; `decimals` is None where the shortest sensible form is wanted.

    `given` is the power of ten of the unit that the value is stated in.
    """

    scales: tuple[str, ...] = ()
    separators: bool = False
    decimals: int | None = None
    significant: int | None = None
    percent: bool = False
    plus: bool = False
    absolute: bool = False
    given: int = 0


def parse_format(text: str) -> NumberFormat:
    """Read a number format; FormatError where a part is unknown or comes twice."""
    if not text.strip():
        return NumberFormat(separators=True)
    parts: dict[str, str] = {}
    scales: list[str] = []
    position, end = 0, len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None:
            raise FormatError(text[position:].strip())
        position = match.end()
        part = match.group().strip()
        name = match.lastgroup if match["flag"] is None else part
        if match["scale"]:
            scales.append(part)
        elif name in parts:
            raise FormatError(text.strip())
        else:
            parts[name or ""] = part
    digits = parts.get("decimals") or (".0" if "d" in parts else "")
    count = int(re.sub(r"\D", "", digits)) if digits else None
    by_significance = digits.endswith("g")
    return NumberFormat(
        scales=_scales(scales, text),
        separators="," in parts,
        decimals=None if by_significance else count,
        significant=count if by_significance else None,
        percent="%" in parts,
        plus="+" in parts,
        absolute="abs" in parts,
        given=_SCALES.get(parts.get("given", "").removeprefix("="), 0),
    )


def format_value(value: Plain, format: str = "", language: str = "ko") -> str:  # noqa: A002
    """Write a value for readers; None is "n.a.". FormatError where the format does not suit it."""
    wanted = format.strip()
    if value is None:
        return MISSING
    if wanted == "text" or (isinstance(value, str) and not wanted):
        return str(value)
    if wanted in _WHOLE:
        return _date(str(value), wanted, language)
    parsed = parse_format(wanted)
    if isinstance(value, bool | str):
        raise FormatError(f"{wanted}: {value}")
    return _number(value, parsed)


def normalise_quote(text: str) -> str:
    """Return the form in which a quotation and its source are compared.

    Unicode NFC; full-width forms become half-width; every quotation mark is one, every dash is one,
    every middle dot is one; zero-width characters vanish; spaces next to a CJK character vanish
    and other runs of spaces are one space. Letters, digits and order are never touched.
    """
    plain = unicodedata.normalize("NFC", text).translate(_WIDTHS)
    plain = _MARKS["zero"].sub("", plain)
    for mark, shape in (('"', "quotes"), ("-", "dashes"), ("·", "dots")):
        plain = _MARKS[shape].sub(mark, plain)
    plain = _MARKS["space"].sub(" ", plain).strip()
    return _MARKS["cjk space"].sub("", plain)


_WIDTHS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_CJK = (
    "\u1100-\u11ff\u2e80-\u2fdf\u3001-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
_MARKS = {
    "zero": re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]"),
    "quotes": re.compile("[\"'“”„‟‘’‚‛「」『』«»‹›`´]"),
    "dashes": re.compile("[-‐‑‒–—―−]+"),
    "dots": re.compile("[·・‧•∙⋅․ㆍ]"),
    "space": re.compile(r"\s+"),
    "cjk space": re.compile(f"(?<=[{_CJK}]) | (?=[{_CJK}])"),
}


def _scales(scales: list[str], text: str) -> tuple[str, ...]:
    if len(scales) < 2:
        return tuple(scales)
    if len(set(scales)) < len(scales):
        raise FormatError(text.strip())
    pair = _PAIRS.get(frozenset(scales)) if len(scales) == 2 else None
    if pair is None:
        raise FormatError(text.strip())
    return pair


def _number(value: float, wanted: NumberFormat) -> str:
    number = Decimal(str(value))
    if not number.is_finite():
        raise FormatError(str(value))
    number = number.copy_abs() if wanted.absolute else number
    number = number.scaleb(wanted.given)
    number = number * 100 if wanted.percent else number
    tail = "%" if wanted.percent else ""
    if len(wanted.scales) == 2:
        return _pair(number, wanted) + tail
    if wanted.scales:
        word = wanted.scales[0]
        number = number.scaleb(-_SCALES[word])
        tail = (word if word in _KOREAN else f" {word}") + tail
    return _written(_rounded(number, wanted), wanted) + tail


def _pair(number: Decimal, wanted: NumberFormat) -> str:
    """Write "1조 2,300억": rounded to the smaller unit, a part that is zero left out."""
    large, small = wanted.scales
    units = number.scaleb(-_SCALES[small]).quantize(Decimal(1), ROUND_HALF_UP, _WIDE)
    sign = "-" if units < 0 else ("+" if wanted.plus and units > 0 else "")
    high, low = divmod(abs(int(units)), 10 ** (_SCALES[large] - _SCALES[small]))
    parts = [f"{n:,}{word}" for n, word in ((high, large), (low, small)) if n]
    return sign + (" ".join(parts) or f"0{small}")


def _rounded(number: Decimal, wanted: NumberFormat) -> Decimal:
    if wanted.decimals is not None:
        return number.quantize(Decimal(1).scaleb(-wanted.decimals), ROUND_HALF_UP, _WIDE)
    if wanted.significant is not None:
        places = max(0, wanted.significant - 1 - number.adjusted())
    else:
        places = 2 if abs(number) >= 1 or not number else 1 - number.adjusted()
    short = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _WIDE)
    return short.normalize(_WIDE) if short else Decimal(0)


def _written(number: Decimal, wanted: NumberFormat) -> str:
    shortest = wanted.decimals is None and wanted.significant is None
    separators = wanted.separators or (shortest and not wanted.scales)
    if not number:
        number = abs(number)
    sign = "+" if wanted.plus and number > 0 else ""
    return sign + (f"{number:,f}" if separators else f"{number:f}")


def _date(text: str, wanted: str, language: str) -> str:
    found = parse_date(text)
    if found is None:
        raise FormatError(f"{wanted}: {text}")
    if wanted == "year":
        return str(found.year)
    if wanted == "ym":
        found = PartialDate(found.year, found.month)
    return _korean_date(found) if language == "ko" else _english_date(found)


def _korean_date(date: PartialDate) -> str:
    parts = [f"{date.year}년"]
    parts += [f"{n}{word}" for n, word in ((date.month, "월"), (date.day, "일")) if n]
    return " ".join(parts)


def _english_date(date: PartialDate) -> str:
    month = _MONTHS[date.month - 1] if date.month else ""
    return " ".join(part for part in (str(date.day or ""), month, str(date.year)) if part)


_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
