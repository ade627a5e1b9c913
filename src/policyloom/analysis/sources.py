"""What does the study rest on: which kinds of source, and which few carry most of the rows?

A row rests on every source that it names in any column. The tables looked through are those of the
data dictionary that point to sources.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from policyloom.analysis.answer import (
    ROWS,
    Answer,
    Caption,
    Line,
    number_column,
    percent,
    reference_column,
    refs,
    slug,
    text_column,
    text_columns,
)
from policyloom.analysis.charts.bars import bars, stacked_bars
from policyloom.model.evidence import Evidence, Options
from policyloom.model.result import Plain, Result, Text
from policyloom.model.tables import dictionary

SOURCES = Text("건", "sources")
_TOP = 25
KINDS: Mapping[str, Text] = {
    "policy": Text("정책 원문·게시", "Policy document"),
    "government": Text("정부 자료", "Government"),
    "statistics": Text("통계", "Statistics"),
    "report": Text("보고서", "Report"),
    "academic": Text("학술", "Academic"),
    "news": Text("언론", "News"),
    "company": Text("기업", "Company"),
    "dataset": Text("데이터 파일", "Data set"),
    "web": Text("기타 웹", "Other web"),
    "plan": Text("연구계획", "Research plan"),
    "interview": Text("면담", "Interview"),
}
_GOVERNMENT = (".gov.cn", ".go.kr", ".gov")
_HOSTS = Text(
    "정부 호스트는 주소의 호스트 이름(gov.cn, go.kr, gov)으로 가린다.",
    "Government hosts are told by the host name (gov.cn, go.kr, gov).",
)


@dataclass(frozen=True)
class Source:
    """A source and the rows that rest on it."""

    id: str
    kind: str
    title: str
    publisher: str
    address: str
    rows: tuple[str, ...]

    @property
    def ref(self) -> str:
        """Return the reference of its row."""
        return f"sources:{self.id}"

    @property
    def name(self) -> str:
        """Return what a reader knows it by."""
        return self.title or self.publisher or urlsplit(self.address).netloc or self.id

    @property
    def is_government(self) -> bool:
        """Tell whether its address is on a government host."""
        host = (urlsplit(self.address).hostname or "").lower()
        return any(host.endswith(tail) or f"{tail}." in f"{host}." for tail in _GOVERNMENT)


def run(evidence: Evidence, options: Options) -> Result:  # noqa: ARG001 - the shape of an analysis
    """Count sources by kind and table, and find the most load-bearing ones."""
    uses = _uses(evidence)
    sources = _sources(evidence, uses)
    answer = Answer("sources", Text("출처", "Sources"))
    _totals(answer, sources, evidence)
    _kinds(answer, sources)
    _tables(answer, sources, uses)
    _load(answer, sources)
    answer.notes.append(_HOSTS)
    return answer.done()


def _uses(evidence: Evidence) -> list[tuple[str, str, str]]:
    """Return (table, row, source) for every mention, each once, in order."""
    found: dict[tuple[str, str, str], None] = {}
    for name, spec in dictionary().items():
        for column in spec.columns:
            if column.to != "sources" or name == "sources":
                continue
            one = f'unnest("{column.name}")' if column.many else f'"{column.name}"'
            rows = evidence.query(
                f'SELECT id, {one} AS source FROM "{name}" ORDER BY id, source'  # noqa: S608
            )
            found |= dict.fromkeys((name, r["id"], r["source"]) for r in rows if r["source"])
    return list(found)


def _sources(evidence: Evidence, uses: Sequence[tuple[str, str, str]]) -> list[Source]:
    rows_of: dict[str, list[str]] = {}
    for table, row, source in uses:
        rows_of.setdefault(source, []).append(f"{table}:{row}")
    rows = evidence.query("SELECT id, kind, title, publisher, address FROM sources ORDER BY id")
    return [
        Source(
            id=r["id"],
            kind=r["kind"],
            title=r["title"] or "",
            publisher=r["publisher"] or "",
            address=r["address"] or "",
            rows=tuple(rows_of.get(r["id"], ())),
        )
        for r in rows
    ]


def _totals(answer: Answer, sources: Sequence[Source], evidence: Evidence) -> None:
    every = [s.ref for s in sources]
    answer.count("sources", Text("출처", "Sources"), every, SOURCES)
    rows = list(dict.fromkeys(row for s in sources for row in s.rows))
    label = Text("출처가 있는 등록 행", "Register rows with a source")
    answer.number("rows", label, len(rows), ROWS, every)
    languages = evidence.query(
        """
        SELECT coalesce(language, '') AS language, list(id ORDER BY id) AS ids
        FROM sources GROUP BY 1 ORDER BY 1
        """
    )
    for r in languages:
        code = r["language"] or "none"
        label = Text(f"언어가 {code}인 출처", f"Sources in language {code}")
        answer.count(f"language_{code}", label, refs("sources", r["ids"]), SOURCES)
    policy = [s for s in sources if any(row.startswith("policies:") for row in s.rows)]
    facts = [
        ("without_address", "주소가 없는 출처", "Sources without an address",
         [s for s in sources if not s.address], sources),
        ("unused", "어느 행도 쓰지 않는 출처", "Sources that no row uses",
         [s for s in sources if not s.rows], sources),
        ("single_row", "한 행만 기대는 출처", "Sources with a single row",
         [s for s in sources if len(s.rows) == 1], sources),
        ("government_hosts", "정부 호스트의 출처", "Sources on government hosts",
         [s for s in sources if s.is_government], sources),
        ("policy_government_hosts", "정책 출처 가운데 정부 호스트",
         "Policy sources on government hosts", [s for s in policy if s.is_government], policy),
    ]  # fmt: skip
    for name, ko, en, part, whole in facts:
        some, among = [s.ref for s in part], [s.ref for s in whole]
        answer.count(name, Text(ko, en), some, SOURCES, among)
        answer.share(f"{name}_share", Text(f"{ko}의 비중", f"Share: {en}"), some, among)
    label = Text("정책 문건의 출처", "Sources of policies")
    answer.count("policy_sources", label, [s.ref for s in policy], SOURCES, every)


def _kinds(answer: Answer, sources: Sequence[Source]) -> None:
    every = [s.ref for s in sources]
    known = {**KINDS, **{s.kind: Text(s.kind, s.kind) for s in sources if s.kind not in KINDS}}
    rows: list[Line] = []
    shown = []
    for code, text in known.items():
        here = [s for s in sources if s.kind == code]
        found = [s.ref for s in here]
        answer.count(
            f"kind_{slug(code)}",
            Text(f"{text.ko} 출처", f"Sources: {text.en}"),
            found,
            SOURCES,
            every,
        )
        answer.share(
            f"kind_{slug(code)}_share",
            Text(f"{text.ko} 출처의 비중", f"Share: {text.en}"),
            found,
            every,
        )
        if here:
            resting = len({row for s in here for row in s.rows})
            share = percent(len(here), len(sources))
            rows.append(([text.ko, text.en, len(here), share, resting], found))
            shown.append((text, float(len(here))))
    columns = [
        *text_columns("kind", "종류", "Kind"),
        number_column("n", "출처", "Sources"),
        number_column("share", "비중(%)", "Share (%)", ",.1f"),
        number_column("rows", "기대는 행", "Rows resting on them"),
    ]
    title = Text("종류별 출처", "Sources by kind")
    answer.table("kinds", title, columns, rows, [], SOURCES)
    shown.sort(key=lambda pair: -pair[1])
    alt = Text("출처 종류별 수의 막대그림", "Bars: sources by kind")
    answer.figure(
        "kinds", bars(shown, Text("출처(건)", "Sources")), Caption(title, alt, [], SOURCES), every
    )


def _tables(
    answer: Answer, sources: Sequence[Source], uses: Sequence[tuple[str, str, str]]
) -> None:
    kind_of = {s.id: s.kind for s in sources}
    rows: list[Line] = []
    parts = []
    kinds = [k for k in KINDS if any(s.kind == k for s in sources)]
    for name, spec in dictionary().items():
        here = [(row, source) for table, row, source in uses if table == name]
        if not here:
            continue
        used = list(dict.fromkeys(source for _, source in here))
        counts = Counter(kind_of.get(source, "web") for source in used)
        label = Text(f"‘{spec.ko}’의 출처", f"Sources of {spec.en}")
        answer.count(f"table_{name}", label, refs("sources", used), SOURCES)
        n = len({row for row, _ in here})
        rows.append(([spec.ko, spec.en, n, len(used)], refs("sources", used)))
        parts += [(Text(spec.ko, spec.en), KINDS[k], float(counts[k])) for k in kinds]
    columns = [
        *text_columns("table", "등록부", "Register"),
        number_column("rows", "행", "Rows"),
        number_column("sources", "출처", "Sources"),
    ]
    title = Text("등록부별 출처", "Sources by register")
    answer.table("tables", title, columns, rows, [], SOURCES)
    if parts:
        picture = stacked_bars(parts, Text("출처(건)", "Sources"), [KINDS[k] for k in kinds])
        alt = Text("등록부별 출처 수를 종류별로 쌓은 막대그림", "Stacked bars: sources by register")
        answer.figure("tables", picture, Caption(title, alt, [], SOURCES), [s.ref for s in sources])


def _load(answer: Answer, sources: Sequence[Source]) -> None:
    """Rank sources by the rows that would lose their ground without them."""
    ranked = sorted(sources, key=lambda s: (-len(s.rows), s.id))
    carriers = Counter(row for s in sources for row in s.rows)
    total = len(carriers)
    rows: list[Line] = []
    for s in ranked[:_TOP]:
        kind = KINDS.get(s.kind, Text(s.kind, s.kind))
        only = len([row for row in s.rows if carriers[row] == 1])
        tables = ", ".join(f"{t} {n}" for t, n in Counter(r.split(":")[0] for r in s.rows).items())
        cells: list[Plain] = [
            s.ref,
            s.name,
            kind.ko,
            len(s.rows),
            percent(len(s.rows), total),
            tables,
            only,
        ]
        rows.append((cells, [s.ref]))
    columns = [
        reference_column("source", "출처", "Source"),
        text_column("name", "이름", "Name"),
        text_column("kind", "종류", "Kind"),
        number_column("rows", "기대는 행", "Rows"),
        number_column("share", "행의 비중(%)", "Share of rows (%)", ",.1f"),
        text_column("tables", "등록부", "Registers"),
        number_column("only", "이 출처뿐인 행", "Rows with no other source"),
    ]
    title = Text("가장 많은 행이 기대는 출처", "The most load-bearing sources")
    answer.table("load_bearing", title, columns, rows, [], ROWS)
    for n in (1, 5, 10):
        resting = {row for s in ranked[:n] for row in s.rows}
        share = percent(len(resting), total)
        label = Text(f"상위 {n}개 출처에 기대는 행의 비중", f"Share of rows on the top {n} sources")
        origins = [s.ref for s in ranked[:n]]
        answer.number(
            f"top{n}_share",
            label,
            share,
            Text("%", "%"),
            origins,
            Text("출처가 적힌 행이 없음", "no row has a source"),
        )
        label = Text(f"상위 {n}개 출처에 기대는 행", f"Rows on the top {n} sources")
        answer.number(f"top{n}_rows", label, len(resting), ROWS, origins)
    bare = [s for s in sources if not s.address]
    rows = [
        ([s.ref, s.name, KINDS.get(s.kind, Text(s.kind, s.kind)).ko, len(s.rows)], [s.ref])
        for s in bare
    ]
    title = Text("주소가 없는 출처", "Sources without an address")
    answer.table("without_address", title, columns[:4], rows, [], ROWS)
