"""Targets: a quantity that a policy wants reached, with what is measured and by when.

A sentence with 到2020年, 2018年底前, 力争 or 目标 states targets; every quantity in it is one, with
the words before it as indicator. The deadline is the last one named before the quantity.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from policyloom.extract.dates import DateMention, find_dates
from policyloom.extract.quantities import Quantity, find_quantities
from policyloom.extract.scan import sentences_around
from policyloom.extract.script import as_printed, simplified

CUES = ("到20", "至20", "年底", "年前", "力争", "目标", "末前")
LONGEST = 1500

_START = re.compile(r"[，,；;。：:、]")
_AIM = re.compile(r"力争|目标|确保|争取|达到|超过|突破|建成|培育|形成|实现")
_EDGE = re.compile(
    r"^(?:力争|确保|争取|实现|使|全国|其中)*|(?:达到|达|超过|突破|不低于|不少于|不超过|为|约|至|到)+$"
)


@dataclass(frozen=True)
class Target:
    """A quantity to be reached, by `deadline` where one is named."""

    start: int
    end: int
    quote: str
    indicator: str
    quantity: Quantity
    deadline: date | None

    def as_record(self) -> dict[str, object]:
        """Return the plain object of `policyloom read`."""
        value = self.quantity.value
        return {
            "indicator": self.indicator,
            "bound": self.quantity.bound or None,
            "value": _plain(value),
            "low": None if self.quantity.low is None else _plain(self.quantity.low),
            "unit": self.quantity.unit or None,
            "deadline": self.deadline.isoformat() if self.deadline else None,
            "quote": self.quote,
            "start": self.start,
            "end": self.end,
        }


def find_targets(text: str) -> list[Target]:
    """Return the targets of a text, in order."""
    rules = simplified(text)
    found = [
        target
        for start, end in sentences_around(rules, CUES)
        if end - start <= LONGEST
        for target in _in_sentence(rules, start, end)
    ]
    return found if rules is text else [_printed(target, text, rules) for target in found]


def _printed(target: Target, text: str, rules: str) -> Target:
    """Return a target with its words as the text prints them; the unit stays simplified."""
    indicator = as_printed(target.indicator, text, rules, target.start)
    return replace(target, quote=text[target.start : target.end], indicator=indicator)


def _in_sentence(text: str, start: int, end: int) -> Iterator[Target]:
    words = text[start:end]
    limits = [d for d in find_dates(words) if d.kind in ("target", "deadline")]
    if not limits and not ("力争" in words or "目标" in words):
        return
    if not _AIM.search(words) and not limits:
        return
    for quantity in find_quantities(words):
        if any(d.start <= quantity.start < d.end for d in limits):
            continue
        begin = _clause_start(words, quantity.start)
        indicator = _EDGE.sub("", words[begin : quantity.start].strip())
        deadline = _deadline(limits, quantity.start)
        quote = words[begin : quantity.end]
        shift = len(quote) - len(quote.lstrip())
        yield Target(
            start + begin + shift,
            start + quantity.end,
            quote.strip(),
            indicator,
            quantity,
            deadline,
        )


def _clause_start(words: str, at: int) -> int:
    begin = 0
    for match in _START.finditer(words, max(0, at - 60), at):
        begin = match.end()
    return begin


def _deadline(limits: list[DateMention], at: int) -> date | None:
    before = [d for d in limits if d.start <= at]
    return (before[-1] if before else limits[0]).last if limits else None


def _plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
