"""How did the regional cases go, and under which conditions?

Options (study.yaml, analyses.cases):
    outcome   the code of the overall outcome (default: the first outcome of codebook.yaml)

Scores are fuzzy (0 to 1), read by coders from the evidence named beside each; which of several
scores of one cell counts is said in scores.py, and coding.py compares the coders. A mean
is over the cases that carry a score; a missing score stays missing. A setback is a case whose
overall outcome is under 0.5.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import mean

from policyloom.analysis.answer import (
    PERCENT,
    Answer,
    Caption,
    Line,
    date_column,
    heat_column,
    number_column,
    reference_column,
    slug,
    text_column,
    text_columns,
)
from policyloom.analysis.charts.dots import dumbbell
from policyloom.analysis.charts.heat import heat
from policyloom.analysis.names import Region, codebook, region_name, regions, text_of
from policyloom.analysis.places import ByPlace, add_places
from policyloom.analysis.scores import read_scores, reading
from policyloom.model.evidence import Evidence, Options
from policyloom.model.result import Plain, Result, Text

CASES = Text("건", "cases")
SCORE = Text("점", "score")
_ONE_READER = Text(
    "점수는 부호화한 이가 근거를 읽고 매긴 것이다. 빈칸은 근거를 보지 못한 것이며 0이 아니다.",
    "Scores are a coder's reading; a blank means no evidence seen, not zero.",
)
_NO_SCORE = Text("그 점수가 있는 사례가 없음", "no case carries the score")
_GOOD, _BAD = (
    Text("성과 0.5 이상", "Outcome 0.5 or more"),
    Text("성과 0.5 미만", "Outcome under 0.5"),
)
_GROUPS: tuple[tuple[str, Text | None], ...] = (("all", None), ("good", _GOOD), ("bad", _BAD))


@dataclass(frozen=True)
class Case:
    """A case with its scores by condition; what is not in `scores` was not seen."""

    id: str
    title: Text
    sector: str
    region: str
    city: str
    start: str
    lead: str
    status: str
    confidence: str
    scores: Mapping[str, float]
    outcome: float | None
    score_refs: tuple[str, ...]

    @property
    def ref(self) -> str:
        """Return the reference of its row."""
        return f"cases:{self.id}"


def run(evidence: Evidence, options: Options) -> Result:
    """Describe cases, their outcome and their conditions."""
    book = codebook(options).conditions
    outcomes = [c.id for c in book if c.role == "outcome"]
    overall = str(options.own.get("outcome") or (outcomes[0] if outcomes else ""))
    conditions = {c.id: text_of(c) for c in book if c.role == "condition"}
    cases, row_refs = _cases(evidence, overall)
    places = regions(evidence)
    sectors = {s.id: Text(s.ko, s.en) for s in options.settings.sectors}
    answer = Answer("cases", Text("지역 추진 사례", "Regional cases"))
    _totals(answer, cases)
    _outcomes(answer, cases, sectors, row_refs, overall)
    _conditions(answer, cases, conditions, row_refs)
    _heat(answer, cases, conditions, row_refs)
    rows = {code: [c.ref for c in cases if c.region == code] for code in places}
    title = Text("지역별 사례", "Cases by region")
    every = [c.ref for c in cases]
    add_places(answer, ByPlace(rows, title, CASES, Text("사례", "cases"), every), places, options)
    _list(answer, cases, sectors, places)
    _by_region(answer, cases, places)
    answer.notes.append(_ONE_READER)
    return answer.done()


def _cases(evidence: Evidence, overall: str) -> tuple[list[Case], dict[tuple[str, str], str]]:
    """Return the cases, and the reference of every score by case and condition."""
    scores: dict[str, dict[str, float]] = {}
    row_refs: dict[tuple[str, str], str] = {}
    for (case, condition), s in reading(read_scores(evidence)).items():
        scores.setdefault(case, {})[condition] = s.score
        row_refs[case, condition] = s.ref
    rows = evidence.query(
        """
        SELECT id, title_ko, title_en, sector, region, city, start, lead_government, status,
               confidence
        FROM cases ORDER BY id
        """
    )
    found = [
        Case(
            id=r["id"],
            title=Text(r["title_ko"], r["title_en"]),
            sector=r["sector"],
            region=r["region"],
            city=r["city"] or "",
            start=r["start"] or "",
            lead=r["lead_government"] or "",
            status=r["status"] or "",
            confidence=r["confidence"],
            scores=scores.get(r["id"], {}),
            outcome=scores.get(r["id"], {}).get(overall),
            score_refs=tuple(ref for (case, _), ref in row_refs.items() if case == r["id"]),
        )
        for r in rows
    ]
    return found, row_refs


def _totals(answer: Answer, cases: Sequence[Case]) -> None:
    every = [c.ref for c in cases]
    answer.count("cases", Text("사례", "Cases"), every, CASES)
    for name, ko, en, some in (
        ("scored", "성과 점수가 있는 사례", "Cases with an outcome score",
         [c for c in cases if c.outcome is not None]),
        ("setbacks", "성과가 낮은 사례(0.5 미만)", "Setbacks (outcome under 0.5)",
         [c for c in cases if c.outcome is not None and c.outcome < 0.5]),
        ("successes", "성과가 높은 사례(0.5 이상)", "Cases with outcome 0.5 or more",
         [c for c in cases if c.outcome is not None and c.outcome >= 0.5]),
        ("full", "성과가 가장 높은 사례(1점)", "Cases with outcome 1",
         [c for c in cases if c.outcome == 1]),
    ):  # fmt: skip
        answer.count(name, Text(ko, en), [c.ref for c in some], CASES, every)
    answer.share(
        "setbacks_share", Text("성과가 낮은 사례의 비중", "Share of setbacks"),
        [c.ref for c in cases if c.outcome is not None and c.outcome < 0.5],
        [c.ref for c in cases if c.outcome is not None],
    )  # fmt: skip
    areas = sorted({c.region for c in cases})
    answer.number(
        "regions",
        Text("사례가 있는 지역", "Regions with cases"),
        len(areas),
        Text("개", "regions"),
        every,
    )


def _average(numbers: Sequence[float]) -> float | None:
    return float(mean(numbers)) if numbers else None


def _outcomes(
    answer: Answer,
    cases: Sequence[Case],
    sectors: Mapping[str, Text],
    row_refs: Mapping[tuple[str, str], str],
    overall: str,
) -> None:
    groups = [("all", Text("전체", "All"), list(cases))]
    groups += [(slug(k), t, [c for c in cases if c.sector == k]) for k, t in sectors.items()]
    rows: list[Line] = []
    for name, text, here in groups:
        if not here:
            continue
        known = [c for c in here if c.outcome is not None]
        origins = [row_refs[c.id, overall] for c in known]
        low = [c for c in known if (c.outcome or 0) < 0.5]
        average = _average([c.outcome for c in known if c.outcome is not None])
        everyone = [c.ref for c in here]
        answer.count(f"{name}_total", Text(f"{text.ko} 사례", f"Cases: {text.en}"), everyone, CASES)
        label = Text(f"{text.ko} 사례의 평균 성과", f"Mean outcome: {text.en}")
        answer.number(f"{name}_mean", label, average, SCORE, origins, _NO_SCORE)
        label = Text(f"{text.ko} 성과가 낮은 사례", f"Setbacks: {text.en}")
        answer.count(f"{name}_setbacks", label, [c.ref for c in low], CASES, everyone)
        label = Text(f"{text.ko} 성과가 높은 사례", f"Outcome 0.5 or more: {text.en}")
        high = [c.ref for c in known if c not in low]
        answer.count(f"{name}_successes", label, high, CASES, everyone)
        places = len({c.region for c in here})
        label = Text(f"{text.ko} 사례가 있는 지역", f"Regions with cases: {text.en}")
        answer.number(f"{name}_regions", label, places, Text("개", "regions"), everyone)
        by_score = [len([c for c in known if _near(c.outcome, s)]) for s in (0, 0.33, 0.67, 1)]
        cells: list[Plain] = [text.ko, text.en, len(here), *by_score, average, len(low), places]
        rows.append((cells, [*everyone, *origins]))
    columns = [
        *text_columns("sector", "분야", "Sector"),
        number_column("n", "사례", "Cases"),
        number_column("score_0", "0", "0"),
        number_column("score_033", "0.33", "0.33"),
        number_column("score_067", "0.67", "0.67"),
        number_column("score_1", "1", "1"),
        number_column("mean", "평균 성과", "Mean outcome", ",.2f"),
        number_column("setbacks", "0.5 미만", "Under 0.5"),
        number_column("regions", "지역", "Regions"),
    ]
    title = Text("분야별 사례의 종합 성과", "Overall outcome of cases by sector")
    answer.table("outcomes", title, columns, rows, [_ONE_READER], CASES)


def _near(score: float | None, level: float) -> bool:
    return score is not None and abs(score - level) < 0.17


def _conditions(
    answer: Answer,
    cases: Sequence[Case],
    conditions: Mapping[str, Text],
    row_refs: Mapping[tuple[str, str], str],
) -> None:
    """Compare each condition's mean among good and bad outcomes, with the number of scores."""
    rows: list[Line] = []
    dots: list[tuple[Text, Text, float]] = []
    for code, text in conditions.items():
        seen = [row_refs[c.id, code] for c in cases if code in c.scores]
        numbers = {}
        for group in _GROUPS:
            average, n = _group_mean(answer, cases, (code, text), group, row_refs)
            numbers[group[0]] = (average, n)
            if group[1] and average is not None:
                dots.append((text, group[1], average))
        (mean_all, n_all), (mean_good, n_good), (mean_bad, n_bad) = numbers.values()
        gap = mean_good - mean_bad if mean_good is not None and mean_bad is not None else None
        cells: list[Plain] = [text.ko, text.en, n_all, len(cases) - n_all, mean_all]
        rows.append(([*cells, mean_good, n_good, mean_bad, n_bad, gap], seen))
    columns = [
        *text_columns("condition", "조건", "Condition"),
        number_column("n", "점수 있음", "Scored"),
        number_column("missing", "못 봄", "Not seen"),
        number_column("mean", "평균", "Mean", ",.2f"),
        heat_column("good_mean", "성과 0.5 이상: 평균", "Outcome ≥ 0.5: mean", ",.2f"),
        number_column("good_n", "사례", "n"),
        heat_column("bad_mean", "성과 0.5 미만: 평균", "Outcome < 0.5: mean", ",.2f"),
        number_column("bad_n", "사례", "n"),
        number_column("gap", "차이", "Difference", "+,.2f"),
    ]
    title = Text("성과에 따른 조건의 평균 점수", "Mean scores of conditions by outcome")
    few = Text(
        "점수가 있는 사례만의 평균이며, 수가 적어 인과로 읽을 수 없다.",
        "Means over scored cases only; too few to be read as causes.",
    )
    answer.table("conditions", title, columns, rows, [_ONE_READER, few])
    if dots:
        origins = [ref for _, refs in rows for ref in refs]
        spec = dumbbell(dots, Text("평균 점수", "Mean score"), [_GOOD, _BAD], domain=(0, 1))
        alt = Text(
            "조건별로 성과가 높고 낮은 사례의 평균 점수를 두 점으로", "Dots: mean score by outcome"
        )
        answer.figure("conditions", spec, Caption(title, alt, [_ONE_READER, few]), origins)


def _group_mean(
    answer: Answer,
    cases: Sequence[Case],
    condition: tuple[str, Text],
    group: tuple[str, Text | None],
    row_refs: Mapping[tuple[str, str], str],
) -> tuple[float | None, int]:
    """Add mean and number of one condition's scores in a group of cases, and return them."""
    (code, text), (name, words) = condition, group
    among = [c for c in cases if code in c.scores]
    found = [c for c in among if _in_group(c, name)]
    average = _average([c.scores[code] for c in found])
    origins = [row_refs[c.id, code] for c in found or among] or [c.ref for c in cases]
    which = Text(f"({words.ko})", f" ({words.en})") if words else Text("", "")
    base = f"condition_{slug(code)}" + (f"_{name}" if words else "")
    label = Text(f"{text.ko} 평균 점수{which.ko}", f"Mean of {text.en}{which.en}")
    answer.number(f"{base}_mean", label, average, SCORE, origins, _NO_SCORE)
    label = Text(f"{text.ko} 점수가 있는 사례{which.ko}", f"Cases scored: {text.en}{which.en}")
    answer.number(f"{base}_n", label, len(found), CASES, origins)
    return average, len(found)


def _in_group(case: Case, group: str) -> bool:
    if group == "all":
        return True
    return case.outcome is not None and (case.outcome >= 0.5) == (group == "good")


def _heat(
    answer: Answer,
    cases: Sequence[Case],
    conditions: Mapping[str, Text],
    row_refs: Mapping[tuple[str, str], str],
) -> None:
    """Draw case x condition, ordered by sector and outcome, blanks where nothing was seen."""
    overall = Text("종합 성과", "Outcome")
    ordered = sorted(
        cases, key=lambda c: (c.sector, -(c.outcome if c.outcome is not None else -1), c.id)
    )
    cells = []
    seen = [row_refs[c.id, code] for c in cases for code in conditions if code in c.scores]
    for case in ordered:
        name = Text(f"{case.id} {_clip(case.title.ko)}", f"{case.id} {_clip(case.title.en)}")
        for text, score in [
            (overall, case.outcome),
            *((t, case.scores.get(code)) for code, t in conditions.items()),
        ]:
            cells.append((name, text, score, "" if score is None else f"{score:g}"))
    cell_count = len(cases) * len(conditions)
    label = Text("점수를 본 조건 칸", "Condition cells scored")
    answer.count("cells_scored", label, seen, Text("칸", "cells"))
    label = Text("점수를 보지 못한 조건 칸", "Condition cells not seen")
    answer.number("cells_missing", label, cell_count - len(seen), Text("칸", "cells"), seen)
    share = 100 * len(seen) / cell_count if cell_count else None
    label = Text("점수를 본 조건 칸의 비중", "Share of condition cells scored")
    why = Text("사례나 조건이 없음", "no case or no condition")
    answer.number("cells_share", label, share, PERCENT, seen, why)
    if not cells:
        return
    title = Text("사례별 조건과 성과의 점수", "Scores of conditions and outcome by case")
    alt = Text(
        "사례와 조건의 표에 퍼지 점수를 색으로, 못 본 칸은 비움", "Heat: fuzzy scores by case"
    )
    spec = heat(cells, Text("점수(0~1)", "Score (0–1)"), domain=(0, 1), step=18, angle=-40)
    answer.figure(
        "heat", spec, Caption(title, alt, [_ONE_READER]), [*seen, *(c.ref for c in cases)]
    )


def _clip(title: str, most: int = 26) -> str:
    return title if len(title) <= most else title[: most - 1] + "…"


def _list(
    answer: Answer,
    cases: Sequence[Case],
    sectors: Mapping[str, Text],
    places: Mapping[str, Region],
) -> None:
    rows: list[Line] = []
    for c in cases:
        sector = sectors.get(c.sector, Text(c.sector, c.sector))
        cells: list[Plain] = [
            c.ref, c.title.ko, c.title.en, sector.ko, region_name(places, c.region).ko,
            c.city or None, c.start or None, c.lead or None, c.status or None, c.outcome,
            len(c.scores), c.confidence,
        ]  # fmt: skip
        rows.append((cells, [c.ref, *c.score_refs]))
    columns = [
        reference_column("row", "사례", "Case"),
        *text_columns("title", "이름", "Title"),
        text_column("sector", "분야", "Sector"),
        text_column("region", "지역", "Region"),
        text_column("city", "도시", "City"),
        date_column("start", "시작", "Start"),
        text_column("lead", "주도 정부", "Lead government"),
        text_column("status", "이후 상태", "Status"),
        heat_column("outcome", "종합 성과", "Outcome", ",.2f"),
        number_column("scores", "점수 칸", "Scores"),
        text_column("confidence", "신뢰도", "Confidence"),
    ]
    answer.table("list", Text("사례 목록", "List of cases"), columns, rows, [_ONE_READER])
    setbacks = [
        (cells, refs) for cells, refs in rows if cells[9] is not None and float(str(cells[9])) < 0.5
    ]
    title = Text("성과가 낮은 사례(0.5 미만)", "Setbacks: outcome under 0.5")
    answer.table("setbacks", title, columns, setbacks, [_ONE_READER])


def _by_region(answer: Answer, cases: Sequence[Case], places: Mapping[str, Region]) -> None:
    rows: list[Line] = []
    for code in sorted({c.region for c in cases}):
        here = [c for c in cases if c.region == code]
        known = [c.outcome for c in here if c.outcome is not None]
        name = region_name(places, code)
        low = len([n for n in known if n < 0.5])
        cells: list[Plain] = [
            name.ko,
            name.en,
            len(here),
            _average(known),
            low,
            "; ".join(c.title.ko for c in here),
        ]
        rows.append((cells, [c.ref for c in here]))
    columns = [
        *text_columns("region", "지역", "Region"),
        number_column("n", "사례", "Cases"),
        number_column("mean", "평균 성과", "Mean outcome", ",.2f"),
        number_column("setbacks", "0.5 미만", "Under 0.5"),
        text_column("cases", "사례", "Cases, titles"),
    ]
    title = Text("지역별 사례와 성과", "Cases and outcome by region")
    answer.table("by_region", title, columns, rows, [_ONE_READER])
