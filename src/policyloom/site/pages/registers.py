"""Pages that list a register: plan, gaps and problems, risks, trade."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policyloom.model.result import Text
from policyloom.site.dates import by_date
from policyloom.site.marks import word
from policyloom.site.page import Desk, Make, Page
from policyloom.site.result_tables import table_views

PLAN = "plan"
_PLANNED = (
    "promises", "budget", "schedule", "trips", "plan_methods", "agenda", "prior_studies", "reviews",
)  # fmt: skip


def pages(desk: Desk) -> Iterator[Page]:  # noqa: ARG001 - as all makers of pages
    """Yield plan, gaps, risks and trade."""
    for name, title, part, make, scripts in _PAGES:
        yield Page(f"{name}.html", f"{name}.html", title, part, make, scripts=scripts)


def _plan(desk: Desk, _: str) -> dict[str, Any]:
    material = desk.material
    result = material.result(PLAN)
    made = table_views(desk.references, result) if result else {}
    first = ("findings", "checks", "sections", "budget")
    order = [*(n for n in first if n in made), *(n for n in made if n not in first)]
    return {
        "result": result,
        "tables": {name: made[name] for name in order},
        "registers": {name: list(material.table(name)) for name in _PLANNED},
    }


def _gaps(desk: Desk, _: str) -> dict[str, Any]:
    material = desk.material
    return {
        "gaps": list(material.table("gaps")),
        "problems": list(material.open_problems()),
        "doubtful": [
            (name, row)
            for name in ("policies", "pilots", "cases", "figures", "trade", "risks")
            for row in material.rows(name, "confidence", "low")
        ],
    }


def _risks(desk: Desk, _: str) -> dict[str, Any]:
    material = desk.material
    risks = by_date("risks", list(material.table("risks")))
    used = material.words("risks", "kind")
    choices = [(k.id, Text(k.ko, k.en)) for k in material.study.codebook.risk_kinds if k.id in used]
    return {"risks": risks, "kind_choices": choices}


def _trade(desk: Desk, _: str) -> dict[str, Any]:
    material = desk.material
    return {
        "trade": list(material.table("trade")),
        "bases": [(b, word("basis", b)) for b in material.words("trade", "basis")],
        "reporters": [(e, desk.references.economy(e)) for e in material.words("trade", "reporter")],
    }


_PAGES: tuple[tuple[str, Text, str, Make, tuple[str, ...]], ...] = (
    ("plan", Text("연구계획", "Plan"), "plan", _plan, ("figures",)),
    ("gaps", Text("결측과 문제", "Gaps and problems"), "gaps", _gaps, ()),
    ("risks", Text("리스크", "Risks"), "sectors", _risks, ()),
    ("trade", Text("무역", "Trade"), "indicators", _trade, ()),
)
