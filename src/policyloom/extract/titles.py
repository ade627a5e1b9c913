"""Titles of official documents: what is glued to them cut off, and the type they end in."""

from __future__ import annotations

import re

TYPES = (
    "指导意见", "实施意见", "若干意见", "意见", "行动计划", "三年行动计划", "实施方案", "工作方案",
    "行动方案", "方案", "发展规划", "规划纲要", "规划", "纲要", "计划", "通知", "通告", "公告",
    "公报", "通报", "决定", "决议", "命令", "令", "批复", "答复", "复函", "函", "报告", "请示",
    "议案", "管理办法", "实施办法", "办法", "暂行规定", "规定", "条例", "实施细则", "细则", "规则",
    "规程", "规范", "标准", "指南", "指引", "目录", "清单", "政策", "若干措施", "措施", "要点",
    "工作要点", "倡议", "声明", "解读", "会议纪要", "纪要", "白皮书", "章程", "法",
)  # fmt: skip
"""Types as titles end in them. The longest that fits is the type as printed."""

GENERAL = {
    "指导意见": "意见", "实施意见": "意见", "若干意见": "意见", "三年行动计划": "行动计划",
    "发展规划": "规划", "规划纲要": "规划", "管理办法": "办法", "实施办法": "办法",
    "暂行规定": "规定", "实施细则": "细则", "工作要点": "要点", "若干措施": "措施",
    "会议纪要": "纪要", "工作方案": "工作方案", "行动方案": "行动方案",
}  # fmt: skip
"""Types that are another type with a modifier."""

_BY_LENGTH = sorted(TYPES, key=len, reverse=True)
_TAIL = re.compile(
    r"\s*(?:[（(【\[](?:试行|暂行|修订|草案|征求意见稿|送审稿|全文|本文有删减|此件公开发布"
    r"|[^（）()]{0,12}修订(?:版|稿)?|\d{4}\s?[-－—–]\s?\d{4}\s?年?|(?:19|20)\d{2}年[^（）()]{0,8})[）)】\]])+$"
)
_NUMBER_TAIL = re.compile(
    r"\s*[（(]?[\u3400-\u9fff]{1,12}\s?[〔\[［（(【]\s?(?:19|20)\d{2}\s?[〕\]］）)】]\s?第?\d{1,6}\s?号[）)]?$"
)
_SITE = re.compile(
    r"\s*[_|｜\-—–]+\s*(?:[^_|｜\-—–]{0,16}(?:政府网|门户网站|网站|网|政策|信息公开|政务公开|频道|栏目|要闻))+$"
)
_LABEL = re.compile(r"^\s*(?:标\s*题|名\s*称|文件名称|题\s*目)\s*[:：]\s*")
_DATE_TAIL = re.compile(
    r"\s*(?:[（(【\[]?\d{4}[-/年.]\d{1,2}[-/月.]\d{1,2}日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?[）)】\]]?"
    r"|来源[:：].*|发布时间[:：].*|字号[:：].*|浏览次数.*|打印(?:本页)?|分享到.*)$"
)
_CUTS = (_DATE_TAIL, _SITE, _NUMBER_TAIL)
_MOST = 400


def clean_title(text: str, *, keep_spaces: bool = False) -> str:
    """Return a title without label, site name, number, date and line breaks glued to it.

    Spaces between Chinese characters vanish unless they are kept: they may part issuers.
    """
    given = text[:_MOST]
    title = _LABEL.sub("", given if keep_spaces else joined_lines(given))
    changed = True
    while changed:
        before = title
        for cut in _CUTS:
            title = cut.sub("", title).strip()
        changed = title != before
    if title.startswith("《") and title.endswith("》") and title.count("《") == 1:
        title = title[1:-1]
    return title


def joined_lines(text: str) -> str:
    """Join the lines of a broken title: nothing between Chinese characters, a space elsewhere."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    out = ""
    for line in lines:
        latin = out[-1:].isascii() and line[:1].isascii() and bool(out)
        out += (" " if latin else "") + line
    return re.sub(r"(?<=[^\x00-\x7f]) +(?=[^\x00-\x7f])", "", out)


def document_type(title: str) -> str | None:
    """Return the type that a title ends in, as printed; None where it ends in none."""
    plain = _TAIL.sub("", title.strip()).rstrip('》〉”" ')
    plain = _TAIL.sub("", plain).rstrip('》〉”" ')
    for word in _BY_LENGTH:
        if plain.endswith(word) and len(plain) > len(word):
            return word
    return None
