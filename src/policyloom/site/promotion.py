"""Data behind the page of who promotes the strategy: bodies, their documents and their clauses."""

from __future__ import annotations

from typing import Any

from policyloom.model.tables import Row
from policyloom.site.dates import by_date, year_of
from policyloom.site.evidence import plain
from policyloom.site.marks import clean, words
from policyloom.site.material import row_title
from policyloom.site.page import Desk

_NATIONAL = ("party", "legislature", "state-council", "ministry", "national-body")


def promotion_data(desk: Desk) -> dict[str, Any]:
    """Return bodies, issued documents with their issuers, and tasks with leads and supports.

    Bodies are named by their place in the list; a year of 0 means that none was seen.
    """
    material = desk.material
    documents = [
        row
        for row in by_date("policies", list(material.table("policies")))
        if row.many("issuers") and row.text("status") != "draft"
    ]
    tasks = list(material.table("responsibilities"))
    used = {a for row in documents for a in row.many("issuers")}
    used |= {a for row in tasks for part in ("leads", "supports") for a in row.many(part)}
    ids = sorted(used)
    place = {actor: i for i, actor in enumerate(ids)}
    return {
        "bodies": [_body(desk, actor) for actor in ids],
        "documents": [_document(desk, row, place) for row in documents],
        "tasks": [_task(desk, row, place) for row in tasks],
    }


def _body(desk: Desk, actor: str) -> list[Any]:
    row = desk.material.row("actors", actor)
    if row is None:
        return [actor, actor, "", "", 0]
    name, kind = row_title("actors", row), row.text("kind")
    shown = words()["actor_kind"].get(kind)
    address = plain(desk.references.row_address("actors", row))
    group = [shown.ko, shown.en] if shown else kind
    return [clean(name.ko), clean(name.en), address, group, _is_national(desk, row)]


def _is_national(desk: Desk, row: Row) -> int:
    """Return 1 for a body of the nation; a committee of a region is none."""
    region = desk.material.row("regions", row.text("region"))
    is_local = region is not None and region.text("level") == "region"
    return int(row.text("kind") in _NATIONAL and not is_local)


def _document(desk: Desk, row: Row, place: dict[str, int]) -> list[Any]:
    return [
        clean(row.text("title_ko")), clean(row.text("title")), year_of("policies", row),
        list(row.many("sectors")), [place[a] for a in dict.fromkeys(row.many("issuers"))],
        plain(desk.references.row_address("policies", row)), f"policies:{row.id}",
    ]  # fmt: skip


def _task(desk: Desk, row: Row, place: dict[str, int]) -> list[Any]:
    policy = desk.material.row("policies", row.text("policy"))
    sectors = list(policy.many("sectors")) if policy else []
    year = year_of("policies", policy) if policy else 0
    name = [clean(policy.text("title_ko")), clean(policy.text("title"))] if policy else ["", ""]
    address = plain(desk.references.row_address("policies", policy)) if policy else ""
    leads = [place[a] for a in dict.fromkeys(row.many("leads"))]
    supports = [place[a] for a in dict.fromkeys(row.many("supports"))]
    return [
        clean(row.text("task_ko")), clean(row.text("task")), year, sectors, leads,
        [a for a in supports if a not in leads], f"responsibilities:{row.id}", name, address,
        clean(row.text("quote")),
    ]  # fmt: skip
