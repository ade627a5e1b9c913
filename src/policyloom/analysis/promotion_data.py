"""What the analysis of promotion reads once: documents, tasks, bodies, sectors and its options."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from policyloom.analysis.documents import Document
from policyloom.analysis.names import sector_names
from policyloom.analysis.spans import Span, spans
from policyloom.analysis.tasks import Body, Task, all_bodies, all_tasks
from policyloom.model.evidence import Evidence, Options
from policyloom.model.result import Text


@dataclass(frozen=True)
class Setting:
    """All that the parts of the analysis share.

    `documents` are the issued ones of the chosen levels with a known issuer, `tasks` all tasks of
    the register, `focus` the sectors that the study compares.
    """

    documents: Sequence[Document]
    tasks: Sequence[Task]
    bodies: Mapping[str, Body]
    sectors: Mapping[str, Text]
    focus: Mapping[str, Text]
    spans: Sequence[Span]
    nation: str
    least_tasks: int
    draws: int
    seed: int
    small: int
    institutes: frozenset[str]
    names: Mapping[str, str]

    def name(self, actor: str) -> Text:
        """Return a body's name, its id where the register has none."""
        return self.bodies[actor].name if actor in self.bodies else Text(actor, actor)

    def is_national(self, actor: str) -> bool:
        """Tell whether a body is one of the nation, not of a region and not a generic one."""
        return actor in self.bodies and self.bodies[actor].scope == "national"

    def is_ministry(self, actor: str) -> bool:
        """Tell whether a body is a ministry or an agency of the nation."""
        kinds = ("ministry", "national-body")
        return self.is_national(actor) and self.bodies[actor].kind in kinds


def setting(evidence: Evidence, options: Options, issued: Sequence[Document]) -> Setting:
    """Read what the parts share."""
    own = options.own
    names = own.get("names")
    levels = own.get("levels")
    wanted = tuple(levels) if isinstance(levels, list | tuple) else ("central", "ministry")
    return Setting(
        documents=[d for d in issued if d.level in wanted and d.issuers],
        tasks=all_tasks(evidence),
        bodies=all_bodies(evidence),
        sectors=sector_names(options),
        focus={s.id: Text(s.ko, s.en) for s in options.settings.focus},
        spans=spans(options),
        nation=options.settings.nation,
        least_tasks=_count(own, "least_tasks", 5),
        draws=_count(own, "draws", 9999),
        seed=_count(own, "seed", 1),
        small=_count(own, "small", 10),
        institutes=frozenset(map(str, own.get("institutes") or ())),
        names={str(k): str(v) for k, v in names.items()} if isinstance(names, dict) else {},
    )


def _count(own: Mapping[str, Any], name: str, default: int) -> int:
    """Return an option that counts something; the default for anything else."""
    value = own.get(name, default)
    return value if isinstance(value, int) and value > 0 else default
