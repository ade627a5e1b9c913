"""Tasks and the bodies that hold them, as the analyses of who does what see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policyloom.core.dates import parse_date
from policyloom.model.evidence import Evidence
from policyloom.model.result import Text

_NATIONAL = ("party", "legislature", "state-council", "ministry", "national-body")
_LOCAL = (
    "provincial-government", "provincial-department", "city-government", "city-department",
    "local-office",
)  # fmt: skip
SCOPES: Mapping[str, Text] = {
    "national": Text("중앙 기관", "National bodies"),
    "local": Text("지방 기관", "Local bodies"),
    "generic": Text("총칭(각급 정부 등)", "Generic (all local governments etc.)"),
    "other": Text("기업·연구기관", "Firms and institutes"),
}


@dataclass(frozen=True)
class Task:
    """A task of a document and who holds it; its sectors and year are the document's."""

    id: str
    policy: str
    text: Text
    leads: tuple[str, ...]
    supports: tuple[str, ...]
    sectors: tuple[str, ...]
    year: int | None = None

    @property
    def ref(self) -> str:
        """Return the reference of its row."""
        return f"responsibilities:{self.id}"

    @property
    def holders(self) -> tuple[str, ...]:
        """Return everybody who leads or supports, once."""
        return tuple(dict.fromkeys((*self.leads, *self.supports)))


@dataclass(frozen=True)
class Body:
    """A body and the scope in which it is counted."""

    id: str
    name: Text
    scope: str
    kind: str


def all_tasks(evidence: Evidence) -> list[Task]:
    """Return every task in the order of the ids."""
    rows = evidence.query(
        """
        SELECT r.id, r.policy, r.task, r.task_ko, r.leads, r.supports, p.sectors,
               coalesce(p.date_issued, p.date_published) AS day
        FROM responsibilities r LEFT JOIN policies p ON p.id = r.policy
        ORDER BY r.id
        """
    )
    found = []
    for r in rows:
        day = parse_date(r["day"] or "")
        found.append(
            Task(
                id=r["id"],
                policy=r["policy"],
                text=Text(r["task_ko"], r["task"]),
                leads=tuple(dict.fromkeys(r["leads"] or ())),
                supports=tuple(dict.fromkeys(r["supports"] or ())),
                sectors=tuple(r["sectors"] or ()),
                year=day.year if day else None,
            )
        )
    return found


def refs(found: Sequence[Task]) -> list[str]:
    """Return the references of tasks."""
    return [task.ref for task in found]


def all_bodies(evidence: Evidence) -> dict[str, Body]:
    """Return every body of the register by id."""
    rows = evidence.query(
        """
        SELECT a.id, a.name, a.name_ko, a.name_en, a.kind, r.level = 'region' AS is_local
        FROM actors a LEFT JOIN regions r ON r.id = a.region
        ORDER BY a.id
        """
    )
    return {
        r["id"]: Body(
            r["id"],
            Text(r["name_ko"], r["name_en"] or r["name"]),
            scope_of(r["kind"], is_local=bool(r["is_local"])),
            r["kind"],
        )
        for r in rows
    }


def scope_of(kind: str, *, is_local: bool) -> str:
    """Return where a body counts; a party committee of a city is local, not national."""
    if kind in _NATIONAL:
        return "local" if is_local else "national"
    if kind in _LOCAL:
        return "local"
    return "generic" if kind == "generic" else "other"
