"""Rules on held texts: what a register says of a document against what the document says itself.

Only texts that were read before (by `build`, `review` or `import`) are compared; a study that holds
none costs nothing. Every difference is told at the cell of the register, with both wordings.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from policyloom.core.dates import PartialDate, parse_date
from policyloom.core.problem import Problem, problem
from policyloom.core.text import normalise_quote
from policyloom.files.held import HeldText, HeldTexts, held_sources
from policyloom.model.study import Study
from policyloom.model.tables import Row

SOURCES, POLICIES = "sources.csv", "registers/policies.csv"
_KINDS = frozenset({"policy", "government"})
"""Kinds of sources whose text is the document itself, not a text about it."""

_HEAD = 1500
_LATE = 366
"""Days between writing and publication after which one of the two dates is doubted."""

_PLAN_IS_OLD = 3
"""Years after the end of a five-year plan in which documents still carry it out."""

_BRACKETS = str.maketrans("[【［(（﹝{】]］)）﹞}", "〔〔〔〔〔〔〔〕〕〕〕〕〕〕")


@dataclass(frozen=True)
class Pair:
    """A row of policies.csv, the source that holds its document, and the stored text."""

    row: Row
    source: Row
    held: HeldText

    def differs(self, code: str, column: str, value: object, quote: str) -> Problem:
        """Return the problem of a cell that the text contradicts."""
        words = {"value": value, "quote": quote, "source": self.source.id}
        return problem(code, POLICIES, self.row.line, column, **words)


def pairs(study: Study, held: HeldTexts) -> Iterator[Pair]:
    """Yield the policies whose own document is held, each with its text."""
    if not held.any:
        return
    sources, policies = study.table("sources").by_id, study.table("policies")
    uses = Counter(name for row in policies for name in row.many("sources"))
    for row in policies:
        for name in row.many("sources"):
            source = sources.get(name)
            if source is None or source.text("kind") not in _KINDS or uses[name] > 1:
                continue
            text = held.of(source)
            if text is not None and text.text:
                yield Pair(row, source, text)


def differing_fields(study: Study) -> Iterator[Problem]:
    """Title, number, issuers and dates in the register are those of the document."""
    own = {
        form: actor.id
        for actor in reversed(study.table("actors").rows)
        for form in (actor.text("name"), *actor.many("other_names"))
    }
    for pair in pairs(study, HeldTexts(study.folder)):
        yield from _title(pair)
        yield from _number(pair)
        yield from _issuers(pair, own)
        yield from _dates(pair)


def doubtful_dates(study: Study) -> Iterator[Problem]:
    """A document is no older than what it cites, and not years younger than the plan it serves."""
    for pair in pairs(study, HeldTexts(study.folder)):
        column = "date_issued" if pair.row.text("date_issued") else "date_published"
        date = parse_date(pair.row.text(column))
        cites, plan = pair.held.about.get("cites"), pair.held.about.get("plan")
        if date and cites and cites[0] > date.year:
            yield pair.differs("text.cites_later", column, date, _around(pair, cites))
        undated = pair.held.about.get("date_issued") is None
        if date and plan and undated and date.year > plan[0] + _PLAN_IS_OLD:
            yield pair.differs("text.old_plan", column, date, _around(pair, plan))


def broken_texts(study: Study) -> Iterator[Problem]:
    """A held text is whole, was readable, and names only days that exist."""
    held = HeldTexts(study.folder)
    for source in held_sources(study) if held.any else ():
        found = held.of(source)
        if found is None:
            continue
        place = (SOURCES, source.line, "file")
        name = source.text("file")
        if found.refused or not found.text:
            why = ", ".join(found.refused) or "read.empty"
            yield problem("text.unread", *place, value=name, why=why)
            continue
        if "read.searched" in found.about.get("remarks", ()):
            yield problem("text.unsearched", *place, value=name)
        cut = found.about.get("cut")
        if cut:
            code = "text.cut_at_limit" if cut[0] == "limit" else "text.cut"
            yield problem(code, *place, value=name, quote=cut[1])
        for quote, at in found.about.get("no_dates", ()):
            yield problem("text.no_such_date", *place, value=name, quote=quote, at=at)


def same_documents(study: Study) -> Iterator[Problem]:
    """A document is held once, whatever titles it goes by."""
    held = HeldTexts(study.folder)
    seen: dict[str, tuple[Row, list[int]]] = {}
    numbers: dict[str, str] = {}
    by_hash: dict[int, list[str]] = {}
    for source in held_sources(study) if held.any else ():
        found = held.of(source)
        if found is None or not found.text:
            continue
        first, share = _nearest(found, seen, by_hash)
        number = found.about.get("number")
        twin = numbers.setdefault(number, source.id) if number else source.id
        if first or twin != source.id:
            yield _same(source, seen[first or twin][0], found, share if first else None)
        seen[source.id] = (source, found.about.get("sketch", []))
        for value in seen[source.id][1]:
            by_hash.setdefault(value, []).append(source.id)


def _same(source: Row, first: Row, found: HeldText, share: float | None) -> Problem:
    words = {
        "value": source.text("title"),
        "date": source.text("date") or "-",
        "first": first.id,
        "first_title": first.text("title"),
        "first_date": first.text("date") or "-",
    }
    if share is None:
        words["number"] = str(found.about["number"])
        return problem("text.same_number", SOURCES, source.line, "title", **words)
    words["share"] = f"{share:.0%}"
    return problem("text.same", SOURCES, source.line, "title", **words)


_SAME = 0.8
"""Share of common runs of eight letters from which two texts count as one document."""


def _nearest(
    found: HeldText, seen: dict[str, tuple[Row, list[int]]], by_hash: dict[int, list[str]]
) -> tuple[str, float]:
    """Return the earlier source whose text is nearly this one, and how near; "" for none."""
    mine = found.about.get("sketch", [])
    votes = Counter(name for value in mine for name in by_hash.get(value, ()))
    for name, count in votes.most_common(3):
        if count * 2 < len(mine):
            break
        share = _similarity(mine, seen[name][1])
        if share >= _SAME:
            return name, share
    return "", 0.0


def _similarity(one: list[int], other: list[int]) -> float:
    """Estimate the Jaccard similarity of two texts from the smallest hashes of each."""
    smallest = sorted({*one, *other})[: max(len(one), len(other))]
    common = set(one) & set(other)
    return sum(1 for value in smallest if value in common) / len(smallest)


def _title(pair: Pair) -> Iterator[Problem]:
    said, given = pair.held.about.get("title") or "", pair.row.text("title")
    if not said or not pair.held.about.get("type") or pair.row.text("title_is") == "description":
        return
    mine, theirs = _plain(given), _plain(said)
    head = _plain(pair.held.text[:_HEAD])
    if mine not in theirs and theirs not in mine and mine not in head:
        yield pair.differs("text.title", "title", given, said)


def _number(pair: Pair) -> Iterator[Problem]:
    said, given = pair.held.about.get("number"), pair.row.text("number")
    if said and given and _plain_number(said) != _plain_number(given):
        quote = pair.held.quote("number") or said
        yield pair.differs("text.number", "number", given, quote)


def _issuers(pair: Pair, own: Mapping[str, str]) -> Iterator[Problem]:
    """Compare bodies by id: those of the study's own register first, else of the package's."""
    named = [own.get(name, "") for name in pair.held.about.get("issuers") or ()]
    said = named if named and all(named) else pair.held.about.get("issuer_ids") or []
    given = pair.row.many("issuers")
    if said and given and set(said) != set(given):
        printed = "、".join(pair.held.about["issuers"])
        shown = pair.row.text("issuers_printed") or ";".join(given)
        yield pair.differs("text.issuers", "issuers", shown, printed)


def _dates(pair: Pair) -> Iterator[Problem]:
    said = parse_date(pair.held.about.get("date_issued") or "")
    issued = parse_date(pair.row.text("date_issued"))
    published = parse_date(pair.row.text("date_published"))
    quote = pair.held.quote("date_issued") or str(said)
    if said and issued and not _agree(said, issued):
        yield pair.differs("text.date", "date_issued", issued, quote)
    if said and published and published.last < said.first:
        yield pair.differs("text.published_before", "date_published", published, quote)
    elif said and published and (published.first - said.last).days > _LATE:
        yield pair.differs("text.published_late", "date_published", published, quote)


def _agree(one: PartialDate, other: PartialDate) -> bool:
    return one.first <= other.last and other.first <= one.last


def _around(pair: Pair, cited: list[object]) -> str:
    """Return the sentence part in which a number or plan stands."""
    at = int(str(cited[2]))
    return pair.held.text[max(0, at - 20) : at + len(str(cited[1])) + 10].replace("\n", " ")


def _plain(words: str) -> str:
    return re.sub(r"[\s《》〈〉“”\"'·]", "", normalise_quote(words))


def _plain_number(number: str) -> str:
    half = normalise_quote(number).translate(_BRACKETS)
    return re.sub(r"\s|第(?=\d)", "", half)
