"""Who carries projects: governments, firms and institutes in pilots and cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

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
    text_columns,
)
from policyloom.analysis.charts.graph import Node, Words, node_link
from policyloom.analysis.names import joined
from policyloom.analysis.promotion_data import Setting
from policyloom.analysis.promotion_parties import KINDS, Party, Project, directory_of, projects
from policyloom.methods.centrality import betweenness
from policyloom.methods.layout import stress_layout
from policyloom.methods.two_mode import projection, two_mode
from policyloom.model.evidence import Evidence
from policyloom.model.result import Plain, Text

PROJECTS = Text("건", "projects")
_DRAWN, _NAMED = 40, 8
_READ = Text(
    "시범사업과 사례의 등록부에 적힌 이름을 읽은 것이다. 같은 일이 두 등록부에 오를 수 있어 사업 "
    "수는 상한이고, 적히지 않은 참여자가 있어 연결은 하한이다. 등록부에 없는 이름은 인쇄된 대로 "
    "둔다.",
    "Read from the names in the registers of pilots and cases. The same project may stand in "
    "both, so projects are a maximum; parties not named make ties a minimum. Names that no "
    "register knows stand as printed.",
)


def add_projects(answer: Answer, evidence: Evidence, found: Setting) -> list[Project]:
    """Add values, tables `projects` and `parties`, figure `projects`; return the projects."""
    directory = directory_of(evidence, found.bodies, found.names, found.institutes)
    known = projects(evidence, directory)
    if not known:
        return known
    _totals(answer, known, found)
    of = _by_party(known)
    network = projection(two_mode({p.ref: [party.id for party in p.parties] for p in known}))
    _parties(answer, of, betweenness(network), found)
    _table(answer, known, found)
    _figure(answer, of, network.weights, known)
    return known


def _by_party(known: Sequence[Project]) -> dict[Party, list[Project]]:
    found: dict[Party, list[Project]] = {}
    for project in known:
        for party in project.parties:
            found.setdefault(party, []).append(project)
    return dict(sorted(found.items(), key=lambda item: (-len(item[1]), item[0].id)))


def _totals(answer: Answer, known: Sequence[Project], found: Setting) -> None:
    every = [p.ref for p in known]
    label = Text("참여자를 본 시범사업·사례", "Pilots and cases with known parties")
    answer.count("projects", label, every, PROJECTS)
    kinds: tuple[tuple[str, str, str, Callable[[set[str]], bool]], ...] = (
        ("with_government", "정부가 적힌", "with government", lambda k: "government" in k),
        ("with_firms", "기업이 적힌", "with firms", lambda k: "firm" in k),
        ("with_institutes", "연구기관이 적힌", "with institutes", lambda k: "institute" in k),
        ("with_both", "정부와 기업이 함께 적힌", "with government and firms",
         lambda k: {"government", "firm"} <= k),
        ("with_all", "정부·기업·연구기관이 모두 적힌", "with all three",
         lambda k: set(KINDS) <= k),
    )  # fmt: skip
    for name, ko, en, holds in kinds:
        some = [p.ref for p in known if holds(set(p.by_kind))]
        label = Text(f"{ko} 사업", f"Projects {en}")
        answer.count(f"projects_{name}", label, some, PROJECTS, every)
    for code, text in found.focus.items():
        here = [p.ref for p in known if code in p.sectors]
        label = Text(f"{text.ko} 사업", f"{text.en}: projects")
        answer.count(f"projects_{slug(code)}", label, here, PROJECTS, every)
        both = [
            p.ref for p in known if code in p.sectors and {"government", "firm"} <= set(p.by_kind)
        ]
        label = Text(f"{text.ko}: 정부와 기업이 함께 적힌 사업", f"{text.en}: government and firms")
        answer.count(f"projects_{slug(code)}_with_both", label, both, PROJECTS, here or every)


def _parties(
    answer: Answer,
    of: Mapping[Party, Sequence[Project]],
    between: Mapping[str, float | None],
    found: Setting,
) -> None:
    every = list(dict.fromkeys(p.ref for own in of.values() for p in own))
    rows: list[Line] = []
    for party, own in of.items():
        partners = {other for p in own for other in p.parties} - {party}
        sectors = tuple(dict.fromkeys(code for p in own for code in p.sectors))
        what, which = KINDS[party.kind], joined(found.sectors, sectors)
        cells: list[Plain] = [party.ref or None, party.name.ko, party.name.en, what.ko, what.en]
        cells += [len(own), len(sectors), len({p.region for p in own}), len(partners)]
        cells += [between[party.id], which.ko, which.en]
        rows.append((cells, [p.ref for p in own]))
    columns = [
        reference_column("row", "등록부", "Register"),
        *text_columns("name", "이름", "Name"),
        *text_columns("kind", "구분", "Kind"),
        number_column("projects", "사업", "Projects"),
        number_column("sectors", "분야", "Sectors"),
        number_column("regions", "지역", "Regions"),
        number_column("partners", "함께한 상대", "Partners"),
        number_column("betweenness", "매개 중심성", "Betweenness", ",.3f"),
        *text_columns("which", "분야 이름", "Which sectors"),
    ]
    title = Text("사업에 참여한 정부·기업·연구기관", "Parties of projects")
    answer.table("parties", title, columns, rows, [_READ])
    for kind, text in KINDS.items():
        mine = {party: own for party, own in of.items() if party.kind == kind}
        refs = [p.ref for own in mine.values() for p in own] or every
        label = Text(f"사업에 적힌 {text.ko}", f"Parties of projects: {text.en.lower()}")
        answer.number(f"parties_{kind}", label, len(mine), BODIES, refs)
        again = {party: own for party, own in mine.items() if len(own) > 1}
        label = Text(f"사업 둘 이상에 적힌 {text.ko}", f"{text.en}: in two projects or more")
        answer.number(f"parties_{kind}_repeated", label, len(again), BODIES, refs)
    _firms(answer, of, found, every)


def _firms(
    answer: Answer,
    of: Mapping[Party, Sequence[Project]],
    found: Setting,
    every: Sequence[str],
) -> None:
    """Name the firm with most projects, and those that stand in several focus sectors."""
    firms = {party: own for party, own in of.items() if party.kind == "firm"}
    if not firms:
        return
    top, own = next(iter(firms.items()))
    refs = [p.ref for p in own]
    label = Text("사업에 가장 많이 적힌 기업", "Firm in most projects")
    tied = [party for party, p in firms.items() if len(p) == len(own)]
    n = len(tied)
    reason = Text(f"기업 {n}곳이 같은 수에 적힘", f"{n} firms stand in equally many")
    answer.number("top_firm", label, top.name.ko if n == 1 else None, NO_UNIT, refs, reason)
    label = Text(f"{label.ko}의 사업", f"{label.en}: projects")
    answer.number("top_firm_projects", label, len(own), PROJECTS, refs)
    across = {
        party: own
        for party, own in firms.items()
        if len({code for p in own for code in p.sectors} & set(found.focus)) > 1
    }
    refs = [p.ref for own in across.values() for p in own] or list(every)
    label = Text("비교 분야 둘 이상에 걸친 기업", "Firms in two focus sectors or more")
    answer.number("firms_across", label, len(across), BODIES, refs)
    names = "·".join(party.name.ko for party in list(across)[:_NAMED]) or None
    label = Text(f"{label.ko}의 이름", f"{label.en}: names")
    answer.number(
        "firms_across_names", label, names, NO_UNIT, refs, Text("찾은 것이 없음", "none found")
    )


def _table(answer: Answer, known: Sequence[Project], found: Setting) -> None:
    rows: list[Line] = []
    for project in known:
        by_kind = project.by_kind
        cells: list[Plain] = [project.ref, project.title.ko, project.title.en]
        sectors = joined(found.sectors, project.sectors)
        cells += [sectors.ko, sectors.en, f"regions:{project.region}"]
        cells += ["·".join(p.name.ko for p in by_kind.get(kind, ())) or None for kind in KINDS]
        rows.append((cells, [project.ref]))
    columns = [
        reference_column("project", "사업", "Project"),
        text_column("title_ko", "사업 이름", "Project (Korean)"),
        text_column("title_en", "사업 이름(영어)", "Project name"),
        *text_columns("sectors", "분야", "Sectors"),
        reference_column("region", "지역", "Region"),
        *(text_column(kind, text.ko, text.en) for kind, text in KINDS.items()),
    ]
    title = Text("사업과 그 참여자", "Projects and their parties")
    answer.table("projects", title, columns, rows, [_READ])


def _figure(
    answer: Answer,
    of: Mapping[Party, Sequence[Project]],
    weights: Mapping[tuple[str, str], float],
    known: Sequence[Project],
) -> None:
    """Draw the parties of two projects or more, as many as there is room for, and their ties."""
    ranked = [party for party, own in of.items() if len(own) > 1][:_DRAWN]
    kept = {party.id for party in ranked}
    edges = [(a, b, w) for (a, b), w in weights.items() if {a, b} <= kept]
    tied = {node for a, b, _ in edges for node in (a, b)}
    shown = [party for party in ranked if party.id in tied]
    if len(shown) < 3:
        return
    around: dict[str, set[str]] = {party.id: set() for party in shown}
    for a, b, _ in edges:
        around[a].add(b)
        around[b].add(a)
    nodes = [Node(p.id, p.name, len(of[p]), KINDS[p.kind]) for p in shown]
    words = Words(
        Text("사업", "Projects"), Text("참여자", "Party"), Text("함께한 사업", "Projects together")
    )
    spec = node_link(nodes, stress_layout(sorted(around), around), edges, words)
    note = Text(
        f"사업 둘 이상에 적힌 {len(shown)}곳만 그렸다.",
        f"Only the {len(shown)} parties of two projects or more are drawn.",
    )
    title = Text(
        "정부·기업·연구기관의 사업 연결망", "Governments, firms and institutes in projects"
    )
    alt = Text("사업을 함께한 참여자를 이은 그림", "Network: parties joined by projects")
    answer.figure("projects", spec, Caption(title, alt, [_READ, note]), [p.ref for p in known])
