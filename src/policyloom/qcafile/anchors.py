"""Calibration kept as data: a CSV of anchors, one set a row, that turn raw values into sets.

Columns: set, out, cross, full, and log_odds where it is not 3.0. A row with only `cross` makes a
crisp set: 1 from that value on.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from policyloom.core.problem import Problem, problem
from policyloom.files.formats import read_csv

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from policyloom.methods.qca.calibration import Anchors

_COLUMNS = ("set", "out", "cross", "full", "log_odds")
_NEEDED = ("set", "cross")


@dataclass(frozen=True)
class Calibration:
    """Anchors of fuzzy sets, and thresholds of crisp ones, by column."""

    fuzzy: Mapping[str, Anchors]
    crisp: Mapping[str, float]

    def __contains__(self, column: str) -> bool:
        return column in self.fuzzy or column in self.crisp

    def made(self, column: str, raw: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the memberships of a column's raw values."""
        from policyloom.methods.qca.calibration import crisp, direct  # noqa: PLC0415

        if column in self.fuzzy:
            return direct(raw, self.fuzzy[column])
        return crisp(raw, [self.crisp[column]])


NO_CALIBRATION = Calibration({}, {})


def read_anchors(path: Path) -> tuple[Calibration, list[Problem]]:
    """Read a CSV of anchors; a row that cannot be used is told and left out."""
    _, rows, problems = read_csv(path.parent, path.name)
    fuzzy: dict[str, Anchors] = {}
    crisp: dict[str, float] = {}
    if rows is None or not rows:
        return Calibration(fuzzy, crisp), problems or [problem("csv.empty", path.name, 1)]
    header = [cell.strip().lower() for cell in rows[0].cells]
    if any(header.count(name) != 1 for name in _NEEDED):
        known = ", ".join(_COLUMNS)
        problems.append(problem("qca.anchor_columns", path.name, rows[0].line, columns=known))
        return Calibration(fuzzy, crisp), problems
    for row in rows[1:]:
        cells = dict(zip(header, (c.strip() for c in row.cells), strict=False))
        name = cells["set"]
        made = _made(cells) if name not in fuzzy and name not in crisp else None
        if made is None:
            problems.append(problem("qca.anchors", path.name, row.line, "", value=name))
        elif isinstance(made, float):
            crisp[name] = made
        else:
            fuzzy[name] = made
    return Calibration(fuzzy, crisp), problems


def _made(cells: Mapping[str, str]) -> Anchors | float | None:
    """Return the anchors of a row, the threshold of a crisp set, or None where neither is there."""
    from policyloom.methods.qca.calibration import LOG_ODDS, Anchors  # noqa: PLC0415

    texts = [cells.get(name, "") for name in _COLUMNS[1:]]
    try:
        numbers = [float(text) if text else None for text in texts]
    except ValueError:
        return None
    out, cross, full, odds = numbers
    if any(n is not None and not math.isfinite(n) for n in numbers) or cross is None:
        return None
    if out is None and full is None:
        return cross
    if out is None or full is None:
        return None
    try:
        return Anchors(out, cross, full, LOG_ODDS if odds is None else odds)
    except ValueError:
        return None
