"""Running text: inline Markdown tokens to inlines, with every stray digit reported."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from policyloom.report.compose.desk import Desk, near
from policyloom.report.compose.digits import bare_numbers
from policyloom.report.compose.division import LineStart
from policyloom.report.compose.footing import FOOTING
from policyloom.report.compose.parse import Element, heading_id, parse_line
from policyloom.report.compose.roles import ROLES
from policyloom.report.document import (
    Emph,
    FootnoteMark,
    LineBreak,
    LinkMark,
    Node,
    Str,
    Strong,
)

if TYPE_CHECKING:
    from markdown_it.token import Token

_WRAPPERS = {"em": Emph, "strong": Strong}
_WEB = ("https://", "http://")


def inlines(desk: Desk, element: Element, *, prose: bool = False) -> tuple[Node, ...]:
    """Compose an inline element: the content of a paragraph, heading or cell.

    In `prose` roles of footing may stand, and lines are marked, for `divide` to take out.
    """
    if element.inline is None:
        return ()
    return _Run(desk, element.line, prose=prose).compose(element.inline.children or ())


def inline_text(desk: Desk, text: str, line: int) -> tuple[Node, ...]:
    """Compose a line of Markdown that stands outside of a paragraph, such as a caption."""
    nodes: list[Node] = []
    for element in parse_line(text, line - 1).elements:
        for child in (element, *element.children):
            if child.inline is not None:
                nodes += inlines(desk, child)
    if text.strip() and not nodes:
        desk.report("report.unsupported", line, what=text)
    return tuple(nodes)


def heading_inlines(desk: Desk, element: Element) -> tuple[Node, ...]:
    """Compose a heading without its {#id}."""
    inner = element.children[0] if element.children else None
    if inner is None or inner.inline is None:
        return ()
    children = list(inner.inline.children or ())
    if children and children[-1].type == "text":
        children[-1] = children[-1].copy(content=heading_id(children[-1].content)[0])
    return _Run(desk, inner.line).compose(children)


def words(desk: Desk, text: str, line: int) -> Str:
    """Return plain words, reporting bare numbers."""
    for number in bare_numbers(text, desk.glossary):
        desk.report("report.bare_number", line, token=number, context=_context(text, number))
    if "[^" in text:
        desk.report("report.unknown_footnote", line, value=text[text.index("[^") :][:40])
    return Str(text)


class _Run:
    """Composing one run of inline tokens; knows the line it has come to."""

    def __init__(self, desk: Desk, line: int, *, prose: bool = False) -> None:
        self.desk = desk
        self.line = line
        self.prose = prose
        self.automatic = False

    def compose(self, tokens: Sequence[Token]) -> tuple[Node, ...]:
        """Compose tokens, which nest by pairs of opening and closing ones."""
        stack: list[list[Node]] = [[]]
        opened: list[Token] = []
        for token in tokens:
            if token.nesting == 1:
                opened.append(token)
                self.automatic = token.info == "auto"
                stack.append([])
            elif token.nesting == -1:
                children = tuple(stack.pop())
                stack[-1] += self._wrapped(opened.pop(), children)
                self.automatic = False
            else:
                stack[-1] += self._leaf(token)
        return tuple(stack[0])

    def _wrapped(self, token: Token, children: tuple[Node, ...]) -> list[Node]:
        wrapper = _WRAPPERS.get(token.tag)
        if wrapper is not None:
            return [wrapper(children)]
        address = str(token.attrGet("href") or "")
        if token.type == "link_open" and address.startswith(_WEB):
            return [LinkMark(address, children)]
        self.desk.report("report.unsupported", self.line, what=address or token.type)
        return list(children)

    def _leaf(self, token: Token) -> list[Node]:
        if token.type == "text":
            return self._text(token.content)
        if token.type == "softbreak":
            self.line += 1
            return [*self._line_start(), Str(" ")]
        if token.type == "hardbreak":
            self.line += 1
            return [*self._line_start(), LineBreak()]
        if token.type == "myst_role":
            made = self._role(token.meta["name"], token.content)
            lines = token.meta.get("lines", 0)
            self.line += lines
            return [*made, *self._line_start()] if lines else made
        if token.type == "footnote_ref":
            return [self._footnote(token)]
        return self._other(token)

    def _line_start(self) -> list[Node]:
        return [LineStart(self.line)] if self.prose else []

    def _text(self, text: str) -> list[Node]:
        if not text:
            return []
        return [Str(text)] if self.automatic else [words(self.desk, text, self.line)]

    def _other(self, token: Token) -> list[Node]:
        if token.type == "code_inline":
            made = words(self.desk, token.content, self.line)
            self.line += token.content.count("\n")
            return [made]
        self.desk.report("report.unsupported", self.line, what=token.type)
        return [Str(token.content)] if token.content else []

    def _role(self, name: str, content: str) -> list[Node]:
        allowed = self.desk.where.roles
        role = ROLES.get(name)
        if role is None or (allowed is not None and name not in allowed):
            known = ROLES if allowed is None else allowed
            nearest = near(name, known)
            self.desk.report("report.unknown_role", self.line, value=name, nearest=nearest)
            return [words(self.desk, content, self.line)]
        if name in FOOTING and not self.prose:
            self.desk.report("report.footing_place", self.line)
            return []
        return list(role(self.desk, content.strip(), self.line))

    def _footnote(self, token: Token) -> Node:
        number = self.desk.next_footnote()
        definition = self.desk.where.footnotes.get(str(token.meta["id"]))
        nodes: list[Node] = []
        for block in definition.children if definition else ():
            for child in (block, *block.children):
                nodes += [LineBreak()] if nodes and child.inline else []
                nodes += inlines(self.desk, child)
            if block.type != "paragraph":
                self.desk.report("report.unsupported", block.line, what=block.type)
        return FootnoteMark(number, tuple(nodes))


def _context(text: str, number: str) -> str:
    at = text.find(number)
    return text[max(0, at - 15) : at + len(number) + 15].strip()
