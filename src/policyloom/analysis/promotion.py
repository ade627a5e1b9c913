"""How is the strategy promoted: who does how much, how broadly, and do the sectors differ?

Options (study.yaml, analyses.promotion):
    levels       levels of documents looked at (default: central and ministry)
    periods      pairs of first and last year (default: the study's years in three spans)
    least_tasks  tasks from which on a body is ranked by breadth and depth (default: 5)
    draws        arrangements drawn where there are too many to try all (default: 9999)
    seed         of the draws (default: 1)
    small        units under which a group is called small in print (default: 10)
    names        which printed name of a party stands for which other (default: none)
    institutes   names of parties that are institutes, where neither register nor name tells

Three networks are looked at: bodies and the tasks they hold, bodies and the documents they issue,
and governments, firms and institutes in projects. Differences between sectors are tested by
exchanging documents, not tasks: tasks of one document are handed out by one hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from policyloom.analysis.answer import (
    NO_UNIT,
    Answer,
    Line,
    number_column,
    refs,
    slug,
    text_columns,
)
from policyloom.analysis.documents import Document, documents, issued, refs_of
from policyloom.analysis.promotion_actors import add_actors
from policyloom.analysis.promotion_data import Setting, setting
from policyloom.analysis.promotion_parties import Project
from policyloom.analysis.promotion_projects import add_projects
from policyloom.analysis.promotion_roles import add_roles
from policyloom.analysis.promotion_tasks import add_task_network
from policyloom.analysis.promotion_tests import add_tests
from policyloom.analysis.tasks import SCOPES, Task
from policyloom.model.evidence import Evidence, Options
from policyloom.model.result import Plain, Result, Text

_LEVELS = ("central", "ministry", "province", "city")


def run(evidence: Evidence, options: Options) -> Result:
    """Describe roles, networks and projects, and test how the sectors differ."""
    answer = Answer("promotion", Text("추진체계", "How the strategy is promoted"))
    everything = issued(documents(evidence))
    found = setting(evidence, options, everything)
    add_actors(answer, evidence, found, everything)
    add_roles(answer, found)
    add_task_network(answer, found)
    add_tests(answer, found)
    projects = add_projects(answer, evidence, found)
    _sides(answer, found, everything, projects)
    return answer.done()


def _sides(
    answer: Answer, found: Setting, everything: Sequence[Document], projects: Sequence[Project]
) -> None:
    """Set centre, regions, firms and institutes side by side, sector by sector."""
    rows: list[Line] = []
    for code, text in found.sectors.items():
        own = [d for d in everything if code in d.sectors]
        held = [t for t in found.tasks if code in t.sectors]
        joined = [p for p in projects if code in p.sectors]
        origins = [*refs_of(own), *(t.ref for t in held), *(p.ref for p in joined)]
        if not origins:
            continue
        cells: list[Plain] = [text.ko, text.en]
        cells += [len([d for d in own if d.level == level]) for level in _LEVELS]
        cells += [_led(held, found, scope) for scope in SCOPES]
        cells += [len(joined), *_with(joined)]
        rows.append((cells, origins))
        if code in found.focus:
            _local_share(answer, code, text, own)
    columns = [
        *text_columns("sector", "분야", "Sector"),
        number_column("central", "중앙 문건", "Central"),
        number_column("ministry", "부처 문건", "Ministry"),
        number_column("province", "성급 문건", "Province"),
        number_column("city", "시급 문건", "City"),
        number_column("national_led", "중앙 주관 과제", "Led nationally"),
        number_column("local_led", "지방 주관 과제", "Led locally"),
        number_column("generic_led", "총칭 주관 과제", "Led by all of a kind"),
        number_column("other_led", "기업·연구기관 주관 과제", "Led by others"),
        number_column("projects", "사업", "Projects"),
        number_column("with_firms", "기업이 든 사업", "With firms"),
        number_column("with_institutes", "연구기관이 든 사업", "With institutes"),
    ]
    note = Text(
        "한 문건·과제·사업이 여러 분야에 걸치면 각각 센다. 등록부에 오른 것만 센 하한이다.",
        "What spans several sectors counts in each. Minima: what the registers hold.",
    )
    title = Text("분야별 중앙·지방·기업의 몫", "Centre, regions and firms by sector")
    if rows:
        answer.table("sides", title, columns, rows, [note])


def _led(held: Sequence[Task], found: Setting, scope: str) -> int:
    bodies = found.bodies
    return len([t for t in held if any(a in bodies and bodies[a].scope == scope for a in t.leads)])


def _with(projects: Sequence[Project]) -> tuple[int, int]:
    kinds: Sequence[Mapping[str, object]] = [p.by_kind for p in projects]
    return len([k for k in kinds if k.get("firm")]), len([k for k in kinds if k.get("institute")])


def _local_share(answer: Answer, code: str, text: Text, own: Sequence[Document]) -> None:
    local = [d for d in own if d.level in ("province", "city")]
    label = Text(f"{text.ko} 문건 가운데 지방 문건의 비중", f"{text.en}: share of local documents")
    name = f"sector_{slug(code)}_local_share"
    if own:
        answer.share(name, label, refs_of(local), refs_of(own))
    else:
        answer.number(
            name, label, None, NO_UNIT, refs("sectors", [code]), Text("문건이 없음", "no document")
        )
