"""Budget formulas in the notation of Korean research plans: read, evaluate, round, compare.

    [($137×4박×1인)×1회]×1.13   →   137 · 4 · 1 · 1 · 1.13 = 619.24

    formula = term { ("+" | "-") term }
    term    = part { ("×" | "÷") part }
    part    = ["-"] ( number [unit] | bracketed formula )

Values are exact fractions, so nothing is lost before the one rounding at the end. A formula that
cannot be read gives a Fault with its place; nothing is ever handed to Python's own evaluator.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from typing import Literal

UNITS: tuple[str, ...] = ("월", "회", "인", "박", "일", "부", "명", "건", "식")
"""Counters that may follow a number: months, times, people, nights, days, copies, …"""
MAX_LENGTH = 400
"""Longest formula that is read, in characters."""
MAX_DEPTH = 20
"""Deepest nesting of brackets that is read."""

FaultCode = Literal[
    "empty", "too-long", "too-deep", "character", "number", "unit", "bracket", "order", "zero",
]  # fmt: skip

_BRACKETS = {"(": ")", "[": "]", "{": "}"}
_TIMES = str.maketrans({"x": "×", "X": "×", "*": "×", "✕": "×", "✖": "×", "/": "÷", "−": "-"})
_NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
_GROUPED = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
_WORD = re.compile(r"[가-힣]+")
_SIGNS = frozenset("+-×÷()[]{}")


@dataclass(frozen=True)
class Fault:
    """Why a formula cannot be read; `at` counts characters from 1, 0 where it is the whole."""

    code: FaultCode
    at: int = 0
    found: str = ""


@dataclass(frozen=True)
class Factor:
    """One number of a formula with its counter ("" for none) and whether a dollar sign led it."""

    value: Fraction
    unit: str = ""
    is_dollar: bool = False


@dataclass(frozen=True)
class Formula:
    """A formula that was read: its exact value and its numbers from left to right."""

    text: str
    value: Fraction
    factors: tuple[Factor, ...]

    def counts(self, unit: str) -> tuple[Fraction, ...]:
        """Return the numbers that carry this counter, from left to right."""
        return tuple(f.value for f in self.factors if f.unit == unit)

    @property
    def dollars(self) -> tuple[Fraction, ...]:
        """Return the numbers that a dollar sign led."""
        return tuple(f.value for f in self.factors if f.is_dollar)

    @property
    def bare(self) -> tuple[Fraction, ...]:
        """Return the numbers with neither counter nor dollar sign: prices and exchange rates."""
        return tuple(f.value for f in self.factors if not f.unit and not f.is_dollar)


@dataclass(frozen=True)
class LineCheck:
    """A budget line's arithmetic: exact value, value by the rule, and residue = printed - rule."""

    exact: Fraction
    by_rule: Fraction
    residue: Fraction

    @property
    def agrees(self) -> bool:
        """Tell whether the printed amount is the one that the rule gives."""
        return self.residue == 0


def read_formula(text: str) -> Formula | Fault:
    """Read and evaluate a formula; a Fault where it cannot be read. Never raises for a text.

    Compatibility forms (full-width digits, signs and brackets) count as their plain forms, an
    escaped dollar sign as a dollar sign, and spaces are free between tokens.
    """
    plain = unicodedata.normalize("NFKC", text[: MAX_LENGTH + 1]).replace("\\$", "$")
    if len(plain) > MAX_LENGTH:
        return Fault("too-long", 0, str(len(text)))
    try:
        reader = _Reader(_tokens(plain.translate(_TIMES)))
        value = reader.whole()
    except _UnreadableError as stop:
        return stop.fault
    return Formula(text, value, tuple(reader.factors))


def half_up(value: Fraction, step: Fraction) -> Fraction:
    """Round to the nearest multiple of `step`, ties away from zero (765 by 10 is 770).

    Formula: sign(v) · step · floor(|v| / step + 1/2). Raises ValueError for a step not above zero.
    """
    if step <= 0:
        raise ValueError(f"a rounding step must be above zero, not {step}")
    multiple = (abs(value) / step + Fraction(1, 2)).__floor__() * step
    return -multiple if value < 0 else multiple


def check_line(exact: Fraction, printed: Fraction, step: Fraction | None) -> LineCheck:
    """Compare a printed amount with the formula's value, rounded to `step` (None: not rounded)."""
    by_rule = exact if step is None else half_up(exact, step)
    return LineCheck(exact, by_rule, printed - by_rule)


def fraction(number: float | int | str) -> Fraction:
    """Return the number as it is written in decimal: 1.13 is 113/100, not its binary neighbour."""
    return Fraction(str(number))


def decimal(value: Fraction) -> Decimal:
    """Return a fraction as a decimal of at most 28 digits; exact for all that money needs."""
    context = Context(prec=28)
    return context.divide(Decimal(value.numerator), Decimal(value.denominator))


class _UnreadableError(Exception):
    """Carries a Fault out of the recursive reader; never leaves this module."""

    def __init__(self, code: FaultCode, at: int = 0, found: str = "") -> None:
        super().__init__(code)
        self.fault = Fault(code, at, found)


@dataclass(frozen=True)
class _Token:
    kind: Literal["number", "unit", "sign", "dollar"]
    text: str
    at: int


def _tokens(text: str) -> list[_Token]:
    """Cut a normalised formula into tokens; raises _UnreadableError at a strange character."""
    found: list[_Token] = []
    place = 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        token = _token(text, place)
        found.append(token)
        place += len(token.text)
    return found


def _token(text: str, place: int) -> _Token:
    char = text[place]
    if char in _SIGNS:
        return _Token("sign", char, place + 1)
    if char == "$":
        return _Token("dollar", char, place + 1)
    if number := _NUMBER.match(text, place):
        return _Token("number", number.group(), place + 1)
    if word := _WORD.match(text, place):
        return _Token("unit", word.group(), place + 1)
    raise _UnreadableError("character", place + 1, char)


class _Reader:
    """Recursive descent over the tokens, one method per rule of the grammar."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.place = 0
        self.depth = 0
        self.factors: list[Factor] = []

    def whole(self) -> Fraction:
        if not self.tokens:
            raise _UnreadableError("empty")
        value = self._formula()
        if (left := self._peek()) is not None:
            raise _UnreadableError("bracket" if left.text in ")]}" else "order", left.at, left.text)
        return value

    def _peek(self) -> _Token | None:
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def _take(self, *texts: str) -> _Token | None:
        """Step over the next token if it is one of these signs, and return it."""
        token = self._peek()
        if token is None or token.text not in texts:
            return None
        self.place += 1
        return token

    def _formula(self) -> Fraction:
        value = self._term()
        while sign := self._take("+", "-"):
            right = self._term()
            value = value + right if sign.text == "+" else value - right
        return value

    def _term(self) -> Fraction:
        value = self._part()
        while sign := self._take("×", "÷"):
            right = self._part()
            if sign.text == "÷" and right == 0:
                raise _UnreadableError("zero", sign.at, sign.text)
            value = value * right if sign.text == "×" else value / right
        return value

    def _part(self) -> Fraction:
        if self._take("-"):
            return -self._atom()
        return self._atom()

    def _atom(self) -> Fraction:
        if opening := self._take(*_BRACKETS):
            return self._bracketed(opening)
        is_dollar = self._take("$") is not None
        token = self._peek()
        if token is None or token.kind != "number":
            raise _UnreadableError("order", token.at if token else 0, token.text if token else "")
        self.place += 1
        factor = Factor(_number(token), self._unit(), is_dollar)
        self.factors.append(factor)
        return factor.value

    def _bracketed(self, opening: _Token) -> Fraction:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise _UnreadableError("too-deep", opening.at, opening.text)
        value = self._formula()
        if self._take(_BRACKETS[opening.text]) is None:
            raise _UnreadableError("bracket", opening.at, opening.text)
        self.depth -= 1
        return value

    def _unit(self) -> str:
        token = self._peek()
        if token is None or token.kind != "unit":
            return ""
        if token.text not in UNITS:
            raise _UnreadableError("unit", token.at, token.text)
        self.place += 1
        return token.text


def _number(token: _Token) -> Fraction:
    """Read a number; commas must stand between groups of three digits."""
    if not _GROUPED.fullmatch(token.text):
        raise _UnreadableError("number", token.at, token.text)
    return Fraction(token.text.replace(",", ""))
