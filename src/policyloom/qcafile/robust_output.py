"""The robustness of a comparison as `policyloom qca` prints it: lines for readers, one object."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from policyloom.core.problem import Language
from policyloom.methods.qca.robustness import (
    CASES_PER_CONDITION,
    LEAVING_SHARE,
    ROWS_SHARE,
    SIGNS_TO_FAIL,
)

if TYPE_CHECKING:
    from policyloom.methods.qca import Comparison
    from policyloom.methods.qca.flips import Change, Distance
    from policyloom.methods.qca.leaving_out import Other
    from policyloom.methods.qca.minimise import SolutionType
    from policyloom.methods.qca.ranges import AnchorRange, CutRange
    from policyloom.methods.qca.robustness import Robustness

_CUTS = {"incl": "--incl-cut", "pri": "--pri-cut", "n": "--n-cut"}

_WORDS = {
    "ko": {
        "robust": "강건성", "conservative": "보수해", "parsimonious": "간결해",
        "intermediate": "중간해", "range": "모형이 그대로인 기준의 범위",
        "beyond": "벗어나면 바뀌는 행",
        "anchors": "모형이 그대로인 기준점의 범위",
        "flip": "뒤집힘 거리 {d}: 모형을 바꾸는 데 필요한 점수 변경의 수",
        "term": "항 {term}이(가) 사라지는 거리", "example": "예", "becomes": "그러면",
        "none": "해 없음", "singles": "점수 한 개를 바꾸는 {n}가지 가운데 {k}가지가 모형을 바꾼다 "
        "(점수 {cells}개, 그 가운데 {some}개)",
        "cases": "사례 하나를 빼면: {n}건 가운데 {k}건에서 모형이 바뀐다",
        "conditions": "조건 하나를 빼면", "alternatives": "다른 집합을 쓰면", "same": "그대로",
        "other": "바뀜", "dropped": "점수가 없어 뺀 사례",
        "cut": "뒤집힘 탐색은 상한에서 멈추었다. ‘≥’는 그보다 작은 거리를 모두 확인했다는 뜻이다.",
        "holds": "유지된다", "fragile": "깨지기 쉽다", "no_model": "모형이 없다",
        "cannot_carry": "표본이 이 해를 감당하지 못한다",
        "few_cases": "조건 하나에 사례 {ratio}건 미만 (사례 {cases}, 조건 {conditions})",
        "few_rows": "가능한 조합의 절반 미만만 관찰 ({rows}/{possible})",
        "one_flip": "점수 한 개로 모형이 바뀜",
        "one_case": "사례 하나를 뺀 분석의 4분의 1 이상에서 모형이 바뀜 ({changed}/{cases})",
        "ties": "같은 크기의 모형이 여럿 ({models})",
        "rule": "판정 기준: 징후 {fail}개 이상이면 감당하지 못함, 1개 이상이면 깨지기 쉬움",
    },
    "en": {
        "robust": "Robustness", "conservative": "conservative", "parsimonious": "parsimonious",
        "intermediate": "intermediate", "range": "cuts within which the models stay the same",
        "anchors": "anchors within which the models stay the same",
        "beyond": "rows that change beyond",
        "flip": "flip distance {d}: changed scores that it takes to change the models",
        "term": "distance until the term {term} is gone", "example": "for example",
        "becomes": "then", "none": "no solution",
        "singles": "{k} of {n} single changes of scores change the models "
        "({some} of {cells} scores)",
        "cases": "leaving out one case: the models change in {k} of {n}",
        "conditions": "leaving out one condition", "alternatives": "with another set",
        "same": "same", "other": "changed", "dropped": "cases without that score",
        "cut": "The search for flips was cut; “≥” says that all smaller distances were tried.",
        "holds": "holds", "fragile": "fragile", "no_model": "no model",
        "cannot_carry": "the sample cannot carry this solution",
        "few_cases": "fewer than {ratio} cases a condition ({cases} for {conditions})",
        "few_rows": "fewer than half of the combinations observed ({rows} of {possible})",
        "one_flip": "one changed score changes the models",
        "one_case": "leaving out one case changes the models in a quarter of the runs or more "
        "({changed} of {cases})",
        "ties": "several models of the same size ({models})",
        "rule": "rule: {fail} signs or more, the sample cannot carry it; any sign, fragile",
    },
}  # fmt: skip


def robust_record(made: Comparison, tried: Robustness) -> dict[str, Any]:
    """Return robustness as one plain object."""
    data = made.table.data
    types = {
        type_: {
            "verdict": verdict.word,
            "signs": list(verdict.signs),
            "flip_distance": _distance(tried.flips.conclusion.get(type_)),
            "terms": [
                {"term": term} | (_distance(d) or {}) for term, d in tried.flips.terms[type_]
            ],
            "single_flips": tried.flips.flipping[type_],
            "flipping_scores": [list(cell) for cell in tried.flips.cells[type_]],
            "changed_without_cases": list(tried.changed_without(type_)),
        }
        for type_, verdict in tried.verdicts.items()
    }
    sample = tried.sample
    return {
        "sample": {
            "cases": sample.cases, "conditions": sample.conditions,
            "rows": sample.rows, "possible": sample.possible,
        },
        "rule": {
            "cases_per_condition": CASES_PER_CONDITION, "rows_share": ROWS_SHARE,
            "leaving_share": LEAVING_SHARE, "signs_to_fail": SIGNS_TO_FAIL,
        },
        "solutions": types,
        "cuts": [
            {
                "cut": r.cut, "type": r.type, "low": r.low, "high": r.high,
                "low_included": not r.open_low,
                "rows_below": [data.digits(row) for row in r.below],
                "rows_above": [data.digits(row) for row in r.above],
            }
            for r in tried.cuts
        ],
        "anchors": [
            {
                "set": r.column, "anchor": r.anchor, "type": r.type, "at": r.at, "low": r.low,
                "high": r.high, "low_is_bound": r.low_bound, "high_is_bound": r.high_bound,
            }
            for r in tried.anchors
        ],
        "without_case": [_other(o) for o in tried.cases],
        "without_condition": [_other(o) for o in tried.conditions],
        "alternatives": [_other(o) for o in tried.alternatives],
        "scores": tried.flips.scored,
        "single_changes": tried.flips.singles,
        "search_cut": tried.flips.cut,
    }  # fmt: skip


def _other(other: Other) -> dict[str, Any]:
    return {
        "name": other.name,
        "changed": sorted(other.changed),
        "models": {type_: list(models) for type_, models in other.models.items()},
        "contradictions": other.contradictions,
        "cases_without_score": list(other.dropped),
    }


def _distance(distance: Distance | None) -> dict[str, Any] | None:
    if distance is None:
        return None
    changes = [
        {"case": c.case, "column": c.column, "from": c.old, "to": c.new} for c in distance.witness
    ]
    return {
        "distance": distance.least,
        "exact": distance.exact,
        "changes": changes,
        "models_then": list(distance.models),
    }


def robust_lines(made: Comparison, tried: Robustness, language: Language) -> Iterator[str]:
    """Yield robustness as text, one part for each solution type."""
    words = _WORDS[language]
    for type_ in tried.verdicts:
        yield ""
        yield f"{words['robust']}: {words[type_]} — {words[tried.verdicts[type_].word]}"
        for sign in _signs(tried, type_, language):
            yield f"  · {sign}"
        if not tried.models[type_]:
            continue
        yield from _range_lines(made, tried, type_, language)
        yield from _flip_lines(tried, type_, language)
        yield from _leaving_lines(tried, type_, language)
    yield ""
    yield words["rule"].format(fail=SIGNS_TO_FAIL)
    if tried.flips.cut:
        yield words["cut"]


def _signs(tried: Robustness, type_: SolutionType, language: Language) -> Iterator[str]:
    sample = tried.sample
    for sign in tried.verdicts[type_].signs:
        yield _WORDS[language][sign].format(
            ratio=CASES_PER_CONDITION, cases=sample.cases, conditions=sample.conditions,
            rows=sample.rows, possible=sample.possible, models=tried.models[type_],
            changed=len(tried.changed_without(type_)),
        )  # fmt: skip


def _range_lines(
    made: Comparison, tried: Robustness, type_: SolutionType, language: Language
) -> Iterator[str]:
    words = _WORDS[language]
    yield f"  {words['range']}"
    for r in tried.cuts:
        if r.type == type_:
            rows = [made.table.data.digits(row) for row in (*r.below, *r.above)]
            beyond = f"  ({words['beyond']}: {', '.join(rows)})" if rows else ""
            yield f"    {_CUTS[r.cut]:10} {_stretch(r)}{beyond}"
    anchors = [r for r in tried.anchors if r.type == type_]
    if anchors:
        yield f"  {words['anchors']}"
    yield from (f"    {_anchor(r)}" for r in anchors)


def _stretch(r: CutRange) -> str:
    if r.cut == "n":
        return f"{r.low:g} … {r.high:g}"
    return f"{'(' if r.open_low else '['}{r.low:.4f}, {r.high:.4f}]"


def _anchor(r: AnchorRange) -> str:
    ends = "|" if r.low_bound else "", "|" if r.high_bound else ""
    return f"{r.column} {r.anchor} {r.at:g}: {ends[0]}{r.low:.6g} … {r.high:.6g}{ends[1]}"


def _flip_lines(tried: Robustness, type_: SolutionType, language: Language) -> Iterator[str]:
    words, flips = _WORDS[language], tried.flips
    whole = flips.conclusion[type_]
    yield f"  {words['flip'].format(d=whole.written)}"
    if whole.witness:
        yield f"    {words['example']} {_changes(whole.witness)}; {words['becomes']} " + (
            " | ".join(whole.models) or words["none"]
        )
    for term, distance in flips.terms[type_]:
        yield f"  {words['term'].format(term=term)}: {distance.written}"
    yield "  " + words["singles"].format(
        n=f"{flips.singles:,}", k=f"{flips.flipping[type_]:,}", cells=flips.scored,
        some=len(flips.cells[type_]),
    )  # fmt: skip


def _changes(changes: Sequence[Change]) -> str:
    return ", ".join(f"{c.case} {c.column} {c.old:g} → {c.new:g}" for c in changes)


def _leaving_lines(tried: Robustness, type_: SolutionType, language: Language) -> Iterator[str]:
    words = _WORDS[language]
    changed = tried.changed_without(type_)
    told = words["cases"].format(n=len(tried.cases), k=len(changed))
    yield f"  {told}" + (f": {', '.join(changed)}" if changed else "")
    for name, others in (("conditions", tried.conditions), ("alternatives", tried.alternatives)):
        if others:
            yield f"  {words[name]}"
        for other in others:
            state = words["other" if type_ in other.changed else "same"]
            models = " | ".join(other.models[type_]) or words["none"]
            lost = f" ({words['dropped']}: {', '.join(other.dropped)})" if other.dropped else ""
            yield f"    {other.name}: {state}; {models}{lost}"
