"""How does a central plan travel through the regions: how fast, from whom, and what speeds it?

Options (study.yaml, analyses.diffusion), all with defaults:
    plans        further plans, as in analyses.adoption; that analysis's own come first
    attributes   indicators of region_figures that may speed adoption, as {indicator, log2}; each
                 enters with the value of the year before
    neighbours   neighbours that the map does not show, as {region: [regions]}

Times count in days from the central document to the end of the study's period. Regions of which
nothing is known stay apart: every estimate is made with them as not adopted, and without them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from policyloom.analysis.adoption import STATUSES, adopt, plans_of
from policyloom.analysis.answer import (
    DAYS,
    PERCENT,
    REGIONS,
    Answer,
    Caption,
    Line,
    number_column,
    reference_column,
    slug,
    text_column,
)
from policyloom.analysis.charts.steps import Step, steps
from policyloom.analysis.diffusion_hazard import add_hazard
from policyloom.analysis.diffusion_links import add_links
from policyloom.analysis.diffusion_spells import (
    READING_NOTE,
    READINGS,
    Reading,
    Spell,
    Spread,
    spread,
)
from policyloom.analysis.documents import documents
from policyloom.analysis.names import regions
from policyloom.methods.innovation import walker_scores
from policyloom.methods.interval_censoring import turnbull
from policyloom.methods.survival import (
    SurvivalCurve,
    kaplan_meier,
    log_rank,
    quantile,
    quantile_interval,
    restricted_mean,
)
from policyloom.model.evidence import Evidence, Options
from policyloom.model.result import Plain, Result, Text

_SMALL = Text(
    "지역이 적어 띠가 넓다. 띠는 시점마다 따로 본 95% 구간(로그-로그)이며, 표본 오차만 담고 "
    "찾지 못한 지역에서 오는 불확실성은 담지 않는다.",
    "With so few regions the bands are wide. They are pointwise 95% intervals (log-log) and hold "
    "sampling error only, not what comes from regions that were not found.",
)
_LATEST = Text(
    "날짜가 달·해까지만 알려졌거나 상한일인 지역은 늦은 쪽 날에 채택한 것으로 두었다. "
    "날짜를 보지 못한 채택은 기간 말까지 없었던 것으로 두었다. 구간 그대로 추정한 값(턴불)은 "
    "따로 낸다.",
    "Regions dated to a month, a year or an upper bound count at their latest day, adoptions "
    "without a date as not yet made by the end; estimates from the intervals as they are "
    "(Turnbull) stand beside.",
)
_NO_ORIGIN = Text(
    "중앙의 문건에 날짜가 없거나 연구 기간 뒤의 것임",
    "the central document has no date, or follows the period",
)


def run(evidence: Evidence, options: Options) -> Result:
    """Estimate, for each plan, the curve of adoption and what goes with early adoption."""
    answer = Answer("diffusion", Text("중앙 전략의 확산", "Diffusion of central plans"))
    everything, places = documents(evidence), regions(evidence)
    shared = options.settings.analyses.get("adoption", {})
    plans = [p for own in (shared, options.own) for p in plans_of(own, everything)]
    end = date(options.settings.period.end, 12, 31)
    spreads: list[Spread] = []
    summary: list[Line] = []
    for plan in plans:
        found = [adopt(plan, region, everything) for region in places.values()]
        made = spread(plan, found, end)
        every = [ref for a in found for ref in a.origins]
        label = Text(f"{plan.name.ko}: 위험집합의 지역", f"{plan.name.en}: regions at risk")
        at_risk = len(made.at_risk("censored")) if made else None
        answer.number(f"{slug(plan.id)}_at_risk", label, at_risk, REGIONS, every, _NO_ORIGIN)
        if made is not None:
            spreads.append(made)
            summary.append(_kinds(answer, made))
            _survival(answer, made)
            add_hazard(answer, made, evidence, options)
    _plans(answer, summary)
    _leaders(answer, spreads)
    add_links(answer, evidence, options)
    answer.notes += [READING_NOTE, _SMALL]
    return answer.done()


def origins_of(spells: Sequence[Spell]) -> list[str]:
    """Return the rows that spells rest on."""
    return [ref for s in spells for ref in s.adoption.origins]


def _plans(answer: Answer, summary: Sequence[Line]) -> None:
    columns = [
        text_column("plan", "계획 부호", "Plan id"),
        text_column("plan_ko", "계획", "Plan (Korean)"),
        text_column("plan_en", "계획(영어)", "Plan name"),
        reference_column("central", "중앙 문건", "Central document"),
        number_column("within", "기간 안에 채택", "Adopted within the period"),
        number_column("later", "기간 뒤에 채택", "Adopted later"),
        number_column("undated", "때를 모름", "At a time not seen"),
        number_column("before", "중앙보다 앞섬", "Before the centre"),
        number_column("unknown", "채택 여부를 모름", "Unknown"),
    ]
    title = Text("계획별로 본 지역의 채택", "Regions by plan and what is known of them")
    answer.table("plans", title, columns, summary, [READING_NOTE], REGIONS)


def _kinds(answer: Answer, made: Spread) -> Line:
    """Count the kinds of region, list those that are unknown, and return the summary's row."""
    base, name = slug(made.plan.id), made.plan.name
    within = [s for s in made.of("adopted") if s.last is not None and s.last <= made.end]
    later = [s for s in made.of("adopted") if s.first is not None and s.first > made.end]
    # An interval across the end of the period is neither within nor later: its time is not seen.
    settled = [*within, *later]
    unclear = [s for s in made.spells if s.kind in ("adopted", "undated") and s not in settled]
    groups = [
        ("within", "기간 안에 채택", "adopted within the period", within),
        ("later", "기간 뒤에 채택(기간 말까지는 미채택)", "adopted later", later),
        ("undated", "채택했으나 때를 모름", "adopted at a time not seen", unclear),
        ("before", "중앙 문건보다 앞섬", "before the central document", made.of("before")),
        ("unknown", "채택 여부를 모름", "unknown", made.of("unknown")),
    ]
    every = origins_of(made.spells)
    for tail, ko, en, spells in groups:
        label = Text(f"{name.ko}: {ko}", f"{name.en}: {en}")
        origins = origins_of(spells) or every
        answer.number(f"{base}_{tail}", label, len(spells), REGIONS, origins)
        names = ", ".join(s.adoption.region.name.ko for s in spells) or "없음"
        label = Text(f"{label.ko}: 이름", f"{label.en}: names")
        answer.number(f"{base}_{tail}_names", label, names, origins=origins)
    rows: list[Line] = []
    for s in made.of("unknown"):
        status = STATUSES[s.adoption.status]
        seen = "; ".join(d.ref for d in s.adoption.others) or None
        area, place = s.adoption.region.area or None, f"regions:{s.region}"
        cells: list[Plain] = [place, area, status.ko, status.en, seen]
        rows.append((cells, s.adoption.origins))
    columns = [
        reference_column("region", "지역", "Region"),
        text_column("area", "권역", "Macro-region"),
        text_column("status", "본 것", "What was seen (Korean)"),
        text_column("status_en", "본 것(영어)", "What was seen"),
        reference_column("seen", "본 문건", "Documents seen"),
    ]
    title = Text(f"{name.ko}: 채택 여부를 모르는 지역", f"{name.en}: regions that are unknown")
    answer.table(f"{base}_unknown", title, columns, rows, [READING_NOTE])
    central = made.plan.central.ref if made.plan.central else None
    return [base, name.ko, name.en, central, *(len(spells) for *_, spells in groups)], every


def _survival(answer: Answer, made: Spread) -> None:
    base, name = slug(made.plan.id), made.plan.name
    rows: list[Line] = []
    drawn: list[Step] = []
    for reading, text in READINGS.items():
        times, events, used = made.durations(reading)
        curve = kaplan_meier(times, events)
        origins = origins_of(used)
        if curve is None:
            continue
        cells = _numbers(answer, made, reading, curve, origins)
        rows.append(([text.ko, text.en, len(used), sum(events), *cells], origins))
        drawn += _drawn(made, curve, text)
        _by_area(answer, made, reading)
    columns = [
        text_column("reading", "읽기", "Reading (Korean)"),
        text_column("reading_en", "읽기(영어)", "Reading"),
        number_column("regions", "지역", "Regions"),
        number_column("events", "채택(기간 안)", "Adopted within"),
        number_column("share", "기간 말 채택률(%)", "Adopted by the end (%)", ",.1f"),
        number_column("low", "하한(95%)", "Lower (95%)", ",.1f"),
        number_column("high", "상한(95%)", "Upper (95%)", ",.1f"),
        number_column("median", "채택까지 중앙값(일)", "Median time (days)"),
        number_column("median_low", "중앙값 하한", "Median, lower"),
        number_column("median_high", "중앙값 상한", "Median, upper"),
        number_column("mean", "기간 안 평균 미채택일", "Restricted mean (days)", ",.0f"),
        number_column("npmle_least", "구간 추정: 적어도(%)", "From intervals: at least", ",.1f"),
        number_column("npmle_most", "구간 추정: 많아야(%)", "From intervals: at most", ",.1f"),
    ]
    notes = [READING_NOTE, _LATEST, _SMALL]
    title = Text(f"{name.ko}: 채택 곡선의 요약", f"{name.en}: the curve of adoption")
    answer.table(f"{base}_survival", title, columns, rows, notes)
    if drawn:
        value = Text("채택한 지역의 비중(%)", "Regions that adopted (%)")
        title = Text(f"{name.ko}: 채택 곡선(카플란-마이어)", f"{name.en}: adoption (Kaplan-Meier)")
        alt = Text(
            "중앙 문건 뒤 채택한 지역의 비중을 두 읽기로 그린 계단 곡선과 95% 띠",
            "Step curves of the share of regions that adopted, in both readings, with 95% bands",
        )
        spec = steps(drawn, value, list(READINGS.values()))
        caption = Caption(title, alt, notes, PERCENT)
        answer.figure(f"{base}_survival", spec, caption, origins_of(made.spells))


def _numbers(
    answer: Answer, made: Spread, reading: Reading, curve: SurvivalCurve, origins: Sequence[str]
) -> list[Plain]:
    """Add what a curve says as values, and return it as cells of the table."""
    base, name, text = slug(made.plan.id), made.plan.name, READINGS[reading]
    share, low, high = _adopted(curve, made.end)
    median, (soonest, latest) = quantile(curve), quantile_interval(curve)
    mean = restricted_mean(curve, made.end)
    spans = turnbull(made.intervals(reading))
    least, most = spans.survival(made.end) if spans else (None, None)
    npmle_least = None if most is None else 100 * (1 - most)
    npmle_most = None if least is None else 100 * (1 - least)
    half = Text(
        "곡선이나 그 띠가 연구 기간 안에 절반을 지나지 않음",
        "the curve or its band does not pass one half within the period",
    )
    undefined = Text(
        "곡선이 움직이지 않았거나 끝에 이른 곳에서는 정의되지 않음",
        "not defined where the curve has not moved or has reached its end",
    )
    shown = [
        ("share", "기간 말까지 채택한 비중", "share adopted by the end", share, PERCENT, undefined),
        ("share_low", "그 비중의 하한(95%)", "its lower bound (95%)", low, PERCENT, undefined),
        ("share_high", "그 비중의 상한(95%)", "its upper bound (95%)", high, PERCENT, undefined),
        ("median", "채택까지의 중앙값", "median time to adoption", median, DAYS, half),
        ("median_low", "중앙값의 하한(95%)", "lower bound of the median", soonest, DAYS, half),
        ("median_high", "중앙값의 상한(95%)", "upper bound of the median", latest, DAYS, half),
        ("mean", "기간 안 미채택 평균 기간", "restricted mean time without",
         mean.mean if mean else None, DAYS, undefined),
        ("npmle_least", "구간 그대로 추정한 채택 비중: 적어도", "share from intervals: at least",
         npmle_least, PERCENT, undefined),
        ("npmle_most", "구간 그대로 추정한 채택 비중: 많아야", "share from intervals: at most",
         npmle_most, PERCENT, undefined),
    ]  # fmt: skip
    for tail, ko, en, number, unit, reason in shown:
        label = Text(f"{name.ko}({text.ko}): {ko}", f"{name.en} ({text.en}): {en}")
        answer.number(f"{base}_{reading}_{tail}", label, number, unit, origins, reason)
    return [number for _, _, _, number, _, _ in shown]


def _adopted(curve: SurvivalCurve, end: int) -> tuple[float, float | None, float | None]:
    """Return the share adopted by a day in per cent, with its band where it is defined."""
    height = curve.at(end)
    index = int((curve.times <= end).sum()) - 1
    if index < 0 or not 0 < height < 1:
        return 100 * (1 - height), None, None
    low, high = float(curve.lower[index]), float(curve.upper[index])
    return 100 * (1 - height), 100 * (1 - high), 100 * (1 - low)


def _drawn(made: Spread, curve: SurvivalCurve, text: Text) -> list[Step]:
    points = [Step(made.origin.isoformat(), text, 0.0, None, None)]
    for day, height, low, high in zip(
        curve.times, curve.survival, curve.lower, curve.upper, strict=True
    ):
        band = (100 * (1 - high), 100 * (1 - low)) if 0 < height < 1 else (None, None)
        points.append(Step(made.day(day).isoformat(), text, 100 * (1 - height), *band))
    last = points[-1]
    points.append(Step(made.day(made.end).isoformat(), text, last.value, last.low, last.high))
    return points


def _by_area(answer: Answer, made: Spread, reading: Reading) -> None:
    """Test whether macro-regions adopt at one pace, where the study has several of them."""
    # Adopters of unknown time would count as late ones, and they gather in some macro-regions.
    kept = [row for row in zip(*made.durations(reading), strict=True) if row[2].kind != "undated"]
    used = [s for _, _, s in kept]
    areas = [s.adoption.region.area for s in used]
    if len(set(areas)) < 2:
        return
    test = log_rank([t for t, _, _ in kept], [e for _, e, _ in kept], areas)
    base, name, text = slug(made.plan.id), made.plan.name, READINGS[reading]
    reason = Text("견줄 채택이 적음", "too few adoptions to compare")
    for tail, ko, en, number in (
        ("area_chi2", "권역별 로그순위 카이제곱", "log-rank chi-square", test.chi_square),
        ("area_p", "권역별 로그순위 p값", "log-rank p", test.p),
    ):
        label = Text(f"{name.ko}({text.ko}): {ko}", f"{name.en} ({text.en}): {en} by macro-region")
        origins = origins_of(used)
        answer.number(f"{base}_{reading}_{tail}", label, number, origins=origins, reason=reason)


def _leaders(answer: Answer, spreads: Sequence[Spread]) -> None:
    """Score regions by how early they adopt; a plan of which nothing is known stays out."""
    adoptions: dict[str, dict[str, float | None]] = {}
    for made in spreads:
        found = made.of("adopted") + made.of("before")
        adoptions[made.plan.id] = {
            s.region: float(s.adoption.interval.last.toordinal())
            for s in found
            if s.adoption.interval
        }
    scores = {code: score for code, score in walker_scores(adoptions).items() if score is not None}
    by_region = {
        code: [s for m in spreads for s in m.spells if s.region == code] for code in scores
    }
    rows: list[Line] = []
    for code in sorted(scores, key=lambda c: (-scores[c], c)):
        known = sum(code in times for times in adoptions.values())
        cells: list[Plain] = [f"regions:{code}", round(scores[code], 3), known]
        rows.append((cells, origins_of(by_region[code])))
    columns = [
        reference_column("region", "지역", "Region"),
        number_column("score", "선도 점수(0~1)", "Innovation score (0-1)", ",.2f"),
        number_column("plans", "날짜를 본 계획", "Plans with a date"),
    ]
    note = Text(
        "워커 점수: 계획마다 가장 이른 지역 1, 가장 늦은 지역 0. 날짜를 모르는 계획은 평균에서 "
        "뺐고, 계획 하나만 아는 지역의 점수는 흔들리기 쉽다.",
        "Walker's score: 1 for the first region of a plan, 0 for the last. Plans of unknown date "
        "stay out of a region's mean; scores from one plan are shaky.",
    )
    title = Text("정책 채택의 선도 지역", "Regions that adopt early")
    answer.table("leaders", title, columns, rows, [note])
