"""Connector for web pages: encoding, title, the text that readers see, links to attachments.

Only what collecting needs is read here: whether the page is there at all, and whether its words
changed. The page itself is stored as its raw bytes.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from policyloom.collect.address import AddressRefusedError, follow, parse_address
from policyloom.collect.connector import Taken, Wanted
from policyloom.collect.fetch import Answer
from policyloom.collect.markup import Token, tokens
from policyloom.collect.sniff import HTML, expects_file
from policyloom.core.ids import fingerprint

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "ks_c_5601-1987": "cp949", "euc-kr": "cp949"}
"""Encodings that pages declare, and the larger ones that they are really written in."""

_GUESSES = ("utf-8", "gb18030", "cp949", "big5")
_CONTENT_IDS = frozenset({"ucap-content", "zoom", "zoomcon", "article", "content", "mainbody"})
"""Elements that hold the document on government sites; only their text decides about a change."""

_ABSENT = re.compile(
    r"^\W*(?:(?:error\W{0,3})?(?:404|410)\b.{0,40}|.{0,30}(?:页面不存在|页面未找到|找不到.{0,6}页面"
    r"|页面已(?:删除|失效)|文章(?:不存在|已删除)|无法找到|페이지를 찾을 수 없|존재하지 않는 페이지"
    r"|page not found|not found).{0,30})$",
    re.IGNORECASE,
)
_SHORT = 400
"""Characters below which a page whose title says "not found" is believed to be just that."""


@dataclass
class _Reading:
    """Title, text and links of a page; `inner` is the text of its content element alone."""

    title: str = ""
    parts: list[str] = field(default_factory=list)
    inner: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    _content: str = ""
    _depth: int = 0

    def take(self, token: Token) -> None:
        """Add one piece of the page."""
        if token.kind == "title":
            self.title = self.title or token.text
        elif token.kind == "text":
            self.parts.append(token.text)
            if self._depth:
                self.inner.append(token.text)
        elif token.kind == "close":
            self._depth -= self._depth > 0 and token.tag == self._content
        elif token.kind == "open":
            self._open(token)

    def _open(self, token: Token) -> None:
        if token.tag == "a" and token.attributes.get("href"):
            self.links.append(token.attributes["href"])
        if self._depth:
            self._depth += token.tag == self._content
        elif token.attributes.get("id", "").lower() in _CONTENT_IDS:
            self._content, self._depth = token.tag, 1


def take_page(wanted: Wanted, answer: Answer) -> Taken:
    """Say what page came; one that only says that there is no such page is gone."""
    del wanted
    text, charset = decoded(answer.body, answer.header("content-type"))
    reading = _read(text)
    title = _plain(reading.title)
    shown = _squeezed(reading.inner) or _squeezed(reading.parts)
    code = ""
    if not shown and not title:
        code = "collect.empty"
    elif len(shown) < _SHORT and _ABSENT.match((title or shown)[:200]):
        code = "collect.says_gone"
    return Taken(
        type=HTML.name,
        ending=HTML.ending,
        charset=charset,
        title=title[:300],
        words=fingerprint(shown),
        attachments=tuple(_attachments(reading.links, answer.final)),
        code=code,
        details={"title": title[:120]} if code else {},
    )


def page_words(data: bytes) -> str:
    """Return the fingerprint of the text of a page held, to compare with one that comes."""
    reading = _read(decoded(data, "")[0])
    return fingerprint(_squeezed(reading.inner) or _squeezed(reading.parts))


def decoded(data: bytes, content_type: str) -> tuple[str, str]:
    """Decode a page and name its encoding: BOM, then what is declared where it fits, then guesses.

    A declaration that the bytes contradict is passed over.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data.decode(name, "replace").lstrip("\ufeff"), name
    for name in (*_declared(data, content_type), *_GUESSES):
        try:
            return data.decode(name), name
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace"), ""


def _declared(data: bytes, content_type: str) -> Iterator[str]:
    for place in (content_type.encode("ascii", "ignore"), data[:4_096]):
        match = _DECLARED.search(place)
        name = match.group(1).decode("ascii").lower() if match else ""
        try:
            codec = codecs.lookup(_WIDER.get(name, name)).name if name else ""
        except LookupError:
            continue
        if codec and not codec.startswith(("utf-16", "utf-32", "utf-7")):
            yield codec


def _read(text: str) -> _Reading:
    reading = _Reading()
    for token in tokens(text):
        reading.take(token)
    return reading


def _attachments(links: list[str], base: str) -> Iterator[str]:
    """Yield the addresses of files that a page links to (gov.cn hangs the full text there)."""
    home = parse_address(base)
    found: dict[str, None] = {}
    for link in links:
        try:
            address = str(follow(home, link))
        except AddressRefusedError:
            continue
        if expects_file(address):
            found[address] = None
    yield from list(found)[:50]


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _squeezed(parts: list[str]) -> str:
    """Return text without any white space: how a page is laid out is no change of its words."""
    return "".join("".join(unicodedata.normalize("NFC", part).split()) for part in parts)
