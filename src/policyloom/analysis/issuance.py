"""Which bodies issue documents together?

Options (study.yaml, analyses.issuance):
    levels    levels of documents looked at (default: central and ministry)
    periods   pairs of first and last year (default: the study's years in three spans)
    distance  steps or inverse: how long a tie is for betweenness and closeness (default: steps)
    resolution  of modularity; above one gives more and smaller communities (default: 1)

Every unordered pair of issuers on one document is an edge; solo issuers are isolates. Drafts and
documents without a known issuer are left out. Conventions: `policyloom.methods.network`.
"""

from __future__ import annotations

from collections.abc import Sequence

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
)
from policyloom.analysis.charts.bars import bars
from policyloom.analysis.charts.graph import Node, node_link
from policyloom.analysis.documents import Document, documents, issued, refs_of
from policyloom.analysis.issuance_parts import add_parts
from policyloom.analysis.issuance_structure import add_structure
from policyloom.analysis.names import actor_names
from policyloom.methods.centrality import Distance
from policyloom.methods.layout import stress_layout
from policyloom.methods.network import (
    JointNetwork,
    clustering,
    components,
    degree,
    density,
    joint_network,
    joint_rate,
    strength,
)
from policyloom.model.evidence import Evidence, Options
from policyloom.model.result import Plain, Result, Text

_TOP = 15
_DRAWN = 60
_SCOPE = Text(
    "초안과 발령 기관을 보지 못한 문건은 뺐다. 함께 이름을 올린 두 기관을 한 쌍으로 센다.",
    "Without drafts and documents of unknown issuers. Two bodies on one document make a pair.",
)
KIND_GROUPS = {
    "party": Text("당", "Party"),
    "legislature": Text("전국인대", "Legislature"),
    "state-council": Text("국무원", "State Council"),
    "ministry": Text("부·위원회", "Ministries"),
    "national-body": Text("직속·소속 기관", "Agencies"),
}
_OTHER = Text("기타", "Others")


def run(evidence: Evidence, options: Options) -> Result:
    """Build the network of joint issuance, as a whole, by sector and by period."""
    levels = tuple(options.own.get("levels", ("central", "ministry")))
    scope = [d for d in issued(documents(evidence)) if d.level in levels]
    known = [d for d in scope if d.issuers]
    names = actor_names(evidence)
    answer = Answer("issuance", Text("공동 발령 네트워크", "Joint issuance"))
    network = joint_network(d.issuers for d in known)
    label = Text("발령 기관을 보지 못해 뺀 문건", "Documents left out for want of an issuer")
    unknown = [d for d in scope if not d.issuers]
    answer.count("without_issuer", label, refs_of(unknown), DOCUMENTS, refs_of(scope))
    _whole(answer, network, known)
    _bodies(answer, network, known, names)
    _pairs(answer, network, known, names)
    kinds = {r["id"]: r["kind"] for r in evidence.query("SELECT id, kind FROM actors ORDER BY id")}
    groups = {n: KIND_GROUPS.get(kinds.get(n, ""), _OTHER) for n in network.nodes}
    add_parts(answer, known, groups, names, options, _SCOPE)
    distance: Distance = "inverse" if options.own.get("distance") == "inverse" else "steps"
    wanted = options.own.get("resolution")
    resolution = float(wanted) if isinstance(wanted, int | float) and wanted > 0 else 1.0
    add_structure(answer, network, known, names, distance, resolution)
    _figure(answer, network, known, names, groups)
    answer.notes.append(_SCOPE)
    return answer.done()


def _whole(answer: Answer, network: JointNetwork, known: Sequence[Document]) -> None:
    every = refs_of(known)
    joint = [d for d in known if len(set(d.issuers)) > 1]
    rate, thick = joint_rate(network), density(network)
    parts = components(network)
    counts = [
        ("documents", "발령 기관을 본 문건", "With a known issuer", len(known), DOCUMENTS),
        ("joint", "공동 발령 문건", "Documents issued jointly", network.joint, DOCUMENTS),
        ("solo", "단독 발령 문건", "Documents issued alone", len(known) - network.joint, DOCUMENTS),
        ("bodies", "발령 기관", "Issuing bodies", len(network.nodes), BODIES),
        ("pairs", "함께 발령한 기관 쌍", "Pairs of issuers", len(network.weights), NO_UNIT),
        ("components", "연결된 덩어리(외톨이 포함)", "Connected parts", len(parts), NO_UNIT),
        ("largest_component", "가장 큰 덩어리의 기관", "Bodies in the largest part",
         len(parts[0]) if parts else 0, BODIES),
        ("isolates", "한 번도 함께 발령하지 않은 기관", "Bodies that never issued jointly",
         len([p for p in parts if len(p) == 1]), BODIES),
    ]  # fmt: skip
    for name, ko, en, n, unit in counts:
        answer.number(name, Text(ko, en), n, unit, refs_of(joint) if name == "joint" else every)
    share = None if rate is None else 100 * rate
    label = Text("공동 발령 비중", "Share issued jointly")
    answer.number("joint_share", label, share, PERCENT, every, Text("문건이 없음", "no document"))
    label = Text("네트워크 밀도", "Density of the network")
    answer.number(
        "density", label, thick, NO_UNIT, every, Text("기관이 둘보다 적음", "fewer than two bodies")
    )
    if joint:
        most = max(joint, key=lambda d: (len(set(d.issuers)), d.id))
        label = Text("한 문건의 최다 발령 기관", "Most issuers of one document")
        answer.number("most_issuers", label, len(set(most.issuers)), BODIES, [most.ref])
        label = Text("발령 기관이 가장 많은 문건", "Document with most issuers")
        answer.number("most_issuers_title", label, most.title_ko, NO_UNIT, [most.ref])


def _bodies(
    answer: Answer, network: JointNetwork, known: Sequence[Document], names: dict[str, Text]
) -> None:
    links, weight, closed = degree(network), strength(network), clustering(network)
    ranked = sorted(network.nodes, key=lambda a: (-weight[a], -links[a], a))
    rows: list[Line] = []
    for actor in ranked:
        mine = [d for d in known if actor in d.issuers]
        joint = [d for d in mine if len(set(d.issuers)) > 1]
        first = len([d for d in joint if d.issuers[0] == actor])
        name = names.get(actor, Text(actor, actor))
        cells: list[Plain] = [f"actors:{actor}", name.ko, name.en, len(mine), len(joint), first]
        numbers = [links[actor], weight[actor], closed[actor]]
        rows.append(([*cells, *numbers], refs_of(mine)))
        base = f"body_{slug(actor)}"
        answer.count(
            f"{base}_documents",
            Text(f"{name.ko}의 문건", f"{name.en}: documents"),
            refs_of(mine),
            DOCUMENTS,
        )
        answer.count(
            f"{base}_joint", Text(f"{name.ko}의 공동 발령", f"{name.en}: joint documents"),
            refs_of(joint), DOCUMENTS, refs_of(mine),
        )  # fmt: skip
        label = Text(f"{name.ko}의 공동 발령 상대", f"{name.en}: partners")
        answer.number(f"{base}_partners", label, links[actor], BODIES, refs_of(mine))
    columns = [
        reference_column("actor", "기관", "Body"),
        text_column("name_ko", "기관 이름", "Body (Korean)"),
        text_column("name_en", "기관(영어)", "Body name"),
        number_column("documents", "문건", "Documents"),
        number_column("joint", "공동 발령", "Joint"),
        number_column("first", "첫째 발령(공동)", "First issuer"),
        number_column("partners", "상대 기관", "Partners"),
        number_column("strength", "연결 강도", "Strength"),
        number_column("clustering", "상대끼리의 연결", "Clustering", ",.2f"),
    ]
    title = Text("기관별 공동 발령", "Joint issuance by body")
    answer.table("bodies", title, columns, rows, [_SCOPE])
    top = [(names.get(a, Text(a, a)), float(weight[a])) for a in ranked[:_TOP] if weight[a]]
    value = Text("연결 강도(함께 낸 문건의 쌍)", "Strength (joint pairs)")
    alt = Text("연결 강도가 큰 기관의 막대그림", "Bars: bodies with most joint issuance")
    shown = refs_of(d for d in known if set(d.issuers) & set(ranked[:_TOP]))
    answer.figure("bodies", bars(top, value), Caption(title, alt, [_SCOPE]), shown)
    for place, actor in enumerate(ranked[:5], 1):
        own = refs_of(d for d in known if actor in d.issuers)
        name = names.get(actor, Text(actor, actor))
        label = Text(f"공동 발령 {place}위 기관", f"Body ranked {place} in joint issuance")
        answer.number(f"top{place}", label, name.ko, NO_UNIT, own)
        label = Text(f"{label.ko}의 연결 강도", f"{label.en}: strength")
        answer.number(f"top{place}_strength", label, weight[actor], NO_UNIT, own)


def _pairs(
    answer: Answer, network: JointNetwork, known: Sequence[Document], names: dict[str, Text]
) -> None:
    rows: list[Line] = []
    ranked = sorted(network.weights, key=lambda pair: (-network.weights[pair], pair))
    for a, b in ranked:
        together = refs_of(d for d in known if {a, b} <= set(d.issuers))
        cells: list[Plain] = [
            names.get(a, Text(a, a)).ko,
            names.get(b, Text(b, b)).ko,
            len(together),
        ]
        rows.append(([f"actors:{a}", f"actors:{b}", *cells], together))
    columns = [
        reference_column("actor_a", "기관 1", "Body 1"),
        reference_column("actor_b", "기관 2", "Body 2"),
        text_column("name_a", "기관 1 이름", "Body 1 (Korean)"),
        text_column("name_b", "기관 2 이름", "Body 2 (Korean)"),
        number_column("n", "함께 낸 문건", "Documents together"),
    ]
    title = Text("함께 발령한 기관 쌍", "Pairs of bodies that issued together")
    answer.table("pairs", title, columns, rows, [_SCOPE], DOCUMENTS)
    if rows:
        (_, _, a_name, b_name, n), origins = rows[0]
        label = Text("가장 자주 함께 발령한 두 기관", "Pair that issued together most")
        answer.number("top_pair", label, f"{a_name}–{b_name}", NO_UNIT, origins)
        answer.number("top_pair_documents", label, n, DOCUMENTS, origins)


def _figure(
    answer: Answer,
    network: JointNetwork,
    known: Sequence[Document],
    names: dict[str, Text],
    groups: dict[str, Text],
) -> None:
    """Draw the bodies that issued jointly, strongest first where there are too many to draw."""
    weight = strength(network)
    joined = sorted((n for n in network.nodes if weight[n]), key=lambda n: (-weight[n], n))[:_DRAWN]
    if not joined:
        return
    around = {n: network.neighbours[n] & set(joined) for n in joined}
    edges = [(a, b, w) for (a, b), w in network.weights.items() if {a, b} <= set(joined)]
    nodes = [
        Node(
            n,
            names.get(n, Text(n, n)),
            len([d for d in known if n in d.issuers]),
            groups[n],
        )
        for n in sorted(joined)
    ]
    places = stress_layout(sorted(joined), around)
    spec = node_link(nodes, places, edges, Text("문건", "Documents"))
    alone = len(network.nodes) - len(joined)
    note = Text(
        f"함께 발령한 적이 없는 {alone}개 기관은 그리지 않았다.",
        f"{alone} bodies that never issued jointly are not drawn.",
    )
    title = Text("중앙 부처의 공동 발령 네트워크", "Joint issuance among central bodies")
    alt = Text(
        "기관을 점으로, 함께 낸 문건을 선으로 그린 네트워크", "Network: bodies joined by documents"
    )
    shown = refs_of(d for d in known if len(set(d.issuers)) > 1)
    answer.figure("network", spec, Caption(title, alt, [_SCOPE, note]), shown)
