"""The shape of the network of joint issuance: centralities, core and periphery, communities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policyloom.analysis.answer import (
    BODIES,
    NO_UNIT,
    Answer,
    Caption,
    Line,
    number_column,
    reference_column,
    slug,
    text_column,
)
from policyloom.analysis.charts.graph import Node, node_link
from policyloom.analysis.documents import Document, refs_of
from policyloom.methods.centrality import Centralities, Distance, centralities
from policyloom.methods.communities import Communities, communities
from policyloom.methods.core_periphery import core_numbers, core_periphery
from policyloom.methods.layout import stress_layout
from policyloom.methods.network import JointNetwork, joint_network
from policyloom.model.result import NO_REASON, Plain, Text

_DRAWN, _COLOURED = 60, 7
_MEASURES: Mapping[str, Text] = {
    "betweenness": Text("매개 중심성", "betweenness"),
    "closeness": Text("근접 중심성", "closeness"),
    "eigenvector": Text("고유벡터 중심성", "eigenvector centrality"),
    "pagerank": Text("페이지랭크", "PageRank"),
}
_PATHS: Mapping[Distance, Text] = {
    "steps": Text(
        "매개·근접 중심성은 걸음 수로 잰다(가중치 없음).",
        "Betweenness and closeness count steps, without weights.",
    ),
    "inverse": Text(
        "매개·근접 중심성은 함께 낸 문건 수의 역수를 거리로 잰다.",
        "Betweenness and closeness take 1/documents together as length.",
    ),
}
_RULES = Text(
    "고유벡터 중심성과 페이지랭크는 함께 낸 문건 수를 가중치로 쓴다. 근접 중심성은 닿는 기관의 "
    "몫으로 고친 값(Wasserman–Faust)이고, 아무에게도 닿지 않는 기관은 빈칸이다. 고유벡터 중심성은 "
    "가장 큰 덩어리 안에서만 정해진다.",
    "Eigenvector centrality and PageRank weigh ties by documents. Closeness carries the "
    "correction of Wasserman and Faust; blank for a body that reaches nobody. Eigenvector "
    "centrality exists in the largest connected part only.",
)
_OUTSIDE = Text("그 밖의 작은 묶음", "Smaller groups")


@dataclass(frozen=True)
class Shape:
    """Everything computed of one network."""

    scores: Centralities
    cores: Mapping[str, int]
    groups: Communities


def add_structure(
    answer: Answer,
    network: JointNetwork,
    known: Sequence[Document],
    names: Mapping[str, Text],
    distance: Distance,
    resolution: float,
) -> None:
    """Add table and values of centralities, of core and periphery, and of communities."""
    if not network.nodes:
        return
    shape = Shape(
        centralities(network, distance=distance),
        core_numbers(network),
        communities(network, resolution=resolution),
    )
    _table(answer, network, known, names, shape, _PATHS[distance])
    for measure, words in _MEASURES.items():
        _leader(answer, measure, words, shape.scores, known, names)
    _core(answer, network, known, names, shape.cores)
    _communities(answer, network, known, names, shape.groups)
    _figure(answer, network, known, names, shape.groups)


def _mine(known: Sequence[Document], actor: str) -> list[str]:
    return refs_of(d for d in known if actor in d.issuers)


def _name(names: Mapping[str, Text], actor: str) -> Text:
    return names.get(actor, Text(actor, actor))


def _table(
    answer: Answer,
    network: JointNetwork,
    known: Sequence[Document],
    names: Mapping[str, Text],
    shape: Shape,
    paths: Text,
) -> None:
    scores, group = shape.scores, shape.groups.of
    strength = scores.strength
    ranked = sorted(network.nodes, key=lambda a: (-(strength[a] or 0), -(scores.degree[a] or 0), a))
    rows: list[Line] = []
    for actor in ranked:
        name, origins = _name(names, actor), _mine(known, actor)
        cells: list[Plain] = [f"actors:{actor}", name.ko, name.en]
        cells += [scores.degree[actor], strength[actor]]
        for measure, words in _MEASURES.items():
            value = getattr(scores, measure)[actor]
            cells.append(value)
            label = Text(f"{name.ko}의 {words.ko}", f"{name.en}: {words.en}")
            reason = scores.reasons.get(measure, NO_REASON)
            answer.number(
                f"body_{slug(actor)}_{measure}", label, value, NO_UNIT, origins, reason
            )  # fmt: skip
        own = group[actor]
        alone = len(shape.groups.groups[own]) == 1
        rows.append(([*cells, shape.cores[actor], None if alone else own + 1], origins))
    columns = [
        reference_column("actor", "기관", "Body"),
        text_column("name_ko", "기관 이름", "Body (Korean)"),
        text_column("name_en", "기관(영어)", "Body name"),
        number_column("degree", "연결 정도", "Degree"),
        number_column("strength", "연결 강도", "Strength"),
        number_column("betweenness", "매개", "Betweenness", ",.3f"),
        number_column("closeness", "근접", "Closeness", ",.3f"),
        number_column("eigenvector", "고유벡터", "Eigenvector", ",.3f"),
        number_column("pagerank", "페이지랭크", "PageRank", ",.3f"),
        number_column("core", "핵심 층(k)", "Core (k)"),
        number_column("community", "묶음", "Community"),
    ]
    title = Text("공동 발령 네트워크의 중심성", "Centralities in joint issuance")
    answer.table("centralities", title, columns, rows, [paths, _RULES])


def _leader(
    answer: Answer,
    measure: str,
    words: Text,
    scores: Centralities,
    known: Sequence[Document],
    names: Mapping[str, Text],
) -> None:
    """Name the body that stands first by a measure; none where it is nowhere defined or zero."""
    found = {a: v for a, v in getattr(scores, measure).items() if v is not None}
    most = max(found.values(), default=0.0)
    top = [a for a, v in found.items() if v == most]
    label = Text(f"{words.ko} 1위 기관", f"First by {words.en}")
    if len(top) == 1 and most > 0:
        origins = _mine(known, top[0])
        answer.number(f"top_{measure}", label, _name(names, top[0]).ko, NO_UNIT, origins)
    else:
        reason = Text("모두 영임", "nowhere above zero")
        if found and most:
            reason = Text(f"기관 {len(top)}곳이 같음", f"{len(top)} bodies are equal")
        answer.number(f"top_{measure}", label, None, NO_UNIT, refs_of(known), reason)


_SMALL = Text("이렇게 작은 네트워크에서는 정의되지 않음", "not defined in so small a network")


def _core(
    answer: Answer,
    network: JointNetwork,
    known: Sequence[Document],
    names: Mapping[str, Text],
    cores: Mapping[str, int],
) -> None:
    every = refs_of(known)
    deepest = max(cores.values())
    label = Text("가장 안쪽 층의 k", "k of the innermost core")
    answer.number("core_k", label, deepest, NO_UNIT, every)
    inner = [a for a in network.nodes if cores[a] == deepest]
    label = Text("가장 안쪽 층의 기관", "Bodies of the innermost core")
    answer.number("core_k_bodies", label, len(inner), BODIES, every)
    most = max(known, key=lambda d: (len(set(d.issuers)), d.id))
    others = core_numbers(joint_network(d.issuers for d in known if d is not most))
    label = Text(
        "기관이 가장 많은 문건을 빼면 가장 안쪽 층의 k",
        "k of the innermost core without the largest document",
    )
    answer.number("core_k_without_largest", label, max(others.values(), default=0), NO_UNIT, every)
    found = core_periphery(network)
    if found is None:
        return
    inside = refs_of(d for d in known if set(d.issuers) & set(found.core))
    label = Text("핵심부의 기관", "Bodies of the core")
    answer.number("core_bodies", label, len(found.core), BODIES, inside)
    label = Text("핵심부 기관의 이름", "Names of the core")
    named = "·".join(_name(names, a).ko for a in found.core)
    answer.number("core_names", label, named, NO_UNIT, inside)
    label = Text(
        "핵심부와 자리를 바꿀 수 있는 기관", "Bodies that might change places with the core"
    )
    answer.number("core_tied", label, len(found.tied), BODIES, every)
    for name, ko, en, value in (
        ("core_fit", "핵심–주변 모형의 적합도(상관)", "Fit of core and periphery (correlation)",
         found.fit),
        ("core_density", "핵심부 밀도", "Density of the core", found.core_density),
        ("between_density", "핵심–주변 사이 밀도", "Density between core and periphery",
         found.between_density),
        ("periphery_density", "주변부 밀도", "Density of the periphery", found.periphery_density),
    ):  # fmt: skip
        answer.number(name, Text(ko, en), value, NO_UNIT, every, _SMALL)
    rows: list[Line] = [
        ([f"actors:{a}", _name(names, a).ko, _name(names, a).en, cores[a]], _mine(known, a))
        for a in sorted(found.core, key=lambda a: (-cores[a], a))
    ]
    columns = [
        reference_column("actor", "기관", "Body"),
        text_column("name_ko", "기관 이름", "Body (Korean)"),
        text_column("name_en", "기관(영어)", "Body name"),
        number_column("core", "핵심 층(k)", "Core (k)"),
    ]
    note = Text(
        "Borgatti–Everett의 이산 모형에서 어긋남이 가장 적은 나눔이다(Lip 2011의 정확한 해).",
        "The discrete model of Borgatti and Everett, fewest mismatches (exact, after Lip 2011).",
    )
    title = Text("공동 발령의 핵심부", "Core of joint issuance")
    answer.table("core", title, columns, rows, [note], BODIES)


def _communities(
    answer: Answer,
    network: JointNetwork,
    known: Sequence[Document],
    names: Mapping[str, Text],
    found: Communities,
) -> None:
    every = refs_of(known)
    groups = [g for g in found.groups if len(g) > 1]
    label = Text("둘 이상이 모인 묶음", "Communities of two bodies or more")
    answer.number("communities", label, len(groups), NO_UNIT, every)
    label = Text("모듈성", "Modularity")
    reason = Text("공동 발령 문건이 없음", "no joint document")
    answer.number("modularity", label, found.modularity, NO_UNIT, every, reason)
    label = Text("같은 모듈성에 닿은 탐색", "Searches that reached that modularity")
    answer.number("modularity_reached", label, found.reached, NO_UNIT, every)
    label = Text("시도한 탐색", "Searches tried")
    answer.number("modularity_starts", label, found.starts, NO_UNIT, every)
    rows: list[Line] = []
    for i, group in enumerate(groups, 1):
        inside = sum(w for pair, w in network.weights.items() if set(pair) <= set(group))
        leaving = sum(w for pair, w in network.weights.items() if len(set(pair) & set(group)) == 1)
        shared = refs_of(d for d in known if len(set(d.issuers) & set(group)) > 1)
        members = ";".join(f"actors:{a}" for a in group)
        cells: list[Plain] = [i, len(group), members, "·".join(_name(names, a).ko for a in group)]
        rows.append(([*cells, inside, leaving], shared))
    columns = [
        number_column("community", "묶음", "Community"),
        number_column("bodies", "기관", "Bodies"),
        reference_column("members", "구성 기관", "Members"),
        text_column("members_ko", "구성 기관 이름", "Members (Korean)"),
        number_column("inside", "안쪽 연결", "Ties inside"),
        number_column("leaving", "바깥 연결", "Ties leaving"),
    ]
    title = Text("함께 문건을 내는 기관의 묶음", "Communities of bodies that issue together")
    answer.table("communities", title, columns, rows, [_found_how(found)])


def _found_how(found: Communities) -> Text:
    return Text(
        f"루뱅 방법(탐색 {found.starts}번 가운데 {found.reached}번이 같은 모듈성에 닿았다). "
        "최적임을 증명한 것은 아니다.",
        f"Louvain method; {found.reached} of {found.starts} searches reached this modularity. "
        "A search, not a proof.",
    )


def _figure(
    answer: Answer,
    network: JointNetwork,
    known: Sequence[Document],
    names: Mapping[str, Text],
    found: Communities,
) -> None:
    weight: dict[str, int] = dict.fromkeys(network.nodes, 0)
    for pair, w in network.weights.items():
        for node in pair:
            weight[node] += w
    joined = sorted((n for n in network.nodes if weight[n]), key=lambda n: (-weight[n], n))[:_DRAWN]
    if not joined:
        return
    around = {n: network.neighbours[n] & set(joined) for n in joined}
    edges = [(a, b, float(w)) for (a, b), w in network.weights.items() if {a, b} <= set(joined)]
    nodes = [
        Node(n, _name(names, n), len(_mine(known, n)), _group(found.of[n])) for n in sorted(joined)
    ]
    groups = [_group(i) for i in sorted({found.of[n] for n in joined})]
    words = Text("문건", "Documents")
    places = stress_layout(sorted(joined), around)
    spec = node_link(nodes, places, edges, words, list(dict.fromkeys(groups)))
    title = Text("함께 문건을 내는 기관의 묶음", "Communities of bodies that issue together")
    alt = Text("묶음을 색으로 나눈 공동 발령 네트워크", "Network coloured by community")
    shown = refs_of(d for d in known if len(set(d.issuers)) > 1)
    answer.figure("communities", spec, Caption(title, alt, [_found_how(found)]), shown)


def _group(place: int) -> Text:
    return Text(f"묶음 {place + 1}", f"Group {place + 1}") if place < _COLOURED else _OUTSIDE
