"""Which clause of a regulation touches which activity, and what was reported and asked for?

A row of `clauses` is one clause as read in its source. Who reported what comes from the risks that
the row names; where the register holds no risk of a clause, none was seen, which does not mean that
it does no harm. Likelihood and effect are shown as judged by whom, and stay empty where nobody
judged. Notifications and specific trade concerns stand beside the clauses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policyloom.analysis.answer import (
    Answer,
    Caption,
    Line,
    date_column,
    number_column,
    reference_column,
    slug,
    text_column,
    text_columns,
)
from policyloom.analysis.charts.heat import heat
from policyloom.analysis.names import codebook, economy_names, joined, sector_names, words
from policyloom.core.dates import parse_date
from policyloom.model.evidence import Evidence, Options, Record
from policyloom.model.result import Plain, Result, Text

TITLE = Text("조항별 리스크", "Risk by clause")
STAGES: Mapping[str, Text] = {
    "prepare": Text("준비·판단", "Preparing"),
    "establish": Text("설립", "Establishing"),
    "license": Text("인허가", "Licensing"),
    "sell": Text("판매·조달", "Selling"),
    "operate": Text("운영", "Operating"),
    "transfer": Text("데이터 이전", "Moving data"),
    "exit": Text("철수", "Leaving"),
}
CLAUSES = Text("개", "clauses")
REPORTS = Text("건", "reports")
_GRADES = {
    "high": Text("높음", "High"), "medium": Text("중간", "Medium"), "low": Text("낮음", "Low"),
}  # fmt: skip
_NONE_SEEN = Text(
    "보고가 없는 조항은 등록부에서 보고를 보지 못한 것이며, 해가 없다는 뜻이 아니다.",
    "A clause without reports is one of which the register holds none, not one that does no harm.",
)
_MATCHED = Text(
    "신뢰도가 높음인 행은 보고가 조항이나 그 벌칙의 값을 직접 든 것이고, 중간인 행은 내용으로 이은 "
    "것이다.",
    "High confidence: a report names the clause or its penalty. Medium: matched by content.",
)
_UNJUDGED = Text(
    "가능성과 영향은 판단한 사람이 있을 때만 적는다.",
    "Likelihood and effect stand only where somebody judged them.",
)


@dataclass(frozen=True)
class Material:
    """The clauses with the risks that they name, and the words to show them."""

    clauses: Sequence[Record]
    risks: Mapping[str, Record]
    sectors: Mapping[str, Text]
    kinds: Mapping[str, Text]

    def reports(self, clause: Record) -> list[Record]:
        """Return the risks reported of a clause, the earliest first."""
        found = [self.risks[r] for r in clause["risks"] or () if r in self.risks]
        return sorted(found, key=lambda r: (r["since"] or "9999", r["id"]))

    def refs(self, clause: Record) -> list[str]:
        """Return the references of a clause and of its reports."""
        return [f"clauses:{clause['id']}", *(f"risks:{r['id']}" for r in self.reports(clause))]


def run(evidence: Evidence, options: Options) -> Result:
    """List clauses with their reports and requests, count them by stage, add trade concerns."""
    made = Material(
        evidence.query("SELECT * FROM clauses ORDER BY line"),
        {r["id"]: r for r in evidence.query("SELECT * FROM risks ORDER BY line")},
        sector_names(options),
        words(codebook(options).risk_kinds),
    )
    answer = Answer("risk_clauses", TITLE)
    _counts(answer, made)
    _clauses(answer, made, _titles(evidence))
    _reports(answer, made)
    _stages(answer, made)
    _trade(answer, made, evidence, options)
    _rules(answer, made, evidence)
    answer.notes += [_NONE_SEEN, _UNJUDGED]
    return answer.done()


def _titles(evidence: Evidence) -> dict[str, str]:
    rows = evidence.query("SELECT id, title_ko FROM policies")
    return {row["id"]: row["title_ko"] for row in rows}


def _counts(answer: Answer, made: Material) -> None:
    every = [f"clauses:{c['id']}" for c in made.clauses]
    answer.count("clauses", Text("조항", "Clauses"), every, CLAUSES)
    reported = [f"clauses:{c['id']}" for c in made.clauses if made.reports(c)]
    answer.count("reported", Text("보고가 있는 조항", "Clauses reported"), reported, CLAUSES, every)
    quoted = [f"clauses:{c['id']}" for c in made.clauses if c["quote"]]
    answer.count("quoted", Text("글을 읽은 조항", "Clauses read"), quoted, CLAUSES, every)
    asked = [f"clauses:{c['id']}" for c in made.clauses if c["asked_ko"]]
    label = Text("요구가 확인되는 조항", "Clauses about which something was asked")
    answer.count("asked", label, asked, CLAUSES, every)
    judged = [f"clauses:{c['id']}" for c in made.clauses if c["judged_by"]]
    label = Text("가능성과 영향이 판단된 조항", "Clauses whose likelihood and effect were judged")
    answer.count("judged", label, judged, CLAUSES, every)
    risks = [f"risks:{r['id']}" for c in made.clauses for r in made.reports(c)]
    answer.count("reports", Text("조항에 이어진 보고", "Reports of clauses"), risks, REPORTS, every)
    if made.clauses:
        most = max(made.clauses, key=lambda c: len(made.reports(c)))
        label = Text("보고가 가장 많은 조항", "Clause with most reports")
        answer.number("clause_most", label, most["clause"], origins=made.refs(most))
        label = Text("그 조항의 보고", "Reports of that clause")
        answer.number("most", label, len(made.reports(most)), REPORTS, made.refs(most))
    for stage, text in STAGES.items():
        here = [f"clauses:{c['id']}" for c in made.clauses if c["stage"] == stage]
        label = Text(f"{text.ko} 단계의 조항", f"Clauses at the stage of {text.en.lower()}")
        answer.count(f"stage_{stage}", label, here, CLAUSES, every)


def _clauses(answer: Answer, made: Material, titles: Mapping[str, str]) -> None:
    rows: list[Line] = []
    for clause in made.clauses:
        reports = made.reports(clause)
        sectors = joined(made.sectors, clause["sectors"])
        stage = STAGES[clause["stage"]]
        sources = {s for r in reports for s in r["sources"] or ()}
        first = reports[0]["since"] if reports and reports[0]["since"] else None
        cells: list[Plain] = [
            f"clauses:{clause['id']}", titles.get(clause["policy"] or ""), clause["clause"],
            clause["quote"], clause["what_ko"], clause["what_en"], clause["activity"],
            clause["activity_en"], sectors.ko, sectors.en, stage.ko, stage.en, len(reports),
            len(sources), first, clause["asked_ko"], clause["asked_en"],
            _grade(clause["likelihood"]), _grade(clause["effect"]), clause["judged_by"],
        ]  # fmt: skip
        rows.append((cells, made.refs(clause)))
    columns = [
        reference_column("row", "행", "Row"),
        text_column("policy", "규제", "Regulation"),
        text_column("clause", "조항", "Clause"),
        text_column("quote", "조항의 글", "Words"),
        *text_columns("what", "내용", "What"),
        *text_columns("activity", "활동", "Activity"),
        *text_columns("sectors", "분야", "Sectors"),
        *text_columns("stage", "진출 단계", "Stage"),
        number_column("reports", "보고", "Reports"),
        number_column("sources", "보고의 출처", "Sources of reports"),
        date_column("since", "처음 보고된 때", "First reported"),
        *text_columns("asked", "요구", "Asked"),
        text_column("likelihood", "가능성", "Likelihood"),
        text_column("effect", "영향", "Effect"),
        text_column("judged_by", "판단한 사람", "Judged by"),
    ]
    notes = [_NONE_SEEN, _MATCHED, _UNJUDGED]
    answer.table("clauses", TITLE, columns, rows, notes)


def _grade(code: str | None) -> Plain:
    return _GRADES[code].ko if code in _GRADES else None


def _reports(answer: Answer, made: Material) -> None:
    """Add `reports`: who reported what of which clause, where and when."""
    rows: list[Line] = []
    for clause in made.clauses:
        for risk in made.reports(clause):
            kind = made.kinds.get(risk["kind"], Text(risk["kind"], risk["kind"]))
            origins = [f"clauses:{clause['id']}", f"risks:{risk['id']}"]
            n = len(risk["sources"] or ())
            cells: list[Plain] = [
                clause["clause"], f"risks:{risk['id']}", kind.ko, risk["affected"],
                str(parse_date(risk["since"] or "") or "") or None, risk["what"], n,
            ]  # fmt: skip
            rows.append((cells, origins))
    columns = [
        text_column("clause", "조항", "Clause"),
        reference_column("risk", "보고", "Report"),
        text_column("kind", "종류", "Kind"),
        text_column("who", "누구에게", "Whom it touches"),
        date_column("since", "시점", "Since"),
        text_column("what", "내용", "What"),
        number_column("sources", "출처", "Sources"),
    ]
    answer.table("reports", Text("조항별 보고", "Reports by clause"), columns, rows)


def _stages(answer: Answer, made: Material) -> None:
    """Add `stages` and its heat: reports by stage of entry and sector."""
    used = [s for s in made.sectors if any(s in (c["sectors"] or ()) for c in made.clauses)]
    rows: list[Line] = []
    spots = []
    for stage, text in STAGES.items():
        here = [c for c in made.clauses if c["stage"] == stage]
        if not here:
            continue
        counts: list[Plain] = []
        for sector in used:
            mine = [c for c in here if sector in (c["sectors"] or ())]
            reports = {r["id"] for c in mine for r in made.reports(c)}
            counts.append(len(reports) if mine else None)
            word = f"{len(reports)}/{len(mine)}" if mine else ""
            spots.append((text, made.sectors[sector], len(reports) if mine else None, word))
        refs = [ref for c in here for ref in made.refs(c)]
        rows.append(([text.ko, text.en, len(here), *counts], refs))
    columns = [
        *text_columns("stage", "진출 단계", "Stage"),
        number_column("clauses", "조항", "Clauses"),
        *(number_column(slug(s), made.sectors[s].ko, made.sectors[s].en) for s in used),
    ]
    title = Text("진출 단계와 분야별 보고", "Reports by stage of entry and sector")
    answer.table("stages", title, columns, rows, [_NONE_SEEN], REPORTS)
    if not spots:
        return
    note = Text("칸의 수는 보고/조항이다.", "Cells say reports/clauses.")
    alt = Text("진출 단계와 분야의 표에 보고의 수를 색으로", "Heat: reports by stage and sector")
    most = max(1, *(value or 0 for _, _, value, _ in spots))
    spec = heat(spots, Text("보고(건)", "Reports"), domain=(0, most), step=26)
    refs = [ref for c in made.clauses for ref in made.refs(c)]
    answer.figure("stages", spec, Caption(title, alt, [note, _NONE_SEEN], REPORTS), refs)


def _trade(answer: Answer, made: Material, evidence: Evidence, options: Options) -> None:
    """Add `trade`: counts of notifications and concerns, and `concerns`: what was raised."""
    names = economy_names(evidence)
    wanted = list(options.own.get("indicators") or ())
    rows: list[Line] = []
    for indicator in wanted:
        for row in evidence.query(
            """
            SELECT f.id, f.year, f.economy, f.value, f.definition, i.name_ko, i.name_en
            FROM figures f JOIN indicators i ON f.indicator = i.id
            WHERE f.indicator = ? ORDER BY f.economy, f.year, f.line
            """,
            [indicator],
        ):
            economy = names.get(row["economy"], Text(row["economy"], row["economy"]))
            ref = f"figures:{row['id']}"
            cells: list[Plain] = [
                row["name_ko"], row["name_en"], economy.ko, row["year"], row["value"],
                row["definition"],
            ]  # fmt: skip
            rows.append((cells, [ref]))
    columns = [
        *text_columns("name", "지표", "Indicator"),
        text_column("economy", "국가", "Economy"),
        number_column("year", "연도", "Year", "year"),
        number_column("value", "값", "Value"),
        text_column("definition", "정의", "Definition"),
    ]
    title = Text("무역기술장벽 통보와 현안의 수", "TBT notifications and concerns")
    answer.table("trade", title, columns, rows)
    _concerns(answer, made, set(options.own.get("trade_kinds") or ()))


def _concerns(answer: Answer, made: Material, kinds: set[str]) -> None:
    of_clause: dict[str, list[str]] = {}
    for clause in made.clauses:
        for risk in made.reports(clause):
            of_clause.setdefault(risk["id"], []).append(clause["clause"])
    chosen = [r for r in made.risks.values() if r["kind"] in kinds]
    chosen.sort(key=lambda r: (r["since"] or "9999", r["id"]))
    rows: list[Line] = []
    for risk in chosen:
        clauses = ", ".join(of_clause.get(risk["id"], ())) or None
        cells: list[Plain] = [
            f"risks:{risk['id']}", risk["since"], risk["affected"], risk["what"], clauses,
        ]  # fmt: skip
        rows.append((cells, [f"risks:{risk['id']}"]))
    columns = [
        reference_column("risk", "현안", "Concern"),
        date_column("since", "시점", "Since"),
        text_column("who", "누구에게", "Whom it touches"),
        text_column("what", "내용", "What"),
        text_column("clauses", "이어진 조항", "Clauses"),
    ]
    title = Text("특정무역현안과 표준의 장벽", "Specific trade concerns and standards")
    answer.table("concerns", title, columns, rows)
    refs = [f"risks:{r['id']}" for r in chosen]
    every = [f"risks:{r}" for r in made.risks]
    answer.count("concerns", Text("무역기술장벽의 현안", "TBT concerns"), refs, REPORTS, every)


def _rules(answer: Answer, made: Material, evidence: Evidence) -> None:
    """Add `rules`: the documents of the sectors of clauses' regulations, drafts marked."""
    own = {c["policy"] for c in made.clauses if c["policy"]}
    sectors = {
        sector
        for row in evidence.query("SELECT id, sectors FROM policies")
        if row["id"] in own
        for sector in row["sectors"] or ()
    }
    rows: list[Line] = []
    drafts: list[str] = []
    found = evidence.query(
        """
        SELECT id, title_ko, title, status, sectors, type,
               coalesce(date_issued, date_published) AS seen
        FROM policies WHERE level IN ('central', 'ministry') ORDER BY seen, id
        """
    )
    for row in found:
        if not sectors & set(row["sectors"] or ()):
            continue
        ref = f"policies:{row['id']}"
        if row["status"] == "draft":
            drafts.append(ref)
        status = Text("초안", "Draft") if row["status"] == "draft" else Text("시행", "Issued")
        cells: list[Plain] = [ref, row["title"], row["type"], row["seen"], status.ko, status.en]
        rows.append((cells, [ref]))
    columns = [
        reference_column("policy", "문건", "Document"),
        text_column("title", "원제목", "Original title"),
        text_column("type", "문종", "Type"),
        date_column("seen", "날짜", "Date"),
        *text_columns("status", "상태", "Status"),
    ]
    title = Text("규제와 그 하위 규정", "The regulation and its implementing rules")
    answer.table("rules", title, columns, rows)
    refs = [ref for _, origins in rows for ref in origins]
    documents = Text("건", "documents")
    answer.count("rules", Text("규제와 하위 규정", "Regulation and rules"), refs, documents)
    answer.count("rules_draft", Text("초안", "Drafts"), drafts, documents, refs)
