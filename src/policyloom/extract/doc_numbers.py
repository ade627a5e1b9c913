"""Numbers of documents: 国发〔2015〕40号, 主席令第七号, 工业和信息化部公告2018年第3号.

A bracketed number is a code of the issuer, a year in brackets of any kind and a serial number; a
numbered order or announcement has the issuer's name in place of the code. Standards
(GB/T 4754-2017) are no document numbers. The issuer is read from a table of codes
(`data/issuer_codes.toml`); a code that the table does not know, or that two places share, has none.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from policyloom.extract.numerals import DIGITS, HAN_DIGITS, whole_number
from policyloom.extract.scan import places

NumberKind = Literal["doc", "order", "announcement"]

_WINDOW = 64
_HAN = "\u3400-\u9fff"
_BRACKETED = re.compile(
    rf"[号號]\s?(?P<serial>[{DIGITS}]{{1,6}})\s?第?\s?[〕\]］）)】〉﹞}}〗]\s?年?\s?"
    rf"(?P<year>[{DIGITS}]{{4}})\s?[〔\[［（(【〈﹝{{〖]\s?(?P<code>[{_HAN}]{{1,24}})"
)
"""On reversed text, anchored at 号, so that a match is decided without searching."""

_SERIAL = rf"(?P<serial>[{DIGITS}]{{1,6}}|[{HAN_DIGITS}十百]{{1,7}})"
_ORDERED = re.compile(
    rf"[号號]\s?{_SERIAL}\s?第\s?(?:年\s?(?P<year>[{DIGITS}]{{4}})\s?)?"
    rf"(?P<word>令|告公|告通|告布)\s?(?P<code>[{_HAN}、 0-9]{{0,40}})"
)
_YEARED = re.compile(
    rf"[号號]\s?{_SERIAL}\s?第\s?年\s?(?P<year>[{DIGITS}]{{4}})\s?(?P<code>[{_HAN}、]{{0,30}})"
)
_NEXT_WORD = re.compile(r"\s?(令|公告|通告)")
_WORDS_BEFORE = (
    r"根据|按照|依据|依照|遵照|贯彻落实|贯彻|落实|执行|转发|印发|修订|废止|参照|详见|参见|以及"
    r"|及其|文件|通知|意见|规定|办法|同意|批准|发布|公布"
)
_PHRASE = re.compile(rf"^.*(?:{_WORDS_BEFORE})")
_BEFORE_NAME = re.compile(rf"^.*(?:{_WORDS_BEFORE}|的|号)")
_JUNK = re.compile(rf"^.*(?:{_WORDS_BEFORE}|的|和|与|及|见|经|以|由|按|在|为|即|是|原|如)")
_LONGEST_CODE = 12
_SIMPLIFIED = str.maketrans(
    "發號國務辦農業環財稅銀聯廳總監網資產統計報運輸衛體廣電質檢商標準會議員長電學術書記縣區滬貴雲遼寧陝贛閩蘇魯",
    "发号国务办农业环财税银联厅总监网资产统计报运输卫体广电质检商标准会议员长电学术书记县区沪贵云辽宁陕赣闽苏鲁",
)


@dataclass(frozen=True)
class DocNumber:
    """A document number with its place. `quote` is as printed, `text` in the normal form."""

    start: int
    end: int
    quote: str
    agency_code: str
    year: int | None
    number: int
    issuer: str | None
    kind: NumberKind

    @property
    def text(self) -> str:
        """Return the normal form: 〔〕, half-width digits, no spaces, simplified characters."""
        if self.kind == "doc":
            return f"{self.agency_code}〔{self.year}〕{self.number}号"
        if self.year is not None:
            return f"{self.agency_code}{self.year}年第{self.number}号"
        printed = "".join(self.quote.split()).translate(_SIMPLIFIED)
        return printed if any(c in HAN_DIGITS for c in printed) else (
            f"{self.agency_code}第{self.number}号"
        )  # fmt: skip


def find_numbers(text: str) -> list[DocNumber]:
    """Return every document number of a text, in order."""
    found = [n for mark in "号號" for n in _at_mark(text, mark)]
    return sorted(found, key=lambda n: n.start)


def parse_number(text: str) -> DocNumber | None:
    """Read the first document number of a short text; None where there is none."""
    found = find_numbers(text[:400])
    return found[0] if found else None


def same_number(one: str, other: str) -> bool:
    """Tell whether two printed numbers are the same number."""
    first, second = parse_number(one), parse_number(other)
    return first is not None and second is not None and first.text == second.text


def _at_mark(text: str, mark: str) -> Iterator[DocNumber]:
    for at in places(text, mark):
        before = text[at - 1 : at]
        if not before or not (before in _DIGIT_SET or before.isspace()):
            continue
        window = text[max(0, at - _WINDOW) : at + 1][::-1]
        made = _bracketed(text, at, window) or _ordered(text, at, window)
        if made:
            yield made


_DIGIT_SET = frozenset("0123456789０１２３４５６７８９一二三四五六七八九十百〇○零")


def _bracketed(text: str, at: int, window: str) -> DocNumber | None:
    match = _BRACKETED.match(window)
    if match is None:
        return None
    year, serial = whole_number(match["year"][::-1]), whole_number(match["serial"][::-1])
    if year is None or serial is None or not 1949 <= year <= 2100:
        return None
    run = match["code"][::-1]
    code = clean_code(run.translate(_SIMPLIFIED))
    if not code:
        return None
    start = at + 1 - match.end() + len(run) - len(code)
    return DocNumber(
        start, at + 1, text[start : at + 1], code, year, serial, issuer_of_code(code, year), "doc"
    )


def _ordered(text: str, at: int, window: str) -> DocNumber | None:
    match = _ORDERED.match(window)
    end = at + 1
    if match:
        word = match["word"][::-1]
    else:
        match = _YEARED.match(window)
        following = _NEXT_WORD.match(text, at + 1, at + 4) if match else None
        if match is None or following is None:
            return None
        word, end = following[1], following.end()
    serial = whole_number(match["serial"][::-1])
    if serial is None:
        return None
    year = whole_number(match["year"][::-1]) if match["year"] else None
    run = match["code"][::-1]
    name = _body_name(run)
    start = at + 1 - match.end() + len(run) - len(name)
    if not name and word != "令":
        return None
    code = (name + word).translate(_SIMPLIFIED)
    kind: NumberKind = "order" if word == "令" else "announcement"
    issuer = codes()["orders"].get(code.removeprefix("中华人民共和国")) or name or None
    return DocNumber(start, end, text[start:end], code, year, serial, issuer, kind)


def _body_name(run: str) -> str:
    """Return the issuer's name at the end of a run of characters before 令 or 公告."""
    name = run[len(run) - len(run.lstrip(" 、0123456789")) :]
    cut = _BEFORE_NAME.match(name)
    name = name[cut.end() :] if cut and cut.end() < len(name) else name
    return name.lstrip(" 、").rstrip()


def clean_code(run: str) -> str:
    """Cut words that merely precede a code: 根据国发 is 国发. "" where nothing is left."""
    if _known(run) or (len(run) <= 6 and not _PHRASE.match(run)):
        return run
    for begin in range(max(1, len(run) - _LONGEST_CODE), len(run)):
        if _known(run[begin:], at_least=2):
            return run[begin:]
    cut = _JUNK.match(run)
    rest = run[cut.end() :] if cut else run
    return rest if 0 < len(rest) <= _LONGEST_CODE else ""


def _known(code: str, at_least: int = 1) -> bool:
    if len(code) > _LONGEST_CODE:
        return False
    matched = _longest_prefix(code, codes()["central"])
    return len(matched) >= max(2, at_least) or _local_issuer(code) is not None


@cache
def issuer_of_code(code: str, year: int | None = None) -> str | None:
    """Return who issues under a code, several bodies joined by ";"; None where unknown."""
    tables = codes()
    if any(code.startswith(shared) for shared in tables["ambiguous"]):
        return None
    local = _local_issuer(code)
    if local:
        return local
    matched = _longest_prefix(code, tables["central"])
    if not matched or (len(matched) == 1 and len(code) > 4):
        return None
    old = tables["central_before_2018"].get(matched) if year is not None and year < 2018 else None
    return old or tables["central"][matched]


def _local_issuer(code: str) -> str | None:
    tables = codes()
    place = _longest_prefix(code, tables["provinces"])
    office = tables["offices"].get(code[len(place) :]) if place else None
    return tables["provinces"][place] + office if office else None


def _longest_prefix(code: str, table: Mapping[str, str]) -> str:
    for length in range(min(len(code), 8), 0, -1):
        if code[:length] in table:
            return code[:length]
    return ""


@cache
def codes() -> Mapping[str, Mapping[str, str]]:
    """Return the tables of issuer codes."""
    text = files("policyloom.extract").joinpath("data", "issuer_codes.toml")
    return tomllib.loads(text.read_text(encoding="utf-8"))
