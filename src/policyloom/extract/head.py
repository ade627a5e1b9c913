"""Head and foot of an official document's body: title, number, addressee, signature, date.

The order of GB/T 9704 is assumed, not required: title (several lines), number, addressee ending in
a colon, text, issuers, date of writing. A document with attachments has more than one signature;
the first is the document's own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from policyloom.core.dates import PartialDate
from policyloom.extract.bodies import is_body, read_list
from policyloom.extract.dates import find_dates, read_date
from policyloom.extract.doc_numbers import DocNumber, find_numbers
from policyloom.extract.titles import clean_title, document_type, joined_lines

HEAD_LINES = 30
LONGEST_LINE = 300
_SKIPPED = re.compile(
    r"^(?:【.*】.*|原文链接.*|https?://\S*|来源[:：].*|发布时间[:：].*|字号[:：].*|打印.*|分享.*|(?:首页|当前位置).*"
    r"|\W*|(?:索引号|主题分类|发文机关|成文日期|标题|发文字号|发布日期|主题词|公文种类|文号|有效性)[:：]?.*)$"
)
_ISSUES = re.compile(
    r"^(?P<issuers>.{2,160}?)(?:关于|转发|批转|印发|(?:对(?=.{2,80}(?:答复|复函|批复|意见)$))|令(?=$|第)|公告(?=$|第)|通告(?=$))"
)
_ADDRESSEE = re.compile(r"^[^。；！？]{2,600}[：:]$")
_NOT_ADDRESSEE = re.compile(
    r"如下|下列|以下|附件|通知|决定|要求|目标|任务|原则|意见[：:]$|内容|^\d|^[（(]?[一二三四五六七八九十]+[、）)]"
)
_HEAD_CHARACTERS = 3000
_ATTRIBUTED = re.compile(
    r"^\s*(?:来源|原文|出处|文件来源|发文字号|文号)\s?[:：]\s*(?P<number>.{4,60})$"
)
_SENTENCE = re.compile(r"[。；！？]")


@dataclass(frozen=True)
class Head:
    """What head and foot say; empty or None where they do not."""

    title: str = ""
    number: DocNumber | None = None
    addressee: str | None = None
    issuers: tuple[str, ...] = ()
    date: PartialDate | None = None


@dataclass(frozen=True)
class _Line:
    text: str
    start: int


def read_head(text: str) -> Head:
    """Read head and foot of a body."""
    lines = _lines(text)
    top = lines[:HEAD_LINES]
    number, at = _number_line(top)
    number = number or _attributed_number(text)
    title, behind, printed = _title(top, at)
    addressee = _addressee(top[behind : behind + 6])
    issuers, date = _signature(lines[behind:])
    by_title = issuers_of_title(printed)
    if by_title and len(issuers) > len(by_title) and issuers[0] == by_title[0]:
        by_title = issuers
    date = date or _date_near_top(top[: behind + 4]) or _month_alone(lines)
    return Head(title, number, addressee, by_title or issuers, date)


def issuers_of_title(title: str) -> tuple[str, ...]:
    """Return the issuers that a title begins with: X、Y关于……的通知."""
    match = _ISSUES.match(title)
    if match is None:
        return ()
    named = match["issuers"].strip(" 　")
    listed = [b.name for b in read_list(named, 0, len(named)).bodies]
    return tuple(listed) if listed and all(is_body(n) or n in _NO_ENDING for n in listed) else ()


_NO_ENDING = frozenset(("国务院", "中共中央", "全国人大常委会", "中央军委"))


def _lines(text: str) -> list[_Line]:
    """Return the lines that are not blank, page furniture or fields of a page."""
    lines: list[_Line] = []
    at = 0
    for raw in text.splitlines(keepends=True):
        stripped = raw.strip()
        if stripped and len(stripped) <= 4000 and not _skipped(stripped):
            lines.append(_Line(stripped, at + len(raw) - len(raw.lstrip())))
        at += len(raw)
    return lines


def _skipped(line: str) -> bool:
    return len(line) <= LONGEST_LINE and _SKIPPED.match("".join(line.split())) is not None


def _number_line(top: list[_Line]) -> tuple[DocNumber | None, int | None]:
    """Find the line that is nothing but a document number."""
    for index, line in enumerate(top):
        if len(line.text) > 60:
            continue
        found = find_numbers(line.text)
        if len(found) != 1:
            continue
        rest = line.text[: found[0].start] + line.text[found[0].end :]
        if not re.sub(r"[（）()【】\s]|文号[:：]", "", rest):
            return found[0], index
    return None, None


def _attributed_number(text: str) -> DocNumber | None:
    """Read the number that a copy names as its source: 来源：国发〔2015〕40号."""
    for line in text[:_HEAD_CHARACTERS].splitlines()[:HEAD_LINES]:
        match = _ATTRIBUTED.match(line)
        found = find_numbers(match["number"]) if match else []
        if match and len(found) == 1 and found[0].quote == match["number"].strip():
            return found[0]
    return None


def _title(top: list[_Line], number_at: int | None) -> tuple[str, int, str]:
    """Return the title, the index of the line behind it, and its lines with blanks between."""
    end = number_at if number_at is not None else _title_end(top)
    lines: list[str] = []
    for line in reversed(top[max(0, end - 6) : end]):
        if _SENTENCE.search(line.text) or line.text.endswith(("：", ":")) or len(line.text) > 150:
            break
        if lines and document_type(line.text) and _is_title(line.text):
            break
        lines.insert(0, line.text)
    title = clean_title(joined_lines("\n".join(lines)))
    if number_at is not None and not document_type(title):
        below = _title_below(top, number_at)
        if below:
            return *below, below[0]
    behind = number_at + 1 if number_at is not None else end
    return title, behind, clean_title(" ".join(lines), keep_spaces=True)


def _is_title(line: str) -> bool:
    return "关于" in line or line.startswith(("中华人民共和国", "印发"))


def _title_end(top: list[_Line]) -> int:
    """Without a number line, the title ends at the first line that ends in a type."""
    joined = ""
    for index, line in enumerate(top[:8]):
        if _SENTENCE.search(line.text) or line.text.endswith(("：", ":")):
            return index
        joined += line.text
        if document_type(joined) and len(joined) <= 200:
            return index + 1
    return min(1, len(top))


def _title_below(top: list[_Line], number_at: int) -> tuple[str, int] | None:
    """Read a title that stands under its number, as on red-headed letters."""
    joined = ""
    for index, line in enumerate(top[number_at + 1 : number_at + 6], number_at + 1):
        if _SENTENCE.search(line.text) or line.text.endswith(("：", ":")):
            return None
        joined += line.text
        if document_type(joined):
            return clean_title(joined), index + 1
    return None


def _addressee(lines: list[_Line]) -> str | None:
    for line in lines:
        if _SENTENCE.search(line.text):
            return None
        if _ADDRESSEE.match(line.text) and not _NOT_ADDRESSEE.search(line.text):
            return line.text.rstrip("：:").strip()
    return None


def _signature(lines: list[_Line]) -> tuple[tuple[str, ...], PartialDate | None]:
    """Return the first signature: lines of bodies with a date line below, or both in one line."""
    for index, line in enumerate(lines):
        if len(line.text) > 120:
            continue
        date = read_date(line.text)
        if date is not None and date.day:
            issuers = _issuers_above(lines, index)
            if issuers:
                return issuers, date
        elif date is None:
            together = _signed_line(line.text)
            if together:
                return together
    return (), _only_date(lines)


def _issuers_above(lines: list[_Line], index: int) -> tuple[str, ...]:
    found: list[str] = []
    for line in reversed(lines[max(0, index - 14) : index]):
        names = _names(line.text)
        if not names:
            break
        found = [*names, *found]
    return tuple(found)


def _signed_line(line: str) -> tuple[tuple[str, ...], PartialDate] | None:
    """Read 工业和信息化部办公厅 市场监管总局办公厅 2020年12月22日."""
    dates = find_dates(line)
    if len(dates) != 1 or dates[0].value is None or dates[0].end != len(line):
        return None
    names = _names(line[: dates[0].start].strip())
    return (names, dates[0].value) if names and dates[0].value.day else None


def _names(line: str) -> tuple[str, ...]:
    """Return the bodies that make up a whole line, none where it says anything else."""
    if len(line) > 80 or re.search(r"[。；：:，,《》“”！？0-9]", line):
        return ()
    listed = tuple(b.name for b in read_list(line, 0, len(line)).bodies)
    fits = listed and all((is_body(n) and 2 < len(n) <= 30) or n in _NO_ENDING for n in listed)
    return listed if fits else ()


def _only_date(lines: list[_Line]) -> PartialDate | None:
    """Without signed bodies, the first line after the text that is a full date."""
    for line in lines[3:]:
        if len(line.text) <= 30:
            date = read_date(line.text)
            if date is not None and date.day:
                return date
    return None


def _month_alone(lines: list[_Line]) -> PartialDate | None:
    """Without a full date anywhere, the last line that is a month and a year: 2017年11月."""
    dates = (
        read_date(line.text.strip("（）()")) for line in reversed(lines) if len(line.text) < 20
    )
    return next((d for d in dates if d is not None and d.month), None)


def _date_near_top(top: list[_Line]) -> PartialDate | None:
    for line in top:
        date = read_date(line.text.strip("（）()")) if len(line.text) <= 40 else None
        if date is not None and date.day:
            return date
    return None
