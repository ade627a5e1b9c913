"""Partial dates: a year, a month or a day, never rounded up to what was not seen."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, order=True)
class PartialDate:
    """A date known to the year, the month or the day (`month` and `day` are 0 where unknown)."""

    year: int
    month: int = 0
    day: int = 0

    @property
    def first(self) -> date:
        """Return the earliest day that the date can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """Return the latest day that the date can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        """Return the ISO form at the precision known: 2015, 2015-07 or 2015-07-01."""
        parts = [f"{self.year:04d}"]
        parts += [f"{p:02d}" for p in (self.month, self.day) if p]
        return "-".join(parts)


def parse_date(text: str) -> PartialDate | None:
    """Read YYYY, YYYY-MM or YYYY-MM-DD; None where the text is no such date or no real day."""
    match = _FORM.fullmatch(text.strip())
    if match is None:
        return None
    made = PartialDate(*(int(part or 0) for part in match.groups()))
    try:
        made.last  # noqa: B018 - computing both ends proves that month and day exist
        made.first  # noqa: B018
    except ValueError:
        return None
    if (match.group(2) == "00") or (match.group(3) == "00") or made.year < 1:
        return None
    return made
