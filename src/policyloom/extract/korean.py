"""Korean government documents: press releases, plans and notices of ministries.

Read are the title, the ministry, the division in charge, the date, the notice number
(제2024-123호) and the agenda items (안건); quotations stay as printed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from policyloom.core.dates import PartialDate
from policyloom.extract.dates import partial

_MINISTRY = re.compile(
    r"(?<![가-힣])((?:[가-힣]{2,14}(?:부|처|청|위원회|실))|(?:[가-힣]{2,10}(?:특별시|광역시|특별자치시|특별자치도|시|군|구)(?:청)?)|(?:경기|강원|제주|충청[남북]|전라[남북]|경상[남북])도(?:청)?)"
    r"(?=[\s,·)〉>]|공고|고시|장관|보도|$)"
)
_NOTICE = re.compile(
    r"(?P<body>[가-힣]{2,20}\s?[가-힣]{0,10}\s?)(?P<kind>공고|고시|훈령|예규)\s?제\s?(?P<n>\d{2,4}\s?[-–]\s?\d{1,5})\s?호"
)
_DATE = re.compile(
    r"(?P<y>(?:19|20)\d{2}) ?(?:년|[.\-/]) ?(?P<m>\d{1,2}) ?(?:월|[.\-/])"
    r" ?(?P<d>\d{1,2}) ?(?:일|[.(]|(?=\s|$))"
)
_MONTH = re.compile(
    r"(?P<y>(?:19|20)\d{2}) ?(?:년 ?(?P<m>\d{1,2})월|\. ?(?P<n>\d{1,2})\.?(?=[ )]*$))"
)
_BY = re.compile(
    r"(?<![가-힣])([가-힣]{2,16}(?:연구원|연구소|연구회|공사|공단|협회|진흥원|재단|센터|위원회|대학교)"
    r"(?: [가-힣]{1,8}(?:실|팀|과|센터|본부))?)"
    r"(?=[\s,·)]|$)"
)
_TYPES = ("보도자료", "보도설명자료", "공고", "고시", "훈령", "예규")
_TOP_LINES, _SHORT_LINE = 8, 80
_DIVISION = re.compile(
    r"(?:담당\s?부서|담당과|부서명?|책임\s?부서)\s*(?:[:：|]\s*)?([가-힣A-Za-z0-9·() ]{2,30})"
)
_DIVISION_NAME = re.compile(r"[가-힣·]{2,16}(?:과|팀|국|관|단|본부|센터|실)(?![가-힣])")
_ITEM = re.compile(
    r"(?:^|\n)\s*(?:[<〈【\[(]?\s*)?(?:(?:보고|심의|의결|토의)?\s?안건|의안)\s*(?:제)?\s?(?P<n>\d{1,2}|[①-⑨])?\s*(?:호)?\s*[)\]】〉>.:：]?\s*(?P<title>[^\n]{2,120})"
)
_NOT_A_MINISTRY = frozenset(
    (
        "담당부",
        "일부",
        "전부",
        "내부",
        "외부",
        "정부",
        "본부",
        "처",
        "실",
        "세부",
        "대부",
        "공무도",
        "정도",
        "제도",
        "연도",
        "개요",
        "보도",
    )
)
_TITLE_SKIPS = re.compile(
    r"^(?:보\s?도\s?자\s?료|보도시점|배포|담당|문의|쪽|매수|\d|[-–—\s]*$|제공일|첨부|붙임)"
)


@dataclass(frozen=True)
class KoreanDocument:
    """What a Korean document states; None or empty where it does not."""

    title: str = ""
    ministries: tuple[str, ...] = ()
    division: str | None = None
    date: PartialDate | None = None
    number: str | None = None
    type: str | None = None
    agenda: tuple[str, ...] = ()


def read_korean(text: str, title: str = "") -> KoreanDocument:
    """Read head and contact block of a Korean document."""
    top = text[:4000]
    notice = _NOTICE.search(top)
    head = _head_lines(top)
    return KoreanDocument(
        title=title or _title(top),
        ministries=_attributed(head) or _ministries(top[:1500]),
        division=_division(top) or _division(text[-3000:]),
        date=_date("\n".join(head)) or _date(top) or _month(head) or _date(text[-1500:]),
        number="".join(notice[0].split(" ")) if notice else None,
        type=_type(head, notice),
        agenda=tuple(m["title"].strip() for m in _ITEM.finditer(_without_margins(text[:20_000]))),
    )


def _without_margins(text: str) -> str:
    """Return the lines of a text without blanks around them: runs of blanks cost search time."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def _head_lines(top: str) -> list[str]:
    """Return the short lines under the title that are no sentences."""
    lines = [line.strip() for line in top.splitlines() if line.strip()][1:_TOP_LINES]
    return [line for line in lines if len(line) <= _SHORT_LINE and not line.endswith("다.")]


def _attributed(head: list[str]) -> tuple[str, ...]:
    """Return the bodies in the line that says who wrote when: 가람해양연구원, 2017년 12월 4일."""
    for line in head:
        if _DATE.search(line) or _MONTH.search(line):
            found = [m[1] for m in _BY.finditer(line)]
            return tuple(dict.fromkeys(found)) or _ministries(line)
    return ()


def _month(head: list[str]) -> PartialDate | None:
    """Return a month without a day that a line of the head states."""
    found = (m for line in head if (m := _MONTH.search(line)))
    return next((d for m in found if (d := partial(m["y"], m["m"] or m["n"]))), None)


def _type(head: list[str], notice: re.Match[str] | None) -> str | None:
    words = "".join("\n".join(head[:4]).split(" "))
    return notice["kind"] if notice else next((t for t in _TYPES if t in words), None)


def _ministries(top: str) -> tuple[str, ...]:
    found = [m[1] for m in _MINISTRY.finditer(top) if m[1] not in _NOT_A_MINISTRY and len(m[1]) > 2]
    return tuple(dict.fromkeys(found))[:4]


def _division(words: str) -> str | None:
    labelled = _DIVISION.search(words)
    if labelled is None:
        return None
    name = _DIVISION_NAME.search(labelled[1])
    return name[0] if name else None


def _date(words: str) -> PartialDate | None:
    for match in _DATE.finditer(words):
        made = partial(match["y"], match["m"], match["d"])
        if made:
            return made
    return None


def _title(top: str) -> str:
    for line in top.splitlines():
        words = line.strip().strip('<>〈〉「」『』"“”')
        if len(words) >= 6 and not _TITLE_SKIPS.match(words) and not _NOTICE.match(words):
            return words[:200]
    return ""
