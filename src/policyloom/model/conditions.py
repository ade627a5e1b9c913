"""Conditions of claims: "operand comparison operand", tested against the facts at build.

An operand is a reference or a number; `and` joins several comparisons. Nothing else is understood,
so nothing from a study folder is ever executed.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from policyloom.model.facts import Facts

_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<=": operator.le, ">=": operator.ge, "==": operator.eq,
    "!=": operator.ne, "<": operator.lt, ">": operator.gt,
}  # fmt: skip
_FORM = re.compile(r"\s*(\S+)\s*(<=|>=|==|!=|<|>)\s*(\S+)\s*")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")


@dataclass(frozen=True)
class Comparison:
    """One comparison of two operands, as written."""

    left: str
    sign: str
    right: str


@dataclass(frozen=True)
class Verdict:
    """Whether a condition holds; `shown` writes it with the values filled in.

    `holds` is None where an operand is unknown or undefined; `missing` then names it.
    """

    holds: bool | None
    shown: str
    missing: str = ""


@lru_cache(maxsize=1 << 16)
def parse_condition(text: str) -> tuple[Comparison, ...] | None:
    """Read a condition; None where it is not of the form above."""
    parts = [_FORM.fullmatch(part) for part in re.split(r"\band\b", text)]
    if not text.strip() or any(match is None for match in parts):
        return None
    return tuple(Comparison(*m.groups()) for m in parts if m is not None)


@lru_cache(maxsize=1 << 16)
def condition_references(text: str) -> tuple[str, ...]:
    """Return the references that a condition names, without its numbers."""
    operands = [o for c in parse_condition(text) or () for o in (c.left, c.right)]
    return tuple(dict.fromkeys(o for o in operands if not _NUMBER.fullmatch(o)))


def compare(left: float, sign: str, right: float) -> bool:
    """Tell whether a comparison of two numbers holds."""
    return _COMPARE[sign](left, right)


def literal(operand: str) -> float | None:
    """Return the number that an operand is, None where it names a reference."""
    return float(operand) if _NUMBER.fullmatch(operand) else None


def judge_condition(text: str, facts: Facts) -> Verdict:
    """Test a condition against the facts.

    Raises ValueError where the text does not parse; `check` reports that beforehand.
    """
    comparisons = parse_condition(text)
    if comparisons is None:
        raise ValueError(f"not a condition: {text}")
    shown: list[str] = []
    holds = True
    for comparison in comparisons:
        left, right = _operand(comparison.left, facts), _operand(comparison.right, facts)
        if left is None or right is None:
            return Verdict(None, text, comparison.left if left is None else comparison.right)
        shown.append(f"{left:,.12g} {comparison.sign} {right:,.12g}")
        holds = holds and compare(left, comparison.sign, right)
    return Verdict(holds, " and ".join(shown))


def _operand(text: str, facts: Facts) -> float | None:
    if _NUMBER.fullmatch(text):
        return float(text)
    value = facts.value_of(text)
    return None if isinstance(value, bool | str | None) else float(value)
