"""Rules on the size of amounts: what a unit says and what the neighbours of a number say."""

from __future__ import annotations

from collections.abc import Iterator

from policyloom.core.problem import Problem, problem
from policyloom.model.magnitudes import Amount, contradictions
from policyloom.model.study import Study
from policyloom.model.tables import Row, Table

_WORLD = "WLD"
_CODES = {
    "report": "value.magnitude_report",
    "jump": "value.magnitude_jump",
    "whole": "value.magnitude_whole",
}


def magnitudes(study: Study) -> Iterator[Problem]:
    """No amount is a thousand times what its neighbours say, nor larger than its whole."""
    for name, column, amounts in (
        ("trade", "value_usd", _trade(study.table("trade"))),
        ("figures", "value", _figures(study.table("figures"))),
    ):
        table = study.table(name)
        whole = _WORLD if name == "trade" else ""
        for found in contradictions(amounts, whole):
            row, other = table.by_id[found.amount.id], table.by_id[found.other.id]
            factor = found.factor if found.factor >= 1 else 1 / found.factor
            words = {
                "value": row.text(column),
                "other": other.text(column),
                "other_id": other.id,
                "other_line": other.line,
                "factor": f"{factor:,.0f}" if factor >= 10 else f"{factor:.2g}",
            }
            yield problem(_CODES[found.kind], table.spec.file, row.line, column, **words)


def _trade(table: Table) -> list[Amount]:
    """Return the flows; a report is a basis with its source."""
    made = []
    for row in table:
        what = "|".join(row.text(c) for c in ("product", "flow", "partner"))
        series = f"{row.text('basis')}|{row.text('source')}"
        made += _amount(row, "value_usd", what, row.text("reporter"), series)
    return made


def _figures(table: Table) -> list[Amount]:
    """Return the values; those of one definition and source are a report.

    Values of different definitions may differ as they like, so only years are held together.
    """
    made = []
    for row in table:
        series = "|".join(row.text(c) for c in ("indicator", "definition", "source"))
        made += _amount(row, "value", series, row.text("economy"), series)
    return made


def _amount(row: Row, column: str, what: str, whose: str, series: str) -> list[Amount]:
    value, year = row.cells.get(column), row.cells.get("year")
    if not row.id or not isinstance(value, int | float) or not isinstance(year, int):
        return []
    return [Amount(row.id, what, whose, year, series, float(value))]
