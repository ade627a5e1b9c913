"""Which regional document carries out which central one, and who moved first.

A link is stated where the register's `implements` names the document, and where a title names it in
title marks or after a word for carrying out. Wording alone that resembles a central title is no
link. Chains are followed: a city's rules under a provincial plan under a central plan reach both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from policyloom.analysis.answer import (
    DAYS,
    DOCUMENTS,
    REGIONS,
    Answer,
    Caption,
    Line,
    date_column,
    number_column,
    percent,
    reference_column,
    slug,
    text_column,
    text_columns,
)
from policyloom.analysis.charts.bars import stacked_bars
from policyloom.analysis.documents import Document, documents, issued, refs_of
from policyloom.analysis.names import regions, sector_names
from policyloom.methods.adoption import lag_days
from policyloom.model.evidence import Evidence, Options
from policyloom.model.result import Plain, Text

Order = Literal["after", "before", "open"]
Direction = Literal["top-down", "ahead", "regional", "unlinked-before", "unlinked-after", "open"]
ORDERS: Mapping[Order, Text] = {
    "after": Text("중앙 뒤", "After the centre"),
    "before": Text("중앙보다 앞섬", "Before the centre"),
    "open": Text("앞뒤를 모름", "Order not known"),
}
DIRECTIONS: Mapping[Direction, Text] = {
    "top-down": Text("하향", "Top-down"),
    "ahead": Text("하향이나 앞섬", "Top-down, dated before"),
    "regional": Text("지역 안 이행", "Within the region"),
    "unlinked-before": Text("상향", "Bottom-up"),
    "unlinked-after": Text("뒤따름(링크 없음)", "After, no link"),
    "open": Text("모름", "Not known"),
}
_CENTRAL, _REGIONAL = ("central", "ministry"), ("province", "city")
_MARKED = re.compile(r"[《〈「『‘“\"]([^》〉」』’”\"]{4,})[》〉」』’”\"]")
_TITLE = re.compile(r"[《〈]([^》〉]{4,})[》〉]")
_CARRYING = re.compile(
    r"(?:贯彻落实|贯彻|落实|貫徹落實|落實|이행을 위한|carry(?:ing)? out|implement(?:ing|ation of))"
    r"\s*(.{4,})",
    re.IGNORECASE,
)
_NOISE = re.compile(r"[^\w]+|的通知$")
_BRACKET = re.compile(r"[（(][^（）()]*[）)]")
_LEAST = 8
"""Characters that a title must have for its wording to identify it."""
_KINDS_NOTE = Text(
    "하향은 중앙·부처 문건을 이행한다고 밝힌 문건, 지역 안 이행은 지역 문건만 이행한다고 밝힌 "
    "문건, 뒤따름은 이행 대상을 밝히지 않고 중앙 문건 뒤에 나온 문건, 모름은 앞뒤를 가릴 수 없는 "
    "문건이다.",
    "Top-down documents say that they carry out a central one, those within the region a regional "
    "one only; ‘after’ came after a central one of the sector without a stated link; the order of "
    "the rest cannot be told.",
)
_FIRST_NOTE = Text(
    "등록부에서 본 문건만 센다. 상향은 같은 분야에서 날짜를 본 모든 중앙·부처 문건보다 앞섰다는 "
    "뜻이며, 보지 못한 중앙 문건이 있으면 상향은 많게 잡힌다.",
    "Only documents in the register count. Bottom-up means before every dated central or ministry "
    "document of its sectors in the register; central documents not seen would make it fewer.",
)


@dataclass(frozen=True)
class Link:
    """A regional document and a central one that it carries out, itself or through another."""

    local: Document
    central: Document
    basis: Literal["register", "title", "chain"]

    @property
    def order(self) -> Order:
        """Return who came first, as far as dates tell."""
        return order_of(self.local, self.central)

    @property
    def lag(self) -> int | None:
        """Return the days between two days of issue, None where either is not known to the day."""
        a, b = self.central.dating, self.local.dating
        if not (a.full and b.full and a.date and b.date):
            return None
        return lag_days(a.date.first, b.date.first)


_BASES = {
    "register": Text("등록부", "Register"),
    "title": Text("제목에 나옴", "Named in the title"),
    "chain": Text("다른 문건을 거쳐", "Through another document"),
}


def add_links(answer: Answer, evidence: Evidence, options: Options) -> None:
    """Add tables of links, of central documents by how far they travelled, and the directions."""
    everything = documents(evidence)
    links = links_of(everything)
    places = regions(evidence)
    out = issued(everything)
    local = [d for d in out if d.level in _REGIONAL and d.region in places]
    linked = {link.local.id for link in links}
    label = Text("중앙 문건을 이행한다고 밝힌 지역 문건", "Regional documents with a central one")
    stated = [d.ref for d in local if d.id in linked]
    answer.count("linked_documents", label, stated, DOCUMENTS, refs_of(local))
    label = Text("지역 문건에서 그 비중", "Share of regional documents")
    answer.share("linked_share", label, stated, refs_of(local))
    _list(answer, links, refs_of(everything))
    _travels(answer, links)
    _directions(answer, local, links, out, options)


def links_of(everything: Sequence[Document]) -> list[Link]:
    """Return the links between issued regional and central documents, strongest basis first."""
    by_id = {d.id: d for d in everything}
    central = [d for d in everything if d.level in _CENTRAL and not d.draft]
    named = [(core, d) for d in central if len(core := _core(d.title)) >= _LEAST]
    found: list[Link] = []
    for local in issued(everything):
        if local.level not in _REGIONAL:
            continue
        direct = {i for i in local.implements if i in by_id}
        reached: dict[str, Literal["register", "title", "chain"]] = {}
        for target in _chain(direct, by_id):
            reached[target] = "register" if target in direct else "chain"
        for wording in _named_in(local.title):
            for core, d in named:
                if core in wording:
                    reached.setdefault(d.id, "title")
        kept = [(by_id[i], basis) for i, basis in reached.items()]
        found += [Link(local, d, basis) for d, basis in kept if d.level in _CENTRAL]
    return sorted(found, key=lambda k: (k.central.id, k.local.id))


def titles_not_seen(everything: Sequence[Document]) -> list[tuple[str, Document]]:
    """Return titles that documents name in title marks and that no document of the register has.

    Only 《 》 and 〈 〉 count: quotation marks hold slogans as often as titles.
    """
    known = [_plain(d.title) for d in everything]
    found = []
    for d in everything:
        for title in _TITLE.findall(d.title):
            core = _plain(title)
            carrier = len(_plain(d.title)) - len(core)
            named = len(core) >= _LEAST and "印发" not in d.title and carrier > 0
            others = [other for other in known if other != _plain(d.title)]
            if named and not any(core in o or (len(o) >= _LEAST and o in core) for o in others):
                found.append((title, d))
    return found


def order_of(local: Document, central: Document) -> Order:
    """Tell which of two documents was issued first; open where their dates overlap or lack."""
    a, b = local.dating.date, central.dating.date
    if a is None or b is None:
        return "open"
    # Publication follows issue by an unknown time, so it proves "by then", never "not before".
    if a.last < b.first and central.dating.kind == "issued":
        return "before"
    if a.first >= b.last and local.dating.kind == "issued":
        return "after"
    return "open"


def _chain(start: Iterable[str], by_id: Mapping[str, Document]) -> list[str]:
    seen: dict[str, None] = {}
    ahead = list(start)
    while ahead:
        at = ahead.pop()
        if at not in seen and at in by_id:
            seen[at] = None
            ahead += by_id[at].implements
    return list(seen)


def _named_in(title: str) -> list[str]:
    return [_plain(w) for p in (_MARKED, _CARRYING) for w in p.findall(title)]


def _core(title: str) -> str:
    """Return what identifies a title: without its issuer, 关于印发 and 的通知."""
    marked = _MARKED.search(title)
    inner = marked.group(1) if marked and ("印发" in title or "印發" in title) else title
    for word in ("关于", "關於"):
        head, found, rest = inner.partition(word)
        if found and len(head) <= 24 and head.endswith(("国务院", "办公厅", "部", "委", "國務院")):
            inner = rest
    return _plain(inner)


def _plain(text: str) -> str:
    return _NOISE.sub("", _BRACKET.sub("", unicodedata.normalize("NFKC", text)))


def _list(answer: Answer, links: Sequence[Link], among: Sequence[str]) -> None:
    rows: list[Line] = []
    for link in links:
        date, basis, order = link.local.dating.date, _BASES[link.basis], ORDERS[link.order]
        cells: list[Plain] = [
            link.central.ref, link.local.ref, f"regions:{link.local.region}",
            str(date) if date else None, link.lag, order.ko, order.en, basis.ko, basis.en,
        ]  # fmt: skip
        rows.append((cells, [link.local.ref, link.central.ref]))
    columns = [
        reference_column("central", "중앙 문건", "Central document"),
        reference_column("local", "이행하는 지역 문건", "Regional document"),
        reference_column("region", "지역", "Region"),
        date_column("date", "날짜", "Date"),
        number_column("lag_days", "시차(일)", "Lag (days)"),
        text_column("order", "앞뒤", "Order (Korean)"),
        text_column("order_en", "앞뒤(영어)", "Order"),
        text_column("basis", "근거", "Basis (Korean)"),
        text_column("basis_en", "근거(영어)", "Basis"),
    ]
    title = Text("어느 지역 문건이 어느 중앙 문건을 이행하는가", "Who carries out what")
    answer.table("links", title, columns, rows)
    label = Text("지역 문건과 중앙 문건의 이행 관계", "Links of regional to central documents")
    origins = [ref for _, refs in rows for ref in refs]
    answer.number("links", label, len(rows), Text("건", "links"), origins or among)


def _travels(answer: Answer, links: Sequence[Link]) -> None:
    """List central documents by the regions that carry them out, with the first of them."""
    rows: list[Line] = []
    targets = {link.central.id: link.central for link in links}
    for code, central in targets.items():
        here = [link for link in links if link.central.id == code]
        reached = sorted({link.local.region for link in here})
        dated = sorted((link for link in here if link.lag is not None), key=lambda k: k.lag or 0)
        lags = [link.lag for link in dated if link.lag is not None]
        middle = median(lags) if lags else None
        first = dated[0] if dated else None
        cells: list[Plain] = [
            central.ref, str(central.dating.date) if central.dating.date else None,
            len({link.local.id for link in here}), len(reached),
            f"regions:{first.local.region}" if first else None,
            str(first.local.dating.date) if first else None, len(lags), middle,
        ]  # fmt: skip
        rows.append((cells, [central.ref, *refs_of(link.local for link in here)]))
        base = slug(code)
        label = Text(f"{central.title_ko}: 이행하는 지역", f"{central.title}: regions")
        answer.number(f"carried_{base}_regions", label, len(reached), REGIONS, rows[-1][1])
        label = Text(f"{central.title_ko}: 시차의 중앙값", f"{central.title}: median lag")
        why = Text("발령일을 모두 아는 쌍이 없음", "no pair of days of issue")
        answer.number(f"carried_{base}_lag_median", label, middle, DAYS, rows[-1][1], why)
    rows.sort(key=lambda row: (-int(row[0][3] or 0), -int(row[0][2] or 0), str(row[0][0])))
    columns = [
        reference_column("central", "중앙 문건", "Central document"),
        date_column("date", "날짜", "Date"),
        number_column("documents", "지역 문건", "Regional documents"),
        number_column("regions", "지역", "Regions"),
        reference_column("first", "일까지 본 첫 지역", "First region dated to the day"),
        date_column("first_date", "그 날짜", "Its date"),
        number_column("lags", "시차를 센 문건", "With a lag"),
        number_column("median_lag", "시차 중앙값(일)", "Median lag (days)"),
    ]
    title = Text("중앙 문건별 지역 이행", "How far central documents travel")
    answer.table("central", title, columns, rows)


def _directions(
    answer: Answer,
    local: Sequence[Document],
    links: Sequence[Link],
    out: Sequence[Document],
    options: Options,
) -> None:
    """Add how many regional documents follow the centre, precede it, or say nothing of it."""
    kinds = {d.id: _direction(d, links, out) for d in local}
    for kind, text in DIRECTIONS.items():
        at = [d.ref for d in local if kinds[d.id] == kind]
        name = f"direction_{slug(kind)}"
        answer.count(name, Text(f"지역 문건: {text.ko}", f"Regional documents: {text.en}"), at,
                     DOCUMENTS, refs_of(local))  # fmt: skip
        answer.share(f"{name}_share", Text(f"{text.ko}: 비중", f"{text.en}: share"), at,
                     refs_of(local))  # fmt: skip
    rows: list[Line] = []
    parts = []
    for code, sector in sector_names(options).items():
        here = [d for d in local if code in d.sectors]
        if not here:
            continue
        counts = [len([d for d in here if kinds[d.id] == kind]) for kind in DIRECTIONS]
        parts += [(sector, t, float(n)) for t, n in zip(DIRECTIONS.values(), counts, strict=True)]
        down = percent(counts[0], len(here))
        rows.append(([sector.ko, sector.en, len(here), *counts, down], refs_of(here)))
    columns = [
        *text_columns("sector", "분야", "Sector"),
        number_column("documents", "지역 문건", "Regional documents"),
        *(number_column(slug(k), t.ko, t.en) for k, t in DIRECTIONS.items()),
        number_column("down_share", "하향 비중(%)", "Top-down (%)", ",.1f"),
    ]
    title = Text("하향과 상향: 지역 문건과 중앙 문건의 관계", "Top-down and bottom-up")
    answer.table("directions", title, columns, rows, [_KINDS_NOTE, _FIRST_NOTE], DOCUMENTS)
    if parts:
        alt = Text("분야별 지역 문건 수를 하향·상향으로 나눈 막대그림",
                   "Stacked bars: regional documents by direction and sector")  # fmt: skip
        shown = [t for t in DIRECTIONS.values() if any(n for _, kind, n in parts if kind == t)]
        drawn = [part for part in parts if part[1] in shown]
        spec = stacked_bars(drawn, Text("지역 문건(건)", "Documents"), shown)
        caption = Caption(title, alt, [_KINDS_NOTE, _FIRST_NOTE], DOCUMENTS)
        answer.figure("directions", spec, caption, refs_of(local))


def _direction(document: Document, links: Sequence[Link], out: Sequence[Document]) -> Direction:
    own = [link for link in links if link.local.id == document.id]
    if own:
        return "ahead" if all(link.order == "before" for link in own) else "top-down"
    if document.implements:
        return "regional"
    shared = set(document.sectors)
    central = [d for d in out if d.level in _CENTRAL and d.dating.date and shared & set(d.sectors)]
    orders = {order_of(document, d) for d in central}
    if "after" in orders:
        return "unlinked-after"
    return "unlinked-before" if orders == {"before"} else "open"
