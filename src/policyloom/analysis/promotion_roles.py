"""How broad and how deep is the role of each national body?

Breadth is the effective number of sectors of the tasks a body holds (1/Herfindahl; a task of k
sectors counts 1/k in each), depth the tasks per effective sector, and the share of lead says how
much of it the body heads. What is issued is measured alike, from the documents it stands on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from policyloom.analysis.answer import (
    BODIES,
    NO_UNIT,
    PERCENT,
    Answer,
    Caption,
    Line,
    number_column,
    reference_column,
    slug,
    text_column,
    text_columns,
)
from policyloom.analysis.charts.points import Spot, scatter
from policyloom.analysis.documents import Document, refs_of
from policyloom.analysis.promotion_data import Setting
from policyloom.analysis.tasks import Body, Task
from policyloom.methods.two_mode import Breadth, breadth, spread
from policyloom.model.result import Plain, Text

TASKS = Text("건", "tasks")
_RULE = Text(
    "폭은 맡은 과제의 유효 분야 수(1/허핀달, 여러 분야의 과제는 나누어 센다), 깊이는 유효 분야 "
    "하나에 맡은 과제, 주관 비중은 맡은 과제 가운데 이끄는 몫이다.",
    "Breadth: effective sectors of the tasks held (1/Herfindahl, tasks of several sectors split); "
    "depth: tasks per effective sector; share of lead: tasks headed among tasks held.",
)


@dataclass(frozen=True)
class Role:
    """What one body does: tasks led and supported, documents issued, and their spread."""

    body: Body
    led: Sequence[Task]
    helped: Sequence[Task]
    documents: Sequence[Document]
    first: Sequence[Document]
    spread: Breadth
    issued: Breadth

    @property
    def tasks(self) -> int:
        """Return how many tasks the body holds."""
        return len(self.led) + len(self.helped)

    @property
    def lead_share(self) -> float | None:
        """Return the percentage of its tasks that the body leads."""
        return 100 * len(self.led) / self.tasks if self.tasks else None

    @property
    def depth(self) -> float | None:
        """Return tasks per effective sector."""
        return self.tasks / self.spread.effective if self.spread.effective else None

    @property
    def origins(self) -> list[str]:
        """Return the rows that the role rests on."""
        held = [t.ref for t in (*self.led, *self.helped)]
        return list(dict.fromkeys([*held, *refs_of(self.documents)]))


Measure = Callable[[Role], float | None]
_FIRSTS: tuple[tuple[str, Text, Measure], ...] = (
    ("broadest", Text("역할이 가장 넓은 기관", "Broadest role"), lambda r: r.spread.effective),
    ("deepest", Text("역할이 가장 깊은 기관", "Deepest role"), lambda r: r.depth),
    ("leading", Text("주관 비중이 가장 큰 기관", "Largest share of lead"), lambda r: r.lead_share),
)


def roles(found: Setting) -> list[Role]:
    """Return the role of every national body that holds a task or issues a document."""
    made = [_role(found, body) for body in found.bodies.values() if body.scope == "national"]
    known = [role for role in made if role.tasks or role.documents]
    return sorted(known, key=lambda r: (-r.tasks, -len(r.led), -len(r.documents), r.body.id))


def _role(found: Setting, body: Body) -> Role:
    led = [t for t in found.tasks if body.id in t.leads]
    helped = [t for t in found.tasks if body.id in t.supports and body.id not in t.leads]
    documents = [d for d in found.documents if body.id in d.issuers]
    return Role(
        body,
        led,
        helped,
        documents,
        [d for d in documents if d.issuers[0] == body.id],
        breadth(spread([t.sectors for t in (*led, *helped)])),
        breadth(spread([d.sectors for d in documents])),
    )


def add_roles(answer: Answer, found: Setting) -> None:
    """Add table `roles`, the values of each body, the leaders, and figure `roles`."""
    known = roles(found)
    if not known:
        return
    _table(answer, found, known)
    for role in known:
        _values(answer, role, found)
    ranked = [r for r in known if r.tasks >= found.least_tasks]
    every = list(dict.fromkeys(ref for r in known for ref in r.origins))
    label = Text(
        f"과제를 {found.least_tasks}건 이상 맡은 중앙 기관",
        f"National bodies with {found.least_tasks} tasks or more",
    )
    answer.number("ranked_bodies", label, len(ranked), BODIES, every)
    for name, words, measure in _FIRSTS:
        _first(answer, name, words, measure, ranked, every)
    _figure(answer, ranked)


def _first(
    answer: Answer,
    name: str,
    words: Text,
    measure: Measure,
    ranked: Sequence[Role],
    every: Sequence[str],
) -> None:
    """Name the body that stands first by a measure, the one with more tasks where two are equal."""
    top = max(ranked, key=lambda r: (measure(r) or 0, r.tasks, r.body.id), default=None)
    origins = top.origins if top else every
    reason = Text("과제를 충분히 맡은 기관이 없음", "no body holds enough tasks")
    answer.number(name, words, top.body.name.ko if top else None, NO_UNIT, origins, reason)
    label = Text(f"{words.ko}의 값", f"{words.en}: value")
    value = measure(top) if top else None
    reason = reason or (Text("분야가 적히지 않음", "no sector is stated"))
    answer.number(f"{name}_value", label, value, NO_UNIT, origins, reason)


def _table(answer: Answer, found: Setting, known: Sequence[Role]) -> None:
    rows: list[Line] = []
    for role in known:
        largest = role.spread.largest
        share = role.spread.largest_share
        cells: list[Plain] = [f"actors:{role.body.id}", role.body.name.ko, role.body.name.en]
        cells += [role.tasks, len(role.led), role.lead_share]
        cells += [role.spread.categories or None, role.spread.effective, role.spread.herfindahl]
        cells += [role.spread.entropy, role.depth]
        main = found.sectors.get(largest) if largest else None
        cells += [main.ko, main.en] if main else [None, None]
        cells.append(100 * share if share is not None else None)
        cells += [len(role.documents), len(role.first), role.issued.effective]
        rows.append((cells, role.origins))
    columns = [
        reference_column("actor", "기관", "Body"),
        text_column("name_ko", "기관 이름", "Body (Korean)"),
        text_column("name_en", "기관(영어)", "Body name"),
        number_column("tasks", "맡은 과제", "Tasks"),
        number_column("led", "주관", "Led"),
        number_column("lead_share", "주관 비중(%)", "Lead (%)", ",.0f"),
        number_column("sectors", "분야", "Sectors"),
        number_column("breadth", "폭", "Breadth", ",.2f"),
        number_column("herfindahl", "허핀달", "Herfindahl", ",.2f"),
        number_column("entropy", "엔트로피", "Entropy", ",.2f"),
        number_column("depth", "깊이", "Depth", ",.2f"),
        *text_columns("main", "주된 분야", "Main sector"),
        number_column("main_share", "주된 분야의 몫(%)", "Main (%)", ",.0f"),
        number_column("documents", "낸 문건", "Documents"),
        number_column("first", "첫째로 낸 문건", "First issuer"),
        number_column("issued_breadth", "문건의 폭", "Breadth issued", ",.2f"),
    ]
    title = Text("중앙 기관의 역할: 폭과 깊이", "Roles of national bodies: breadth and depth")
    few = Text(
        f"과제가 {found.least_tasks}건보다 적은 기관의 폭과 깊이는 순위를 매기지 않는다.",
        f"Bodies with fewer than {found.least_tasks} tasks are not ranked by breadth and depth.",
    )
    answer.table("roles", title, columns, rows, [_RULE, few])


def _values(answer: Answer, role: Role, found: Setting) -> None:
    if not role.tasks:
        return
    base, name = f"role_{slug(role.body.id)}", role.body.name
    origins = [t.ref for t in (*role.led, *role.helped)]
    label = Text(f"{name.ko}가 맡은 과제", f"{name.en}: tasks held")
    answer.count(f"{base}_tasks", label, origins, TASKS)
    for part, ko, en, value, unit in (
        ("lead_share", "주관 비중", "share of lead", role.lead_share, PERCENT),
        ("breadth", "역할의 폭", "breadth", role.spread.effective, NO_UNIT),
        ("depth", "역할의 깊이", "depth", role.depth, NO_UNIT),
        ("herfindahl", "분야 집중도", "concentration", role.spread.herfindahl, NO_UNIT),
    ):
        label = Text(f"{name.ko}의 {ko}", f"{name.en}: {en}")
        reason = Text("분야가 적히지 않음", "no sector is stated")
        answer.number(f"{base}_{part}", label, value, unit, origins, reason)
    largest = found.sectors.get(role.spread.largest) if role.spread.largest else None
    main = largest.ko if largest else None
    label = Text(f"{name.ko}의 주된 분야", f"{name.en}: main sector")
    answer.number(
        f"{base}_main",
        label,
        main,
        NO_UNIT,
        origins,
        Text("분야가 적히지 않음", "no sector stated"),
    )


def _figure(answer: Answer, ranked: Sequence[Role]) -> None:
    spots = [
        Spot(role.body.name, role.spread.effective, role.lead_share, role.tasks)
        for role in ranked
        if role.spread.effective is not None and role.lead_share is not None
    ]
    if len(spots) < 3:
        return
    spec = scatter(
        spots,
        Text("폭: 유효 분야 수", "Breadth: effective sectors"),
        Text("주관 비중(%)", "Share of lead (%)"),
        Text("맡은 과제", "Tasks held"),
    )
    title = Text("중앙 기관의 역할: 폭과 주관 비중", "Roles of national bodies: breadth and lead")
    alt = Text("기관을 폭과 주관 비중으로 놓은 그림", "Bodies by breadth and share of lead")
    origins = [ref for role in ranked for ref in role.origins]
    answer.figure("roles", spec, Caption(title, alt, [_RULE]), origins)
