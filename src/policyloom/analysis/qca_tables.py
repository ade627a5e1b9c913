"""Tables of a comparison of cases, each row with the scores that it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policyloom.analysis.answer import (
    Answer,
    Line,
    number_column,
    reference_column,
    text_column,
    text_columns,
)
from policyloom.analysis.qca_data import Candidate, CaseSet, Material
from policyloom.analysis.qca_runs import Run
from policyloom.analysis.qca_words import OUTS, READING, SIDES, SIGNS, TYPES, VERDICTS, formula
from policyloom.methods.qca.flips import Change
from policyloom.model.result import Plain, ResultColumn, Text

_FIT = ",.3f"
_NO = "-"
"""Does not apply here: no model, no such case. What was not seen stays None."""
RUN_COLUMNS = [
    text_column("set", "묶음", "Set"),
    *text_columns("scope", "범위", "Scope"),
    *text_columns("side", "결과", "Outcome"),
]


def add_choice(
    answer: Answer, given: Material, found: Sequence[Candidate], sets: Sequence[CaseSet]
) -> None:
    """Add how sets were chosen, and the cases that each keeps and leaves out."""
    rows: list[Line] = []
    for c in found:
        best = " | ".join(", ".join(given.conditions[code].ko for code in s) for s in c.best[:6])
        cells: list[Plain] = [
            c.name.ko, c.name.en, len(c.cases), c.size, c.possible, c.most, c.needed,
            "✓" if c.chosen else "", best or None,
        ]  # fmt: skip
        rows.append((cells, [f"cases:{case.id}" for case in c.cases]))
    columns = [
        *text_columns("scope", "범위", "Scope"),
        number_column("cases", "사례", "Cases"),
        number_column("size", "조건 수", "Conditions"),
        number_column("possible", "가능한 묶음", "Sets possible"),
        number_column("most", "점수가 다 있는 사례(최대)", "Complete cases, at most"),
        number_column("needed", "필요한 사례", "Needed"),
        text_column("chosen", "선택", "Chosen"),
        text_column("best", "사례가 가장 많은 묶음", "Sets with the most cases"),
    ]
    rule = Text(
        "범위마다 필요한 사례가 남는 가장 많은 조건 수를 고르고, "
        "그 수의 묶음 가운데 사례가 가장 많은 것을 모두 비교한다. 점수의 크기는 보지 않는다.",
        "For each scope the largest number of conditions that still has the cases needed, and of "
        "that size all sets with the most cases. What the scores say is not looked at.",
    )
    answer.table("choice", Text("조건 묶음의 선택", "Choice of sets"), columns, rows, [rule])
    _add_sets(answer, given, sets)


def _add_sets(answer: Answer, given: Material, sets: Sequence[CaseSet]) -> None:
    rows: list[Line] = []
    for some in sets:
        names = [given.conditions[code] for code in some.conditions]
        cells: list[Plain] = [
            some.id, some.scope.ko, some.scope.en, ", ".join(n.ko for n in names),
            ", ".join(n.en for n in names), len(some.complete),
            ", ".join(c.id for c in some.complete) or None, len(some.left_out),
            ", ".join(c.id for c in some.left_out) or None,
        ]  # fmt: skip
        cases = [*some.complete, *some.left_out]
        rows.append((cells, some.refs() or [f"cases:{c.id}" for c in cases or given.cases]))
    columns = [
        *RUN_COLUMNS[:3],
        *text_columns("conditions", "조건", "Conditions"),
        number_column("complete", "비교한 사례", "Cases compared"),
        text_column("complete_names", "비교한 사례의 번호", "Cases compared, ids"),
        number_column("left_out", "뺀 사례", "Cases left out"),
        text_column("left_out_names", "뺀 사례의 번호", "Cases left out, ids"),
    ]
    title = Text("비교한 조건 묶음과 사례의 손실", "Sets compared, and the cases lost")
    answer.table("sets", title, columns, rows)


def add_runs(answer: Answer, given: Material, runs: Sequence[Run]) -> None:
    """Add truth tables, necessity, solutions, robustness and the scores they hang on."""
    _add(answer, "truth_table", Text("진리표", "Truth tables"), _TRUTH, _truth(given, runs))
    _add(answer, "necessity", Text("필요조건", "Necessity"), _NECESSITY, _necessity(given, runs))
    _add(answer, "solutions", Text("해와 적합도", "Solutions with their fit"), _SOLUTIONS,
         _solutions(given, runs))  # fmt: skip
    title = Text("해의 강건성", "Robustness of the solutions")
    _add(answer, "robustness", title, _ROBUSTNESS, _robustness(given, runs))
    title = Text("점수를 달리 읽으면 바뀌는 모형", "Scores whose other reading changes the models")
    _add(answer, "fragile_scores", title, _FRAGILE, _fragile(given, runs))


def _add(
    answer: Answer, name: str, title: Text, columns: list[ResultColumn], rows: Iterator[Line]
) -> None:
    answer.table(name, title, columns, list(rows), [READING])


def _head(run: Run) -> list[Plain]:
    some, side = run.case_set, SIDES[run.side]
    return [some.id, some.scope.ko, some.scope.en, side.ko, side.en]


_TRUTH = [
    *RUN_COLUMNS,
    *text_columns("row", "조합", "Combination"),
    *text_columns("out", "판정", "Sufficient"),
    number_column("n", "사례 수", "n"),
    number_column("incl", "일관성", "Consistency", _FIT),
    number_column("pri", "PRI", "PRI", _FIT),
    text_column("cases", "사례", "Cases"),
    text_column("contradiction", "모순", "Contradiction"),
]


def _truth(given: Material, runs: Sequence[Run]) -> Iterator[Line]:
    for run in runs:
        data = run.made.table.data
        by_id = {case.id: case for case in run.case_set.complete}
        for row in run.made.table.rows:
            text, out = formula(data, row.config, given.conditions), OUTS[row.out]
            cells: list[Plain] = [
                *_head(run), text.ko, text.en, out.ko, out.en, row.n, row.incl, row.pri,
                ", ".join(row.cases), "!" if row.contradiction else "",
            ]  # fmt: skip
            codes = run.case_set.codes
            yield cells, [ref for case in row.cases for ref in by_id[case].refs(codes)]


_NECESSITY = [
    *RUN_COLUMNS,
    *text_columns("condition", "조건", "Condition"),
    number_column("incl", "일관성", "Consistency", _FIT),
    number_column("ron", "관련성(RoN)", "Relevance (RoN)", _FIT),
    number_column("cov", "포괄도", "Coverage", _FIT),
]


def _necessity(given: Material, runs: Sequence[Run]) -> Iterator[Line]:
    for run in runs:
        data = run.made.table.data
        for _, (place, value), fit in run.made.necessity:
            term = tuple(value if i == place else -1 for i in range(len(data.conditions)))
            text = formula(data, term, given.conditions)
            codes = (run.case_set.conditions[place], run.case_set.outcome)
            refs = [ref for case in run.case_set.complete for ref in case.refs(codes)]
            yield [*_head(run), text.ko, text.en, fit.inclN, fit.RoN, fit.covN], refs


_SOLUTIONS = [
    *RUN_COLUMNS,
    *text_columns("type", "해", "Solution"),
    number_column("model", "모형", "Model"),
    *text_columns("term", "항", "Term"),
    number_column("incl", "일관성", "inclS", _FIT),
    number_column("pri", "PRI", "PRI", _FIT),
    number_column("cov", "포괄도", "covS", _FIT),
    number_column("cov_unique", "고유 포괄도", "covU", _FIT),
    text_column("cases", "속한 사례", "Cases in it"),
    text_column("flip", "항이 사라지는 점수 변경 수", "Changed scores until it is gone"),
]


def _solutions(given: Material, runs: Sequence[Run]) -> Iterator[Line]:
    for run in runs:
        data = run.made.table.data
        for type_ in run.tried.verdicts:
            kind = TYPES[type_]
            gone = dict(run.tried.flips.terms[type_])
            for number, model in enumerate(run.models(type_), 1):
                for t in model.terms:
                    text = formula(data, t.term, given.conditions)
                    inside = data.term_membership(t.term) > 0.5
                    cases = [c for c, there in zip(data.cases, inside, strict=True) if there]
                    cells: list[Plain] = [
                        *_head(run), kind.ko, kind.en, number, text.ko, text.en, t.fit.inclS,
                        t.fit.PRI, t.fit.covS, t.covU, ", ".join(cases) or _NO,
                        gone[t.written].written,
                    ]  # fmt: skip
                    yield cells, run.refs_in(t.term)
                whole: list[Plain] = [
                    *_head(run), kind.ko, kind.en, number, "전체", "whole model", model.fit.inclS,
                    model.fit.PRI, model.fit.covS, _NO, _NO,
                    run.tried.flips.conclusion[type_].written,
                ]  # fmt: skip
                yield whole, run.case_set.refs()


_ROBUSTNESS = [
    *RUN_COLUMNS,
    *text_columns("type", "해", "Solution"),
    *text_columns("verdict", "판정", "Verdict"),
    *text_columns("signs", "불리한 징후", "Signs against it"),
    number_column("models", "모형", "Models"),
    text_column("flip", "뒤집힘 거리", "Flip distance"),
    text_column("example", "가장 작은 변경의 예", "Smallest change, for example"),
    number_column("single", "점수 한 개 변경", "Single changes"),
    number_column("flipping", "그 가운데 모형을 바꾸는 것", "Of these, changing the models"),
    text_column("cases_changed", "빼면 바뀌는 사례", "Cases without which it changes"),
    text_column("conditions_changed", "빼면 바뀌는 조건", "Conditions without which it changes"),
    text_column("incl_range", "그대로인 일관성 기준", "Same for consistency cuts"),
    text_column("pri_range", "그대로인 PRI 기준", "Same for PRI cuts"),
    text_column("n_range", "그대로인 사례 수 기준", "Same for case cuts"),
]


def _robustness(given: Material, runs: Sequence[Run]) -> Iterator[Line]:
    for run in runs:
        tried = run.tried
        for type_, verdict in tried.verdicts.items():
            kind, word = TYPES[type_], VERDICTS[verdict.word]
            signs = [SIGNS[sign] for sign in verdict.signs]
            distance = tried.flips.conclusion.get(type_)
            conditions = [
                given.conditions[o.name].ko for o in tried.conditions if type_ in o.changed
            ]
            ranges = {
                r.cut: f"{r.low:g}–{r.high:g}" if r.cut == "n" else f"{r.low:.3f}–{r.high:.3f}"
                for r in tried.cuts
                if r.type == type_
            }
            yield [
                *_head(run), kind.ko, kind.en, word.ko, word.en,
                "; ".join(s.ko for s in signs) or _NO, "; ".join(s.en for s in signs) or _NO,
                tried.models[type_], distance.written if distance else _NO,
                _example(distance.witness) if distance else _NO, tried.flips.singles,
                tried.flips.flipping[type_], ", ".join(tried.changed_without(type_)) or _NO,
                ", ".join(conditions) or _NO, ranges["incl"], ranges["pri"], ranges["n"],
            ], run.case_set.refs()  # fmt: skip


def _example(changes: Sequence[Change]) -> str:
    return ", ".join(f"{c.case} {c.column} {c.old:g}→{c.new:g}" for c in changes) or _NO


_FRAGILE = [
    reference_column("score_row", "점수", "Score"),
    text_column("case", "사례", "Case"),
    *text_columns("condition", "조건", "Condition"),
    number_column("score", "점수", "Score", ",.2f"),
    text_column("evidence", "근거", "Evidence"),
    number_column("solutions", "바뀌는 해", "Solutions it changes"),
    text_column("sets", "묶음", "Sets"),
]


def _fragile(given: Material, runs: Sequence[Run]) -> Iterator[Line]:
    """Yield each score that alone can change some solution, those that change most first."""
    found: dict[tuple[str, str], list[str]] = {}
    for run in runs:
        for scores in run.tried.flips.cells.values():
            for cell in scores:
                found.setdefault(cell, []).append(run.case_set.id)
    cases = {case.id: case for case in given.cases}
    names = {**given.conditions, given.outcome: given.outcome_name}
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    for (case, code), sets in ordered:
        refs = cases[case].rows[code]
        words = " / ".join(given.evidence[ref] for ref in refs)
        cells: list[Plain] = [
            refs[0], case, names[code].ko, names[code].en, cases[case].scores[code], words,
            len(sets), ", ".join(dict.fromkeys(sets)),
        ]  # fmt: skip
        yield cells, refs
