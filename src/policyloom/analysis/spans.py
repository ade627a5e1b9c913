"""The periods by which an analysis cuts the years of a study."""

from __future__ import annotations

from dataclasses import dataclass

from policyloom.model.evidence import Options
from policyloom.model.result import Text

_PARTS = 3


@dataclass(frozen=True)
class Span:
    """Years from the first to the last, both included."""

    first: int
    last: int

    @property
    def name(self) -> str:
        """Return the span as it stands in value names."""
        return f"{self.first}_{self.last}"

    @property
    def text(self) -> Text:
        """Return the span for readers."""
        if self.first == self.last:
            return Text(f"{self.first}년", str(self.first))
        return Text(f"{self.first}~{self.last}년", f"{self.first}–{self.last}")

    def holds(self, year: int | None) -> bool:
        """Tell whether a year lies in the span; an unknown one lies in none."""
        return year is not None and self.first <= year <= self.last


def _span(pair: object) -> Span | None:
    """Read a pair of years; None where it is none."""
    if not isinstance(pair, list | tuple) or len(pair) != 2:
        return None
    first, last = pair
    known = isinstance(first, int) and isinstance(last, int) and first <= last
    return Span(first, last) if known else None


def spans(options: Options) -> list[Span]:
    """Return the periods of the analysis's option `periods`, or the study's years in thirds.

    Years that cannot be shared out evenly go to the earlier spans; a study of fewer than three
    years has one span.
    """
    own = [span for span in map(_span, options.own.get("periods") or ()) if span]
    if own:
        return own
    start, end = options.settings.period.start, options.settings.period.end
    years = end - start + 1
    if years < _PARTS:
        return [Span(start, end)]
    found, first = [], start
    for part in range(_PARTS):
        length = years // _PARTS + (part < years % _PARTS)
        found.append(Span(first, first + length - 1))
        first += length
    return found
