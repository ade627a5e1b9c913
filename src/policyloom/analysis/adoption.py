"""When did each province take up a central plan, and of which is nothing known?

Options (study.yaml, analyses.adoption):
    plans: a list of {id, ko, en, central, policies, kin, implements}
        central     the central document that lags are counted from
        policies    ids of regional documents that are such a plan; or else
        implements  regional documents of level province that name one of these as carried out
        kin         documents on the same matter that are no such plan (shown, never counted)

A province's first plan decides. Lags count days between two days of issue, both known to the day;
partial dates and publication dates enter the curve as intervals. A province for which no plan was
found is "not found", never "not adopted"; one where only a draft was seen is a class of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from policyloom.analysis.adoption_figures import add_figures
from policyloom.analysis.answer import (
    DAYS,
    REGIONS,
    Answer,
    Line,
    date_column,
    number_column,
    reference_column,
    refs,
    slug,
    text_column,
    text_columns,
)
from policyloom.analysis.dating import KINDS
from policyloom.analysis.documents import Document, documents
from policyloom.analysis.names import Region, regions
from policyloom.methods.adoption import Interval, lag_days, summarise
from policyloom.model.evidence import Evidence, Options
from policyloom.model.result import Plain, Result, Text

Status = Literal["found", "draft", "kin", "not-found"]
STATUSES: Mapping[Status, Text] = {
    "found": Text("계획을 찾음", "Plan found"),
    "draft": Text("초안만 찾음", "Only a draft found"),
    "kin": Text("유사 문건만 찾음", "Only a kindred document found"),
    "not-found": Text("찾지 못함", "Not found"),
}
_NOT_FOUND = Text(
    "찾지 못한 지역은 검색한 범위에서 문건을 보지 못한 것이며, 계획이 없다는 뜻이 아니다.",
    "Not found means absent from what could be searched; it does not prove that there is no plan.",
)


@dataclass(frozen=True)
class Plan:
    """A kind of regional plan, as the options describe it."""

    id: str
    name: Text
    central: Document | None
    policies: frozenset[str]
    kin: frozenset[str]
    implements: frozenset[str]

    def is_plan(self, document: Document) -> bool:
        """Tell whether a document is such a plan (or its draft)."""
        if self.policies:
            return document.id in self.policies
        return document.level == "province" and bool(self.implements & set(document.implements))


@dataclass(frozen=True)
class Adoption:
    """What is known of one region: its status, the first plan and when, the other documents."""

    region: Region
    status: Status
    first: Document | None
    others: tuple[Document, ...]
    interval: Interval | None
    lag: int | None

    @property
    def origins(self) -> list[str]:
        """Return the rows that this rests on; the region itself where nothing was found."""
        seen = ([self.first] if self.first else []) + list(self.others)
        return [d.ref for d in seen] or [f"regions:{self.region.id}"]


def run(evidence: Evidence, options: Options) -> Result:
    """Find, for each plan of the options, each region's first adoption."""
    answer = Answer("adoption", Text("중앙 전략의 지역 채택", "Regional adoption of central plans"))
    everything = documents(evidence)
    places = regions(evidence)
    end = date(options.settings.period.end, 12, 31)
    found: dict[str, list[Adoption]] = {}
    plans = plans_of(options.own, everything)
    for plan in plans:
        found[plan.id] = [adopt(plan, region, everything) for region in places.values()]
        _values(answer, plan, found[plan.id], end)
        _table(answer, plan, found[plan.id])
        add_figures(answer, plan.id, plan.name, found[plan.id], options)
    _both(answer, plans, found)
    answer.notes.append(_NOT_FOUND)
    answer.note(
        "시차는 두 문건의 성문일이 모두 일까지 확인된 경우에만 센다.",
        "Lags are counted only where both days of issue are known.",
    )
    return answer.done()


def plans_of(own: Mapping[str, Any], everything: Sequence[Document]) -> list[Plan]:
    """Return the plans that the options of this analysis describe."""
    return [_plan(entry, everything) for entry in own.get("plans") or ()]


def adopt(plan: Plan, region: Region, everything: Sequence[Document]) -> Adoption:
    """Return what is known of a region's adoption of a plan."""
    here = [d for d in everything if d.region == region.id]
    plans = sorted((d for d in here if plan.is_plan(d) and not d.draft), key=_earliest)
    drafts = [d for d in here if plan.is_plan(d) and d.draft]
    kin = [d for d in here if d.id in plan.kin]
    first = plans[0] if plans else None
    status: Status = "not-found"
    if first:
        status = "found"
    elif drafts or kin:
        status = "draft" if drafts else "kin"
    lag = None
    if first and plan.central and first.dating.full and plan.central.dating.full:
        lag = lag_days(_day(plan.central), _day(first))
    others = (*plans[1:], *drafts, *kin)
    return Adoption(region, status, first, others, _interval(first, plan.central), lag)


def _earliest(document: Document) -> tuple[date, date, str]:
    """Order plans: by the latest day they can have been issued; undated ones come last."""
    day = document.dating.date
    return (day.last, day.first, document.id) if day else (date.max, date.max, document.id)


def _day(document: Document) -> date:
    assert document.dating.date is not None
    return document.dating.date.first


def _interval(first: Document | None, central: Document | None) -> Interval | None:
    """Return the days on which a plan can have been issued; None where no date was seen.

    A day of publication ends the interval; it begins with the central document, or with the
    publication itself where that came before it.
    """
    if first is None or first.dating.date is None:
        return None
    day = first.dating.date
    if first.dating.kind == "issued" or central is None or central.dating.date is None:
        return Interval(day.first, day.last)
    return Interval(min(central.dating.date.first, day.first), day.last)


def _plan(entry: Mapping[str, Any], everything: Sequence[Document]) -> Plan:
    central = next((d for d in everything if d.id == entry.get("central")), None)
    return Plan(
        id=str(entry["id"]),
        name=Text(str(entry["ko"]), str(entry["en"])),
        central=central,
        policies=frozenset(entry.get("policies", ())),
        kin=frozenset(entry.get("kin", ())),
        implements=frozenset(entry.get("implements", ())),
    )


def _values(answer: Answer, plan: Plan, found: Sequence[Adoption], end: date) -> None:
    base = slug(plan.id)
    every = refs("regions", (a.region.id for a in found))
    for status, words in STATUSES.items():
        at = [a for a in found if a.status == status]
        label = Text(f"{plan.name.ko}: {words.ko}(지역 수)", f"{plan.name.en}: {words.en}")
        origins = [ref for a in at for ref in a.origins] or every
        answer.number(f"{base}_{slug(status)}", label, len(at), REGIONS, origins)
        _names(answer, f"{base}_{slug(status)}", label, [a.region.name for a in at], origins)
    adopters = [a for a in found if a.status == "found"]
    all_origins = [ref for a in found for ref in a.origins]
    share = 100 * len(adopters) / len(found) if found else None
    label = Text(f"{plan.name.ko}을 찾은 지역의 비중", f"{plan.name.en}: share of regions found")
    answer.number(
        f"{base}_found_share",
        label,
        share,
        Text("%", "%"),
        all_origins,
        Text("지역이 없음", "no region"),
    )
    _dated(answer, plan, adopters, end)
    _lags(answer, plan, adopters)


def _dated(answer: Answer, plan: Plan, adopters: Sequence[Adoption], end: date) -> None:
    base, name = slug(plan.id), plan.name
    dated = [a for a in adopters if a.interval]
    groups = [
        ("dated", "날짜를 본", "with a date", dated),
        ("undated", "날짜를 보지 못한", "without a date", [a for a in adopters if not a.interval]),
        ("exact", "성문일을 일까지 본", "with a day of issue",
         [a for a in adopters if a.first and a.first.dating.full]),
        ("by_end", "연구 기간 안에 나온", "within the period",
         [a for a in dated if a.interval and a.interval.last <= end]),
        ("after_end", "연구 기간 뒤에 나온", "after the period",
         [a for a in dated if a.interval and a.interval.first > end]),
    ]  # fmt: skip
    for tail, ko, en, at in groups:
        origins = [a.first.ref for a in at if a.first]
        among = [a.first.ref for a in adopters if a.first]
        label = Text(f"{name.ko}: {ko} 지역", f"{name.en}: regions {en}")
        answer.count(f"{base}_{tail}", label, origins, REGIONS, among)
    for year in sorted({a.interval.last.year for a in dated if a.interval}):
        at = [a for a in dated if a.interval and a.interval.last.year == year]
        label = Text(f"{name.ko}: {year}년까지로 확인된 지역(그 해)", f"{name.en}: known by {year}")
        answer.count(f"{base}_{year}", label, [a.first.ref for a in at if a.first], REGIONS)
    exact = sorted((a for a in adopters if a.lag is not None), key=lambda a: a.lag or 0)
    if exact and exact[0].first:
        first = exact[0]
        label = Text(f"{name.ko}: 성문일이 가장 이른 지역", f"{name.en}: earliest day of issue")
        origins = first.origins[:1]
        answer.number(f"{base}_first", label, first.region.name.ko, origins=origins)
        label = Text(f"{name.ko}: 가장 이른 성문일", f"{name.en}: earliest date")
        answer.number(
            f"{base}_first_date",
            label,
            str(first.first and first.first.dating.date),
            origins=origins,
        )


def _lags(answer: Answer, plan: Plan, adopters: Sequence[Adoption]) -> None:
    base, name = slug(plan.id), plan.name
    known = [a for a in adopters if a.lag is not None]
    summary = summarise([a.lag for a in known if a.lag is not None])
    origins = [a.first.ref for a in known if a.first]
    if plan.central:
        origins.append(plan.central.ref)
    reason = Text(
        "발령일을 날까지 아는 지역이 없음", "no region has a day of issue known to the day"
    )
    count = Text(f"{name.ko}: 시차를 셀 수 있는 지역", f"{name.en}: regions with a lag")
    answer.number(f"{base}_lag_n", count, summary.n, REGIONS, origins)
    for tail, ko, en, number in (
        ("mean", "평균 시차", "mean lag", summary.mean),
        ("median", "시차의 중앙값", "median lag", summary.median),
        ("min", "가장 짧은 시차", "shortest lag", summary.least),
        ("max", "가장 긴 시차", "longest lag", summary.most),
    ):
        label = Text(f"{name.ko}: {ko}", f"{name.en}: {en}")
        answer.number(f"{base}_lag_{tail}", label, number, DAYS, origins, reason)
    for a in known:
        label = Text(
            f"{name.ko}: {a.region.name.ko}의 시차", f"{name.en}: lag of {a.region.name.en}"
        )
        own = [ref for ref in (a.first and a.first.ref, plan.central and plan.central.ref) if ref]
        answer.number(f"{base}_lag_{a.region.id.lower()}", label, a.lag, DAYS, own)


def _table(answer: Answer, plan: Plan, found: Sequence[Adoption]) -> None:
    rows: list[Line] = []
    ordered = sorted(found, key=lambda a: (list(STATUSES).index(a.status), _when(a), a.region.id))
    for a in ordered:
        first = a.first
        cells: list[Plain] = [
            a.region.name.ko, a.region.name.en, STATUSES[a.status].ko, STATUSES[a.status].en,
            first.ref if first else None, first.title_ko if first else None,
            str(first.dating.date) if first and first.dating.date else None,
            KINDS[first.dating.kind].ko if first else None, a.lag, len(a.others),
        ]  # fmt: skip
        rows.append((cells, a.origins))
    columns = [
        *text_columns("region", "지역", "Region"),
        text_column("status", "상태", "Status (Korean)"),
        text_column("status_en", "상태(영어)", "Status"),
        reference_column("policy", "문건", "Document"),
        text_column("title", "문건 제목", "Title"),
        date_column("date", "날짜", "Date"),
        text_column("date_is", "날짜의 성격", "Kind of date"),
        number_column("lag_days", "시차(일)", "Lag (days)"),
        number_column("others", "다른 문건", "Other documents"),
    ]
    title = Text(f"{plan.name.ko}의 지역별 채택", f"{plan.name.en} by region")
    answer.table(slug(plan.id), title, columns, rows, [_NOT_FOUND])


def _when(adoption: Adoption) -> date:
    return adoption.interval.last if adoption.interval else date.max


def _both(answer: Answer, plans: Sequence[Plan], found: Mapping[str, Sequence[Adoption]]) -> None:
    """Add, where there are several plans, the regions that have all of them or none."""
    if len(plans) < 2:
        return
    by_region = list(zip(*(found[p.id] for p in plans), strict=True))
    kinds = [
        ("all_found", "모든 계획을 찾은 지역", "Regions with every plan found",
         [row for row in by_region if all(a.status == "found" for a in row)]),
        ("none_found", "어느 계획도 찾지 못한 지역", "Regions with no plan found",
         [row for row in by_region if all(a.status == "not-found" for a in row)]),
    ]  # fmt: skip
    every = [ref for row in by_region for a in row for ref in a.origins]
    for name, ko, en, rows in kinds:
        origins = [ref for row in rows for a in row for ref in a.origins]
        answer.number(name, Text(ko, en), len(rows), REGIONS, origins or every)
        regions_named = [row[0].region.name for row in rows]
        _names(answer, name, Text(ko, en), regions_named, origins or every)


def _names(
    answer: Answer, name: str, label: Text, found: Sequence[Text], origins: Sequence[str]
) -> None:
    """Add the names of regions as two words for prose, `<name>_names` and `<name>_names_en`."""
    korean = ", ".join(t.ko for t in found) or "없음"
    english = ", ".join(t.en for t in found) or "none"
    heading = Text(f"{label.ko}: 이름", f"{label.en}: names")
    answer.number(f"{name}_names", heading, korean, origins=origins)
    answer.number(f"{name}_names_en", heading, english, origins=origins)
