"""The series chart of an indicator: SVG without a script, every point a link to its evidence.

Only values of one definition are joined by a line; values of one year stand as bars.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from policyloom.model.result import Text
from policyloom.site.marks import evidence, exact

COLOURS = ("#12355b", "#d1603d", "#e8b64a", "#6fa3b8", "#7b7f86", "#3f7d58", "#a06cae", "#b9c2cb")
_WIDTH, _HEIGHT = 860, 340
_LEFT, _RIGHT, _TOP, _BOTTOM = 92, 150, 18, 34


@dataclass(frozen=True)
class Point:
    """One value: where it lies, what it is called and where its evidence is."""

    year: int
    value: float
    reference: str
    name: str
    doubtful: bool = False


@dataclass(frozen=True)
class Series:
    """Values that may be joined by a line."""

    name: Text
    colour: str
    points: tuple[Point, ...]


def series_chart(series: Sequence[Series], title: str) -> Markup:
    """Draw series over years."""
    points = [p for s in series for p in s.points]
    years = sorted({p.year for p in points})
    low, high, ticks = _scale([p.value for p in points])
    plot = _Plot(years[0], years[-1], low, high)
    body = Markup("").join(
        [*_value_axis(plot, ticks), *_year_axis(plot, years), *_lines(plot, series)]
    )
    ends = _spread([(plot.y(s.points[-1].value), s) for s in series])
    names = Markup("").join(_end_name(plot, y, s) for y, s in ends)
    return _svg(title, _HEIGHT, body + names)


def bar_chart(series: Sequence[Series], title: str) -> Markup:
    """Draw the latest value of each series as a bar, the largest first."""
    latest = sorted(((s, s.points[-1]) for s in series), key=lambda pair: -pair[1].value)[:18]
    low = min(0.0, *(p.value for _, p in latest))
    high = max(0.0, *(p.value for _, p in latest)) or 1.0
    width = _WIDTH - 330
    bars = []
    for i, (s, p) in enumerate(latest):
        x0, x1 = sorted((width * (0 - low) / (high - low), width * (p.value - low) / (high - low)))
        bars.append(_bar(i, s, p, 190 + x0, max(x1 - x0, 1.5)))
    return _svg(title, 12 + 27 * len(latest), Markup("").join(bars))


@dataclass(frozen=True)
class _Plot:
    first: int
    last: int
    low: float
    high: float

    def x(self, year: int) -> float:
        span = max(self.last - self.first, 1)
        return round(_LEFT + (_WIDTH - _LEFT - _RIGHT) * (year - self.first) / span, 1)

    def y(self, value: float) -> float:
        span = self.high - self.low or 1.0
        return round(_HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * (value - self.low) / span, 1)


def _svg(title: str, height: int, body: Markup) -> Markup:
    form = Markup('<svg class="chart" viewBox="0 0 {} {}" role="group" aria-label="{}">{}</svg>')
    return form.format(_WIDTH, height, title, body)


def _scale(values: Sequence[float]) -> tuple[float, float, list[float]]:
    """Choose round ends and ticks; the scale starts at zero unless values lie far from it."""
    low, high = min(values), max(values)
    if low > 0 and low < 0.6 * high:
        low = 0.0
    span = (high - low) or abs(high) or 1.0
    step = 10 ** math.floor(math.log10(span / 4))
    step *= next(m for m in (1, 2, 2.5, 5, 10) if span / (step * m) <= 5)
    first, last = math.floor(low / step), math.ceil(high / step)
    ticks = [round(i * step, 10) for i in range(first, max(last, first + 1) + 1)]
    return ticks[0], ticks[-1], ticks


def _value_axis(plot: _Plot, ticks: Sequence[float]) -> list[Markup]:
    form = Markup(
        '<line class="grid" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<text x="{}" y="{}" text-anchor="end">{}</text>'
    )
    return [
        form.format(
            _LEFT, _WIDTH - _RIGHT, plot.y(t), plot.y(t), _LEFT - 8, plot.y(t) + 4, exact(t)
        )
        for t in ticks
    ]


def _year_axis(plot: _Plot, years: Sequence[int]) -> list[Markup]:
    span = plot.last - plot.first
    every = max(1, math.ceil(span / 10))
    shown = [y for y in range(plot.first, plot.last + 1) if (y - plot.first) % every == 0]
    form = Markup('<text x="{}" y="{}" text-anchor="middle">{}</text>')
    return [form.format(plot.x(y), _HEIGHT - 12, y) for y in shown or years]


def _lines(plot: _Plot, series: Sequence[Series]) -> list[Markup]:
    line = Markup('<polyline points="{}" fill="none" stroke="{}" stroke-width="2.2"/>')
    made = []
    for s in series:
        places = " ".join(f"{plot.x(p.year)},{plot.y(p.value)}" for p in s.points)
        made.append(line.format(places, s.colour))
        made += [_dot(plot, s, p) for p in s.points]
    return made


def _dot(plot: _Plot, series: Series, point: Point) -> Markup:
    form = Markup('<title>{}</title><circle cx="{}" cy="{}" r="4.5" fill="{}" stroke="{}"/>')
    fill = "#fff" if point.doubtful else series.colour
    x, y = plot.x(point.year), plot.y(point.value)
    return evidence(point.reference, form.format(point.name, x, y, fill, series.colour))


def _spread(ends: list[tuple[float, Series]], least: float = 15.0) -> list[tuple[float, Series]]:
    """Move names apart so that none covers another or runs into the years below."""
    made: list[tuple[float, Series]] = []
    for y, series in sorted(ends, key=lambda pair: pair[0]):
        made.append((max(y, made[-1][0] + least) if made else y, series))
    lowest = _HEIGHT - _BOTTOM - 4.0
    for i in range(len(made) - 1, -1, -1):
        made[i] = (min(made[i][0], lowest), made[i][1])
        lowest = made[i][0] - least
    return made


def _end_name(plot: _Plot, y: float, series: Series) -> Markup:
    x = max(plot.x(series.points[-1].year), _WIDTH - _RIGHT) + 10
    form = Markup('<text class="name" x="{}" y="{}" fill="{}" style="fill:{}">{}</text>')
    return form.format(x, round(y + 4, 1), series.colour, series.colour, _tspans(series.name))


def _bar(i: int, series: Series, point: Point, x: float, width: float) -> Markup:
    y = 8 + 27 * i
    form = Markup(
        '<text class="name" x="180" y="{}" text-anchor="end">{}</text>'
        '<rect x="{}" y="{}" width="{}" height="18" rx="3" fill="{}"/><text x="{}" y="{}">{}</text>'
    )
    fill = series.colour
    shown = Markup("<title>{}</title>{}").format(point.name, exact(point.value))
    label = evidence(point.reference, Markup("<tspan>{}</tspan>").format(shown))
    return form.format(
        y + 14, _tspans(series.name), round(x, 1), y, round(width, 1), fill,
        round(x + width + 8, 1), y + 14, Markup("{} ({})").format(label, point.year),
    )  # fmt: skip


def _tspans(name: Text) -> Markup:
    form = Markup('<tspan class="ko" lang="ko">{}</tspan><tspan class="en" lang="en">{}</tspan>')
    return form.format(name.ko, name.en)
