"""Watching what a page asks for, so that only pages whose answers changed are made again.

A question is the name of one of Material's gateways and its arguments. Everything that a page
learns about a study comes through gateways; what does not (the settings, our own code) is part of
the fingerprint of the whole site.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Concatenate, Generic, ParamSpec, Protocol, TypeVar

Question = tuple[str, ...]
_P = ParamSpec("_P")
_T = TypeVar("_T")
_K = TypeVar("_K", bound=Hashable)


class Watch:
    """Remembers the questions asked while something is made."""

    def __init__(self) -> None:
        self._asked: list[set[Question]] = [set()]
        self._answering = False

    def during(self, make: Callable[[], _T]) -> tuple[_T, frozenset[Question]]:
        """Make something; return it with the questions asked meanwhile."""
        answering, self._answering = self._answering, False
        self._asked.append(set())
        try:
            made = make()
        finally:
            asked = frozenset(self._asked.pop())
            self._answering = answering
        return made, asked

    def note(self, questions: frozenset[Question]) -> None:
        """Count questions as asked, for an answer that was kept."""
        if not self._answering:
            self._asked[-1] |= questions

    def answer(self, question: Question, find: Callable[[], _T]) -> _T:
        """Note a question and answer it; what the answer itself asks is not noted."""
        if self._answering:
            return find()
        self._asked[-1].add(question)
        self._answering = True
        try:
            return find()
        finally:
            self._answering = False


class Watched(Protocol):
    """Anything with a watch."""

    @property
    def watch(self) -> Watch:
        """Return the watch."""
        ...


_W = TypeVar("_W", bound=Watched)
GATEWAYS: set[str] = set()
"""The names of all gateways: the first word of every question."""


def gateway(
    method: Callable[Concatenate[_W, _P], _T],
) -> Callable[Concatenate[_W, _P], _T]:
    """Make a method whose every call is a question; its arguments are texts."""
    name = method.__name__
    GATEWAYS.add(name)

    @wraps(method)
    def asked(self: _W, /, *words: _P.args, **none: _P.kwargs) -> _T:
        texts: tuple[Any, ...] = words
        return self.watch.answer((name, *texts), lambda: method(self, *words, **none))

    return asked


class Memo(Generic[_K, _T]):
    """Values that several pages share, each with the questions behind it."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._known: dict[_K, tuple[_T, frozenset[Question]]] = {}

    def get(self, key: _K, make: Callable[[], _T]) -> _T:
        """Return a value, made the first time; its questions count every time."""
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._watch.during(make)
        self._watch.note(known[1])
        return known[0]
