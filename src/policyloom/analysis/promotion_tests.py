"""Do the sectors differ in who leads? Tested by exchanging documents among sectors.

The unit is the document: each has one profile of leads, whose shares sum to one, and sits in one
or more sectors. The distance of two sectors is the share of leads that would have to change hands
to make them alike (total variation); the p-value says how often documents dealt out at random are
as far apart. Shares of joint issuance are compared by Fisher's exact test.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from policyloom.analysis.answer import (
    DOCUMENTS,
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
from policyloom.analysis.charts.dots import dumbbell
from policyloom.analysis.documents import Document, refs_of
from policyloom.analysis.promotion_data import Setting
from policyloom.methods.permutation import (
    TestResult,
    difference_of_profiles,
    fisher_exact,
    holm,
)
from policyloom.model.result import Plain, ResultColumn, Text

POINTS = Text("%p", "points")
_SHOWN = 14
_RULE = Text(
    "문건을 단위로 한다. 거리는 두 분야의 주도 기관 구성이 같아지려면 자리를 바꾸어야 할 몫"
    "(총변동, 0~1)이고, p는 문건의 분야를 무작위로 바꾸어도 이만큼 벌어지는 비율이다.",
    "The unit is the document. Distance: the share of leads that would have to change hands "
    "(total variation, 0 to 1); p: how often documents dealt out at random are as far apart.",
)


@dataclass(frozen=True)
class Unit:
    """One document with its shares by body, its sectors, and the rows that say so."""

    ref: str
    shares: Mapping[str, float]
    sectors: tuple[str, ...]
    origins: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """One thing in which sectors may differ, with the units that tell."""

    name: str
    text: Text
    units: Sequence[Unit]

    def among(self, sectors: Sequence[str]) -> list[Unit]:
        """Return the units of any of some sectors."""
        return [u for u in self.units if set(u.sectors) & set(sectors)]


@dataclass(frozen=True)
class Side:
    """One of two groups of documents that are compared."""

    name: str
    text: Text
    documents: Sequence[Document]


def add_tests(answer: Answer, found: Setting) -> None:
    """Add values, tables `tests` and `joint_tests`, and tables and figures of leads by sector."""
    asked = questions(found)
    rows: list[Line] = []
    for question in asked:
        rows += _tested(answer, question, found)
        _profile(answer, question, found)
    if rows:
        title = Text("분야별 주도 기관의 차이: 순열검정", "Do sectors differ in who leads?")
        answer.table("tests", title, _columns(), rows, [_RULE, _smallness(asked, found)])
        answer.notes += [_RULE, _smallness(asked, found)]
    _joint(answer, found)


def questions(found: Setting) -> list[Question]:
    """Return what is tested: leads of tasks, first issuers among ministries, and all issuers."""
    return [
        Question("leads", Text("과제의 주관 기관", "Leads of tasks"), _leads(found)),
        Question(
            "first",
            Text("부처 문건의 첫째 발령 기관", "First issuers among ministries"),
            _issuers(found, lambda d: [a for a in d.issuers[:1] if found.is_ministry(a)]),
        ),
        Question(
            "issuers",
            Text("부처 문건의 모든 발령 기관", "All issuers among ministries"),
            _issuers(found, lambda d: [a for a in d.issuers if found.is_ministry(a)]),
        ),
    ]


def _leads(found: Setting) -> list[Unit]:
    """Return a unit for every document with tasks that national bodies lead."""
    by_document: dict[str, list[tuple[str, tuple[str, ...], list[str]]]] = {}
    for task in found.tasks:
        leads = [a for a in task.leads if found.is_national(a)]
        if leads:
            by_document.setdefault(task.policy, []).append((task.ref, task.sectors, leads))
    units = []
    for policy, held in sorted(by_document.items()):
        shares: dict[str, float] = defaultdict(float)
        for _, _, leads in held:
            for lead in leads:
                shares[lead] += 1 / len(leads) / len(held)
        refs = tuple(ref for ref, _, _ in held)
        units.append(Unit(f"policies:{policy}", dict(shares), held[0][1], refs))
    return units


def _issuers(found: Setting, choose: Callable[[Document], list[str]]) -> list[Unit]:
    units = []
    for document in found.documents:
        chosen = list(dict.fromkeys(choose(document)))
        if chosen:
            shares = dict.fromkeys(chosen, 1 / len(chosen))
            units.append(Unit(document.ref, shares, document.sectors, (document.ref,)))
    return units


def _test(units: Sequence[Unit], sectors: Sequence[str], found: Setting) -> TestResult:
    actors = sorted({a for u in units for a in u.shares})
    profiles = [[u.shares.get(a, 0.0) for a in actors] for u in units]
    members = [[code in u.sectors for code in sectors] for u in units]
    return difference_of_profiles(profiles, members, draws=found.draws, seed=found.seed)


def _tested(answer: Answer, question: Question, found: Setting) -> list[Line]:
    """Test all focus sectors at once, then each pair, with p-values adjusted for their number."""
    focus = list(found.focus)
    units = question.among(focus)
    if not units or len(focus) < 2:
        return []
    _sizes(answer, question, found)
    groups: list[tuple[str, ...]] = [tuple(focus)]
    groups += [pair for pair in combinations(focus, 2) if len(focus) > 2]
    results = [_test(question.among(group), group, found) for group in groups]
    known = [i for i, r in enumerate(results[1:], 1) if r.p is not None]
    adjusted = dict(zip(known, holm([results[i].p or 0.0 for i in known]), strict=True))
    rows: list[Line] = []
    for i, (group, result) in enumerate(zip(groups, results, strict=True)):
        here = question.among(group)
        origins = list(dict.fromkeys(ref for u in here for ref in u.origins))
        ends = "".join(f"_{slug(code)}" for code in group) if i else ""
        name = _joined(found, group)
        _numbers(answer, f"{question.name}{ends}", question.text, name, result, origins)
        if i:
            label = Text(f"{name.ko}: {question.text.ko}, 보정한 p", f"{name.en}: adjusted p")
            value = adjusted.get(i)
            answer.number(
                f"{question.name}{ends}_holm", label, value, NO_UNIT, origins, result.reason
            )
        sizes = "·".join(str(sum(code in u.sectors for u in here)) for code in group)
        cells: list[Plain] = [question.text.ko, question.text.en, name.ko, name.en, sizes]
        cells += [result.statistic, result.p, adjusted.get(i), result.tried or None]
        rows.append(([*cells, result.least], origins))
    return rows


def _sizes(answer: Answer, question: Question, found: Setting) -> None:
    """Name how many documents of each sector are tested."""
    for code, name in found.focus.items():
        units = question.among([code])
        rows = [ref for u in units or question.among(list(found.focus)) for ref in u.origins]
        ko, en = (
            f"{question.text.ko}, 견준 문건: {name.ko}",
            f"{question.text.en}, documents: {name.en}",
        )
        label = Text(ko, en)
        key = f"{question.name}_{slug(code)}_documents"
        answer.number(key, label, len(units), DOCUMENTS, rows)


def _joined(found: Setting, group: Sequence[str]) -> Text:
    ko = "–".join(found.focus[code].ko for code in group)
    return Text(ko, " – ".join(found.focus[code].en for code in group))


def _numbers(
    answer: Answer, base: str, what: Text, group: Text, result: TestResult, origins: list[str]
) -> None:
    for part, ko, en, value in (
        ("distance", "거리", "distance", result.statistic),
        ("p", "p값", "p-value", result.p),
        ("least_p", "가능한 가장 작은 p", "least possible p", result.least),
    ):
        label = Text(f"{group.ko}: {what.ko}의 {ko}", f"{group.en}: {what.en.lower()}, {en}")
        answer.number(f"{base}_{part}", label, value, NO_UNIT, origins, result.reason)


def _columns() -> list[ResultColumn]:
    return [
        *text_columns("what", "무엇을", "What"),
        *text_columns("sectors", "분야", "Sectors"),
        text_column("documents", "문건", "Documents"),
        number_column("distance", "거리", "Distance", ",.2f"),
        number_column("p", "p", "p", ",.4f"),
        number_column("holm", "보정한 p", "Adjusted p", ",.4f"),
        number_column("tried", "배열", "Arrangements"),
        number_column("least", "최소 p", "Least p", ",.4f"),
    ]


def _smallness(asked: Sequence[Question], found: Setting) -> Text:
    """Say how small the samples are, which groups are, and what that forbids."""
    few = []
    for question in asked:
        for code, text in found.focus.items():
            n = sum(code in u.sectors for u in question.units)
            if n < found.small:
                few.append((question.text, text, n))
    if not few:
        return Text(
            "보정한 p는 분야 쌍의 수를 Holm의 방법으로 고친 값이다.",
            "Adjusted p-values are corrected for the number of pairs after Holm.",
        )
    ko = ", ".join(f"{q.ko} {s.ko} {n}건" for q, s, n in few)
    en = ", ".join(f"{q.en.lower()}, {s.en}: {n}" for q, s, n in few)
    return Text(
        f"작은 표본 주의: {ko}. p는 최소 p보다 작아질 수 없고, 차이가 드러나지 않았다고 해서 없는 "
        "것은 아니다. 보정한 p는 Holm의 방법이다.",
        f"Small samples: {en}. No p can fall below the least p, and a difference that does not "
        "show may still be there. Adjusted p-values after Holm.",
    )


def _profile(answer: Answer, question: Question, found: Setting) -> None:
    """Add the shares of each body in each sector as a table, and draw them."""
    focus = {code: text for code, text in found.focus.items() if question.among([code])}
    if not focus:
        return
    rows: list[tuple[float, Line]] = []
    actors = sorted({a for u in question.among(list(focus)) for a in u.shares})
    for actor in actors:
        shares: list[float] = []
        mine = [u for u in question.among(list(focus)) if u.shares.get(actor)]
        for code in focus:
            here = question.among([code])
            shares.append(100 * sum(u.shares.get(actor, 0.0) for u in here) / len(here))
        name = found.name(actor)
        cells: list[Plain] = [f"actors:{actor}", name.ko, name.en, len(mine), *shares]
        origins = list(dict.fromkeys(ref for u in mine for ref in u.origins))
        rows.append((sum(shares), (cells, origins)))
    rows.sort(key=lambda row: (-row[0], str(row[1][0][0])))
    columns = [
        reference_column("actor", "기관", "Body"),
        text_column("name_ko", "기관 이름", "Body (Korean)"),
        text_column("name_en", "기관(영어)", "Body name"),
        number_column("documents", "문건", "Documents"),
        *(number_column(slug(c), f"{t.ko}(%)", f"{t.en} (%)", ",.0f") for c, t in focus.items()),
    ]
    title = Text(f"분야별 구성: {question.text.ko}", f"By sector: {question.text.en.lower()}")
    note = Text(
        "문건마다 몫의 합이 1이고, 분야의 몫은 그 문건들의 평균이다.",
        "Shares of a document sum to one; a sector's are the mean over its documents.",
    )
    lines = [line for _, line in rows]
    answer.table(f"{question.name}_by_sector", title, columns, lines, [note])
    if len(focus) > 1:
        _draw(answer, question, focus, lines, title, note)


def _draw(
    answer: Answer,
    question: Question,
    focus: Mapping[str, Text],
    lines: Sequence[Line],
    title: Text,
    note: Text,
) -> None:
    dots = [
        (Text(str(cells[1]), str(cells[2])), text, float(cells[4 + i] or 0))
        for cells, _ in lines[:_SHOWN]
        for i, text in enumerate(focus.values())
    ]
    value = Text("분야의 문건에서 차지하는 몫(%)", "Share of the sector's documents (%)")
    heads = (Text("기관", "Body"), Text("분야", "Sector"))
    spec = dumbbell(dots, value, list(focus.values()), domain=(-3, 103), heads=heads)
    alt = Text(f"기관마다 분야별 몫을 점으로: {question.text.ko}", f"Dots by sector: {title.en}")
    origins = [ref for _, refs in lines for ref in refs]
    answer.figure(f"{question.name}_by_sector", spec, Caption(title, alt, [note]), origins)


def _joint(answer: Answer, found: Setting) -> None:
    """Compare shares of joint issuance: pairs of sectors, each sector with the rest, periods."""
    sectors = [
        Side(slug(code), text, [d for d in found.documents if code in d.sectors])
        for code, text in found.focus.items()
    ]
    pairs = list(combinations(sectors, 2))
    for side in sectors:
        own = {d.id for d in side.documents}
        others = [d for d in found.documents if d.id not in own]
        pairs.append((side, Side("rest", Text("나머지 문건", "the rest"), others)))
    times = [
        Side(s.name, s.text, [d for d in found.documents if s.holds(d.year)]) for s in found.spans
    ]
    pairs += combinations(times, 2)
    rows = [_pair(answer, a, b) for a, b in pairs]
    columns = [
        *text_columns("a", "가", "First"),
        number_column("a_joint", "공동 발령", "Joint"),
        number_column("a_documents", "문건", "Documents"),
        *text_columns("b", "나", "Second"),
        number_column("b_joint", "공동 발령(나)", "Joint (second)"),
        number_column("b_documents", "문건(나)", "Documents (second)"),
        number_column("difference", "차이(%p)", "Difference (points)", ",.1f"),
        number_column("p", "p", "p", ",.4f"),
    ]
    note = Text(
        "피셔의 정확검정(양쪽). 두 쪽에 다 드는 문건은 뺐다. p는 여러 비교에 맞추어 고치지 않았다.",
        "Fisher's exact test, two-sided, documents of both sides left out; p-values not adjusted.",
    )
    kept = [row for row in rows if row is not None]
    if kept:
        title = Text("공동 발령 비중의 차이", "Differences in joint issuance")
        answer.table("joint_tests", title, columns, kept, [note], DOCUMENTS)


def _pair(answer: Answer, a: Side, b: Side) -> Line | None:
    shared = {d.id for d in a.documents} & {d.id for d in b.documents}
    left = [d for d in a.documents if d.id not in shared]
    right = [d for d in b.documents if d.id not in shared]
    if not (left or right):
        return None
    joint = [sum(len(set(d.issuers)) > 1 for d in side) for side in (left, right)]
    result = fisher_exact(joint[0], len(left), joint[1], len(right))
    origins, base = refs_of([*left, *right]), f"joint_{a.name}_{b.name}"
    name = Text(f"{a.text.ko}–{b.text.ko}", f"{a.text.en} – {b.text.en}")
    gap = None if result.statistic is None else 100 * result.statistic
    label = Text(f"{name.ko}: 공동 발령 비중의 차이", f"{name.en}: difference in joint issuance")
    answer.number(f"{base}_difference", label, gap, POINTS, origins, result.reason)
    label = Text(f"{name.ko}: 공동 발령 비중 차이의 p값", f"{name.en}: p of the difference")
    answer.number(f"{base}_p", label, result.p, NO_UNIT, origins, result.reason)
    cells: list[Plain] = [a.text.ko, a.text.en, joint[0], len(left), b.text.ko, b.text.en]
    return [*cells, joint[1], len(right), gap, result.p], origins
