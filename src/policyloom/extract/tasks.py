"""The task of a responsibility clause: the words before it, or the rest of its sentence."""

from __future__ import annotations

import re

LONGEST_TASK = 1200

_CLAUSE_END = re.compile(r"(?:负责|牵头|配合|参加|参与|落实|单位[：:][^（）()]{1,300})[）)\]】]")
_LABEL = re.compile(
    r"^[\s\u3000]*(?:第[一二三四五六七八九十百\d]{1,4}[章节条]|[（(][一二三四五六七八九十\d]{1,3}[）)]"
    r"|[一二三四五六七八九十]{1,3}[、.．]|\d{1,3}\s?[、.．)）](?!\d)|[①-⑳●■◆▪·*—-])\s*"
)
_EDGE = " \u3000\t\r\n，,；;"


def task_before(text: str, at: int) -> str:
    """Return the task before a clause: its paragraph, from the last clause on, without a label.

    A clause that stands on a line of its own belongs to the paragraph above it.
    """
    floor = max(0, at - LONGEST_TASK)
    end = at
    while end > floor and text[end - 1] in _EDGE:
        end -= 1
    begin = max(floor, text.rfind("\n", floor, end) + 1)
    for match in _CLAUSE_END.finditer(text, begin, end):
        begin = match.end()
    return without_label(text[begin:end].lstrip("。" + _EDGE))


def without_label(words: str) -> str:
    """Return words without the numbering before them, line breaks as spaces."""
    return " ".join(_LABEL.sub("", words).split())
