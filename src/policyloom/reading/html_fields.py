"""What a page states about its document: the field table of official sites, and meta elements."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_LABELS = frozenset(
    [
        "索引号",
        "信息索引号",
        "主题分类",
        "信息分类",
        "体裁分类",
        "组配分类",
        "发文机关",
        "发布机构",
        "发文单位",
        "发布单位",
        "制发单位",
        "信息来源",
        "来源",
        "成文日期",
        "生成日期",
        "发文日期",
        "印发日期",
        "标题",
        "信息名称",
        "名称",
        "文件名称",
        "发文字号",
        "文号",
        "文件编号",
        "发布文号",
        "发布日期",
        "公开日期",
        "发布时间",
        "主题词",
        "关键词",
        "公文种类",
        "文种",
        "有效性",
        "时效性",
        "是否有效",
        "效力状态",
        "实施日期",
        "生效日期",
        "废止日期",
        "失效日期",
        "公开方式",
        "公开范围",
        "담당부서",
        "담당자",
        "등록일",
        "작성일",
        "보도일시",
        "배포일",
        "배포일시",
        "발간일",
        "부서",
        "조회수",
    ]
)
_PAIR = re.compile(r"^\s*([^：:]{2,16})\s*[：:]\s*(.*)$", re.DOTALL)
_MOST_FIELDS = 60
_MOST_LENGTH = 600
_SITE = re.compile(r"\s*[_|｜]\s*|\s+[-–—]\s+")
_TITLES = ("标题", "信息名称", "文件名称", "名称")
_META_TITLES = ("ArticleTitle", "og:title", "citation_title")


def page_fields(tree: LexborHTMLParser, body: LexborNode | None) -> dict[str, str]:
    """Return the fields by the names the page uses; blanks within the names are dropped."""
    fields: dict[str, str] = {}
    inside = {node.mem_id for node in body.css("td, th, li, dt, p")} if body is not None else set()
    for node in tree.css("td, th, li, dt, p"):
        if node.mem_id in inside or len(fields) >= _MOST_FIELDS or not _is_leaf(node):
            continue
        label, value = _field(node)
        if label and value:
            fields.setdefault(label, value)
    return fields | {k: v for k, v in _meta(tree).items() if k not in fields}


def page_title(tree: LexborHTMLParser, fields: dict[str, str]) -> str:
    """Return the title: the field, the meta element, a lone h1, or the window's without the site."""
    for name in (*_TITLES, *_META_TITLES):
        if fields.get(name):
            return fields[name]
    headings = tree.css("h1")
    if len(headings) == 1 and _words(headings[0]):
        return _words(headings[0])
    window = tree.css_first("title")
    return _SITE.split(_words(window))[0] if window is not None else ""


def _is_leaf(node: LexborNode) -> bool:
    """Tell a cell of one field from one that lays out several."""
    parts = [n for n in node.css("td, th, li, dt, table") if n.mem_id != node.mem_id]
    return not parts and len(node.css("p")) < 3


def _field(node: LexborNode) -> tuple[str, str]:
    text = _words(node)
    if not text or len(text) > _MOST_LENGTH:
        return "", ""
    pair = _PAIR.match(text)
    label = _label(pair.group(1) if pair else text)
    if label not in _LABELS:
        return "", ""
    if pair and pair.group(2).strip():
        return label, pair.group(2).strip()
    following = _next_element(node)
    value = _words(following) if following is not None else ""
    return label, value if len(value) <= _MOST_LENGTH else ""


def _label(text: str) -> str:
    return "".join(text.split()).strip("：:[]【】")


def _next_element(node: LexborNode) -> LexborNode | None:
    following = node.next
    while following is not None and not following.is_element_node:
        following = following.next
    return following if following is not None and following.tag in ("td", "dd", "th") else None


def _meta(tree: LexborHTMLParser) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        given = node.attributes
        name = given.get("name") or given.get("property") or ""
        value = (given.get("content") or "").strip()
        if name and value and len(found) < _MOST_FIELDS and name.lower() != "viewport":
            found.setdefault(name[:80], value[:_MOST_LENGTH])
    return found


def _words(node: LexborNode) -> str:
    return " ".join((node.text(deep=True) or "").split())
