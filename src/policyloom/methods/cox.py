"""Proportional hazards by the partial likelihood, with three ways to treat ties.

Dates known to the month or year tie heavily, so the way is always named. With few time points the
discrete-time model of `hazard` fits the data better.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ties = Literal["breslow", "efron", "exact"]
_Parts = tuple[float, Floats, Floats]
_STEEP = 20.0


@dataclass(frozen=True)
class CoxFit:
    """Log hazard ratios, standard errors, the log partial likelihood, and whether it converged.

    `converged` is False where a coefficient grows without end (a covariate that orders the events
    perfectly) or where the covariates carry no information: such coefficients mean nothing.
    """

    coefficients: Floats
    errors: Floats
    log_likelihood: float
    converged: bool
    ties: Ties


def cox(
    durations: ArrayLike, events: ArrayLike, covariates: ArrayLike, *, ties: Ties = "efron"
) -> CoxFit:
    """Fit h(t|x) = h0(t) exp(x b) by Newton's method (Cox 1972).

    Ties: Breslow (1974), Efron (1977), or the exact partial likelihood of discrete time (Cox 1972),
    whose sums over all subsets come from the recursion of Gail, Lubin, Rubinstein (1981).

    Args:
        durations: n times, in one unit.
        events: n flags, 1 where the event was seen.
        covariates: n x p numbers.
        ties: How events of one time enter the likelihood.

    Raises:
        ValueError: Shapes that do not fit, or numbers that are not finite.
    """
    time = np.asarray(durations, dtype=float)
    event = np.asarray(events).astype(bool)
    x = np.asarray(covariates, dtype=float).reshape(time.size, -1)
    if event.shape != time.shape or not (np.isfinite(time).all() and np.isfinite(x).all()):
        raise ValueError("durations, events and covariates must be finite and of one length")
    x = x - (x.mean(axis=0) if x.size else 0)
    part = _PARTS[ties]
    sets = [(x[event & (time == t)], x[time >= t]) for t in np.unique(time[event])]

    def likelihood(b: Floats) -> _Parts:
        found = [part(b, died, risk) for died, risk in sets]
        value = sum(f[0] for f in found)
        score = np.sum([f[1] for f in found], axis=0) if found else np.zeros(b.size)
        information = np.sum([f[2] for f in found], axis=0) if found else np.zeros((b.size,) * 2)
        return float(value), score, information

    return _climb(likelihood, x.shape[1], ties)


def _climb(likelihood: Callable[[Floats], _Parts], size: int, ties: Ties) -> CoxFit:
    b = np.zeros(size)
    value, score, information = likelihood(b)
    converged = False
    for _ in range(50):
        if not size or np.linalg.matrix_rank(information) < size:
            break
        step = np.linalg.solve(information, score)
        if float(np.abs(score @ step)) < 1e-18 * max(1.0, abs(value)) + 1e-16:
            converged = True
            break
        share = 1.0
        while (new := likelihood(b + share * step))[0] < value - 1e-12 and share > 1e-8:
            share /= 2
        b = b + share * step
        value, score, information = new
        if np.abs(b).max() > _STEEP * 50:
            break
    errors = np.full(size, np.nan)
    if size and np.linalg.matrix_rank(information) == size:
        errors = np.sqrt(np.diag(np.linalg.inv(information)))
    # An endless climb flattens out: the score vanishes while the standard error explodes.
    steep = bool(((np.abs(b) > _STEEP) & ~(errors < 5 * _STEEP)).any())
    return CoxFit(b, errors, value, converged and not steep, ties)


def _breslow(b: Floats, died: Floats, risk: Floats) -> _Parts:
    weight = np.exp(risk @ b)
    total, first, second = _moments(weight, risk)
    n, mean = len(died), first / total
    spread = second / total - np.outer(mean, mean)
    value = float((died @ b).sum() - n * np.log(total))
    return value, died.sum(axis=0) - n * mean, n * spread


def _efron(b: Floats, died: Floats, risk: Floats) -> _Parts:
    total, first, second = _moments(np.exp(risk @ b), risk)
    own, own_first, own_second = _moments(np.exp(died @ b), died)
    value, score = float((died @ b).sum()), died.sum(axis=0)
    information = np.zeros_like(second)
    for k in range(len(died)):
        share = k / len(died)
        at = total - share * own
        mean = (first - share * own_first) / at
        value -= float(np.log(at))
        score = score - mean
        information += (second - share * own_second) / at - np.outer(mean, mean)
    return value, score, information


def _exact(b: Floats, died: Floats, risk: Floats) -> _Parts:
    """Sum over all subsets as large as the set of events, with first and second derivatives."""
    n, p = len(died), b.size
    shift = float((risk @ b).max()) if len(risk) else 0.0
    f = np.zeros(n + 1)
    f[0] = 1.0
    df, ddf = np.zeros((n + 1, p)), np.zeros((n + 1, p, p))
    for x in risk:
        w = float(np.exp(x @ b - shift))
        cross = df[:-1, :, None] * x[None, None, :]
        ddf[1:] += w * (ddf[:-1] + cross + cross.transpose(0, 2, 1)
                        + f[:-1, None, None] * np.outer(x, x))  # fmt: skip
        df[1:] += w * (df[:-1] + f[:-1, None] * x)
        f[1:] += w * f[:-1]
    mean = df[n] / f[n]
    value = float((died @ b).sum() - np.log(f[n]) - n * shift)
    return value, died.sum(axis=0) - mean, ddf[n] / f[n] - np.outer(mean, mean)


def _moments(weight: Floats, x: Floats) -> tuple[float, Floats, Floats]:
    return float(weight.sum()), weight @ x, (x * weight[:, None]).T @ x


_PARTS: dict[Ties, Callable[[Floats, Floats, Floats], _Parts]] = {
    "breslow": _breslow,
    "efron": _efron,
    "exact": _exact,
}
