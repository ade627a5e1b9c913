"""What a page states about its document: the field table of official sites, and meta elements."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from policyloom.reading.html_names import LABELS

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

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
    """Return the title: field, meta element, lone h1, or the window's without the site."""
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
    if label not in LABELS:
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
