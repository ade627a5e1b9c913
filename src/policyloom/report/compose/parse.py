"""Chapter text to a tree of Markdown tokens with roles, directives and true line numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from policyloom.core.latest import Latest

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

MOST_CHARACTERS = 2_000_000
LONGEST_LINE = 100_000
DEEPEST = 5

_OPTION = re.compile(r":([A-Za-z][\w-]*):(?:[ \t]+(.*))?$")
_OPENING = re.compile(r"\{([^}\s]*)\}[ \t]*(.*)$", re.DOTALL)
_HEADING_ID = re.compile(r"\s*\{#([A-Za-z0-9][\w.-]*)\}\s*$")


@dataclass(frozen=True)
class Element:
    """A Markdown element: its type (paragraph, list_item, directive …), children and line."""

    type: str
    line: int
    children: tuple[Element, ...] = ()
    inline: Token | None = None
    tag: str = ""
    style: str = ""
    directive: Directive | None = None


_LATEST: Latest[Body] = Latest()


@dataclass(frozen=True)
class Directive:
    """A colon fence: name, argument, options with their lines, and the body as elements."""

    name: str
    argument: str
    options: Mapping[str, str]
    body: Body
    line: int


@dataclass(frozen=True)
class Body:
    """A run of elements with the footnotes that belong to it."""

    elements: tuple[Element, ...] = ()
    footnotes: Mapping[str, Element] = field(default_factory=dict)
    unused_footnotes: tuple[str, ...] = ()


def oversized(text: str) -> bool:
    """Tell whether a chapter is too large to be read."""
    if len(text) > MOST_CHARACTERS:
        return True
    return any(len(line) > LONGEST_LINE for line in text.split("\n"))


def parse(text: str, offset: int = 0, depth: int = 0) -> Body:
    """Read Markdown; `offset` is added to every line (for bodies of directives)."""
    if depth > DEEPEST:
        return Body((Element("too_deep", offset + 1),))
    env: dict[str, Any] = {}
    tokens = _markdown().parse(text, env)
    stack: list[list[Element]] = [[]]
    opened: list[Token] = []
    footnotes: dict[str, Element] = {}
    for token in tokens:
        if token.nesting == 1:
            opened.append(token)
            stack.append([])
        elif token.nesting == -1:
            _close(opened.pop(), stack, footnotes, offset)
        else:
            stack[-1].append(_leaf(token, offset, depth))
    refs = env.get("footnotes", {}).get("refs", {})
    unused = tuple(label.lstrip(":") for label, at in refs.items() if at < 0)
    return Body(tuple(stack[0]), footnotes, unused)


def parse_chapter(file: str, text: str) -> Body:
    """Read a chapter; one that reads as it did the last time is not parsed again."""
    return _LATEST.of(file, text, lambda: parse(text))


@lru_cache(maxsize=1 << 13)
def parse_line(text: str, offset: int = 0) -> Body:
    """Read a line that stands outside of a paragraph, such as a caption or a claim's statement."""
    return parse(text, offset)


def heading_id(content: str) -> tuple[str, str]:
    """Split a heading's text into its words and its {#id} ("" where it has none)."""
    match = _HEADING_ID.search(content)
    return (content[: match.start()], match.group(1)) if match else (content, "")


def directives(body: Body) -> Iterator[Directive]:
    """Yield every directive of a body, nested ones after the one that holds them."""
    for element in body.elements:
        yield from _directives_of(element)


def _directives_of(element: Element) -> Iterator[Directive]:
    if element.directive is not None:
        yield element.directive
        yield from directives(element.directive.body)
    for child in element.children:
        yield from _directives_of(child)


def _close(
    token: Token, stack: list[list[Element]], footnotes: dict[str, Element], offset: int
) -> None:
    children = tuple(stack.pop())
    name = token.type.removesuffix("_open")
    if name == "footnote":
        footnotes[str(token.meta["id"])] = Element(name, _line(token, offset), children)
    elif name == "footnote_block":
        return
    else:
        style = str(token.attrGet("style") or "")
        made = Element(name, _line(token, offset), children, tag=token.tag, style=style)
        stack[-1].append(made)


def _leaf(token: Token, offset: int, depth: int) -> Element:
    line = _line(token, offset)
    if token.type != "colon_fence":
        return Element(token.type, line, (), token if token.type == "inline" else None)
    return Element("directive", line, directive=_directive(token, line, depth))


def _directive(token: Token, line: int, depth: int) -> Directive:
    match = _OPENING.match(token.info.strip())
    name, argument = (match.group(1), match.group(2).strip()) if match else ("", token.info.strip())
    options: dict[str, str] = {}
    lines = token.content.split("\n")
    used = 0
    for text in lines:
        option = _OPTION.match(text.strip())
        if option is None:
            break
        options[option.group(1)] = (option.group(2) or "").strip()
        used += 1
    body = "\n".join(lines[used:])
    parsed = parse(body, line + used, depth + 1) if body.strip() else Body()
    return Directive(name, argument, options, parsed, line)


def _line(token: Token, offset: int) -> int:
    return (token.map[0] + 1 if token.map else 0) + offset


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - needed when a chapter is read
    from mdit_py_plugins.colon_fence import colon_fence_plugin  # noqa: PLC0415
    from mdit_py_plugins.footnote import footnote_plugin  # noqa: PLC0415
    from mdit_py_plugins.myst_role import myst_role_plugin  # noqa: PLC0415

    made = MarkdownIt("commonmark", {"html": False}).enable("table")
    made.use(myst_role_plugin).use(colon_fence_plugin).use(footnote_plugin)
    made.disable(["footnote_inline", "html_block", "html_inline"])
    made.inline.ruler.at("myst_role", _counting_role)
    return made


def _counting_role(state: StateInline, silent: bool) -> bool:
    """Read a role as the plugin does, and remember how many lines it spans."""
    from mdit_py_plugins.myst_role.index import myst_role  # noqa: PLC0415

    start = state.pos
    if not myst_role(state, silent):
        return False
    if not silent:
        state.tokens[-1].meta["lines"] = state.src.count("\n", start, state.pos)
    return True
