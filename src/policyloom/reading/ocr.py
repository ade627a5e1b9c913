"""Text recognition for scans, where the `ocr` extra is installed: Chinese and English."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Protocol

from policyloom.reading.blocks import Block

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_DOTS_PER_POINT = 200 / 72
_LEAST_SCORE = 0.6


class Lines(Protocol):
    """What an engine found on a picture: lines and how sure it is of each; None for none."""

    @property
    def txts(self) -> Sequence[str] | None:
        """Return the lines, from the top of the page to its end."""

    @property
    def scores(self) -> Sequence[float] | None:
        """Return between 0 and 1 how sure each line is."""


Engine = Callable[[Any], Lines]
"""Finds the lines of a picture, an array of height x width x colours."""


@dataclass(frozen=True)
class Recognised:
    """The lines of the pages as blocks, and the pages for which no time was left."""

    blocks: list[Block]
    unread: list[int]


def installed_engine() -> Engine | None:
    """Return the engine of the `ocr` extra; None where it is not installed."""
    if find_spec("rapidocr") is None:
        return None
    from rapidocr import RapidOCR  # noqa: PLC0415 - an extra, and slow to load

    engine: Engine = RapidOCR()
    return engine


def recognise(
    document: PdfDocument, pages: Sequence[int], engine: Engine, seconds: float
) -> Recognised:
    """Return the lines found on pages of a PDF, as far as they are found within the seconds.

    A page takes an engine several seconds. The first one is always read; lines of which the engine
    is not sure are left out.
    """
    until = time.monotonic() + seconds
    blocks: list[Block] = []
    for place, number in enumerate(pages):
        if place and time.monotonic() > until:
            return Recognised(blocks, list(pages[place:]))
        picture = document[number - 1].render(scale=_DOTS_PER_POINT).to_numpy()
        found = engine(picture)
        lines = zip(found.txts or (), found.scores or (), strict=True)
        blocks += [Block(words, page=number) for words, sure in lines if sure >= _LEAST_SCORE]
    return Recognised(blocks, [])
