"""Pages that list a register: plan, gaps and problems, risks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policyloom.model.result import Result, Text, Value
from policyloom.site.dates import by_date
from policyloom.site.page import Desk, Make, Page
from policyloom.site.result_tables import table_views

PLAN = "plan"
_PLANNED = (
    "promises", "budget", "schedule", "trips", "plan_methods", "agenda", "prior_studies", "reviews",
)  # fmt: skip

_COMMENTS = "comments_"
_STANDING = ("review_comments", "review_unanswered", "review_unchanged", "review_settled")


def pages(desk: Desk) -> Iterator[Page]:  # noqa: ARG001 - as all makers of pages
    """Yield plan, gaps and risks."""
    for name, title, part, make, scripts in _PAGES:
        yield Page(f"{name}.html", f"{name}.html", title, part, make, scripts=scripts)


def _plan(desk: Desk, _: str) -> dict[str, Any]:
    material = desk.material
    result = material.result(PLAN)
    made = table_views(desk.references, result) if result else {}
    stages = [name for name in made if name.startswith(_COMMENTS)]
    first = (*stages, "findings", "checks", "sections", "budget")
    order = [*(n for n in first if n in made), *(n for n in made if n not in first)]
    order = [n for n in order if made[n].rows or not n.startswith(_COMMENTS)]
    return {
        "result": result,
        "comments": _comments(result),
        "tables": {name: made[name] for name in order},
        "registers": {name: list(material.table(name)) for name in _PLANNED},
    }


def _comments(result: Result | None) -> list[tuple[str, Value]]:
    """Return how many review comments there are and how they stand; none where there are none."""
    counted = [(n, v) for n, v in result.values.items() if n in _STANDING] if result else []
    return counted if any(value.value for _, value in counted) else []


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


_PAGES: tuple[tuple[str, Text, str, Make, tuple[str, ...]], ...] = (
    ("plan", Text("연구계획", "Plan"), "plan", _plan, ("figures",)),
    ("gaps", Text("결측과 문제", "Gaps and problems"), "gaps", _gaps, ()),
    ("risks", Text("리스크", "Risks"), "sectors", _risks, ()),
)
