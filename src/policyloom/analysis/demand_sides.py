"""Complementarity of a sector: does each of two economies lead somewhere, or one everywhere?

For every indicator of the sector with a direction, the last year within the period in which both
economies have a value in one unit and under one definition is compared. With a and b the numbers of
indicators that each leads, complementarity is 1 - |a - b| / (a + b): 1 where each leads as many as
the other, 0 where one leads all. It says that strengths lie apart, not that trade will follow.
Indicators that the study's scoreboard leaves out, say because they overlap, do not count here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from policyloom.model.evidence import Evidence, Options, Record
from policyloom.model.result import Text


@dataclass
class Sides:
    """Which indicators each of two economies leads, as pairs of an indicator and its figures."""

    home: list[str] = field(default_factory=list)
    abroad: list[str] = field(default_factory=list)
    even: list[str] = field(default_factory=list)
    refs: list[str] = field(default_factory=list)

    @property
    def measure(self) -> float | None:
        """Return the complementarity; None with fewer than two indicators that somebody leads."""
        a, b = len(self.home), len(self.abroad)
        return 1 - abs(a - b) / (a + b) if a + b >= 2 else None


def complementarity(
    evidence: Evidence, options: Options, sectors: Mapping[str, Text]
) -> dict[str, Sides]:
    """Return the sides of every sector, for the first two economies of the study."""
    found = {sector: Sides() for sector in sectors}
    economies = options.settings.economies[:2]
    if len(economies) < 2:
        return found
    period = options.settings.period
    rows = evidence.query(
        """
        SELECT f.id, f.indicator, i.sector, i.direction, f.economy, f.year, f.value, f.unit,
               coalesce(f.definition, '') AS definition
        FROM figures f JOIN indicators i ON f.indicator = i.id
        WHERE i.direction IN ('higher', 'lower') AND f.economy IN (?, ?)
          AND f.year BETWEEN ? AND ?
        ORDER BY f.indicator, f.year DESC, f.line
        """,
        [*economies, period.start, period.end],
    )
    aside = set(_left_out(options))
    by_indicator: dict[str, list[Record]] = {}
    for row in rows:
        if row["indicator"] in aside:
            continue
        by_indicator.setdefault(row["indicator"], []).append(row)
    for indicator, values in by_indicator.items():
        pair = _pair(values, economies[0], economies[1])
        sides = found.get(values[0]["sector"])
        if pair is not None and sides is not None:
            _settle(sides, indicator, *pair)
    return found


def _left_out(options: Options) -> Iterator[str]:
    """Yield the indicators that the options of the scoreboard leave out."""
    for entry in options.settings.analyses.get("scoreboard", {}).get("leave_out") or ():
        if isinstance(entry, Mapping):
            yield str(entry.get("indicator", ""))


def _pair(rows: list[Record], home: str, abroad: str) -> tuple[Record, Record] | None:
    """Return the last two values that compare; the rows come with the latest year first."""
    waiting: dict[tuple[object, ...], dict[str, Record]] = {}
    for row in rows:
        alike = (row["year"], row["unit"], row["definition"])
        both = waiting.setdefault(alike, {})
        both.setdefault(row["economy"], row)
        if home in both and abroad in both:
            return both[home], both[abroad]
    return None


def _settle(sides: Sides, indicator: str, home: Record, abroad: Record) -> None:
    sides.refs += [f"figures:{home['id']}", f"figures:{abroad['id']}"]
    ahead = home["value"] - abroad["value"]
    if home["direction"] == "lower":
        ahead = -ahead
    if ahead == 0:
        sides.even.append(indicator)
    else:
        (sides.home if ahead > 0 else sides.abroad).append(indicator)
