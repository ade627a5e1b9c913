"""Incomes per head for PRODY and EXPY: a small CSV of year, country and income."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from policyloom.core.problem import Problem, problem
from policyloom.files.formats import read_csv
from policyloom.methods.trade.amounts import Floats
from policyloom.tradefile.faults import amount_fault

_COLUMNS = ("year", "country", "income")


def read_incomes(file: Path, countries: Sequence[str]) -> tuple[dict[int, Floats], list[Problem]]:
    """Return the incomes of each year in the order of the countries; NaN where none is given."""
    _, rows, problems = read_csv(file.parent, file.name)
    if rows is None or problems:
        return {}, problems
    head = [cell.strip().lower() for cell in rows[0].cells] if rows else []
    missing = [name for name in _COLUMNS if name not in head]
    if missing:
        known = ", ".join(head)
        return {}, [
            problem("trade.columns", file.name, 1, n, value=n, known=known) for n in missing
        ]
    at = [head.index(name) for name in _COLUMNS]
    places = {name: i for i, name in enumerate(countries)}
    found: dict[int, Floats] = {}
    for row in rows[1:]:
        cells = [row.cells[i].strip() if i < len(row.cells) else "" for i in at]
        year, country, income = cells
        code = "" if year.isdigit() and len(year) == 4 else "trade.year"
        column, value = ("year", year) if code else ("income", income)
        code = code or amount_fault(income)
        if code:
            problems.append(problem(code, file.name, row.line, column, value=value))
        elif country in places:
            values = found.setdefault(int(year), np.full(len(countries), np.nan))
            values[places[country]] = float(income)
    return found, problems
