"""Who leads and who supports, by sector?

Every row of `responsibilities` is a task of one document; its sectors are the document's, and a
task of several sectors counts in each. Bodies of the nation, of regions and generic ones ("local
governments of all levels") stand apart. Where a document merely lists who is responsible, all of
them stand as leads, and the list is a minimum.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from policyloom.analysis.answer import (
    BODIES,
    NO_UNIT,
    Answer,
    Caption,
    Line,
    heat_column,
    number_column,
    reference_column,
    slug,
    text_column,
    text_columns,
)
from policyloom.analysis.charts.bars import stacked_bars
from policyloom.analysis.charts.heat import heat
from policyloom.analysis.names import joined, sector_names
from policyloom.analysis.tasks import SCOPES, Body, Task, all_bodies, all_tasks
from policyloom.model.evidence import Evidence, Options
from policyloom.model.result import Plain, Result, ResultColumn, Text

TASKS = Text("건", "tasks")
_SHOWN = 18
_TIED = 3
_LEAD, _SUPPORT = Text("주관", "Lead"), Text("협조", "Support")
_MINIMUM = Text(
    "‘등(等)’으로 끝나는 목록은 최소한이며, 담당만 나열한 문건의 기관은 모두 주관으로 센다.",
    "Lists that end in “etc.” are minima; where a document only lists bodies, all count as leads.",
)
_SEVERAL = Text(
    "한 과제가 여러 분야에 걸치면 각각 센다.", "A task of several sectors counts in each."
)


def run(evidence: Evidence, options: Options) -> Result:
    """Count leads and supports of every body, by sector."""
    held, actors = all_tasks(evidence), all_bodies(evidence)
    answer = Answer("responsibility", Text("책임 분담", "Who leads and who supports"))
    _totals(answer, held, actors)
    _sectors(answer, held, actors, options)
    for scope in SCOPES:
        _matrix(answer, held, actors, scope, options)
    _heats(answer, held, actors, options)
    _cells(answer, held, actors, options)
    _list(answer, held, actors, options)
    answer.notes += [_MINIMUM, _SEVERAL]
    return answer.done()


def _totals(answer: Answer, tasks: Sequence[Task], actors: Mapping[str, Body]) -> None:
    every = [t.ref for t in tasks]
    answer.count("tasks", Text("책임 분담을 본 과제", "Tasks with known bodies"), every, TASKS)
    policies = list(dict.fromkeys(f"policies:{t.policy}" for t in tasks))
    label = Text("책임 분담이 있는 문건", "Documents that hand out tasks")
    answer.number("policies", label, len(policies), TASKS, every)
    found = [
        ("with_support", "협조 기관이 있는 과제", "Tasks with supporting bodies",
         [t for t in tasks if t.supports]),
        ("shared_lead", "주관이 둘 이상인 과제", "Tasks with several leads",
         [t for t in tasks if len(t.leads) > 1]),
        ("single_lead", "주관이 하나인 과제", "Tasks with one lead",
         [t for t in tasks if len(t.leads) == 1]),
    ]  # fmt: skip
    for name, ko, en, some in found:
        refs = [t.ref for t in some]
        answer.count(name, Text(ko, en), refs, TASKS, every)
        answer.share(f"{name}_share", Text(f"{ko}의 비중", f"Share: {en}"), refs, every)
    for scope, text in SCOPES.items():
        here = {a for t in tasks for a in (*t.leads, *t.supports) if _in(actors, a, scope)}
        label = Text(f"과제를 맡은 {text.ko}", f"{text.en} that hold tasks")
        answer.number(f"{scope}_bodies", label, len(here), BODIES, every)
        led = [t.ref for t in tasks if any(_in(actors, a, scope) for a in t.leads)]
        label = Text(f"{text.ko} 주관 과제", f"Tasks led by {text.en.lower()}")
        answer.count(f"{scope}_led", label, led, TASKS, every)


def _in(actors: Mapping[str, Body], actor: str, scope: str) -> bool:
    return actor in actors and actors[actor].scope == scope


def _ranked(
    tasks: Sequence[Task], actors: Mapping[str, Body], scope: str
) -> list[tuple[Body, list[Task], list[Task]]]:
    """Return the bodies of a scope with the tasks they lead and support, busiest first."""
    rows = []
    for actor in actors.values():
        if actor.scope != scope:
            continue
        led = [t for t in tasks if actor.id in t.leads]
        helped = [t for t in tasks if actor.id in t.supports]
        if led or helped:
            rows.append((actor, led, helped))
    return sorted(rows, key=lambda r: (-len(r[1]), -len(r[2]), r[0].id))


def _sectors(
    answer: Answer, tasks: Sequence[Task], actors: Mapping[str, Body], options: Options
) -> None:
    every = [t.ref for t in tasks]
    rows: list[Line] = []
    for code, text in sector_names(options).items():
        here = [t for t in tasks if code in t.sectors]
        refs = [t.ref for t in here]
        base = f"sector_{slug(code)}"
        answer.count(
            f"{base}_tasks", Text(f"{text.ko} 과제", f"Tasks: {text.en}"), refs, TASKS, every
        )
        if not here:
            continue
        ranked = _ranked(here, actors, "national")
        leads = [r for r in ranked if r[1]]
        label = Text(f"{text.ko} 과제의 중앙 주관 기관", f"{text.en}: national leads")
        answer.number(f"{base}_national_leads", label, len(leads), BODIES, refs)
        top = [r for r in leads if len(r[1]) == len(leads[0][1])]
        _top_lead(answer, base, text, top)
        supported = len([t for t in here if t.supports])
        names = "·".join(r[0].name.ko for r in top) if 0 < len(top) <= _TIED else None
        most = len(leads[0][1]) if leads else 0
        cells: list[Plain] = [text.ko, text.en, len(here), supported, len(leads), names, most]
        rows.append((cells, refs))
    columns = [
        *text_columns("sector", "분야", "Sector"),
        number_column("tasks", "과제", "Tasks"),
        number_column("supported", "협조가 있는 과제", "With support"),
        number_column("leads", "중앙 주관 기관", "National leads"),
        text_column("top", "최다 주관 기관", "Top lead"),
        number_column("top_tasks", "그 기관의 과제", "Its tasks"),
    ]
    title = Text("분야별 책임 분담", "Responsibility by sector")
    answer.table("sectors", title, columns, rows, [_SEVERAL, _MINIMUM], TASKS)


def _top_lead(
    answer: Answer, base: str, sector: Text, top: Sequence[tuple[Body, list[Task], list[Task]]]
) -> None:
    """Name the national body that leads most tasks of a sector; a few may tie, many say nothing."""
    if not top:
        return
    own = [t.ref for _, led, _ in top for t in led]
    label = Text(f"{sector.ko} 과제를 가장 많이 주관한 중앙 기관", f"{sector.en}: top lead")
    names = "·".join(actor.name.ko for actor, _, _ in top) if len(top) <= _TIED else None
    n = len(top)
    reason = Text(f"기관 {n}곳이 같은 수의 과제를 주관함", f"{n} bodies lead equally many tasks")
    answer.number(f"{base}_top_lead", label, names, NO_UNIT, own, reason)
    label = Text(f"{label.ko}의 과제", f"{label.en}: tasks")
    answer.number(f"{base}_top_lead_tasks", label, len(top[0][1]), TASKS, own)


def _matrix(
    answer: Answer,
    tasks: Sequence[Task],
    actors: Mapping[str, Body],
    scope: str,
    options: Options,
) -> None:
    """Add the table body x sector, lead and support apart, and the values of national bodies."""
    ranked = _ranked(tasks, actors, scope)
    if not ranked:
        return
    focus = {s.id: Text(s.ko, s.en) for s in options.settings.focus}
    rows: list[Line] = []
    for actor, led, helped in ranked:
        refs = [t.ref for t in (*led, *helped)]
        cells: list[Plain] = [
            f"actors:{actor.id}",
            actor.name.ko,
            actor.name.en,
            len(led),
            len(helped),
        ]
        for code in focus:
            cells += [len([t for t in some if code in t.sectors]) for some in (led, helped)]
        rows.append((cells, refs))
        _actor_values(answer, actor, led, helped, focus)
    columns = [
        reference_column("actor", "기관", "Body"),
        text_column("name_ko", "기관 이름", "Body (Korean)"),
        text_column("name_en", "기관(영어)", "Body name"),
        number_column("lead", "주관", "Lead"),
        number_column("support", "협조", "Support"),
        *_focus_columns(focus),
    ]
    text = SCOPES[scope]
    title = Text(f"기관·분야별 주관과 협조: {text.ko}", f"Lead and support: {text.en}")
    name = "matrix" if scope == "national" else f"matrix_{scope}"
    answer.table(name, title, columns, rows, [_MINIMUM, _SEVERAL], TASKS)


def _focus_columns(focus: Mapping[str, Text]) -> list[ResultColumn]:
    columns = []
    for code, text in focus.items():
        base = slug(code)
        columns.append(heat_column(f"{base}_lead", f"{text.ko} 주관", f"{text.en}: lead"))
        columns.append(heat_column(f"{base}_support", f"{text.ko} 협조", f"{text.en}: support"))
    return columns


def _actor_values(
    answer: Answer,
    actor: Body,
    led: Sequence[Task],
    helped: Sequence[Task],
    focus: Mapping[str, Text],
) -> None:
    if actor.scope == "local":
        return
    among = [t.ref for t in (*led, *helped)]
    for part, words, some in (("lead", _LEAD, led), ("support", _SUPPORT, helped)):
        refs = [t.ref for t in some]
        label = Text(f"{actor.name.ko} {words.ko} 과제", f"{actor.name.en}: {words.en.lower()}")
        answer.count(f"{part}_{slug(actor.id)}", label, refs, TASKS, among)
        for code, text in focus.items():
            here = [t.ref for t in some if code in t.sectors]
            if here:
                label = Text(
                    f"{actor.name.ko} {text.ko} {words.ko} 과제",
                    f"{actor.name.en}: {words.en.lower()}, {text.en}",
                )
                answer.count(f"{part}_{slug(actor.id)}_{slug(code)}", label, here, TASKS)


def _heats(
    answer: Answer, tasks: Sequence[Task], actors: Mapping[str, Body], options: Options
) -> None:
    """Draw lead and support of national bodies by sector, and their totals."""
    ranked = _ranked(tasks, actors, "national")[:_SHOWN]
    sectors = {
        code: text
        for code, text in sector_names(options).items()
        if any(code in t.sectors for _, led, helped in ranked for t in (*led, *helped))
    }
    if not ranked:
        return
    origins = [t.ref for _, led, helped in ranked for t in (*led, *helped)]
    for name, words in (("heat_lead", _LEAD), ("heat_support", _SUPPORT)):
        cells = []
        for actor, led, helped in ranked:
            for code, text in sectors.items():
                n = len([t for t in (led if words is _LEAD else helped) if code in t.sectors])
                cells.append((actor.name, text, n or None, str(n) if n else ""))
        most = max((c[2] or 0 for c in cells), default=1) or 1
        value = Text(f"{words.ko} 과제(건)", f"Tasks ({words.en.lower()})")
        title = Text(
            f"중앙 기관의 분야별 {words.ko} 과제", f"National bodies: {words.en.lower()} by sector"
        )
        alt = Text(f"기관과 분야의 표에 {words.ko} 건수를 색으로", f"Heat: {title.en}")
        spec = heat(cells, value, domain=(0, most), angle=-40)
        answer.figure(name, spec, Caption(title, alt, [_MINIMUM, _SEVERAL], TASKS), origins)
    parts = []
    for actor, led, helped in ranked:
        parts += [(actor.name, _LEAD, float(len(led))), (actor.name, _SUPPORT, float(len(helped)))]
    title = Text("중앙 기관의 주관·협조 과제", "National bodies: tasks led and supported")
    alt = Text("기관별 주관과 협조 건수의 막대그림", "Bars: tasks led and supported by body")
    spec = stacked_bars(parts, Text("과제(건)", "Tasks"), [_LEAD, _SUPPORT])
    answer.figure("bodies", spec, Caption(title, alt, [_MINIMUM], TASKS), origins)


def _cells(
    answer: Answer, tasks: Sequence[Task], actors: Mapping[str, Body], options: Options
) -> None:
    """Add every cell of body x sector x role that is not empty, resting on its own clauses."""
    rows: list[Line] = []
    for scope, text in SCOPES.items():
        for actor, led, helped in _ranked(tasks, actors, scope):
            for code, sector in sector_names(options).items():
                for words, some in ((_LEAD, led), (_SUPPORT, helped)):
                    here = [t for t in some if code in t.sectors]
                    if here:
                        cells: list[Plain] = [f"actors:{actor.id}", text.ko, text.en]
                        cells += [sector.ko, sector.en, words.ko, words.en, len(here)]
                        origins = [t.ref for t in here]
                        rows.append(([*cells, ";".join(origins)], origins))
    columns = [
        reference_column("actor", "기관", "Body"),
        *text_columns("scope", "구분", "Scope"),
        *text_columns("sector", "분야", "Sector"),
        *text_columns("role", "역할", "Role"),
        number_column("n", "과제", "Tasks"),
        reference_column("clauses", "근거 조항", "Clauses"),
    ]
    title = Text(
        "기관·분야·역할별 과제와 근거 조항", "Tasks by body, sector and role, with clauses"
    )
    answer.table("cells", title, columns, rows, [_MINIMUM, _SEVERAL], TASKS)


def _list(
    answer: Answer, tasks: Sequence[Task], actors: Mapping[str, Body], options: Options
) -> None:
    names = {code: actor.name for code, actor in actors.items()}
    sectors = sector_names(options)
    rows = [
        (
            [
                t.ref, f"policies:{t.policy}", joined(sectors, t.sectors).ko, t.text.ko, t.text.en,
                joined(names, t.leads).ko, joined(names, t.supports).ko or None,
            ],
            [t.ref],
        )
        for t in tasks
    ]  # fmt: skip
    columns = [
        reference_column("row", "행", "Row"),
        reference_column("policy", "문건", "Document"),
        text_column("sectors", "분야", "Sectors"),
        text_column("task", "과제", "Task (Korean)"),
        text_column("task_zh", "과제(원문)", "Task, original"),
        text_column("leads", "주관", "Leads"),
        text_column("supports", "협조", "Supports"),
    ]
    answer.table(
        "tasks", Text("과제별 주관과 협조", "Tasks: leads and supports"), columns, rows, [_MINIMUM]
    )
