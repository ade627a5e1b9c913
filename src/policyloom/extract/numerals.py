"""Numerals as Chinese documents write them: 2015, ２０１５, 二〇一五, 三十一, 一百二十."""

from __future__ import annotations

DIGITS = "0-9０-９"
HAN_DIGITS = "一二三四五六七八九〇○零"
"""Both circles occur for zero: 〇 (U+3007) and ○ (U+25CB)."""

_HAN = {c: str(n) for n, c in enumerate("〇一二三四五六七八九")} | {
    "○": "0", "零": "0", "Ｏ": "0", "O": "0", "两": "2",
}  # fmt: skip
_TO_ASCII = str.maketrans(
    {chr(0xFF10 + n): str(n) for n in range(10)} | {"，": ",", "．": ".", "％": "%"}
)
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
_LONGEST = 12


def ascii_digits(text: str) -> str:
    """Return the text with full-width digits, points and commas made half-width."""
    return text.translate(_TO_ASCII)


def whole_number(text: str) -> int | None:
    """Read a whole number in any of the forms; None where it is none or absurdly long."""
    if text.isascii() and text.isdigit() and len(text) <= _LONGEST:
        return int(text)
    plain = ascii_digits("".join(text.split()))
    if not plain or len(plain) > _LONGEST:
        return None
    if plain.isascii():
        return int(plain) if plain.isdigit() else None
    if any(c in _UNITS for c in plain):
        return _with_units(plain)
    digits = "".join(_HAN.get(c, c) for c in plain)
    return int(digits) if digits.isascii() and digits.isdigit() else None


def _with_units(text: str) -> int | None:
    """Read 三十一, 一百零五, 二千零一十: each unit multiplies the digit before it."""
    total, digit = 0, None
    for c in text:
        if c in _UNITS:
            total += (1 if digit is None else digit) * _UNITS[c]
            digit = None
        elif c in _HAN:
            digit = int(_HAN[c]) or None
        else:
            return None
    return total + (digit or 0)
