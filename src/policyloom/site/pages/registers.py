"""Pages that list a register: plan, gaps and problems, risks, firms, trade."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policyloom.model.result import Text
from policyloom.site.dates import by_date
from policyloom.site.marks import word
from policyloom.site.page import Desk, Page
from policyloom.site.result_tables import table_views

PLAN = "plan"
_PLANNED = (
    "promises", "budget", "schedule", "trips", "plan_methods", "agenda", "prior_studies", "reviews",
)  # fmt: skip


def pages(desk: Desk) -> Iterator[Page]:
    """Yield plan, gaps, risks, firms and trade."""
    yield _plan(desk)
    yield _gaps(desk)
    yield from _lists(desk)


def _plan(desk: Desk) -> Page:
    material = desk.material
    result = material.facts.results.get(PLAN)
    made = table_views(desk.references, result) if result else {}
    first = ("findings", "checks", "sections", "budget")
    order = [*(n for n in first if n in made), *(n for n in made if n not in first)]
    context: dict[str, Any] = {
        "result": result,
        "tables": {name: made[name] for name in order},
        "registers": {name: list(material.study.table(name)) for name in _PLANNED},
    }
    return Page("plan.html", "plan.html", Text("연구계획", "Plan"), "plan", context, ("figures",))


def _gaps(desk: Desk) -> Page:
    material = desk.material
    context = {
        "gaps": list(material.study.table("gaps")),
        "problems": list(material.problems),
        "doubtful": [
            (name, row)
            for name in ("policies", "pilots", "cases", "figures", "trade", "risks")
            for row in material.rows(name, "confidence", "low")
        ],
    }
    title = Text("결측과 문제", "Gaps and problems")
    return Page("gaps.html", "gaps.html", title, "gaps", context)


def _lists(desk: Desk) -> Iterator[Page]:
    material = desk.material
    risks = by_date("risks", list(material.study.table("risks")))
    used = material.group("risks", "kind")
    choices = [(k.id, Text(k.ko, k.en)) for k in material.study.codebook.risk_kinds if k.id in used]
    context: dict[str, Any] = {"risks": risks, "kind_choices": choices}
    yield Page("risks.html", "risks.html", Text("리스크", "Risks"), "sectors", context)
    context = {"firms": list(material.study.table("firms"))}
    yield Page("firms.html", "firms.html", Text("기업", "Firms"), "sectors", context)
    trade = material.study.table("trade")
    context = {
        "trade": list(trade),
        "bases": [(b, word("basis", b)) for b in material.group("trade", "basis")],
        "reporters": [(e, desk.references.economy(e)) for e in material.group("trade", "reporter")],
    }
    yield Page("trade.html", "trade.html", Text("무역", "Trade"), "indicators", context)
