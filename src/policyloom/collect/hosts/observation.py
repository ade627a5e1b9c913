"""Observations: what a host says of one economy and year, and the table in which they are kept.

The table is documents/data/<request>-<first digits of its hash>.csv, made once for each round and
never changed. A value that the host does not have is an empty cell, never zero.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields, replace
from typing import Final

BOM: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True, order=True)
class Observation:
    """One value, in the unit of the register (`value`), and as the host gave it (`printed`).

    `record` counts the records of the answer in `file` from 1. `doubts` are the codes of the
    problems that the checks found with it.
    """

    economy: str
    year: int
    flow: str = ""
    partner: str = ""
    product: str = ""
    value: float | None = None
    printed: str = ""
    unit: str = ""
    edition: str = ""
    status: str = ""
    file: str = ""
    record: int = 0
    doubts: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, int, str, str, str]:
        """Return what no two observations of a request may share."""
        return self.economy, self.year, self.flow, self.partner, self.product

    @property
    def name(self) -> str:
        """Return the key in words."""
        parts = (self.product, self.economy, self.partner, str(self.year), self.flow)
        return ".".join(part for part in parts if part)


COLUMNS: Final = tuple(f.name for f in fields(Observation))


def write_observations(observations: Iterable[Observation]) -> bytes:
    """Return the table of observations as CSV, in the order of their keys."""
    made = io.StringIO(newline="")
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in sorted(observations, key=lambda o: (o.key, o.record)):
        cells = list(astuple(one))
        cells[COLUMNS.index("value")] = "" if one.value is None else repr(one.value)
        cells[COLUMNS.index("doubts")] = ";".join(one.doubts)
        writer.writerow(cells)
    return BOM + made.getvalue().encode("utf-8")


def read_observations(data: bytes) -> list[Observation] | None:
    """Read what `write_observations` made; None where it was altered into something else."""
    try:
        rows = list(csv.reader(io.StringIO(data.removeprefix(BOM).decode("utf-8"), newline="")))
    except (UnicodeDecodeError, csv.Error):
        return None
    if not rows or tuple(rows[0]) != COLUMNS:
        return None
    made = [_observation(row) for row in rows[1:]]
    return None if None in made else [one for one in made if one is not None]


def number(value: object) -> float | None:
    """Return a finite number of a JSON value or a printed one; None for anything else.

    True and false are no numbers, nor are "NaN", "1,000" and "..".
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, str) and any(c not in "0123456789+-.eE" for c in value.strip()):
        return None
    try:
        made = float(value)
    except (ValueError, OverflowError):
        return None
    return made if math.isfinite(made) else None


def scaled(observations: Iterable[Observation], factor: float) -> list[Observation]:
    """Take values into the register's unit."""
    if factor == 1.0:
        return list(observations)
    return [
        replace(one, value=None if one.value is None else float(f"{one.value * factor:.15g}"))
        for one in observations
    ]


def _observation(row: Sequence[str]) -> Observation | None:
    if len(row) != len(COLUMNS):
        return None
    cells = dict(zip(COLUMNS, row, strict=True))
    value = number(cells["value"]) if cells["value"] else None
    numbers = cells["year"], cells["record"]
    if not all(n.isascii() and n.isdigit() for n in numbers) or (cells["value"] and value is None):
        return None
    texts = {n: cells[n] for n in COLUMNS if n not in ("year", "record", "value", "doubts")}
    doubts = tuple(d for d in cells["doubts"].split(";") if d)
    return Observation(
        **texts, year=int(numbers[0]), record=int(numbers[1]), value=value, doubts=doubts
    )
