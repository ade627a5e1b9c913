"""What was asked of `policyloom qca`, read from its options, with every fault told."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policyloom.core.problem import Problem, problem
from policyloom.qcafile.anchors import NO_CALIBRATION, read_anchors
from policyloom.qcafile.reading import Asked

Expectations = Mapping[int, frozenset[int]]


@dataclass(frozen=True)
class Told:
    """What the author says: expectations, and the scale of scores (None: the data's own)."""

    expectations: Expectations
    scale: tuple[float, ...] | None


def read_options(options: argparse.Namespace) -> tuple[Asked, Told, list[Problem]]:
    """Read the options of the command."""
    names = _names(options.conditions)
    file = options.data.name
    expectations, problems = _expectations(options.expect, names, file)
    alternatives, wrong = _alternatives(options.alternatives, names, file)
    scale, odd = _scale(options.scale, file)
    problems += [*wrong, *odd, *_cuts(options, file)]
    calibration = NO_CALIBRATION
    if options.calibration is not None:
        calibration, wrong = read_anchors(options.calibration)
        problems += wrong
    asked = Asked(options.outcome.strip(), names, options.case, alternatives, calibration)
    return asked, Told(expectations, scale), problems


def _names(text: str) -> tuple[str, ...]:
    return tuple(name for part in text.split(",") if (name := part.strip()))


def _expectations(text: str, names: Sequence[str], file: str) -> tuple[Expectations, list[Problem]]:
    """Read "A=1,B=0"; several values of a multi-value condition are joined by a bar: A=1|2."""
    found: dict[int, frozenset[int]] = {}
    wrong = []
    for part in _names(text):
        name, _, value = (word.strip() for word in part.partition("="))
        values = value.split("|")
        if name not in names or not all(v.isascii() and v.isdigit() for v in values):
            wrong.append(problem("qca.expect", file, 0, "", value=part))
        else:
            found[names.index(name)] = frozenset(map(int, values))
    return found, wrong


def _alternatives(
    text: str, names: Sequence[str], file: str
) -> tuple[tuple[tuple[str, str], ...], list[Problem]]:
    found, wrong = [], []
    for part in _names(text):
        name, _, column = (word.strip() for word in part.partition("="))
        if name not in names or not column or column in names:
            wrong.append(problem("qca.alternative", file, 0, "", value=part))
        else:
            found.append((name, column))
    return tuple(found), wrong


def _scale(text: str, file: str) -> tuple[tuple[float, ...] | None, list[Problem]]:
    if not text.strip():
        return None, []
    try:
        scores = sorted({float(part) for part in _names(text)})
    except ValueError:
        scores = []
    if len(scores) < 2 or not all(0 <= score <= 1 for score in scores):
        return None, [problem("qca.scale", file, 0, "", value=text)]
    return tuple(scores), []


def _cuts(options: argparse.Namespace, file: str) -> list[Problem]:
    """Tell cuts out of range; what is no number compares as false."""
    wrong = [cut for cut in (options.incl_cut, options.pri_cut) if not 0 <= cut <= 1]
    wrong += [options.n_cut] if options.n_cut < 1 else []
    return [problem("qca.cut", file, 0, "", value=cut) for cut in wrong]
