"""What goes with adoption in a year: discrete-time hazards on attributes of regions.

A region stands in the table once a year from the central document's year until it adopts or the
period ends. Attributes are those of the year before: the indicators chosen in the options, the
number of dated pilots in the region, and the share of its neighbours seen to have adopted.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from policyloom.analysis.answer import Answer, Caption, Line, number_column, slug, text_column
from policyloom.analysis.charts.steps import Estimate, ratios
from policyloom.analysis.diffusion_spells import READINGS, Dates, Reading, Spread
from policyloom.analysis.names import regions
from policyloom.analysis.neighbours import neighbours
from policyloom.core.dates import parse_date
from policyloom.methods.hazard import (
    HazardFit,
    fit_hazard,
    hazard_by_period,
    person_periods,
    profile_interval,
    ratio_test,
)
from policyloom.model.evidence import Evidence, Options
from policyloom.model.result import Plain, ResultColumn, Text

_ENOUGH = 10
"""Events a variable below which coefficients of such models are known to be unsteady."""
_FEWEST = 5
"""Adoptions (and region-years without one) below which no model is fitted at all."""
_PANEL_NOTE = Text(
    "지역·연도 자료의 이산시간 위험모형(로짓, 퍼스 벌점)이다. 구간은 벌점 프로파일 우도의 95%이며, "
    "연도는 선형으로 통제하였다. 변수 하나에 채택이 10건 이상이어야 믿을 만하다는 규칙에 비추어 "
    "읽는다. 모자라면 탐색일 뿐이며, 관련이 없다는 증거도 아니다. 채택이 5건 미만이면 추정하지 "
    "않는다.",
    "Discrete-time hazard of region-years (logit with Firth's penalty), year entered as a line; "
    "intervals are 95% of the penalised profile likelihood. Read with the rule of ten events a "
    "variable: below it the estimates explore, and finding nothing shows nothing. With fewer than "
    "five adoptions nothing is estimated.",
)
_NEAR_NOTE = Text(
    "이웃은 지도에서 경계를 맞댄 지역이다. 찾지 못한 이웃은 채택하지 않은 것으로 세어 이웃의 "
    "채택은 하한이다. 시범은 날짜를 본 것만 센다.",
    "Neighbours share a border on the map; neighbours not found count as not adopted, so their "
    "adoption is a minimum. Pilots count where dated.",
)


@dataclass(frozen=True)
class Attribute:
    """What may speed adoption: a value for each region and year, None where not seen."""

    id: str
    name: Text
    values: Mapping[tuple[str, int], float]
    origins: tuple[str, ...] = ()
    log2: bool = False

    def at(self, region: str, year: int) -> float | None:
        """Return the value as it enters the model."""
        value = self.values.get((region, year))
        if value is None or not self.log2:
            return value
        return math.log2(value) if value > 0 else None


@dataclass(frozen=True)
class Panel:
    """Region-years as arrays: design with constant, year and attributes, and event flags."""

    design: np.ndarray
    events: np.ndarray
    names: tuple[str, ...]
    """Columns of the design; those that do not vary by themselves are left out."""


@dataclass(frozen=True)
class Setting:
    """One way of looking at a plan: reading, which end of a date counts, and the attributes."""

    reading: Reading
    dates: Dates
    attributes: tuple[Attribute, ...]


@dataclass
class _Rows:
    lines: list[Line] = field(default_factory=list)
    drawn: list[Estimate] = field(default_factory=list)


def add_hazard(answer: Answer, made: Spread, evidence: Evidence, options: Options) -> None:
    """Add yearly hazards, models one attribute at a time and jointly, and the figure."""
    found = _attributes(made, evidence, options)
    origins = list(dict.fromkeys([
        *(ref for s in made.spells for ref in s.adoption.origins),
        *(ref for a in found for ref in a.origins),
    ]))  # fmt: skip
    _yearly(answer, made, origins)
    rows = _Rows()
    for reading in READINGS:
        for attribute in found:
            _model(rows, made, Setting(reading, "latest", (attribute,)), origins)
        joint = Setting(reading, "latest", tuple(found))
        _values(answer, made, joint, _model(rows, made, joint, origins), origins)
        _model(rows, made, Setting(reading, "earliest", tuple(found)), origins)
    base, name = slug(made.plan.id), made.plan.name
    title = Text(
        f"{name.ko}: 채택 위험과 지역 특성", f"{name.en}: hazard and attributes of regions"
    )
    notes = [_PANEL_NOTE, _NEAR_NOTE]
    answer.table(f"{base}_hazard", title, _columns(), rows.lines, notes)
    if rows.drawn:
        alt = Text(
            "지역 특성별 오즈비와 95% 구간을 두 읽기로 그린 그림",
            "Odds ratios of regional attributes with 95% intervals, in both readings",
        )
        value = Text("오즈비(로그 눈금)", "Odds ratio (log scale)")
        spec = ratios(rows.drawn, value, list(READINGS.values()))
        answer.figure(f"{base}_hazard", spec, Caption(title, alt, notes), origins)


def _columns() -> list[ResultColumn]:
    return [
        text_column("reading", "읽기", "Reading (Korean)"),
        text_column("reading_en", "읽기(영어)", "Reading"),
        text_column("model", "모형", "Model (Korean)"),
        text_column("model_en", "모형(영어)", "Model"),
        text_column("attribute", "특성", "Attribute (Korean)"),
        text_column("attribute_en", "특성(영어)", "Attribute"),
        number_column("odds", "오즈비", "Odds ratio", ",.2f"),
        number_column("low", "하한(95%)", "Lower (95%)", ",.2f"),
        number_column("high", "상한(95%)", "Upper (95%)", ",.2f"),
        number_column("p", "p값", "p", ".3f"),
        number_column("rows", "지역·연도", "Region-years"),
        number_column("events", "채택", "Adoptions"),
        number_column("per_variable", "변수당 채택", "Events a variable", ",.1f"),
        text_column("warning", "주의", "Caution (Korean)"),
        text_column("warning_en", "주의(영어)", "Caution"),
    ]


def _attributes(made: Spread, evidence: Evidence, options: Options) -> list[Attribute]:
    """Return the attributes of the options, then pilots and neighbours."""
    years = range(made.origin.year - 1, made.day(made.end).year)
    found = [_indicator(entry, evidence, years) for entry in options.own.get("attributes") or ()]
    places = regions(evidence)
    rows = evidence.query("SELECT id, region, date FROM pilots ORDER BY id")
    dated = [
        (r["region"], d.last.year, r["id"]) for r in rows if (d := parse_date(r["date"] or ""))
    ]
    pilots = {(code, year): float(sum(p == code and y <= year for p, y, _ in dated))
              for code in places for year in years}  # fmt: skip
    name = Text("시범 수(전년까지)", "Pilots by the year before")
    found.append(Attribute("pilots", name, pilots, tuple(f"pilots:{p}" for _, _, p in dated)))
    key = options.settings.map.key if options.settings.map else "iso"
    near = neighbours(options.geometry, key, places, options.own.get("neighbours") or {})
    adopted = {s.region: made.day(s.last).year for s in made.spells if s.last is not None}
    adopted |= {s.region: made.origin.year - 1 for s in made.of("before")}
    share = {
        (code, year): 10 * sum(adopted.get(n, 9999) <= year for n in others) / len(others)
        for code, others in near.items() if others for year in years
    }  # fmt: skip
    if share:
        # A region without any neighbour (an island) has none that adopted.
        share = {(c, y): share.get((c, y), 0.0) for c in places for y in years}
        name = Text("이웃의 채택 비중(10%p마다)", "Neighbours that adopted (per 10 points)")
        found.append(Attribute("neighbours", name, share))
    return [a for a in found if a.values]


def _indicator(entry: Mapping[str, object], evidence: Evidence, years: range) -> Attribute:
    code, log2 = str(entry.get("indicator", "")), bool(entry.get("log2"))
    named = evidence.query("SELECT name_ko, name_en FROM indicators WHERE id = ?", [code])
    rows = evidence.query(
        "SELECT id, region, year, value FROM region_figures WHERE indicator = ? ORDER BY id", [code]
    )
    rows = [r for r in rows if r["year"] in years]
    ko, en = (named[0]["name_ko"], named[0]["name_en"]) if named else (code, code)
    twice = Text(f"{ko}(두 배마다)", f"{en} (each doubling)") if log2 else Text(ko, en)
    values = {(r["region"], r["year"]): float(r["value"]) for r in rows}
    return Attribute(
        slug(code), twice, values, tuple(f"region_figures:{r['id']}" for r in rows), log2
    )


def panel(made: Spread, setting: Setting) -> Panel:
    """Lay out region-years; regions with an adoption of unknown time stay out."""
    used = [s for s in made.at_risk(setting.reading) if s.kind != "undated"]
    years = {s.region: made.year(s, setting.dates) for s in used}
    first, last = made.origin.year, made.day(made.end).year
    rows = person_periods(years, first, last)
    columns = [[a.at(r.unit, r.period - 1) for r in rows] for a in setting.attributes]
    seen = [i for i in range(len(rows)) if all(c[i] is not None for c in columns)]
    made_of = {"constant": [1.0] * len(seen), "year": [float(rows[i].period - first) for i in seen]}
    for attribute, column in zip(setting.attributes, columns, strict=True):
        made_of[attribute.id] = [column[i] or 0.0 for i in seen]
    kept: list[list[float]] = []
    names: list[str] = []
    for name, entered in made_of.items():
        trial = np.array([*kept, entered], dtype=float).T
        if seen and np.linalg.matrix_rank(trial) == len(kept) + 1:
            kept.append(entered)
            names.append(name)
    design = np.array(kept, dtype=float).T if kept else np.empty((0, 0))
    events = np.array([rows[i].event for i in seen], dtype=bool)
    return Panel(design, events, tuple(names))


def _yearly(answer: Answer, made: Spread, origins: Sequence[str]) -> None:
    lines: list[Line] = []
    for reading, text in READINGS.items():
        used = [s for s in made.at_risk(reading) if s.kind != "undated"]
        years = {s.region: made.year(s) for s in used}
        for h in hazard_by_period(person_periods(years, made.origin.year, made.day(made.end).year)):
            cells: list[Plain] = [text.ko, text.en, str(h.period), h.at_risk, h.events]
            lines.append(([*cells, 100 * h.hazard], origins))
    columns = [
        text_column("reading", "읽기", "Reading (Korean)"),
        text_column("reading_en", "읽기(영어)", "Reading"),
        text_column("year", "연도", "Year"),
        number_column("at_risk", "아직 채택하지 않은 지역", "At risk"),
        number_column("events", "그 해 채택", "Adoptions"),
        number_column("hazard", "위험(%)", "Hazard (%)", ",.1f"),
    ]
    name = made.plan.name
    title = Text(f"{name.ko}: 연도별 채택 위험", f"{name.en}: hazard by year")
    answer.table(f"{slug(made.plan.id)}_years", title, columns, lines, [_PANEL_NOTE])


def _model(rows: _Rows, made: Spread, setting: Setting, origins: Sequence[str]) -> _Fitted | None:
    """Fit one model and add its rows; None where there is nothing to fit."""
    laid = panel(made, setting)
    events = int(laid.events.sum())
    if laid.design.shape[1] < 2 or min(events, len(laid.events) - events) < _FEWEST:
        return None
    fit = fit_hazard(laid.design, laid.events, firth=True)
    plain = fit_hazard(laid.design, laid.events)
    names = [a.id for a in setting.attributes if a.id in laid.names]
    fitted = _Fitted(fit, plain, {name: _estimate(laid, fit, name) for name in names})
    reading, model = READINGS[setting.reading], _model_name(setting)
    for attribute in setting.attributes:
        if attribute.id not in fitted.found:
            continue
        found = fitted.found[attribute.id]
        few = fitted.warning
        cells: list[Plain] = [
            reading.ko, reading.en, model.ko, model.en, attribute.name.ko, attribute.name.en,
            *found, fit.rows, fit.events, fit.events_per_variable, few.ko or None, few.en or None,
        ]  # fmt: skip
        rows.lines.append((cells, origins))
        odds, low, high, _ = found
        if len(setting.attributes) > 1 and setting.dates == "latest" and low and high:
            rows.drawn.append(Estimate(attribute.name, reading, odds, low, high))
    return fitted


def _model_name(setting: Setting) -> Text:
    if len(setting.attributes) == 1:
        return Text("하나씩", "One at a time")
    if setting.dates == "earliest":
        return Text("함께(이른 날짜로)", "Joint, earliest dates")
    return Text("함께", "Joint")


_Found = tuple[float, float | None, float | None, float]


def _estimate(laid: Panel, fit: HazardFit, name: str) -> _Found:
    """Return odds ratio, the ends of its interval and p of a column."""
    column = laid.names.index(name)
    low, high = profile_interval(laid.design, laid.events, fit, column)
    _, p = ratio_test(laid.design, laid.events, fit, column)
    ends = (None if low is None else math.exp(low), None if high is None else math.exp(high))
    return math.exp(fit.coefficients[column]), *ends, p


@dataclass(frozen=True)
class _Fitted:
    fit: HazardFit
    plain: HazardFit
    found: Mapping[str, _Found]

    @property
    def warning(self) -> Text:
        """Return what a reader must know: too few events, separation; empty where nothing."""
        per = self.fit.events_per_variable
        ko, en = [], []
        if per is not None and per < _ENOUGH:
            ko.append(f"변수당 채택 {per:.1f}건(10건 미만)")
            en.append(f"{per:.1f} events a variable (below 10)")
        if self.plain.separated:
            ko.append("완전 분리: 벌점 없이는 추정값이 없음")
            en.append("separated: no estimate without the penalty")
        return Text("; ".join(ko), "; ".join(en))


def _values(
    answer: Answer, made: Spread, setting: Setting, fitted: _Fitted | None, origins: Sequence[str]
) -> None:
    """Add the joint model's numbers as values."""
    base = f"{slug(made.plan.id)}_{setting.reading}"
    name = Text(
        f"{made.plan.name.ko}({READINGS[setting.reading].ko})",
        f"{made.plan.name.en} ({READINGS[setting.reading].en})",
    )
    reason = Text(
        "모형이 없음: 채택이 다섯보다 적거나 채택하지 않은 지역·연도가 없음",
        "no model: fewer than five adoptions, or region-years without one",
    )
    fit = fitted.fit if fitted else None
    sizes = [
        ("panel_rows", "지역·연도 수", "region-years", fit.rows if fit else None),
        ("panel_events", "모형의 채택 수", "adoptions in the model", fit.events if fit else None),
        ("events_per_variable", "변수당 채택 수", "events a variable",
         fit.events_per_variable if fit else None),
    ]  # fmt: skip
    for tail, ko, en, number in sizes:
        label = Text(f"{name.ko}: {ko}", f"{name.en}: {en}")
        answer.number(f"{base}_{tail}", label, number, origins=origins, reason=reason)
    for attribute in setting.attributes:
        found = fitted.found.get(attribute.id) if fitted else None
        why = Text(
            "속성이 한결같거나 모형을 맞추지 못함",
            "the attribute does not vary, or the model could not be fitted",
        )
        for tail, ko, en, number in zip(
            ("odds", "odds_low", "odds_high", "p"),
            ("오즈비", "오즈비 하한(95%)", "오즈비 상한(95%)", "p값"),
            ("odds ratio", "odds ratio, lower", "odds ratio, upper", "p"),
            found or (None,) * 4,
            strict=True,
        ):
            label = Text(
                f"{name.ko}: {attribute.name.ko} {ko}", f"{name.en}: {attribute.name.en}, {en}"
            )
            answer.number(
                f"{base}_{attribute.id}_{tail}", label, number, origins=origins, reason=why
            )
