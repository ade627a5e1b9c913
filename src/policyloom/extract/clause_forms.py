"""The forms in which clauses are printed, with letters for bodies: A牵头，B配合; 牵头单位：A.

How often each form stands in a corpus depends on what counts as a clause and as a body, so two
conventions have names. `read` is what this program reads: clauses in brackets and after labels,
with every body. `plain` is a plain search as one would count by hand, to hold the first against:

- a clause is a bracket of either width without brackets in it, with at least two characters before
  牵头, 负责, 配合, 参加, 参与 or 分工, so that （牵头单位：A） alone is none;
- a list is a letter where each name between 、 has two characters and an ending such as 局 or 部门
  behind them: 各有关部门 and 各地区 are names; 各部门, 省残联, 省科协 are not and stay as printed;
- a label behind a comma belongs to the label before it: （牵头单位：A，责任单位：B） counts once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from policyloom.extract.clauses import LONGEST
from policyloom.extract.responsibility import find_clauses
from policyloom.extract.shares import Clause, Share

Convention = Literal["read", "plain"]

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PLAIN = re.compile(
    rf"[（(]([^（）()]{{2,{LONGEST}}}?(?:牵头|负责|配合|参加|参与|分工)[^（）()]{{0,{LONGEST}}})[）)]"
)
_WORDS = re.compile(
    r"((?:牵头|责任|配合|参加|参与|联合)单位：?"
    r"|按照?(?:各自)?(?:职责|职能)(?:分工|分别)?负责|(?:共同|分工|分别)?负责|(?:共同)?牵头|配合|参加|参与|会同|[，；。：,;:])"
)
_NAME = re.compile(r"[\u4e00-\u9fa5]{2,}(?:部门?|委|局|厅|办|院|会|署|行|政府|区)")
_LABEL = re.compile(r"(?<!，)((?:责任|牵头|配合|参加)单位)：")
_IS_LABEL = re.compile(r"(?:单位|部门|处室|机构|主体|地区)$")
_TOGETHER = ("会同", "会商", "商")


@dataclass(frozen=True)
class FormSurvey:
    """Counts over a corpus under one convention, the commonest first.

    `labels` counts 牵头单位：, 责任单位：, 配合单位： and 参加单位： anywhere in the texts.
    """

    convention: Convention
    clauses: int
    forms: Mapping[str, int]
    labels: Mapping[str, int]


def survey_forms(texts: Iterable[str], convention: Convention = "read") -> FormSurvey:
    """Count the forms of the clauses in brackets and after labels, and the labels."""
    forms: Counter[str] = Counter()
    labels: Counter[str] = Counter()
    for text in texts:
        labels.update(match[1] + "：" for match in _LABEL.finditer(text))
        if convention == "plain":
            forms.update(form for _, form in plain_forms(text))
        else:
            forms.update(clause_form(c) for c in find_clauses(text) if c.form != "sentence")
    ordered = sorted(forms.items(), key=lambda item: (-item[1], item[0]))
    return FormSurvey(convention, forms.total(), dict(ordered), dict(sorted(labels.items())))


def clause_form(clause: Clause) -> str:
    """Return the form of a clause that was read, a letter for each list of bodies.

    Lists are set apart by the mark that is printed between them, a semicolon or else a comma.
    """
    form = ""
    lists = [
        list(own) for _, own in groupby(clause.shares, key=lambda s: (s.word, s.role == "with"))
    ]
    for letter, own, before in zip(_LETTERS, lists, [None, *lists], strict=False):
        if before:
            form += _mark(clause, before[-1], own[0])
        form += _with_word(letter, own[0])
    return form


def plain_forms(text: str) -> list[tuple[int, str]]:
    """Return the place and form of every bracket that the plain search counts."""
    return [(match.start(), _plain_form(match[1])) for match in _PLAIN.finditer(text)]


def _with_word(letter: str, share: Share) -> str:
    if _IS_LABEL.search(share.word):
        return f"{share.word}：{letter}"
    is_second = share.role == "with" and share.word in _TOGETHER
    return letter if is_second else letter + share.word


def _mark(clause: Clause, left: Share, right: Share) -> str:
    if left.word in _TOGETHER and left.role != "with":
        return ""
    between = clause.quote[left.body.end - clause.start : right.body.start - clause.start]
    return "；" if "；" in between or ";" in between else "，"


def _plain_form(content: str) -> str:
    """Return a bracket's content with a letter for each list that consists of names only."""
    form, letters = "", iter(_LETTERS)
    for place, piece in enumerate(_WORDS.split("".join(content.split()))):
        is_list = place % 2 == 0 and all(_NAME.fullmatch(name) for name in piece.split("、"))
        form += next(letters, piece) if is_list else piece
    return form
