"""The lines of a PDF page, with their places: what pdfium finds, less the gaps that it makes up."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

_WIDE = re.compile("[\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60\u3000-\u303f]")
_LINE_ENDS = (0x0A, 0x0D)
_HYPHEN = 0x02
"""What pdfium reports for a hyphen at the end of a line."""


@dataclass(frozen=True)
class Letter:
    """A character with its box, in points from the lower left corner of the page.

    `spaced` says that a space stands before it.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    spaced: bool = False


@dataclass(frozen=True)
class Line:
    """A line of a page; `size` is that of its first letter.

    `broken` says that it ends in a hyphen of its own, `spaced` that a real space ends it.
    """

    text: str
    page: int
    left: float
    bottom: float
    right: float
    top: float
    size: float
    broken: bool = False
    spaced: bool = False

    @property
    def height(self) -> float:
        """Return the height of the line's box, at least one point."""
        return max(1.0, self.top - self.bottom)


class PageText:
    """The characters of one page, asked for one by one: boxes cost more than letters."""

    def __init__(self, textpage: PdfTextPage, page: int) -> None:
        import pypdfium2.raw as pdfium  # noqa: PLC0415

        self._pdfium = pdfium
        self._raw = textpage.raw
        self._page = page
        self.count = max(0, int(pdfium.FPDFText_CountChars(self._raw)))

    def lines(self) -> list[Line]:
        """Return the lines in the order of the file."""
        codes = [int(self._pdfium.FPDFText_GetUnicode(self._raw, i)) for i in range(self.count)]
        made: list[Line] = []
        start = 0
        for place, code in enumerate([*codes, _LINE_ENDS[0]]):
            if code in _LINE_ENDS:
                line = self._line(codes, start, place)
                if line is not None:
                    made.append(line)
                start = place + 1
        return made

    def letters(self) -> Iterator[Letter]:
        """Yield every visible character with its box."""
        codes = [int(self._pdfium.FPDFText_GetUnicode(self._raw, i)) for i in range(self.count)]
        spaced = False
        for place, code in enumerate(codes):
            if code in (0x20, 0xA0):
                inside = 0 < place < self.count - 1
                spaced = spaced or not (inside and self._made_up(codes, place))
            elif code > 0x20:
                yield Letter(_character(code), *self._box(place), spaced)
                spaced = False

    def _line(self, codes: list[int], start: int, end: int) -> Line | None:
        inked = [i for i in range(start, end) if codes[i] > 0x20 and codes[i] != 0xA0]
        if not inked:
            return None
        first, last = inked[0], inked[-1]
        kept = [i for i in range(first, last + 1) if not self._made_up(codes, i)]
        left, bottom, _, top = self._box(first)
        _, low, right, high = self._box(last)
        return Line(
            "".join(_character(codes[i]) for i in kept),
            self._page,
            left,
            min(bottom, low),
            right,
            max(top, high),
            round(float(self._pdfium.FPDFText_GetFontSize(self._raw, first)), 1),
            broken=any(codes[i] == _HYPHEN for i in range(last, end)),
            spaced=any(codes[i] == 0x20 and not self._generated(i) for i in range(last, end)),
        )

    def _made_up(self, codes: list[int], place: int) -> bool:
        """Tell the space that pdfium puts into the narrow gap beside a Chinese character.

        Korean separates words by such gaps, so they stay between Hangul and digits.
        """
        if codes[place] != 0x20 or not self._generated(place):
            return codes[place] == _HYPHEN
        before, after = codes[place - 1], codes[place + 1]
        if not (_WIDE.match(_character(before)) or _WIDE.match(_character(after))):
            return False
        gap = self._box(place + 1)[0] - self._box(place - 1)[2]
        return gap < 0.6 * float(self._pdfium.FPDFText_GetFontSize(self._raw, place - 1))

    def _generated(self, place: int) -> bool:
        return bool(self._pdfium.FPDFText_IsGenerated(self._raw, place) == 1)

    def _box(self, place: int) -> tuple[float, float, float, float]:
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        self._pdfium.FPDFText_GetCharBox(self._raw, place, left, right, bottom, top)
        return left.value, bottom.value, right.value, top.value


def _character(code: int) -> str:
    valid = 0 <= code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF
    return chr(code) if valid else ""
