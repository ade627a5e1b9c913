"""Responsibilities in Korean: 해양산업부가 주관하고 외교부가 협조한다; (주관: 과기부).

A role verb needs its bodies as the subject, directly before it or before its object.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from policyloom.extract.bodies import Body
from policyloom.extract.shares import Clause, Role, Share, one_role_each
from policyloom.extract.tasks import without_label

_NAME = (
    r"(?:지방자치단체|지자체|(?:시·도\s?)?[가-힣A-Z]{1,20}(?:위원회|연구원|연구소|공사|공단|협회|센터|진흥원|재단|부처|기관|지자체|특별시|광역시"
    r"|시·도|보건소|부|처|청|원|국|실|과|도|시))"
)
_LIST = (
    rf"{_NAME}(?:(?:\s?[,·、]\s?|(?:와|과)\s|\s및\s){_NAME}){{0,12}}"
    r"(?:\s?등(?:\s관계\s?(?:부처|기관))?)?"
)
_HOW = r"(?:(?:공동으로|함께|서로|협력하여|중심이\s되어|총괄적으로)\s)?"
_OBJECT = r"(?:[^.。,;\n]{1,60}?[을를에]\s)?(?:[가-힣]{2}·)?"
_VERBS: tuple[tuple[str, Role], ...] = (
    (r"주관(?=하|한|으로|[,)\s.])|총괄(?=하|한|[·,)\s.])|주도(?=하|한)", "lead"),
    (r"협조(?=하|한|[,)\s.])|협력(?=하|한)|참여(?=하|한)", "support"),
    (
        r"(?:공동으로\s)?추진(?=하|한)|담당(?=하|한)|책임[지진]|소관(?=하|한)|맡(?=는|고|아)",
        "responsible",
    ),
)
_VERB = "|".join(f"(?P<v{i}>{form})" for i, (form, _) in enumerate(_VERBS))
_SAID = re.compile(
    rf"(?<![가-힣])(?P<who>{_LIST})(?:이|가|은|는|에서)?\s(?P<what>{_OBJECT}){_HOW}(?:{_VERB})"
)
_LABELS: tuple[tuple[str, Role], ...] = (
    (r"(?:주관|총괄)\s?(?:부처|기관)?", "lead"),
    (r"(?:협조|협력|관계)\s?(?:부처|기관)?", "support"),
    (r"(?:소관|담당|추진)\s?(?:부처|기관)", "responsible"),
)
_LABELLED = re.compile(
    "(?:" + "|".join(f"(?P<v{i}>{form})" for i, (form, _) in enumerate(_LABELS)) + ")"
    rf"\s?[:：]\s?(?P<who>{_LIST})(?![가-힣]|\s?[:：])"
)
_IN_BRACKETS = re.compile(
    rf"(?<![가-힣])(?P<who>{_NAME})\s?\((?:(?P<v0>주관|총괄|주도)|(?P<v1>협조|협력|참여)|(?P<v2>담당|소관|추진))\)"
)
_AROUND = re.compile(rf"(?<![가-힣])(?P<who>{_LIST})[을를]\s중심으로")
_PARTNER = re.compile(rf"(?<![가-힣])(?P<who>{_NAME})[와과]\s(?:협력|협조|공동으로)(?=[하한\s])")
_CUES = ("주관", "총괄", "주도", "협조", "협력", "참여", "추진", "담당", "책임", "소관", "맡",
         "관계부처", "관계기관", "관계 부처", "중심으로")  # fmt: skip
_SENTENCE = re.compile(r"[^\n]+?(?:다\.(?=\s|$)|(?=\n)|$)")
_PART = re.compile(rf"(?<![가-힣]){_NAME}(?=$|[\s,·、]|와\s|과\s|등)")
_MARKS = re.compile(r"^[\s○□●■◦▪·*-]*(?:[(（]\s?과제\s?\d+\s?[)）])?\s*")


def korean_clauses(text: str) -> Iterator[Clause]:
    """Yield a clause for every sentence, or label, that gives bodies a role."""
    if not any(cue in text for cue in _CUES):
        return
    before = ""
    for sentence in _SENTENCE.finditer(text):
        words = sentence[0]
        start = sentence.start() + len(words) - len(words.lstrip())
        if any(cue in words for cue in _CUES):
            shares, what = _shares(text, start, sentence.end())
            if shares:
                end = sentence.end()
                task = without_label(what or _MARKS.sub("", before).rstrip("."))
                yield Clause(start, end, text[start:end], "sentence", one_role_each(shares), task)
        before = words.strip() if text[sentence.end() : sentence.end() + 1] != "\n" else ""


def korean_bodies(text: str, start: int, end: int) -> list[Body]:
    """Cut a list of Korean bodies: 해양산업부와 표준청; 과기부, 환경부 등."""
    found: list[Body] = []
    at = start
    while match := _PART.search(text, at, end):
        if match[0] != "정부":
            found.append(Body(match[0], match.start(), match.end()))
        at = match.end() + (text[match.end() : match.end() + 1] in ("와", "과"))
    return found


def _shares(text: str, start: int, end: int) -> tuple[list[Share], str]:
    shares: list[Share] = []
    what = ""
    for form, table in ((_LABELLED, _LABELS), (_IN_BRACKETS, _VERBS), (_SAID, _VERBS)):
        for match in form.finditer(text, start, end):
            role = next(table[i][1] for i in range(len(table)) if match[f"v{i}"])
            word = next(match[f"v{i}"] for i in range(len(table)) if match[f"v{i}"])
            bodies = korean_bodies(text, match.start("who"), match.end("who"))
            shares += [Share(body, role, word) for body in bodies]
            what = what or (match["what"].strip() if form is _SAID else "")
        if shares:
            break
    beside: tuple[tuple[re.Pattern[str], Role, str], ...] = (
        (_AROUND, "lead", "중심"),
        (_PARTNER, "support", "협력"),
    )
    for form, given, word in beside:
        for match in form.finditer(text, start, end):
            bodies = korean_bodies(text, match.start("who"), match.end("who"))
            shares += [Share(body, given, word) for body in bodies]
    return shares, re.sub("[을를]$", "", what)
