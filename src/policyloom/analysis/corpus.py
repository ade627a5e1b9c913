"""Which policy documents does the study rest on?

Counts by level, year, sector, province, kind of date and confidence. Drafts stand apart and are in
no count of issued documents. A document with several sectors counts in each of them. Years go by
the date of issue, else of publication, else an upper bound, which is always told apart.
"""

from __future__ import annotations

from collections.abc import Sequence

from policyloom.analysis.answer import (
    BODIES,
    DOCUMENTS,
    Answer,
    Caption,
    Line,
    number_column,
    percent,
    reference_column,
    slug,
    text_column,
    text_columns,
)
from policyloom.analysis.charts.bars import bars, stacked_bars, stacked_columns
from policyloom.analysis.dating import KINDS
from policyloom.analysis.documents import Document, documents, issued, refs_of
from policyloom.analysis.names import CONFIDENCE, LEVELS, actor_names, regions, sector_names
from policyloom.analysis.places import ByPlace, add_places
from policyloom.model.evidence import Evidence, Options
from policyloom.model.result import Plain, Result, ResultColumn, Text

_TOP = 15
_DRAFTS = Text("초안(의견수렴안 등)은 세지 않았다.", "Drafts are not counted.")
_SEVERAL = Text(
    "한 문건이 여러 분야에 걸치면 각각 센다.", "A document counts in each of its sectors."
)
_AMOUNT = Text("문건 수(건)", "Documents")


def run(evidence: Evidence, options: Options) -> Result:
    """Describe the corpus; the period of study.yaml marks years, it drops nothing."""
    everything = documents(evidence)
    out = issued(everything)
    answer = Answer("corpus", Text("정책 문건 개관", "The corpus of policies"))
    _totals(answer, everything, out)
    _grades(answer, out)
    _levels(answer, everything, out)
    _years(answer, out, options)
    _sectors(answer, out, options)
    _provinces(answer, out, evidence, options)
    _issuers(answer, out, evidence)
    answer.notes.append(_DRAFTS)
    answer.note(
        "연도는 성문일을, 없으면 공개일을 따르고, 상한일(옮겨 실은 날 등)은 따로 밝힌다.",
        "Years go by the date of issue, else of publication; upper bounds are told apart.",
    )
    return answer.done()


def _totals(answer: Answer, everything: Sequence[Document], out: Sequence[Document]) -> None:
    total = refs_of(everything)
    drafts = refs_of(d for d in everything if d.draft)
    label = Text("정책 문건(초안 포함)", "Policies, drafts included")
    answer.count("policies", label, total, DOCUMENTS)
    answer.count("issued", Text("발령된 정책 문건", "Policies issued"), refs_of(out), DOCUMENTS)
    answer.count("drafts", Text("초안", "Drafts"), drafts, DOCUMENTS, total)
    kinds = {kind: [d for d in out if d.dating.kind == kind] for kind in KINDS}
    facts = [
        ("undated", "날짜를 보지 못한 문건", "no date seen", kinds["none"]),
        ("dated", "날짜를 본 문건", "a date seen", [d for d in out if d.dating.date]),
        ("issue_dated", "성문일을 본 문건", "a date of issue", kinds["issued"]),
        ("full_dated", "성문일을 일까지 본 문건", "a day of issue",
         [d for d in out if d.dating.full]),
        ("published_only", "공개일만 본 문건", "a publication date only", kinds["published"]),
        ("upper_bound", "상한일만 본 문건", "an upper bound only", kinds["upper-bound"]),
        ("described", "원제를 보지 못해 설명만 적은 문건", "a description for a title",
         [d for d in out if d.described]),
        ("numbered", "문서번호를 본 문건", "a document number", [d for d in out if d.number]),
        ("implementing", "이행 대상을 밝힌 문건", "a document to carry out",
         [d for d in out if d.implements]),
    ]  # fmt: skip
    for name, ko, en, found in facts:
        _part(answer, name, Text(ko, f"Policies with {en}"), found, out)


def _part(
    answer: Answer, name: str, label: Text, found: Sequence[Document], whole: Sequence[Document]
) -> None:
    """Add a count of documents and its share of a whole."""
    answer.count(name, label, refs_of(found), DOCUMENTS, refs_of(whole))
    share = Text(f"{label.ko}의 비중", f"Share: {label.en}")
    answer.share(f"{name}_share", share, refs_of(found), refs_of(whole))


def _grades(answer: Answer, out: Sequence[Document]) -> None:
    for grade, text in CONFIDENCE.items():
        found = [d for d in out if d.confidence == grade]
        label = Text(f"신뢰도 ‘{text.ko}’ 문건", f"Policies of {text.en.lower()} confidence")
        _part(answer, f"confidence_{grade}", label, found, out)


def _levels(answer: Answer, everything: Sequence[Document], out: Sequence[Document]) -> None:
    rows: list[Line] = []
    for level, text in LEVELS.items():
        at = [d for d in out if d.level == level]
        drafts = [d for d in everything if d.draft and d.level == level]
        _part(answer, level, Text(f"{text.ko} 문건", f"{text.en} documents"), at, out)
        label = Text(f"{text.ko} 초안", f"{text.en} drafts")
        answer.count(f"{level}_drafts", label, refs_of(drafts), DOCUMENTS, refs_of(everything))
        kinds = [len([d for d in at if d.dating.kind == kind]) for kind in KINDS]
        described = len([d for d in at if d.described])
        share = percent(len(at), len(out))
        cells: list[Plain] = [text.ko, text.en, len(at), *kinds, described, len(drafts), share]
        rows.append((cells, refs_of([*at, *drafts])))
    columns = [
        *text_columns("level", "단계", "Level"),
        number_column("issued", "문건", "Documents"),
        *(number_column(slug(kind), text.ko, text.en) for kind, text in KINDS.items()),
        number_column("described", "제목이 설명", "Title described"),
        number_column("drafts", "초안(별도)", "Drafts (apart)"),
        number_column("share", "비중(%)", "Share (%)", ",.1f"),
    ]
    title = Text("단계별 정책 문건과 날짜의 성격", "Policies by level and kind of date")
    answer.table("levels", title, columns, rows, [_DRAFTS], DOCUMENTS)


def _level_columns() -> list[ResultColumn]:
    return [number_column(level, text.ko, text.en) for level, text in LEVELS.items()]


def _by_level(found: Sequence[Document]) -> list[int]:
    return [len([d for d in found if d.level == level]) for level in LEVELS]


def _years(answer: Answer, out: Sequence[Document], options: Options) -> None:
    whole = refs_of(out)
    period = options.settings.period
    seen = sorted({d.year for d in out if d.year})
    rows: list[Line] = []
    parts = []
    for year in range(min([period.start, *seen]), max([period.end, *seen]) + 1):
        at = [d for d in out if d.year == year]
        label = Text(f"{year}년 문건", f"Documents of {year}")
        answer.count(f"year_{year}", label, refs_of(at), DOCUMENTS, whole)
        bound = len([d for d in at if d.dating.kind == "upper-bound"])
        rows.append(([str(year), len(at), *_by_level(at), bound], refs_of(at) or whole))
        for text, n in zip(LEVELS.values(), _by_level(at), strict=True):
            parts.append((Text(str(year), str(year)), text, float(n)))
    _peak(answer, out, options)
    n = len([d for d in out if d.year is None])
    undated = Text(
        f"날짜를 보지 못한 {n}건은 넣지 않았다.", f"{n} documents without a date are left out."
    )
    columns = [
        text_column("year", "연도", "Year"),
        number_column("all", "전체", "All"),
        *_level_columns(),
        number_column("upper_bound", "상한일만 있는 것", "Upper bound only"),
    ]
    title = Text("연도·단계별 정책 문건", "Policies by year and level")
    alt = Text(
        "연도별 문건 수를 단계별로 쌓은 막대그림", "Stacked bars: documents by year and level"
    )
    answer.table("years", title, columns, rows, [_DRAFTS, undated], DOCUMENTS)
    spec = stacked_columns(parts, _AMOUNT, list(LEVELS.values()))
    answer.figure("years", spec, Caption(title, alt, [_DRAFTS, undated], DOCUMENTS), whole)


def _peak(answer: Answer, out: Sequence[Document], options: Options) -> None:
    period = options.settings.period
    within = [d for d in out if d.year and period.start <= d.year <= period.end]
    label = Text("연구 기간의 문건", "Documents of the period studied")
    answer.count("within_period", label, refs_of(within), DOCUMENTS, refs_of(out))
    years = [d.year for d in within if d.year]
    if not years:
        return
    peak = max(sorted(set(years)), key=years.count)
    at = refs_of(d for d in within if d.year == peak)
    label = Text("문건이 가장 많은 해", "Year with most documents")
    answer.number("peak_year", label, peak, Text("년", ""), at)
    label = Text("문건이 가장 많은 해의 문건", "Documents of the year with most")
    answer.count("peak_year_documents", label, at, DOCUMENTS)


def _sectors(answer: Answer, out: Sequence[Document], options: Options) -> None:
    rows: list[Line] = []
    parts = []
    for code, text in sector_names(options).items():
        at = [d for d in out if code in d.sectors]
        name = f"sector_{slug(code)}"
        _part(answer, name, Text(f"{text.ko} 문건", f"Documents: {text.en}"), at, out)
        for level, words in LEVELS.items():
            here = refs_of(d for d in at if d.level == level)
            label = Text(f"{text.ko} {words.ko} 문건", f"{text.en}: {words.en} documents")
            answer.count(f"{name}_{level}", label, here, DOCUMENTS, refs_of(out))
        if at:
            share = percent(len(at), len(out))
            rows.append(([text.ko, text.en, len(at), *_by_level(at), share], refs_of(at)))
            pairs = zip(LEVELS.values(), _by_level(at), strict=True)
            parts += [(text, words, float(n)) for words, n in pairs]
    columns = [
        *text_columns("sector", "분야", "Sector"),
        number_column("all", "전체", "All"),
        *_level_columns(),
        number_column("share", "비중(%)", "Share (%)", ",.1f"),
    ]
    title = Text("분야·단계별 정책 문건", "Policies by sector and level")
    alt = Text(
        "분야별 문건 수를 단계별로 쌓은 막대그림", "Stacked bars: documents by sector and level"
    )
    answer.table("sectors", title, columns, rows, [_SEVERAL, _DRAFTS], DOCUMENTS)
    spec = stacked_bars(parts, _AMOUNT, list(LEVELS.values()))
    answer.figure(
        "sectors", spec, Caption(title, alt, [_SEVERAL, _DRAFTS], DOCUMENTS), refs_of(out)
    )


def _provinces(
    answer: Answer, out: Sequence[Document], evidence: Evidence, options: Options
) -> None:
    places = regions(evidence)
    local = [d for d in out if d.region in places]
    rows = {code: refs_of(d for d in local if d.region == code) for code in places}
    title = Text("지역별 정책 문건(성·시급)", "Provincial and city policies by region")
    what = Text("지역 문건", "regional documents")
    add_places(answer, ByPlace(rows, title, DOCUMENTS, what, refs_of(out)), places, options)


def _issuers(answer: Answer, out: Sequence[Document], evidence: Evidence) -> None:
    names = actor_names(evidence)
    with_issuer = [d for d in out if d.issuers]
    label = Text("발령 기관을 본 문건", "Policies with a known issuer")
    _part(answer, "with_issuer", label, with_issuer, out)
    by_actor: dict[str, list[str]] = {}
    for document in with_issuer:
        for actor in dict.fromkeys(document.issuers):
            by_actor.setdefault(actor, []).append(document.ref)
    ranked = sorted(by_actor, key=lambda a: (-len(by_actor[a]), a))
    label = Text("발령 기관", "Issuing bodies")
    answer.number("issuers", label, len(ranked), BODIES, refs_of(with_issuer))
    rows: list[Line] = []
    for actor in ranked:
        name = names.get(actor, Text(actor, actor))
        rows.append(([f"actors:{actor}", name.ko, name.en, len(by_actor[actor])], by_actor[actor]))
    columns = [
        reference_column("actor", "기관", "Body"),
        text_column("name_ko", "기관 이름", "Body (Korean)"),
        text_column("name_en", "기관(영어)", "Body name"),
        number_column("n", "문건", "Documents"),
    ]
    title = Text("발령 기관별 정책 문건", "Policies by issuing body")
    note = Text("함께 낸 문건은 각 기관에 센다.", "A joint document counts for each body.")
    answer.table("issuers", title, columns, rows, [note, _DRAFTS], DOCUMENTS)
    top = [(names.get(a, Text(a, a)), float(len(by_actor[a]))) for a in ranked[:_TOP]]
    alt = Text("문건을 많이 낸 기관의 막대그림", "Bars: bodies with most documents")
    shown = [ref for actor in ranked[:_TOP] for ref in by_actor[actor]]
    answer.figure(
        "issuers", bars(top, _AMOUNT), Caption(title, alt, [note, _DRAFTS], DOCUMENTS), shown
    )
