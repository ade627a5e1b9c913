"""YAML as plain data with the line of every key and item.

The values follow YAML 1.2: only `true`, `false`, `null` and numbers are anything but text, so the
country code NO, a date and 010 stay what was typed. Anchors' aliases, tags and keys written twice
are problems; nothing that a file says can make objects or grow in memory.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

from policyloom.core.problem import Problem, problem

KeyPath = tuple[str | int, ...]
Tree: TypeAlias = "bool | int | float | str | list[Tree] | dict[str, Tree] | None"
"""What a YAML file can hold."""

DEPTH = 40

_PLAIN: tuple[tuple[re.Pattern[str], Callable[[str], Tree]], ...] = (
    (re.compile(r"(?:~|null|Null|NULL|)"), lambda _: None),
    (re.compile(r"(?:true|True|TRUE)"), lambda _: True),
    (re.compile(r"(?:false|False|FALSE)"), lambda _: False),
    (re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})"), int),
    (re.compile(r"[-+]?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,3})?"), float),
)


@dataclass
class YamlDocument:
    """The data of a YAML file, and the line of every key and item by its path."""

    data: Tree = None
    lines: dict[KeyPath, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line(self, path: KeyPath) -> int:
        """Return the line of a path, or of the nearest thing around it that the file has."""
        while path:
            if path in self.lines:
                return self.lines[path]
            path = path[:-1]
        return 1

    def named(self, path: KeyPath) -> str:
        """Return the id of the list item that a path begins with, or its place without one."""
        item = self.data
        for part in path[:2]:
            item = child(item, part)
        known = child(item, "id")
        return known if isinstance(known, str) and known else dotted(path[:2])


def read_yaml(text: str, name: str) -> YamlDocument:
    """Read one YAML document; `data` is None where it is broken or empty."""
    document = YamlDocument()
    try:
        _Reader(name, document, _events(text)).document()
    except yaml.YAMLError as failure:
        document.data = None
        line, why = _place(failure, text)
        document.problems.append(problem("yaml.broken", name, line, why=why))
    except _RefusedError as refused:
        document.data = None
        document.problems.append(refused.problem)
    return document


def child(tree: Tree, part: str | int) -> Tree:
    """Return what a tree holds under a key or at a place; None where it has no such thing."""
    if isinstance(tree, dict) and isinstance(part, str):
        return tree.get(part)
    if isinstance(tree, list) and isinstance(part, int) and 0 <= part < len(tree):
        return tree[part]
    return None


def dotted(path: KeyPath) -> str:
    """Write a path as a person would: sectors.2.id, items counted from 0 as in the schema."""
    return ".".join(str(part) for part in path)


def flat_lines(document: YamlDocument, file: str) -> Mapping[str, int]:
    """Return the lines keyed "file#dotted.path", as Study.lines holds them."""
    return {f"{file}#{dotted(path)}": line for path, line in document.lines.items()}


class _RefusedError(Exception):
    """Something that ends the reading of a file, with the problem to report."""

    def __init__(self, made: Problem) -> None:
        super().__init__(made.code)
        self.problem = made


class _Reader:
    """Turns the events of one file into data; events come in a stream, so nothing recurses deep."""

    def __init__(self, name: str, document: YamlDocument, events: Iterator[yaml.Event]) -> None:
        self._name = name
        self._document = document
        self._events = events

    def document(self) -> None:
        """Read the whole stream."""
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                if self._document.lines or self._document.data is not None:
                    raise _RefusedError(problem("yaml.documents", self._name, _line(event)))
                self._document.data = self._node(next(self._events), ())

    def _node(self, event: yaml.Event, path: KeyPath) -> Tree:
        line = _line(event)
        if isinstance(event, yaml.AliasEvent):
            raise _RefusedError(
                problem("yaml.alias", self._name, line, dotted(path), value=f"*{event.anchor}")
            )
        if len(path) > DEPTH:
            raise _RefusedError(problem("yaml.too_deep", self._name, line, limit=DEPTH))
        tag = getattr(event, "tag", None)
        if tag is not None and tag != "!":
            raise _RefusedError(problem("yaml.tag", self._name, line, dotted(path), value=tag))
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event.value) if event.implicit[0] else event.value
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        return self._mapping(path)

    def _sequence(self, path: KeyPath) -> list[Tree]:
        items: list[Tree] = []
        for event in self._events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            here = (*path, len(items))
            self._document.lines[here] = _line(event)
            items.append(self._node(event, here))
        return items

    def _mapping(self, path: KeyPath) -> dict[str, Tree]:
        made: dict[str, Tree] = {}
        for event in self._events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._key(event, path)
            here = (*path, key)
            if key in made:
                self._document.problems.append(
                    problem("yaml.duplicate_key", self._name, _line(event), dotted(here), key=key)
                )
            self._document.lines.setdefault(here, _line(event))
            value = self._node(next(self._events), here)
            made.setdefault(key, value)
        return made

    def _key(self, event: yaml.Event, path: KeyPath) -> str:
        if isinstance(event, yaml.AliasEvent):
            self._node(event, path)
        if not isinstance(event, yaml.ScalarEvent):
            raise _RefusedError(problem("yaml.key", self._name, _line(event), dotted(path)))
        return str(event.value)


def _events(text: str) -> Iterator[yaml.Event]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return iter(yaml.parse(text, Loader=loader))


def _scalar(text: str) -> Tree:
    for form, make in _PLAIN:
        if form.fullmatch(text):
            return make(text)
    return text


def _line(event: yaml.Event) -> int:
    return int(event.start_mark.line) + 1 if event.start_mark else 1


def _place(failure: yaml.YAMLError, text: str) -> tuple[int, str]:
    """Return the line of a YAML error and the parser's own words for it."""
    mark = getattr(failure, "problem_mark", None)
    why = getattr(failure, "problem", None) or getattr(failure, "reason", None) or "?"
    if mark is not None:
        last = text.count("\n") + (0 if text.endswith("\n") else 1)
        return min(int(mark.line) + 1, max(last, 1)), str(why)
    position = getattr(failure, "position", 0) or 0
    before = text.encode("utf-8", "replace")[: int(position)]
    return before.count(b"\n") + 1, str(why)
