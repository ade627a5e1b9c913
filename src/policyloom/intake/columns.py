"""Which column of a foreign table means what, and how its dates are written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from policyloom.core.dates import PartialDate, parse_date

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "text": (
        "policy content", "content", "full text", "text", "content_zh", "正文", "全文", "内容",
        "政策内容", "政策原文", "본문", "전문", "내용",
    ),
    "title": (
        "policy title", "title", "title_zh", "title_en", "标题", "题名", "名称", "政策名称",
        "文件名称", "政策标题", "제목", "정책명",
    ),
    "date": (
        "release time", "release date", "release_date", "date", "published", "发布日期", "发布时间",
        "公布日期", "成文日期", "日期", "발표일", "날짜",
    ),
    "issuers": (
        "release department", "department", "department_en", "issuer", "issuers", "agency",
        "发文机关", "发布机构", "发布部门", "发文单位", "机构", "기관", "발령 기관",
    ),
    "number": ("document number", "doc_number", "发文字号", "文号", "문서번호"),
    "address": (
        "policy source", "source", "url", "address", "link", "网址", "链接", "来源", "주소", "출처",
    ),
}  # fmt: skip
"""What a column is for, and the headings under which it is recognised without being named."""

_FIRST_DAY = date(1899, 12, 30)
_SERIAL = re.compile(r"[2-7]\d{4}(?:\.\d+)?")
_PARTS = re.compile(r"(\d{4})\D{1,3}(\d{1,2})(?:\D{1,3}(\d{1,2}))?")


def columns_of(header: Iterable[str], named: Mapping[str, str]) -> dict[str, str]:
    """Return the heading of each meaning: as the author named it, else as it is recognised.

    A heading may have words before a known one: "Policy Release Department".
    """
    plain = {" ".join(h.lower().split()): h for h in header}
    found = {}
    for meaning, headings in HEADINGS.items():
        wanted = named.get(meaning, "")
        if wanted:
            found[meaning] = plain.get(" ".join(wanted.lower().split()), wanted)
            continue
        known = next((plain[h] for h in headings if h in plain), None) or next(
            (plain[p] for h in headings for p in plain if p.endswith(f" {h}")), None
        )
        if known is not None:
            found[meaning] = known
    return found


def date_of(words: str) -> PartialDate | None:
    """Read a date cell: ISO, with any separators, or the day number of a spreadsheet."""
    words = words.strip()
    found = parse_date(words[:10])
    if found or not words:
        return found
    if _SERIAL.fullmatch(words):
        day = _FIRST_DAY + timedelta(days=int(float(words)))
        return PartialDate(day.year, day.month, day.day)
    match = _PARTS.search(words)
    if match is None:
        return None
    year, month, number = match.groups()
    return parse_date("-".join(part.zfill(2) for part in (year, month, number) if part))
