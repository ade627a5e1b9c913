"""How binding a policy speaks: words that oblige, words that forbid, words that encourage."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from policyloom.extract.scan import places

Tone = Literal["mandatory", "prohibiting", "encouraging"]

WORDS: tuple[tuple[Tone, str, str], ...] = (
    ("mandatory", "必须", r"必须"),
    ("mandatory", "应当", r"应当"),
    ("mandatory", "务必", r"务必"),
    ("mandatory", "确保", r"确保"),
    ("mandatory", "严格", r"严格(?:按照|执行|落实|遵守|控制|管理)?"),
    ("mandatory", "强制", r"强制(?:性|实施|执行|标准)?"),
    ("mandatory", "责令", r"责令"),
    ("mandatory", "须", r"(?<!必)须(?!知|要)"),
    ("prohibiting", "不得", r"不得(?!不|已)"),
    ("prohibiting", "严禁", r"严禁"),
    ("prohibiting", "禁止", r"禁止"),
    ("encouraging", "鼓励", r"鼓励"),
    ("encouraging", "支持", r"支持(?!系统|平台|能力|度)"),
    ("encouraging", "引导", r"引导"),
    ("encouraging", "倡导", r"倡导"),
    ("encouraging", "可以", r"可以"),
    ("encouraging", "探索", r"探索"),
    ("encouraging", "允许", r"允许"),
)
_RULES = tuple((tone, anchor, re.compile(form)) for tone, anchor, form in WORDS)


@dataclass(frozen=True)
class ToneWord:
    """A word that says how binding a sentence is."""

    start: int
    end: int
    quote: str
    tone: Tone


def find_tone(text: str) -> list[ToneWord]:
    """Return the words in order."""
    return sorted(_found(text), key=lambda w: w.start)


def tone_counts(text: str) -> Counter[Tone]:
    """Count the words of each tone."""
    return Counter(word.tone for word in _found(text))


def _found(text: str) -> Iterator[ToneWord]:
    for tone, anchor, form in _RULES:
        for at in places(text, anchor):
            match = form.match(text, at)
            if match:
                yield ToneWord(at, match.end(), match[0], tone)
