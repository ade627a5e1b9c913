"""Where on a page the document stands: by the names official sites use, else by its text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from policyloom.reading.html_names import SKIPPED

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_NAMED = (
    "#UCAP-CONTENT",
    ".TRS_UEDITOR",
    ".TRS_Editor",
    ".trs_editor_view",
    ".pages_content",
    "#zoom",
    "#Zoom",
    "#NewsContent",
    "#js_content",
    ".article-content",
    ".article_content",
    ".article_body",
    ".view_cont",
    ".view_con",
    ".board_view",
    "[itemprop=articleBody]",
    "article",
    "main",
)
"""Containers of the body on gov.cn, ministry and provincial sites, Korean ministries, and HTML5."""
_LEAST = 80
_BLOCKS = "p, td, li, pre, blockquote, div, section"
_AROUND = re.compile(
    r"nav|menu|foot|header|sidebar|side-|breadcrumb|crumb|comment|share|related|recommend|banner"
    r"|copyright|pagination|search|login|toolbar|相关|导航",
    re.IGNORECASE,
)
_STOPS = re.compile("[，。；、,.;：]")


def find_body(tree: LexborHTMLParser) -> LexborNode | None:
    """Return the element that holds the document's text; the whole body where none stands out."""
    for selector in _NAMED:
        found = max(tree.css(selector), key=_length, default=None)
        if found is not None and _length(found) >= _LEAST:
            return found
    return _densest(tree) or tree.body or tree.root


def _densest(tree: LexborHTMLParser) -> LexborNode | None:
    """Choose by running text: paragraphs vote for their parent, and by half for its parent."""
    votes: dict[int, float] = {}
    nodes: dict[int, LexborNode] = {}
    for block in tree.css(_BLOCKS):
        worth = _worth(block)
        if not worth:
            continue
        for node, share in zip(_up(block, 2), (1.0, 0.5), strict=False):
            nodes[node.mem_id] = node
            votes[node.mem_id] = votes.get(node.mem_id, 0.0) + worth * share
    if not votes:
        return None
    scored = {key: vote * _fit(nodes[key]) for key, vote in votes.items()}
    best = max(scored, key=lambda key: scored[key])
    return _widened(nodes[best], scored[best], scored) if scored[best] > 0 else None


def _worth(block: LexborNode) -> float:
    own = (block.text(deep=False) or "").strip()
    if block.tag == "p":
        own = (block.text(deep=True) or "").strip()
    if len(own) < 25:
        return 0.0
    return 1.0 + len(_STOPS.findall(own)) + min(len(own) / 50, 6.0)


def _up(node: LexborNode, most: int) -> Iterable[LexborNode]:
    found = node.parent
    while found is not None and most and found.tag not in ("html", "-document"):
        yield found
        found, most = found.parent, most - 1


def _fit(node: LexborNode) -> float:
    """Return how much of an element's text is not links; nothing inside navigation counts."""
    for outer in [node, *_up(node, 8)]:
        given = outer.attributes
        named = f"{given.get('class') or ''} {given.get('id') or ''}"
        if outer.tag in SKIPPED or outer.tag in ("footer", "aside"):
            return 0.0
        if outer.tag != "body" and _AROUND.search(named):
            return 0.2
    length = _length(node)
    links = sum(_length(link) for link in node.css("a"))
    return max(0.0, 1.0 - links / length) if length else 0.0


def _widened(node: LexborNode, score: float, scored: dict[int, float]) -> LexborNode:
    """Take the parent where a sibling holds a good part of the text too (a page in two boxes)."""
    parent = node.parent
    if parent is None or parent.tag in ("html", "-document"):
        return node
    siblings = [s for s in parent.iter() if s.mem_id != node.mem_id]
    rich = any(scored.get(s.mem_id, 0.0) > 0.3 * score for s in siblings)
    return parent if rich else node


def _length(node: LexborNode) -> int:
    return len("".join((node.text(deep=True) or "").split()))
