"""Blocks: parsed Markdown elements to blocks of the document."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from policyloom.report.compose.desk import Desk, near
from policyloom.report.compose.directives import DIRECTIVES
from policyloom.report.compose.division import divide
from policyloom.report.compose.parse import DEEPEST, Body, Element
from policyloom.report.compose.prose import heading_inlines, inlines
from policyloom.report.document import Heading, ListBlock, Node, Paragraph, Quote


def compose_body(desk: Desk, body: Body, depth: int = 0) -> tuple[Node, ...]:
    """Compose the body of a chapter or a directive."""
    for unused in body.unused_footnotes:
        desk.report("report.unused_footnote", 0, value=unused)
    with desk.at(desk.with_footnotes(body.footnotes)):
        return _run(desk, body.elements, depth)


def _run(desk: Desk, elements: tuple[Element, ...], depth: int) -> tuple[Node, ...]:
    return tuple(node for element in elements for node in _block(desk, element, depth))


def _block(desk: Desk, element: Element, depth: int) -> tuple[Node, ...]:
    if depth > DEEPEST or element.type == "too_deep":
        desk.report("report.too_deep", element.line, most=DEEPEST)
        return ()
    if element.directive is not None:
        return _directive(desk, element, depth)
    composer = _COMPOSERS.get(element.type)
    if composer is None:
        desk.report("report.unsupported", element.line, what=element.type)
        return ()
    return (composer(desk, element, depth),)


def _heading(desk: Desk, element: Element, _depth: int) -> Node:
    target = desk.numbering.headings.get((desk.where.file, element.line))
    if target is None:
        desk.report("report.heading_place", element.line)
        return Paragraph(heading_inlines(desk, element), element.line)
    children = heading_inlines(desk, element)
    return Heading(int(element.tag[1]), target.label, target.id, children, element.line)


def _paragraph(desk: Desk, element: Element, _depth: int) -> Node:
    nodes = [n for child in element.children for n in inlines(desk, child, prose=True)]
    children, sentences = divide(desk, nodes, element.line)
    return Paragraph(children, element.line, sentences)


def _list(desk: Desk, element: Element, depth: int) -> Node:
    items = tuple(_run(desk, item.children, depth + 1) for item in element.children)
    return ListBlock(element.type == "ordered_list", items, element.line)


def _quote(desk: Desk, element: Element, depth: int) -> Node:
    return Quote(_run(desk, element.children, depth + 1), element.line)


_COMPOSERS: Mapping[str, Callable[[Desk, Element, int], Node]] = {
    "heading": _heading,
    "paragraph": _paragraph,
    "bullet_list": _list,
    "ordered_list": _list,
    "blockquote": _quote,
}


def _directive(desk: Desk, element: Element, depth: int) -> tuple[Node, ...]:
    directive = element.directive
    assert directive is not None
    known = DIRECTIVES.get(directive.name)
    if known is None:
        nearest = near(directive.name, DIRECTIVES)
        value = directive.name or directive.argument
        desk.report("report.unknown_directive", element.line, value=value, nearest=nearest)
        return ()
    for option in directive.options:
        if option not in known.options:
            nearest = near(option, known.options)
            desk.report("report.unknown_option", element.line, value=option, nearest=nearest)
    if known.argument and not directive.argument:
        desk.report("report.no_argument", element.line, value=directive.name)
        return ()

    def body() -> tuple[Node, ...]:
        return compose_body(desk, directive.body, depth + 1)

    if not known.body and directive.body.elements:
        desk.report("report.no_body", element.line, value=directive.name)
    return known.compose(desk, directive, body)
