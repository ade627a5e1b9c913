"""Bodies and the tasks they hold as a two-mode network, and who meets whom over tasks."""

from __future__ import annotations

from collections.abc import Sequence

from policyloom.analysis.answer import (
    BODIES,
    NO_UNIT,
    Answer,
    Caption,
    Line,
    number_column,
    reference_column,
    text_column,
    text_columns,
)
from policyloom.analysis.charts.graph import Node, Words, node_link
from policyloom.analysis.promotion_data import Setting
from policyloom.analysis.tasks import SCOPES, Task, refs
from policyloom.methods.centrality import betweenness
from policyloom.methods.core_periphery import core_numbers
from policyloom.methods.layout import stress_layout
from policyloom.methods.two_mode import OneMode, TwoMode, density, projection, two_mode
from policyloom.model.result import Plain, Text

TASKS = Text("건", "tasks")
_DRAWN = 45
_NEWMAN = Text(
    "두 기관이 함께 맡은 과제를 잇는다. 강도는 과제마다 1/(기관 수−1)을 더한 값(Newman 2001)이라, "
    "많은 기관이 달린 과제가 모두를 가깝게 만들지 않는다.",
    "Bodies that hold a task together are tied. Strength adds 1/(bodies−1) a task (Newman 2001), "
    "so that a task of many bodies makes no one close.",
)


def add_task_network(answer: Answer, found: Setting) -> None:
    """Add values, tables `task_bodies` and `task_pairs`, and figure `task_network`."""
    held = [t for t in found.tasks if t.holders]
    if not held:
        return
    network = two_mode({t.id: t.holders for t in held})
    together = projection(network)
    newman = projection(network, weighting="newman")
    _whole(answer, network, together, held)
    _bodies(answer, found, held, together, newman)
    _pairs(answer, found, held, together, newman)
    _figure(answer, found, held, together)


def _whole(answer: Answer, network: TwoMode, together: OneMode, held: Sequence[Task]) -> None:
    every = refs(held)
    answer.count("tasks", Text("맡은 곳을 본 과제", "Tasks with known bodies"), every, TASKS)
    label = Text("과제를 맡은 기관", "Bodies that hold tasks")
    answer.number("task_bodies", label, len(network.actors), BODIES, every)
    label = Text("기관–과제 연결", "Ties of bodies and tasks")
    answer.number("task_ties", label, network.ties, NO_UNIT, every)
    label = Text("과제 하나를 맡은 기관(평균)", "Bodies a task, on average")
    answer.number("bodies_per_task", label, network.ties / len(held), BODIES, every)
    label = Text("기관–과제 연결망의 밀도", "Density of bodies and tasks")
    answer.number("task_density", label, density(network), NO_UNIT, every)
    alone = [t.ref for t in held if len(t.holders) == 1]
    label = Text("한 기관이 홀로 맡은 과제", "Tasks held by one body")
    answer.count("tasks_alone", label, alone, TASKS, every)
    label = Text("함께 과제를 맡은 기관 쌍", "Pairs of bodies that share a task")
    answer.number("task_ties_of_bodies", label, len(together.weights), NO_UNIT, every)


def _bodies(
    answer: Answer, found: Setting, held: Sequence[Task], together: OneMode, newman: OneMode
) -> None:
    between, cores = betweenness(together), core_numbers(together)
    partners = dict.fromkeys(together.nodes, 0)
    strength = dict.fromkeys(together.nodes, 0.0)
    for pair, weight in newman.weights.items():
        for node in pair:
            partners[node] += 1
            strength[node] += weight
    rows: list[Line] = []
    for actor in sorted(together.nodes, key=lambda a: (-strength[a], -partners[a], a)):
        mine = [t for t in held if actor in t.holders]
        name = found.name(actor)
        scope = found.bodies[actor].scope if actor in found.bodies else "other"
        side = SCOPES[scope]
        cells: list[Plain] = [f"actors:{actor}", name.ko, name.en, side.ko, side.en, len(mine)]
        cells += [partners[actor], round(strength[actor], 12), between[actor], cores[actor]]
        rows.append((cells, refs(mine)))
    columns = [
        reference_column("actor", "기관", "Body"),
        text_column("name_ko", "기관 이름", "Body (Korean)"),
        text_column("name_en", "기관(영어)", "Body name"),
        *text_columns("scope", "구분", "Scope"),
        number_column("tasks", "과제", "Tasks"),
        number_column("partners", "함께 맡은 기관", "Partners"),
        number_column("strength", "강도", "Strength", ",.2f"),
        number_column("betweenness", "매개 중심성", "Betweenness", ",.3f"),
        number_column("core", "핵심 층(k)", "Core (k)"),
    ]
    title = Text("과제를 함께 맡은 기관의 연결망", "Bodies tied by tasks they share")
    answer.table("task_bodies", title, columns, rows, [_NEWMAN])


def _pairs(
    answer: Answer, found: Setting, held: Sequence[Task], together: OneMode, newman: OneMode
) -> None:
    rows: list[Line] = []
    ranked = sorted(together.weights, key=lambda p: (-together.weights[p], -newman.weights[p], p))
    for a, b in ranked:
        shared = [t.ref for t in held if {a, b} <= set(t.holders)]
        cells: list[Plain] = [f"actors:{a}", f"actors:{b}", found.name(a).ko, found.name(b).ko]
        rows.append(([*cells, len(shared), round(newman.weights[a, b], 12)], shared))
    if not rows:
        return
    columns = [
        reference_column("actor_a", "기관 1", "Body 1"),
        reference_column("actor_b", "기관 2", "Body 2"),
        text_column("name_a", "기관 1 이름", "Body 1 (Korean)"),
        text_column("name_b", "기관 2 이름", "Body 2 (Korean)"),
        number_column("n", "함께 맡은 과제", "Tasks together"),
        number_column("newman", "강도", "Strength", ",.2f"),
    ]
    title = Text("과제를 함께 맡은 기관 쌍", "Pairs of bodies that share tasks")
    answer.table("task_pairs", title, columns, rows, [_NEWMAN], TASKS)
    (_, _, a_name, b_name, n, _), origins = rows[0]
    label = Text("과제를 가장 많이 함께 맡은 두 기관", "Pair that shares most tasks")
    answer.number("task_pair", label, f"{a_name}–{b_name}", NO_UNIT, origins)
    answer.number(
        "task_pair_tasks", Text(f"{label.ko}의 과제", f"{label.en}: tasks"), n, TASKS, origins
    )


def _figure(answer: Answer, found: Setting, held: Sequence[Task], together: OneMode) -> None:
    weight: dict[str, float] = dict.fromkeys(together.nodes, 0)
    for pair, w in together.weights.items():
        for node in pair:
            weight[node] += w
    kept = {n for n in sorted(together.nodes, key=lambda n: (-weight[n], n))[:_DRAWN] if weight[n]}
    edges = [(a, b, w) for (a, b), w in together.weights.items() if {a, b} <= kept]
    shown = sorted({n for a, b, _ in edges for n in (a, b)})
    if len(shown) < 3:
        return
    around: dict[str, set[str]] = {n: set() for n in shown}
    for a, b, _ in edges:
        around[a].add(b)
        around[b].add(a)
    nodes = [
        Node(
            n, found.name(n), len([t for t in held if n in t.holders]),
            SCOPES[found.bodies[n].scope if n in found.bodies else "other"],
        )
        for n in shown
    ]  # fmt: skip
    words = Words(Text("맡은 과제", "Tasks"), edge=Text("함께 맡은 과제", "Tasks together"))
    spec = node_link(nodes, stress_layout(shown, around), edges, words)
    left = len(together.nodes) - len(shown)
    note = Text(
        f"과제를 나누어 맡지 않았거나 연결이 적은 {left}개 기관은 그리지 않았다.",
        f"{left} bodies that share no task, or few, are not drawn.",
    )
    title = Text("과제를 함께 맡은 기관의 연결망", "Bodies tied by tasks they share")
    alt = Text("과제를 함께 맡은 기관을 이은 그림", "Network: bodies joined by tasks")
    answer.figure("task_network", spec, Caption(title, alt, [_NEWMAN, note]), refs(held))
