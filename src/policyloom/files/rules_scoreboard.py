"""Rules on the options of the scoreboard and of the trade indicators in study.yaml."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from pydantic import ValidationError

from policyloom.core.problem import Problem, problem
from policyloom.files.nearest import Nearest
from policyloom.files.options import STUDY, line_of_option, malformed, options_as
from policyloom.files.rules_references import unread
from policyloom.model.scoreboard_settings import (
    OPTIONS,
    ScoreboardOptions,
    TradeComparisonOptions,
)
from policyloom.model.settings import Frozen
from policyloom.model.study import Study
from policyloom.model.tables import dictionary


def option_forms(study: Study) -> Iterator[Problem]:
    """The options have the form that their analyses read."""
    yield from malformed(study, OPTIONS)


def option_rows(study: Study) -> Iterator[Problem]:
    """Indicators and products that the options name are in their registers."""
    nearest = Nearest()
    for place, table, code, known in _named(study):
        if code not in known and not unread(study, table):
            words = {
                "value": code,
                "target": dictionary()[table].file,
                "meant": nearest(code, sorted(known)),
            }
            yield problem("reference.dangling", STUDY, line_of_option(study, place), place, **words)


def _named(study: Study) -> Iterator[tuple[str, str, str, Collection[str]]]:
    """Yield what options name: its place, its table, its code and what is known there."""
    board, trade = _valid(study, "scoreboard"), _valid(study, "trade_comparison")
    if isinstance(board, ScoreboardOptions):
        known = study.table("indicators").by_id
        for i, entry in enumerate(board.leave_out):
            place = f"analyses.scoreboard.leave_out.{i}.indicator"
            yield place, "indicators", entry.indicator, known
    if isinstance(trade, TradeComparisonOptions):
        products = {(row.text("basis"), row.text("product")) for row in study.table("trade")}
        for i, wanted in enumerate(trade.decompositions):
            there = {product for basis, product in products if basis == wanted.basis}
            at = f"analyses.trade_comparison.decompositions.{i}"
            for j, code in enumerate(wanted.groups):
                yield f"{at}.groups.{j}", "trade", code, there
            if wanted.total:
                yield f"{at}.total", "trade", wanted.total, there


def _valid(study: Study, name: str) -> Frozen | None:
    try:
        return options_as(study, name, OPTIONS[name])
    except ValidationError:
        return None
