"""Find names in a text: one pass of an automaton, overlaps resolved, false friends left out.

The automaton (Aho-Corasick, leftmost-longest) reports forms that do not overlap; each is then
either plain, and taken as it is, or resolved: local bodies get the owner that stands before them,
forms of several agencies the one in force at the document's date, forms that are part of another
word are dropped and what is inside them is looked at again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from policyloom.core.dates import PartialDate
from policyloom.extract.names import registry
from policyloom.extract.names.contexts import forbidden, neighbours
from policyloom.extract.names.mention import Kind, Mention, Name
from policyloom.extract.names.patterns import Entry, with_extra

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

_LIST = frozenset("、，,和与及/")
_PARTY = "中共"

Simple = tuple[frozenset[str], frozenset[str], str, str, Kind]
"""The short way for most forms: doubtful neighbours before and after, and what the form means."""


def _automaton(forms: list[str]) -> AhoCorasick:
    try:
        import ahocorasick_rs as engine  # noqa: PLC0415 - an extra, and slow to load
    except ImportError as error:
        message = "finding names needs ahocorasick-rs: pip install 'policyloom[documents]'"
        raise ImportError(message) from error
    return engine.AhoCorasick(
        forms,
        matchkind=engine.MatchKind.LeftmostLongest,
        implementation=engine.Implementation.DFA,
        store_patterns=False,
    )


@dataclass
class _Reading:
    """One text while it is read: what has been found, and whose body was named last."""

    text: str
    day: PartialDate | None
    region: str | None
    found: list[Mention] = field(default_factory=list)
    owner: str = ""
    owner_end: int = -1

    def place_before(self, start: int) -> Mention | None:
        """Return the place whose name ends where a form starts."""
        if self.found and self.found[-1].end == start and self.found[-1].kind == "region":
            return self.found[-1]
        return None

    def owner_of_list(self, start: int) -> str:
        """Return the owner that a list carries on: 省科技厅、财政厅."""
        is_next = self.owner_end == start - 1 and self.text[start - 1] in _LIST
        return self.owner if is_next else ""


class Matcher:
    """The automaton over all forms, with what they stand for; build once, use for many texts."""

    def __init__(self, extra: tuple[Name, ...] = ()) -> None:
        entries = list(with_extra(extra).values())
        self._entries = entries
        self._forms = [entry.form for entry in entries]
        self._simple = [_simple(entry) for entry in entries]
        self._engine = _automaton(self._forms)

    @property
    def forms(self) -> list[str]:
        """Return the forms looked for."""
        return list(self._forms)

    def find(
        self, text: str, *, day: PartialDate | None = None, region: str | None = None
    ) -> tuple[Mention, ...]:
        """Return the names in a text in the order they stand, none overlapping another."""
        reading = _Reading(text, day, region)
        hits = self._engine.find_matches_as_indexes(text)
        simple, add = self._simple, reading.found.append
        made = tuple.__new__  # half the time of Mention(...), which is most of ours
        for place, (pattern, start, end) in enumerate(hits):
            known = simple[pattern]
            if (
                known is not None
                and text[end : end + 1] not in known[1]
                and text[start - 1 : start] not in known[0]
            ):
                add(made(Mention, (start, end, known[2], known[3], known[4])))
            elif not self._take(reading, hits, place):
                hits[place + 1 : place + 1] = self._inside(text, start, end)
        return tuple(reading.found)

    def _inside(self, text: str, start: int, end: int) -> list[tuple[int, int, int]]:
        """Return the shorter forms inside one that was dropped."""
        inner = self._engine.find_matches_as_indexes(text[start : end - 1])
        return [(pattern, start + first, start + last) for pattern, first, last in inner]

    def _take(self, reading: _Reading, hits: list[tuple[int, int, int]], place: int) -> bool:
        """Resolve a form by what stands around it; False where something shorter may be meant."""
        pattern, start, end = hits[place]
        entry = self._entries[pattern]
        if entry.needs_owner and reading.place_before(start) is None:
            return True
        if forbidden(entry.rules, reading.text, start, end):
            return False
        if entry.is_weak and not self._is_among_places(reading, hits, place, entry.ids[0]):
            return False
        if entry.function and self._local(reading, entry, start, end):
            return True
        if not entry.ids:
            return False
        found = _in_force(entry.ids, reading.day)
        reading.found.append(Mention(start, end, found, entry.form, entry.kind))
        return True

    def _is_among_places(
        self, reading: _Reading, hits: list[tuple[int, int, int]], place: int, code: str
    ) -> bool:
        """Say whether a doubtful place name (来宾, 大理) stands beside other places."""
        _, start, end = hits[place]
        if reading.region and code[:2] == reading.region[:2]:
            return True
        last = reading.found[-1] if reading.found else None
        if last and last.kind == "region" and _joins(reading.text, last.end, start):
            return True
        if place + 1 == len(hits):
            return False
        pattern, following, _ = hits[place + 1]
        return self._entries[pattern].kind == "region" and _joins(reading.text, end, following)

    def _local(self, reading: _Reading, entry: Entry, start: int, end: int) -> bool:
        """Add a local body where the text or the document says whose it is."""
        before = reading.place_before(start)
        if before is not None:
            owner, start = before.id, before.start
            reading.found.pop()
        elif entry.owner:
            owner = entry.owner
        elif entry.level:
            owner = _owner_by_level(reading, entry.level, start)
        else:
            owner = reading.owner_of_list(start) or reading.region or ""
        if not owner:
            if entry.ids:
                return False
            owner = "local"
        function = registry.functions()[entry.function]
        body = function.body(owner)
        if body.startswith("cpc-") and reading.text.startswith(_PARTY, start - 2) and start > 1:
            start -= 2
        reading.found.append(Mention(start, end, body, reading.text[start:end], "agency"))
        reading.owner, reading.owner_end = owner, end
        return True


def _simple(entry: Entry) -> Simple | None:
    around = neighbours(entry.rules) if entry.is_simple else None
    return (*around, entry.ids[0], entry.form, entry.kind) if around else None


def _joins(text: str, end: int, start: int) -> bool:
    """Say whether two names are neighbours in a list, or follow each other without a gap."""
    return start == end or (start == end + 1 and text[end] in _LIST)


def _owner_by_level(reading: _Reading, level: str, start: int) -> str:
    """Return whose body 省… or 市… is in this document; the level where that is not known."""
    code = reading.region
    if not code or not code.isdigit() or (start and reading.text[start - 1] in "各县区"):
        return level
    if level == "province":
        return f"{code[:2]}0000"
    if level == "city" and (code in registry.MUNICIPALITIES or not code.endswith("0000")):
        return code if code in registry.MUNICIPALITIES else f"{code[:4]}00"
    return level


def _in_force(ids: tuple[str, ...], day: PartialDate | None) -> str:
    """Return the agency that bore a form on a day; the latest where none or no day is known."""
    if day is not None and len(ids) > 1:
        known = registry.agencies()
        for candidate in ids:
            if candidate in known and known[candidate].in_force(day):
                return candidate
    return ids[-1]


@lru_cache(maxsize=8)
def matcher(extra: tuple[Name, ...] = ()) -> Matcher:
    """Return the matcher for a study's names, built once."""
    return Matcher(extra)
