"""Discrete-time event history: who takes up a policy in a year, among those who had not yet.

A unit stands in the table once for every period in which it is at risk, up to and including that of
its event. A binary model on those rows is the likelihood of the process (Allison 1982; the set-up
for diffusion is that of Berry, Berry 1990).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import highspy
import numpy as np
from numpy.typing import ArrayLike, NDArray

from policyloom.methods.survival import normal_quantile

Floats = NDArray[np.float64]
Link = Literal["logit", "cloglog"]
_LIMIT = 30.0


@dataclass(frozen=True)
class PersonPeriod:
    """One unit in one period, and whether its event fell in it."""

    unit: str
    period: int
    event: bool


@dataclass(frozen=True)
class PeriodHazard:
    """Of those at risk in a period, how many had the event."""

    period: int
    at_risk: int
    events: int

    @property
    def hazard(self) -> float:
        """Return the share that had the event."""
        return self.events / self.at_risk


@dataclass(frozen=True)
class HazardFit:
    """A fitted model; arrays are in the order of the columns given.

    `separated` lists the columns whose maximum-likelihood coefficients do not exist (they, or a
    mixture of them, order events and non-events without a fault); then coefficients and errors are
    NaN unless Firth's penalty was asked for. `log_likelihood` is that of the data alone,
    `penalised` includes the penalty (equal without one).
    """

    coefficients: Floats
    errors: Floats
    log_likelihood: float
    penalised: float
    rows: int
    events: int
    separated: tuple[int, ...]
    converged: bool
    link: Link
    firth: bool

    @property
    def events_per_variable(self) -> float | None:
        """Return events (or non-events, if fewer) per coefficient beside the first."""
        variables = self.coefficients.size - 1
        return min(self.events, self.rows - self.events) / variables if variables > 0 else None


def person_periods(
    events: Mapping[str, int | None], first: int, last: int | Mapping[str, int]
) -> list[PersonPeriod]:
    """Spread units over their periods at risk.

    Args:
        events: The period of each unit's event, None where none was seen.
        first: The first period at risk; units with an earlier event were never at risk.
        last: The last period observed, for all or for each unit; later events are not yet events.
    """
    rows: list[PersonPeriod] = []
    for unit, at in events.items():
        end = last if isinstance(last, int) else last[unit]
        stop = end if at is None else min(at, end)
        rows += [PersonPeriod(unit, t, t == at) for t in range(first, stop + 1)]
    return rows


def hazard_by_period(rows: Sequence[PersonPeriod]) -> list[PeriodHazard]:
    """Return the life table: at risk and events by period, in order."""
    periods = sorted({r.period for r in rows})
    return [
        PeriodHazard(
            t, sum(r.period == t for r in rows), sum(r.event for r in rows if r.period == t)
        )
        for t in periods
    ]


def fit_hazard(
    design: ArrayLike, events: ArrayLike, *, link: Link = "logit", firth: bool = False
) -> HazardFit:
    """Fit P(event) = 1 / (1 + exp(-x b)) or 1 - exp(-exp(x b)) by Fisher scoring.

    Firth (1993): the log-likelihood gains half the log determinant of the expected information
    (Jeffreys' prior), which takes away the first-order bias and keeps estimates finite under
    separation (Heinze, Schemper 2002). Without it, separation is looked for first, exactly, by a
    linear programme (Albert, Anderson 1984; Konis 2007).

    Args:
        design: n x p numbers; the first column is usually the constant.
        events: n flags.
        link: logit, or cloglog for grouped continuous time (Prentice, Gloeckler 1978).
        firth: Penalise.

    Raises:
        ValueError: Shapes that do not fit, numbers that are not finite, or columns that are
            linearly dependent (their coefficients are not identified).
    """
    x, y = _checked(design, events)
    found = () if firth else separated_columns(x, y)
    if found:
        empty = np.full(x.shape[1], np.nan)
        n = int(y.sum())
        return HazardFit(
            empty, empty, math.nan, math.nan, len(y), n, found, converged=False, link=link,
            firth=False,
        )  # fmt: skip
    model = _Model(x, y, link, firth)
    b, converged = model.climb(np.zeros(x.shape[1]), np.ones(x.shape[1], dtype=bool))
    errors = np.sqrt(np.diag(np.linalg.inv(model.information(b))))
    return HazardFit(
        b, errors, model.likelihood(b), model.objective(b), len(y), int(y.sum()), (),
        converged=converged, link=link, firth=firth,
    )  # fmt: skip


def profile_interval(
    design: ArrayLike, events: ArrayLike, fit: HazardFit, column: int, *, level: float = 0.95
) -> tuple[float | None, float | None]:
    """Return the ends at which the (penalised) profile likelihood falls by half a chi-square.

    Small samples make it far better than error times 1.96 (Heinze, Schemper 2002). None for an end
    that is not reached within 30 standard errors.
    """
    x, y = _checked(design, events)
    model = _Model(x, y, fit.link, fit.firth)
    drop = normal_quantile(level) ** 2 / 2
    floor = fit.penalised - drop
    return model.reach(fit, column, floor, -1), model.reach(fit, column, floor, 1)


def ratio_test(
    design: ArrayLike, events: ArrayLike, fit: HazardFit, column: int
) -> tuple[float, float]:
    """Test a coefficient against 0 by the (penalised) likelihood ratio: chi-square (1), and p."""
    x, y = _checked(design, events)
    model = _Model(x, y, fit.link, fit.firth)
    free = np.ones(x.shape[1], dtype=bool)
    free[column] = False
    start = np.where(free, fit.coefficients, 0.0)
    b, _ = model.climb(start, free)
    value = max(0.0, 2 * (fit.penalised - model.objective(b)))
    return value, math.erfc(math.sqrt(value / 2))


def separated_columns(x: Floats, y: Floats) -> tuple[int, ...]:
    """Return the columns that take part in a (quasi-)complete separation, () without any.

    Looks for b in [-1, 1] with s_i x_i b >= 0 for all rows (s is +1 for events and -1 for others)
    that makes the sum as large as possible; a sum above 0 means separation.
    """
    signed = x * np.where(y > 0, 1.0, -1.0)[:, None]
    scale = np.abs(signed).max(axis=0)
    signed = signed / np.where(scale > 0, scale, 1.0)
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)  # noqa: FBT003 - the solver's own interface
    size = signed.shape[1]
    every = np.arange(size, dtype=np.int32)
    for weight in signed.sum(axis=0):
        solver.addCol(-float(weight), -1.0, 1.0, 0, np.empty(0, np.int32), np.empty(0))
    for row in np.unique(signed, axis=0):
        solver.addRow(0.0, highspy.kHighsInf, size, every, row)
    solver.run()
    if -solver.getInfo().objective_function_value <= 1e-7:
        return ()
    found = np.array(solver.getSolution().col_value)
    return tuple(int(j) for j in np.flatnonzero(np.abs(found) > 1e-7))


@dataclass(frozen=True)
class _Point:
    """A model at coefficients `b`.

    Its predictor eta, the weights W, d log-likelihood / d eta, d log W / d eta, and the expected
    information X'WX.
    """

    b: Floats
    eta: Floats
    weight: Floats
    residual: Floats
    slope: Floats
    information: Floats


class _Model:
    """A binary model whose (penalised) log-likelihood can be climbed with some columns held."""

    def __init__(self, x: Floats, y: Floats, link: Link, firth: bool) -> None:
        self._x, self._y, self._link, self._firth = x, y, link, firth
        self._last: _Point | None = None

    def likelihood(self, b: Floats) -> float:
        """Return the log-likelihood of the data."""
        eta = self._at(b).eta
        if self._link == "logit":
            terms = self._y * eta - np.logaddexp(0, eta)
        else:
            m = np.exp(np.minimum(eta, 6.0))
            terms = np.where(self._y > 0, np.log(-np.expm1(-m)), -m)
        return float(terms.sum())

    def objective(self, b: Floats) -> float:
        """Return what is maximised: the log-likelihood, with Jeffreys' prior if penalised."""
        if not self._firth:
            return self.likelihood(b)
        sign, log = np.linalg.slogdet(self.information(b))
        return self.likelihood(b) + log / 2 if sign > 0 else -math.inf

    def information(self, b: Floats) -> Floats:
        """Return the expected information X'WX."""
        return self._at(b).information

    def climb(self, b: Floats, free: NDArray[np.bool_]) -> tuple[Floats, bool]:
        """Maximise over the free columns by Fisher scoring with halved steps."""
        value = self.objective(b)
        for _ in range(200):
            if not free.any():
                return b, True
            information, score = self.information(b), self._score(b)
            step = np.zeros(b.size)
            step[free] = np.linalg.solve(information[np.ix_(free, free)], score[free])
            gain, share = float(score @ step), 1.0
            if gain < 1e-12 * (1 + abs(value)):
                return b + step, True
            step /= max(1.0, float(np.abs(self._x @ step).max()) / 5)
            next_ = b + step
            while (new := self.objective(next_)) < value and share > 1e-9:
                share /= 2
                next_ = b + share * step
            if share <= 1e-9:
                return b, gain < 1e-6
            b, value = next_, new
        return b, False

    def reach(self, fit: HazardFit, column: int, floor: float, side: int) -> float | None:
        """Return where the profile falls to a floor on one side; None if beyond 30 errors."""
        centre, error = float(fit.coefficients[column]), float(fit.errors[column])
        free = np.ones(fit.coefficients.size, dtype=bool)
        free[column] = False
        at = fit.coefficients

        def above(distance: float) -> float:
            nonlocal at
            start = np.where(free, at, centre + side * distance * error)
            at, _ = self.climb(start, free)
            return self.objective(at) - floor

        near, far = 0.0, 2.0
        high, low = fit.penalised - floor, above(2.0)
        while low > 0:
            near, far, high = far, far * 2, low
            if far > _LIMIT:
                return None
            low = above(far)
        return centre + side * _crossing(above, (near, high), (far, low)) * error

    def _score(self, b: Floats) -> Floats:
        at = self._at(b)
        residual = at.residual
        if self._firth:
            inverse = np.linalg.inv(at.information)
            hat = at.weight * np.einsum("ij,jk,ik->i", self._x, inverse, self._x)
            residual = residual + hat * at.slope / 2
        return np.asarray(self._x.T @ residual)

    def _at(self, b: Floats) -> _Point:
        """Return the model at some coefficients; each step asks for one point several times."""
        if self._last is None or self._last.b is not b:
            eta = np.clip(self._x @ b, -_LIMIT, _LIMIT)
            weight, residual, slope = self._working(eta)
            information = np.asarray((self._x * weight[:, None]).T @ self._x)
            self._last = _Point(b, eta, weight, residual, slope, information)
        return self._last

    def _working(self, eta: Floats) -> tuple[Floats, Floats, Floats]:
        """Return the weights W, d log-likelihood / d eta, and d log W / d eta."""
        if self._link == "logit":
            p = 1 / (1 + np.exp(-eta))
            return p * (1 - p), self._y - p, 1 - 2 * p
        m = np.exp(np.minimum(eta, 6.0))
        odds = m / -np.expm1(-m)  # m / p
        weight = m * odds * np.exp(-m)
        residual = np.where(self._y > 0, odds * np.exp(-m), -m)
        return weight, residual, 2 - odds


def _crossing(
    above: Callable[[float], float], near: tuple[float, float], far: tuple[float, float]
) -> float:
    """Return where a falling function crosses 0 between two points, by the Illinois rule."""
    (a, high), (b, low) = near, far
    for _ in range(60):
        at = (a * low - b * high) / (low - high)
        value = above(at)
        if abs(value) < 1e-9 or b - a < 1e-9:
            return at
        if value > 0:
            a, high, low = at, value, low / 2
        else:
            b, low, high = at, value, high / 2
    return (a + b) / 2


def _checked(design: ArrayLike, events: ArrayLike) -> tuple[Floats, Floats]:
    x = np.asarray(design, dtype=float)
    y = np.asarray(events).astype(float)
    if x.ndim != 2 or y.shape != (len(x),) or not len(x):
        raise ValueError("the design needs a row for each event flag, and at least one")
    if not np.isfinite(x).all():
        raise ValueError("the design must be finite")
    if np.linalg.matrix_rank(x) < x.shape[1]:
        raise ValueError("columns of the design are linearly dependent")
    return x, y
