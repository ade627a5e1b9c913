"""HTML in one pass and linear time, whatever the page: tags, texts, nothing else.

The standard library's parser takes quadratic time on crafted pages; collecting meets any page.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

MOST_CHARACTERS = 5_000_000
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,30})([^<>]*)>?")
_ATTRIBUTE = re.compile(r"(?<![\w-])(id|href)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.I)
_RAW = frozenset({"script", "style", "title", "textarea", "noscript"})
_LONGEST_TAG = 4_000


@dataclass(frozen=True)
class Token:
    """A piece of a page: `kind` is "open", "close", "text", or the name of a raw element.

    A raw element (title, script …) is one token with its content as `text`.
    """

    kind: str
    tag: str = ""
    text: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


def tokens(page: str) -> Iterator[Token]:
    """Yield the pieces of a page in order; what lies beyond the limit is left out."""
    page = page[:MOST_CHARACTERS]
    lower = page.lower() if len(page.lower()) == len(page) else page
    at = 0
    while at < len(page):
        start = page.find("<", at)
        if start < 0:
            start = len(page)
        if start > at:
            yield Token("text", text=html.unescape(page[at:start]))
        if start == len(page):
            return
        match = _TAG.match(page, start)
        if match is None:
            at = _after_other(page, start)
            continue
        tag, at = match.group(2).lower(), match.end()
        if match.group(1):
            yield Token("close", tag)
        elif tag in _RAW:
            end = lower.find(f"</{tag}", at)
            end = len(page) if end < 0 else end
            yield Token(tag, tag, html.unescape(page[at:end]) if tag == "title" else "")
            at = end
        else:
            yield Token("open", tag, attributes=_attributes(match.group(3)))


def _after_other(page: str, start: int) -> int:
    """Return where to go on after a comment, a doctype, or a "<" that opens nothing."""
    if page.startswith("<!--", start):
        end = page.find("-->", start + 4)
        return len(page) if end < 0 else end + 3
    if page.startswith(("<!", "<?"), start):
        end = page.find(">", start)
        return len(page) if end < 0 else end + 1
    return start + 1


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, *values in _ATTRIBUTE.findall(text[:_LONGEST_TAG]):
        found.setdefault(name.lower(), html.unescape("".join(values)).strip())
    return found
