"""Dates on pages: which date of a policy counts, and how exact it is."""

from __future__ import annotations

from policyloom.analysis.dating import Dating, date_policy
from policyloom.core.dates import PartialDate, parse_date
from policyloom.model.tables import Row

_DATE_COLUMNS = {"pilots": "date", "cases": "start", "firms": "founded", "risks": "since"}


def dating(row: Row) -> Dating:
    """Return the date that a policy goes by, with its kind, as the analyses see it."""
    return date_policy(row.cells)


def date_of(table: str, row: Row) -> PartialDate | None:
    """Return the date by which a row of any register is listed; None where none was seen."""
    if table == "policies":
        return dating(row).date
    return parse_date(row.text(_DATE_COLUMNS[table])) if table in _DATE_COLUMNS else None


def year_of(table: str, row: Row) -> int:
    """Return the year of a row, 0 where no date was seen."""
    found = date_of(table, row)
    return found.year if found else 0


def by_date(table: str, rows: list[Row]) -> list[Row]:
    """Return rows in the order of their dates, those without a date last."""
    return sorted(rows, key=lambda row: _order(date_of(table, row)))


def _order(found: PartialDate | None) -> tuple[int, str, str]:
    return (0, found.first.isoformat(), str(found)) if found else (1, "", "")
