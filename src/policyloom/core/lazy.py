"""A mapping that is made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TypeVar

Kept = TypeVar("Kept")


class Lazy(Mapping[str, Kept]):
    """What `make` returns, made at the first look: not every reader needs what it holds."""

    def __init__(self, make: Callable[[], Mapping[str, Kept]]) -> None:
        self._make = make

    @cached_property
    def _made(self) -> Mapping[str, Kept]:
        return self._make()

    def __getitem__(self, key: str) -> Kept:
        return self._made[key]

    def __contains__(self, key: object) -> bool:
        return key in self._made

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)
