"""Find names in a text: one pass of an automaton, overlaps resolved, false friends left out.

The automaton (Aho-Corasick, leftmost-longest) reports forms that do not overlap; each is then
either plain, and taken as it is, or resolved: local bodies get the owner that stands before them,
forms of several agencies the one in force at the document's date, forms that are part of another
word are dropped and what is inside them is looked at again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import repeat
from typing import TYPE_CHECKING

from policyloom.core.dates import PartialDate
from policyloom.extract.names import registry
from policyloom.extract.names.contexts import Checks, forbidden, neighbours
from policyloom.extract.names.mention import Kind, Mention, Name
from policyloom.extract.names.patterns import Entry, with_extra

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

_LIST = frozenset("、，,和与及/")
_EACH = frozenset("各县区")
_BEFORE_OWNED = _EACH | frozenset("省市州盟共")
"""Before 省… and 市…: many are meant, or a place or 中共 is part of the name."""
_PARTY = "中共"
_EDGE = "\n"
_REGIONS_KEPT = 64

Found = tuple[int, int, str, str, Kind]
"""The values of a mention; they become one when all are found, which takes a third of the time."""

Simple = tuple[frozenset[str], frozenset[str], str, str, Kind, tuple[Checks, ...]]
"""The short way for most forms: doubtful neighbours before and after, what the form means, and
the rules that settle a doubt (none where more than they must be asked)."""


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
    """One text while it is read, with what has been found so far."""

    text: str
    day: PartialDate | None
    region: str | None
    found: list[Found] = field(default_factory=list)

    def last(self) -> Mention | None:
        """Return what was found last."""
        return Mention(*self.found[-1]) if self.found else None

    def place_before(self, start: int) -> Mention | None:
        """Return the place whose name ends where a form starts."""
        if not self.found or self.found[-1][1] != start:
            return None
        last = Mention(*self.found[-1])
        return last if last.kind == "region" else None

    def owner_of_list(self, start: int) -> str:
        """Return the owner that goes on: 省科技厅、财政厅 or 省政府国资委, but not 省委科技委."""
        last = self.last()
        if last is None or last.kind != "agency" or not _joins(self.text, last.end, start):
            return ""
        goes_on = last.end < start or last.id.startswith("gov-")
        return registry.parts(last.id)[1] if goes_on else ""


class Matcher:
    """The automaton over all forms, with what they stand for; build once, use for many texts."""

    def __init__(self, extra: tuple[Name, ...] = ()) -> None:
        entries = list(with_extra(extra).values())
        self._entries = entries
        self._forms = [entry.form for entry in entries]
        self._simple = [_simple(entry) for entry in entries]
        self._levels = [place for place, entry in enumerate(entries) if _is_levelled(entry)]
        self._by_region: dict[str | None, list[Simple | None]] = {}
        self._shorter: dict[int, list[tuple[int, int, int]]] = {}
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
        short_ways, add = self._short_ways(region), reading.found.append
        letters = text + _EDGE  # so that there is a letter behind the last, and before the first
        for place, (pattern, start, end) in enumerate(hits):
            way = short_ways[pattern]
            if way is not None:
                before, after, id_, form, kind, rules = way
                if (not after or letters[end] not in after) and (
                    not before or letters[start - 1] not in before
                ):
                    add((start, end, id_, form, kind))
                    continue
                if rules and not forbidden(rules, text, start, end):
                    add((start, end, id_, form, kind))
                    continue
                is_taken = not rules and self._take(reading, hits, place)
            else:
                is_taken = self._take(reading, hits, place)
            if not is_taken:
                shorter = self._inside(pattern)
                hits[place + 1 : place + 1] = [(p, start + a, start + b) for p, a, b in shorter]
        return tuple(map(tuple.__new__, repeat(Mention), reading.found))

    def _short_ways(self, region: str | None) -> list[Simple | None]:
        """Return what forms mean in documents of a region: there 省科技厅 is one body."""
        known = self._by_region.get(region)
        if known is None:
            known = list(self._simple)
            for place in self._levels:
                entry = self._entries[place]
                known[place] = _owned(entry, _owner_by_level(region, entry.level))
            if len(self._by_region) >= _REGIONS_KEPT:
                self._by_region.clear()
            self._by_region[region] = known
        return known

    def _inside(self, pattern: int) -> list[tuple[int, int, int]]:
        """Return the shorter forms inside one that was dropped, with their places in it."""
        known = self._shorter.get(pattern)
        if known is None:
            known = self._engine.find_matches_as_indexes(self._forms[pattern][:-1])
            self._shorter[pattern] = known
        return known

    def _take(self, reading: _Reading, hits: list[tuple[int, int, int]], place: int) -> bool:
        """Resolve a form by what stands around it; False where something shorter may be meant."""
        pattern, start, end = hits[place]
        entry = self._entries[pattern]
        if entry.needs_owner and reading.place_before(start) is None:
            return True
        if entry.is_weak and not self._is_among_places(reading, hits, place, entry.ids[0]):
            return False
        if entry.rules and forbidden(entry.rules, reading.text, start, end):
            return False
        if entry.function and self._local(reading, entry, start, end):
            return True
        if not entry.ids:
            return False
        found = _in_force(entry.ids, reading.day) if len(entry.ids) > 1 else entry.ids[0]
        reading.found.append((start, end, found, entry.form, entry.kind))
        return True

    def _is_among_places(
        self, reading: _Reading, hits: list[tuple[int, int, int]], place: int, code: str
    ) -> bool:
        """Say whether a doubtful place name (来宾, 大理) stands beside other places."""
        _, start, end = hits[place]
        if reading.region and code[:2] == reading.region[:2]:
            return True
        last = reading.last()
        if last and last.kind == "region" and _joins(reading.text, last.end, start):
            return last.end < start or last.id[:2] == code[:2]
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
            is_plural = start > 0 and reading.text[start - 1] in _EACH
            owner = _owner_by_level(None if is_plural else reading.region, entry.level)
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
        reading.found.append((start, end, body, reading.text[start:end], "agency"))
        return True


def _simple(entry: Entry) -> Simple | None:
    if entry.owner:
        return _owned(entry, entry.owner)
    around = neighbours(entry.rules) if entry.is_simple else None
    return (*around, entry.ids[0], entry.form, entry.kind, entry.rules) if around else None


def _owned(entry: Entry, owner: str) -> Simple | None:
    """Return the short way of a local body whose owner is known."""
    around = neighbours(entry.rules)
    if around is None:
        return None
    body = registry.functions()[entry.function].body(owner)
    return _before_owned(around[0]), around[1], body, entry.form, entry.kind, ()


def _joins(text: str, end: int, start: int) -> bool:
    """Say whether two names are neighbours in a list, or follow each other without a gap."""
    return start == end or (start == end + 1 and text[end] in _LIST)


@cache
def _before_owned(before: frozenset[str]) -> frozenset[str]:
    return before | _BEFORE_OWNED


def _is_levelled(entry: Entry) -> bool:
    return bool(entry.level and not entry.ids) and neighbours(entry.rules) is not None


def _owner_by_level(code: str | None, level: str) -> str:
    """Return whose body 省… or 市… is in documents of a place; the level where unknown."""
    if not code or not code.isdigit():
        return level
    if level == "province":
        return f"{code[:2]}0000"
    if level == "city" and code in registry.MUNICIPALITIES:
        return code
    if level == "city" and not code.endswith("0000"):
        return f"{code[:4]}00"
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
def matcher_for(extra: tuple[Name, ...] = ()) -> Matcher:
    """Return the matcher for a study's names, built once."""
    return Matcher(extra)
