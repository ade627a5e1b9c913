"""Which combinations of conditions go with success and failure, and can the cases carry that?

Options (study.yaml, analyses.qca), all with defaults:
    outcome              the code of the outcome (default: the first outcome of codebook.yaml)
    sets                 sets of conditions to compare, as {id, conditions, sector}; without them,
                         the rule of `qca_data` chooses by which scores are there
    cases_per_condition  complete cases that a set needs for each condition (default 2)
    incl_cut, pri_cut, n_cut   cuts of the truth table (default 0.8, 0.5, 1)
    expect               directional expectations, as {condition: 0 or 1} (default: none, and then
                         no intermediate solution)

Scores are readers' codings on a scale of few values. Where coders differ and nobody adjudicated,
the solutions are given under each coder's reading too. Cases that lack a score are left out of a
set and named. Each set is analysed for the outcome and for its negation, every model is shown, and
the flip distance says how few scores would have to be read differently for other models.
"""

from __future__ import annotations

from collections.abc import Sequence

from policyloom.analysis.answer import NO_UNIT, PERCENT, Answer, slug
from policyloom.analysis.qca_data import (
    CaseSet,
    Material,
    candidates,
    chosen_sets,
    material,
)
from policyloom.analysis.qca_figures import add_plots
from policyloom.analysis.qca_options import qca_options
from policyloom.analysis.qca_readings import add_readings
from policyloom.analysis.qca_runs import Run, runs_of
from policyloom.analysis.qca_tables import add_choice, add_runs
from policyloom.analysis.qca_words import (
    CASES,
    COMBINATIONS,
    MODELS,
    SCORES,
    SIDES,
    TYPES,
    VERDICTS,
    formula,
    joined,
)
from policyloom.methods.qca.minimise import SolutionType
from policyloom.model.evidence import Evidence, Options
from policyloom.model.result import Result, Text

_NOTHING = Text("그 집합에 드는 사례가 없음", "no case belongs to the set at all")
_NO_MODEL = Text(
    "기준에 이르는 조합이 없어 모형이 없음", "no combination reaches the cuts, so there is no model"
)


def run(evidence: Evidence, options: Options) -> Result:
    """Compare the cases on every chosen set of conditions."""
    answer = Answer("qca", Text("사례의 조건 조합 비교", "Combinations of conditions (QCA)"))
    given = material(evidence, options)
    own = qca_options(options.own)
    found = candidates(given, own.enough)
    sets = chosen_sets(given, found, own.sets)
    runs = [r for some in sets for r in runs_of(given, some, own)]
    _totals(answer, given, sets, runs)
    add_choice(answer, given, found, sets)
    for made in runs:
        _values(answer, given, made)
    add_runs(answer, given, runs)
    add_readings(answer, evidence, options, sets, own)
    add_plots(answer, given, runs)
    _notes(answer, sets, runs)
    if own.unread:
        named = ", ".join(own.unread)
        answer.note(
            f"study.yaml의 analyses.qca에서 읽을 수 없어 기본값을 쓴 선택 사항: {named}.",
            f"Options of analyses.qca that could not be read, so that defaults stand: {named}.",
        )
    return answer.done()


def _totals(answer: Answer, given: Material, sets: Sequence[CaseSet], runs: Sequence[Run]) -> None:
    every = [f"cases:{case.id}" for case in given.cases]
    scored = [f"cases:{c.id}" for c in given.cases if given.outcome in c.scores]
    answer.count("cases", Text("사례", "Cases"), every, CASES)
    label = Text("결과 점수가 있는 사례", "Cases with an outcome score")
    answer.count("cases_scored", label, scored, CASES, every)
    whole = [
        f"cases:{c.id}"
        for c in given.cases
        if all(code in c.scores for code in (*given.conditions, given.outcome))
    ]
    label = Text("모든 조건의 점수가 있는 사례", "Cases with every condition scored")
    answer.count("cases_complete", label, whole, CASES, every)
    number = len(given.conditions)
    answer.number("conditions", Text("조건", "Conditions"), number, Text("개", ""), every)
    answer.number(
        "sets", Text("비교한 조건 묶음", "Sets compared"), len(sets), Text("개", ""), every
    )
    answer.number("runs", Text("비교", "Comparisons"), len(runs), Text("건", ""), every)
    for word, text in VERDICTS.items():
        count = sum(v.word == word for r in runs for v in r.tried.verdicts.values())
        label = Text(f"판정 ‘{text.ko}’인 해", f"Solutions with the verdict “{text.en}”")
        answer.number(f"verdicts_{word}", label, count, Text("개", "solutions"), every)
    total = sum(len(r.tried.verdicts) for r in runs)
    answer.number("solutions", Text("해", "Solutions"), total, Text("개", "solutions"), every)


def _values(answer: Answer, given: Material, run: Run) -> None:
    """Name the size of one comparison, and fit and fragility of each of its solutions."""
    table, sample = run.made.table, run.tried.sample
    origins = run.case_set.refs()
    of = Text(f"({_about(run).ko})", f" ({_about(run).en})")
    for name, ko, en, value, unit in (
        ("cases", "비교한 사례", "Cases compared", sample.cases, CASES),
        ("left_out", "점수가 없어 뺀 사례", "Cases left out", len(run.case_set.left_out), CASES),
        ("rows", "관찰된 조합", "Combinations observed", sample.rows, COMBINATIONS),
        ("remainders", "관찰되지 않은 조합", "Combinations not observed",
         sample.possible - sample.rows, COMBINATIONS),
        ("positive", "결과에 충분한 조합", "Sufficient combinations", len(table.positive),
         COMBINATIONS),
        ("contradictions", "모순된 조합", "Contradictory combinations",
         sum(r.contradiction for r in table.rows), COMBINATIONS),
    ):  # fmt: skip
        answer.number(f"{run.id}_{name}", Text(ko + of.ko, en + of.en), value, unit, origins)
    for type_ in run.tried.verdicts:
        _solution_values(answer, given, run, type_)
    _necessity_values(answer, given, run, of)


def _about(run: Run) -> Text:
    some, side = run.case_set, SIDES[run.side]
    return Text(f"{some.scope.ko} {some.id}, {side.ko}", f"{some.scope.en} {some.id}, {side.en}")


def _necessity_values(answer: Answer, given: Material, run: Run, of: Text) -> None:
    """Name how far each condition, present or absent, is necessary, and how relevant that is."""
    data = run.made.table.data
    for _, (place, value), fit in run.made.necessity:
        term = tuple(value if i == place else -1 for i in range(len(data.conditions)))
        words, code = formula(data, term, given.conditions), run.case_set.conditions[place]
        refs = [r for c in run.case_set.complete for r in c.refs((code, run.case_set.outcome))]
        name = f"{run.id}_necessity_{'' if value else 'not_'}{slug(code)}"
        label = Text(f"필요조건 {words.ko}의 일관성{of.ko}", f"Necessity of {words.en}{of.en}")
        answer.number(name, label, fit.inclN, NO_UNIT, refs, _NOTHING)
        label = Text(f"필요조건 {words.ko}의 관련성{of.ko}", f"Relevance of {words.en}{of.en}")
        why = _NOTHING
        answer.number(f"{name}_ron", label, fit.RoN, NO_UNIT, refs, why)


def _solution_values(answer: Answer, given: Material, run: Run, type_: SolutionType) -> None:
    models = [m for s in run.made.solutions if s.type == type_ for m in s.models]
    first = models[0] if models else None
    flips = run.tried.flips
    distance, data = flips.conclusion.get(type_), run.made.table.data
    terms = [formula(data, t.term, given.conditions) for t in first.terms] if first else []
    words = joined(terms)
    about, kind = _about(run), TYPES[type_]
    single = 100 * flips.flipping[type_] / flips.singles if flips.singles and first else None
    changed = len(run.tried.changed_without(type_)) if first else None
    least = "" if distance is None or distance.exact else " (이상)"
    for name, ko, en, value, unit in (
        ("models", "모형", "models", len(models), MODELS),
        ("formula", "첫 모형", "first model", first.written if first else None, NO_UNIT),
        ("formula_ko", "첫 모형(한국어)", "first model in Korean", words.ko or None, NO_UNIT),
        ("formula_en", "첫 모형(영어)", "first model in English", words.en or None, NO_UNIT),
        ("incl", "일관성", "consistency", first.fit.inclS if first else None, NO_UNIT),
        ("cov", "포괄도", "coverage", first.fit.covS if first else None, NO_UNIT),
        ("flip", "뒤집힘 거리" + least, "flip distance" + (" (at least)" if least else ""),
         distance.least if distance else None, SCORES),
        ("single_flips_share", "모형을 바꾸는 점수 한 개 변경의 비중",
         "share of single changes of scores that change the models", single, PERCENT),
        ("cases_that_change", "빼면 모형이 바뀌는 사례", "cases without which the models change",
         changed, CASES),
        ("verdict", "판정", "verdict", run.tried.verdicts[type_].word, NO_UNIT),
        ("signs", "불리한 징후", "signs against it", len(run.tried.verdicts[type_].signs), NO_UNIT),
    ):  # fmt: skip
        label = Text(f"{kind.ko} {ko} ({about.ko})", f"{kind.en}: {en} ({about.en})")
        reason = _NO_MODEL
        key = f"{run.id}_{type_}_{name}"
        answer.number(key, label, value, unit, run.case_set.refs(), reason)


def _notes(answer: Answer, sets: Sequence[CaseSet], runs: Sequence[Run]) -> None:
    answer.note(
        "점수는 한 부호화자가 근거를 읽고 매긴 것이며 보정된 측정값이 아니다. "
        "빠진 점수는 0이 아니므로 점수가 빠진 사례는 그 비교에서 빼고 이름을 밝힌다.",
        "Scores are one reader's coding, not calibrated measurements. A missing score is not zero: "
        "cases that lack one are left out of that comparison and named.",
    )
    answer.note(
        "조건 묶음은 점수가 있는지만 보고 골랐다(‘choice’ 표). 고른 묶음의 결과는 모두 싣는다.",
        "Sets of conditions were chosen by which scores are there alone (table “choice”), and the "
        "results of every set chosen are shown.",
    )
    verdicts = [v.word for r in runs for v in r.tried.verdicts.values()]
    failed = sum(word in ("cannot_carry", "no_model") for word in verdicts)
    if verdicts and failed == len(verdicts):
        answer.note(
            "어느 해도 이 표본이 감당하지 못한다. "
            "조합을 원인으로 읽지 말고, 사례를 함께 볼 자리로만 쓴다.",
            "The sample can carry none of these solutions. Combinations are no causes here; they "
            "only say which cases to read side by side.",
        )
    elif failed:
        answer.note(
            f"해 {len(verdicts)}개 가운데 {failed}개는 표본이 감당하지 못하거나 모형이 없다.",
            f"Of {len(verdicts)} solutions, {failed} have no model "
            "or the sample cannot carry them.",
        )
    skipped = [s for s in sets if not any(r.case_set is s for r in runs)]
    if skipped:
        named = ", ".join(s.id for s in skipped)
        answer.note(
            f"결과 점수가 모두 같거나 사례·조건이 없어 비교하지 못한 묶음: {named}.",
            f"Not compared, for a constant outcome or for lack of cases or conditions: {named}.",
        )
