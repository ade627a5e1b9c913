"""How much of what there is was seen, and what may the rest change?

Options (study.yaml, analyses.coverage):
    outside   counts made elsewhere to hold ours against: a list of {plan, figure}, the figure a row
              of figures.csv that counts regions by the end of its year

A document is in the register or not; in it, more or less of it was seen: its title line, issuer,
number, date, day of issue, text. Documents that others say they carry out are what the corpus
itself refers to; regions times central plans are what could be expected. Plans are those of
analyses.adoption and analyses.diffusion.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from policyloom.analysis.adoption import adopt, plans_of
from policyloom.analysis.answer import (
    DOCUMENTS,
    PERCENT,
    REGIONS,
    Answer,
    Caption,
    Line,
    number_column,
    percent,
    refs,
    slug,
    text_column,
)
from policyloom.analysis.charts.bars import bars
from policyloom.analysis.coverage_curves import add_curves, certain_by
from policyloom.analysis.diffusion_links import titles_not_seen
from policyloom.analysis.diffusion_spells import Spread, spread
from policyloom.analysis.documents import Document, documents, issued, refs_of
from policyloom.analysis.names import LEVELS, regions, sector_names
from policyloom.model.evidence import Evidence, Options
from policyloom.model.result import Plain, Result, ResultColumn, Text

STEPS: Mapping[str, Text] = {
    "title": Text("제목 행을 봄", "Title line seen"),
    "issuer": Text("발령 기관을 봄", "Issuer seen"),
    "number": Text("문서번호를 봄", "Number seen"),
    "dated": Text("날짜를 하나라도 봄", "Any date seen"),
    "day": Text("성문일을 일까지 봄", "Day of issue seen"),
    "text": Text("본문을 보유", "Text held"),
}
_SHORT: Mapping[str, Text] = {
    "title": Text("제목", "Title"),
    "issuer": Text("발령 기관", "Issuer"),
    "number": Text("문서번호", "Number"),
    "dated": Text("날짜", "Date"),
    "day": Text("성문일", "Day"),
    "text": Text("본문", "Text"),
}
"""Headings of the columns of shares, in the order of STEPS."""
_REFERRED = Text(
    "가리켜진 문건은 다른 문건이 이행 대상으로 밝힌 문건이다. 등록부 밖의 문건은 세지 못하므로 "
    "비중은 모두 ‘알려진 것 가운데’의 비중이다.",
    "Documents referred to are those that others say they carry out. What is in no register cannot "
    "be counted: every share is one of what is known.",
)


@dataclass(frozen=True)
class Sight:
    """A document and how much of it was seen."""

    document: Document
    steps: frozenset[str]

    @property
    def ref(self) -> str:
        """Return the reference of its row."""
        return self.document.ref


def run(evidence: Evidence, options: Options) -> Result:
    """Measure what was seen, and bound what was not."""
    answer = Answer("coverage", Text("자료의 범위와 결측 보정", "Coverage and its correction"))
    everything = documents(evidence)
    held = _held(evidence)
    seen = [_sight(d, held) for d in issued(everything)]
    targets = {target for d in everything for target in d.implements}
    referred = [s for s in seen if s.document.id in targets]
    _ladder(answer, seen, referred)
    _groups(answer, seen, referred, options)
    _unseen(answer, everything)
    spreads = _spreads(evidence, options, everything)
    _expected(answer, spreads)
    for made in spreads:
        add_curves(answer, made)
    _outside(answer, spreads, evidence, options)
    answer.notes.append(_REFERRED)
    return answer.done()


def _held(evidence: Evidence) -> frozenset[str]:
    """Return the ids of policies of which a source's file is held."""
    files = {r["id"] for r in evidence.query("SELECT id FROM sources WHERE file IS NOT NULL")}
    rows = evidence.query("SELECT id, sources FROM policies ORDER BY id")
    return frozenset(r["id"] for r in rows if files & set(r["sources"] or ()))


def _sight(document: Document, held: frozenset[str]) -> Sight:
    tests = {
        "title": not document.described,
        "issuer": bool(document.issuers),
        "number": bool(document.number),
        "dated": document.dating.date is not None,
        "day": document.dating.full,
        "text": document.id in held,
    }
    return Sight(document, frozenset(step for step, met in tests.items() if met))


def _of(sights: Sequence[Sight], step: str) -> list[str]:
    return [s.ref for s in sights if step in s.steps]


def _ladder(answer: Answer, seen: Sequence[Sight], referred: Sequence[Sight]) -> None:
    groups = [("all", Text("발령 문건", "Issued documents"), seen),
              ("referred", Text("가리켜진 문건", "Documents referred to"), referred)]  # fmt: skip
    every = [s.ref for s in seen]
    rows: list[Line] = []
    for name, text, sights in groups:
        answer.count(name, text, [s.ref for s in sights], DOCUMENTS, every)
        for step, words in STEPS.items():
            found, whole = _of(sights, step), [s.ref for s in sights]
            label = Text(f"{text.ko}: {words.ko}", f"{text.en}: {words.en}")
            answer.count(f"{name}_{step}", label, found, DOCUMENTS, whole or every)
            share = Text(f"{label.ko}(비중)", f"{label.en} (share)")
            value = percent(len(found), len(whole))
            reason = Text("그러한 문건이 없음", "no such document")
            answer.number(f"{name}_{step}_share", share, value, PERCENT, whole or every, reason)
            cells: list[Plain] = [text.ko, text.en, words.ko, words.en, len(found), len(whole)]
            rows.append(([*cells, value], found or whole or every))
    columns = [
        text_column("of", "대상", "Of (Korean)"),
        text_column("of_en", "대상(영어)", "Of"),
        text_column("step", "본 것", "Seen (Korean)"),
        text_column("step_en", "본 것(영어)", "Seen"),
        number_column("n", "문건", "Documents"),
        number_column("among", "전체", "Among"),
        number_column("share", "비중(%)", "Share (%)", ",.1f"),
    ]
    title = Text("문건을 어디까지 보았는가", "How much of the documents was seen")
    answer.table("ladder", title, columns, rows, [_REFERRED], DOCUMENTS)
    if seen:
        data = [(words, round(100 * len(_of(seen, step)) / len(seen), 1))
                for step, words in STEPS.items()]  # fmt: skip
        alt = Text("본 정도별 문건 비중의 막대그림", "Bars: share of documents by what was seen")
        spec = bars(data, Text("발령 문건 가운데 비중(%)", "Share of documents (%)"), form=",.1f")
        answer.figure("ladder", spec, Caption(title, alt, [_REFERRED], PERCENT), every)


def _groups(
    answer: Answer, seen: Sequence[Sight], referred: Sequence[Sight], options: Options
) -> None:
    """Add the same shares by level, by year and by sector."""
    years = sorted({s.document.year for s in seen if s.document.year})
    levels = {
        code: (text, lambda s, c=code: s.document.level == c) for code, text in LEVELS.items()
    }
    sectors = {code: (text, lambda s, c=code: c in s.document.sectors)
               for code, text in sector_names(options).items()}  # fmt: skip
    yearly = {str(y): (Text(str(y), str(y)), lambda s, y=y: s.document.year == y) for y in years}
    undated = Text("날짜 미상", "No date seen")
    yearly["undated"] = (undated, lambda s, y=None: s.document.year == y)
    titles = {
        "levels": Text("단계별로 본 정도", "Seen, by level"),
        "years": Text("연도별로 본 정도", "Seen, by year"),
        "sectors": Text("분야별로 본 정도", "Seen, by sector"),
    }
    for name, groups in (("levels", levels), ("years", yearly), ("sectors", sectors)):
        rows: list[Line] = []
        for code, (text, test) in groups.items():
            here, named = [s for s in seen if test(s)], [s for s in referred if test(s)]
            if not here:
                continue
            shares = [percent(len(_of(here, step)), len(here)) for step in STEPS]
            aimed = [percent(len(_of(named, step)), len(named)) for step in ("day", "text")]
            cells: list[Plain] = [text.ko, text.en, len(here), *shares, len(named), *aimed]
            rows.append((cells, [s.ref for s in here]))
            label = Text(f"{text.ko}: 본문을 보유한 비중", f"{text.en}: share with text held")
            value = percent(len(_of(here, "text")), len(here))
            origins = [s.ref for s in here]
            answer.number(f"{name}_{slug(code)}_text_share", label, value, PERCENT, origins)
            label = Text(f"{text.ko}: 성문일을 본 비중", f"{text.en}: share with a day of issue")
            value = percent(len(_of(here, "day")), len(here))
            answer.number(f"{name}_{slug(code)}_day_share", label, value, PERCENT, origins)
        answer.table(name, titles[name], _group_columns(), rows, [_REFERRED], PERCENT)


def _group_columns() -> list[ResultColumn]:
    return [
        text_column("group", "구분", "Group (Korean)"),
        text_column("group_en", "구분(영어)", "Group"),
        number_column("documents", "문건(건)", "Documents"),
        *(number_column(step, t.ko, t.en, ",.1f") for step, t in _SHORT.items()),
        number_column("referred", "가리켜짐(건)", "Referred to"),
        number_column("referred_day", "그중 성문일", "Day, of these", ",.1f"),
        number_column("referred_text", "그중 본문", "Text, of these", ",.1f"),
    ]


def _unseen(answer: Answer, everything: Sequence[Document]) -> None:
    """List titles that documents name in their own titles and that no register row has."""
    found = titles_not_seen(everything)
    every = refs_of(everything)
    label = Text(
        "제목에 나오나 등록부에 없는 문건", "Documents named in titles, not in the register"
    )
    origins = [d.ref for _, d in found]
    titles = list(dict.fromkeys(title for title, _ in found))
    answer.number("named_not_seen", label, len(titles), DOCUMENTS, origins or every)
    rows: list[Line] = [([title, d.ref], [d.ref]) for title, d in found]
    columns = [
        text_column("title", "나오는 제목", "Title named"),
        ResultColumn("in", Text("나오는 문건", "In the document"), "reference"),
    ]
    answer.table("named_not_seen", label, columns, rows)


def _spreads(evidence: Evidence, options: Options, everything: Sequence[Document]) -> list[Spread]:
    analyses, places = options.settings.analyses, regions(evidence)
    end = date(options.settings.period.end, 12, 31)
    chosen = [analyses.get("adoption", {}), analyses.get("diffusion", {}), options.own]
    plans = [p for own in chosen for p in plans_of(own, everything)]
    made = (spread(p, [adopt(p, r, everything) for r in places.values()], end) for p in plans)
    return [s for s in made if s is not None]


def _expected(answer: Answer, spreads: Sequence[Spread]) -> None:
    """Set what could be expected, every region with every plan, against what was seen."""
    rows: list[Line] = []
    for made in spreads:
        base, name = slug(made.plan.id), made.plan.name
        areas = dict.fromkeys(s.adoption.region.area for s in made.spells)
        groups = [("", list(made.spells))]
        if len(areas) > 1:
            groups += [(a, [s for s in made.spells if s.adoption.region.area == a]) for a in areas]
        for area, spells in groups:
            known = [s for s in spells if s.kind != "unknown"]
            dated = [s for s in known if s.kind != "undated"]
            share = percent(len(known), len(spells))
            origins = [ref for s in spells for ref in s.adoption.origins]
            whole = Text("전체", "All")
            where = Text(area, area) if area else whole
            cells: list[Plain] = [name.ko, name.en, where.ko, where.en, len(spells), len(known)]
            rows.append(([*cells, len(dated), share], origins))
            if not area:
                label = Text(f"{name.ko}: 채택 여부를 아는 지역의 비중",
                             f"{name.en}: share of regions that are known")  # fmt: skip
                answer.number(f"{base}_known_share", label, share, PERCENT, origins)
                label = Text(f"{name.ko}: 채택 여부를 아는 지역", f"{name.en}: regions known")
                answer.number(f"{base}_known", label, len(known), REGIONS, origins)
    columns = [
        text_column("plan", "계획", "Plan (Korean)"),
        text_column("plan_en", "계획(영어)", "Plan"),
        text_column("area", "권역", "Macro-region (Korean)"),
        text_column("area_en", "권역(영어)", "Macro-region"),
        number_column("expected", "기대(지역)", "Expected"),
        number_column("known", "아는 지역", "Known"),
        number_column("dated", "때도 아는 지역", "With a date"),
        number_column("share", "아는 비중(%)", "Known (%)", ",.1f"),
    ]
    title = Text("지역마다 계획마다: 기대와 본 것", "Expected and seen: regions by plan")
    answer.table("expected", title, columns, rows)


def _outside(
    answer: Answer, spreads: Sequence[Spread], evidence: Evidence, options: Options
) -> None:
    """Hold our count against one made elsewhere."""
    for entry in options.own.get("outside") or ():
        made = next((s for s in spreads if s.plan.id == entry.get("plan")), None)
        code = str(entry.get("figure", ""))
        rows = evidence.query("SELECT id, year, value FROM figures WHERE id = ?", [code])
        if made is None or not rows or not re.fullmatch(r"\d{4}", str(rows[0]["year"])):
            continue
        base, name, row = slug(made.plan.id), made.plan.name, rows[0]
        ours = certain_by(made, date(row["year"], 12, 31))
        origins = [*refs("figures", [code]), *(ref for s in ours for ref in s.adoption.origins)]
        label = Text(f"{name.ko}: 다른 집계의 지역 수", f"{name.en}: regions by another count")
        answer.number(f"{base}_outside", label, row["value"], REGIONS, refs("figures", [code]))
        share = 100 * len(ours) / row["value"] if row["value"] else None
        label = Text(f"{name.ko}: 그 가운데 우리가 확인한 비중", f"{name.en}: of these seen by us")
        why = Text("나눌 수가 영임", "the other count is zero")
        answer.number(f"{base}_outside_share", label, share, PERCENT, origins, why)
