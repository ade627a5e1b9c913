"""Joint issuance by sector and by period: how the networks differ, and who stands out in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policyloom.analysis.answer import (
    BODIES,
    DOCUMENTS,
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
from policyloom.analysis.charts.graph import Node, Panel, Words, node_links
from policyloom.analysis.documents import Document, refs_of
from policyloom.analysis.names import sector_names
from policyloom.analysis.spans import spans
from policyloom.methods.centrality import TOO_SMALL, betweenness
from policyloom.methods.layout import stress_layout
from policyloom.methods.network import (
    JointNetwork,
    degree,
    density,
    joint_network,
    joint_rate,
    strength,
)
from policyloom.model.evidence import Options
from policyloom.model.result import Plain, Text

_MOST_PANELS = 4
_DRAWN = 40


@dataclass(frozen=True)
class Part:
    """The documents of one sector or period, and their network."""

    name: str
    text: Text
    documents: Sequence[Document]
    network: JointNetwork


def parts(known: Sequence[Document], options: Options) -> tuple[list[Part], list[Part]]:
    """Return the sectors and the periods that have a document."""
    sectors = [
        (slug(code), text, [d for d in known if code in d.sectors])
        for code, text in sector_names(options).items()
    ]
    times = [(s.name, s.text, [d for d in known if s.holds(d.year)]) for s in spans(options)]
    return (
        [Part(n, t, found, joint_network(d.issuers for d in found)) for n, t, found in sectors],
        [Part(n, t, found, joint_network(d.issuers for d in found)) for n, t, found in times],
    )


def add_parts(
    answer: Answer,
    known: Sequence[Document],
    groups: Mapping[str, Text],
    names: Mapping[str, Text],
    options: Options,
    scope: Text,
) -> None:
    """Add tables and values of each part, and the figures `sectors` and `periods`."""
    sectors, times = parts(known, options)
    found = [p for p in (*sectors, *times) if p.documents]
    rows: list[Line] = []
    standing: list[Line] = []
    for part in found:
        rows.append(_part(answer, part))
        standing += _bodies(part, names)
        _top(answer, part, names)
    columns = [
        *text_columns("part", "구분", "Part"),
        number_column("documents", "문건", "Documents"),
        number_column("joint", "공동 발령", "Joint"),
        number_column("share", "공동 비중(%)", "Joint (%)", ",.1f"),
        number_column("bodies", "기관", "Bodies"),
        number_column("pairs", "기관 쌍", "Pairs"),
        number_column("density", "밀도", "Density", ",.3f"),
    ]
    title = Text("분야·시기별 공동 발령", "Joint issuance by sector and period")
    answer.table("parts", title, columns, rows, [scope])
    _standing(answer, standing, scope)
    focus = {slug(s.id) for s in options.settings.focus}
    drawn = [p for p in sectors if p.name in focus]
    for name, title, shown in (
        ("sectors", Text("분야별 공동 발령", "Joint issuance by sector"), drawn),
        ("periods", Text("시기별 공동 발령", "Joint issuance by period"), times),
    ):
        _figure(answer, name, title, shown, groups, names)


def _part(answer: Answer, part: Part) -> Line:
    network, text, origins = part.network, part.text, refs_of(part.documents)
    rate, thick = joint_rate(network), density(network)
    share = None if rate is None else 100 * rate
    label = Text(f"{text.ko} 문건", f"{text.en}: documents")
    answer.count(f"{part.name}_documents", label, origins, DOCUMENTS)
    label = Text(f"{text.ko} 공동 발령 문건", f"{text.en}: joint documents")
    joint = refs_of(d for d in part.documents if len(set(d.issuers)) > 1)
    answer.count(f"{part.name}_joint", label, joint, DOCUMENTS, origins)
    label = Text(f"{text.ko} 공동 발령 비중", f"{text.en}: share issued jointly")
    answer.number(
        f"{part.name}_joint_share",
        label,
        share,
        PERCENT,
        origins,
        Text("문건이 없음", "no document"),
    )
    label = Text(f"{text.ko} 발령 기관", f"{text.en}: issuing bodies")
    answer.number(f"{part.name}_bodies", label, len(network.nodes), BODIES, origins)
    label = Text(f"{text.ko} 네트워크 밀도", f"{text.en}: density")
    reason = Text("기관이 둘보다 적음", "fewer than two bodies")
    answer.number(f"{part.name}_density", label, thick, NO_UNIT, origins, reason)
    cells: list[Plain] = [text.ko, text.en, len(part.documents), network.joint, share]
    return [*cells, len(network.nodes), len(network.weights), thick], origins


def _top(answer: Answer, part: Part, names: Mapping[str, Text]) -> None:
    """Name the strongest body of a part; none where several are or nobody joins."""
    weight = strength(part.network)
    most = max(weight.values())
    top = [n for n in part.network.nodes if weight[n] == most]
    origins = refs_of(d for d in part.documents if set(top) & set(d.issuers))
    label = Text(f"{part.text.ko} 공동 발령의 중심 기관", f"{part.text.en}: strongest body")
    clear = most > 0 and len(top) == 1
    reason = Text("공동 발령 문건이 없음", "no joint document")
    if most:
        n = len(top)
        reason = Text(f"기관 {n}곳이 똑같이 강함", f"{n} bodies are equally strong")
    name = names.get(top[0], Text(top[0], top[0])).ko
    answer.number(
        f"{part.name}_top",
        label,
        name if clear else None,
        NO_UNIT,
        origins,
        reason,
    )


def _bodies(part: Part, names: Mapping[str, Text]) -> list[Line]:
    """Return a row for every body of a part that issued jointly, the strongest first."""
    network = part.network
    links, weight, between = degree(network), strength(network), betweenness(network)
    rows: list[Line] = []
    for actor in sorted(network.nodes, key=lambda a: (-weight[a], -links[a], a)):
        if not links[actor]:
            continue
        mine = [d for d in part.documents if actor in d.issuers]
        joint = len([d for d in mine if len(set(d.issuers)) > 1])
        name = names.get(actor, Text(actor, actor))
        cells: list[Plain] = [part.text.ko, part.text.en, f"actors:{actor}", name.ko, name.en]
        cells += [len(mine), joint, links[actor], weight[actor], between[actor]]
        rows.append((cells, refs_of(mine)))
    return rows


def _standing(answer: Answer, rows: Sequence[Line], scope: Text) -> None:
    columns = [
        *text_columns("part", "구분", "Part"),
        reference_column("actor", "기관", "Body"),
        text_column("name_ko", "기관 이름", "Body (Korean)"),
        text_column("name_en", "기관(영어)", "Body name"),
        number_column("documents", "문건", "Documents"),
        number_column("joint", "공동 발령", "Joint"),
        number_column("partners", "상대 기관", "Partners"),
        number_column("strength", "연결 강도", "Strength"),
        number_column("betweenness", "매개 중심성", "Betweenness", ",.3f"),
    ]
    note = Text(
        "매개 중심성은 그 부분의 네트워크에서 걸음 수로 잰다. 기관이 셋보다 적으면 빈칸이다.",
        f"Betweenness by steps within the part's own network; blank with {TOO_SMALL}.",
    )
    title = Text("분야·시기별 기관의 자리", "Standing of bodies by sector and period")
    answer.table("part_bodies", title, columns, rows, [scope, note])


def _figure(
    answer: Answer,
    name: str,
    title: Text,
    found: Sequence[Part],
    groups: Mapping[str, Text],
    names: Mapping[str, Text],
) -> None:
    """Draw the networks of several parts; a body stands at the same place in each."""
    joint = [p for p in found if p.network.weights][:_MOST_PANELS]
    if len(joint) < 2:
        return
    whole = joint_network(d.issuers for p in joint for d in p.documents)
    weight = strength(whole)
    kept = sorted((n for n in whole.nodes if weight[n]), key=lambda n: (-weight[n], n))[:_DRAWN]
    around = {n: whole.neighbours[n] & set(kept) for n in kept}
    panels = [_panel(p, set(kept), groups, names) for p in joint]
    drawn = [p for p in panels if p.edges]
    if len(drawn) < 2:
        return
    spec = node_links(drawn, stress_layout(sorted(kept), around), Words(Text("문건", "Documents")))
    note = Text(
        "같은 기관은 어느 칸에서나 같은 자리에 있다. 함께 낸 문건이 없는 기관은 그리지 않았다.",
        "A body stands at the same place in every panel; bodies without a joint document are left out.",  # noqa: E501
    )
    alt = Text(f"{title.ko}의 네트워크를 나란히 그린 그림", f"Networks side by side: {title.en}")
    origins = refs_of(d for p in joint for d in p.documents if len(set(d.issuers)) > 1)
    answer.figure(name, spec, Caption(title, alt, [note]), origins)


def _panel(
    part: Part, kept: set[str], groups: Mapping[str, Text], names: Mapping[str, Text]
) -> Panel:
    edges = [(a, b, w) for (a, b), w in part.network.weights.items() if {a, b} <= kept]
    shown = sorted({n for a, b, _ in edges for n in (a, b)})
    nodes = [
        Node(
            n,
            names.get(n, Text(n, n)),
            len([d for d in part.documents if n in d.issuers]),
            groups[n],
        )
        for n in shown
    ]
    return Panel(part.text, nodes, edges)
