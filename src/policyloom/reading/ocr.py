"""Text recognition for scans, where the `ocr` extra is installed: Chinese and English."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from policyloom.reading.blocks import Block

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_DOTS_PER_POINT = 200 / 72
_LEAST_SCORE = 0.6


def recognise(document: PdfDocument) -> list[Block] | None:
    """Return the lines found on a PDF's pages; None where no engine is installed."""
    if find_spec("rapidocr") is None:
        return None
    from rapidocr import RapidOCR  # noqa: PLC0415

    engine = RapidOCR()
    blocks: list[Block] = []
    for number in range(len(document)):
        picture = document[number].render(scale=_DOTS_PER_POINT).to_numpy()
        found = engine(picture)
        lines = zip(found.txts or (), found.scores or (), strict=True)
        blocks += [Block(words, page=number + 1) for words, sure in lines if sure >= _LEAST_SCORE]
    return blocks
