"""Adoption dates that are partly known: lags, and counts of adopters between bounds.

A region's adoption lies in an interval of days. A full date is an interval of one day, a month or
year is as long as it is, and a date that is only an upper bound reaches back to the earliest day
that is possible. Nothing is imputed: with partial dates a count is a pair, at least and at most.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import mean, median


@dataclass(frozen=True, order=True)
class Interval:
    """The first and the last day on which something may have happened."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(f"an interval cannot end before it begins: {self.first} {self.last}")

    @property
    def exact(self) -> bool:
        """Tell whether the day is known."""
        return self.first == self.last


@dataclass(frozen=True)
class LagSummary:
    """Lags in days: how many, and their mean, median, least and most (None without any)."""

    n: int
    mean: float | None
    median: float | None
    least: int | None
    most: int | None


def lag_days(source: date, adopter: date) -> int:
    """Return the days from the central to the regional document; negative where that came first."""
    return (adopter - source).days


def summarise(lags: Sequence[int]) -> LagSummary:
    """Summarise lags."""
    if not lags:
        return LagSummary(0, None, None, None, None)
    return LagSummary(len(lags), float(mean(lags)), float(median(lags)), min(lags), max(lags))


def adopters_at(intervals: Iterable[Interval], day: date) -> tuple[int, int]:
    """Return how many have adopted by the end of a day: at least, and at most."""
    least = most = 0
    for interval in intervals:
        least += interval.last <= day
        most += interval.first <= day
    return least, most
