"""The ledger of a study: held texts of central and regional documents, compared item by item.

Who carries out whom is what policies.csv says (`implements`), and what a held text says itself when
it names a registered document as its ground (根据, 贯彻, 落实). Each comparison is kept by the
contents of both texts under derived/ledger, so that a build compares only what is new.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from policyloom.core.atomic import write_file
from policyloom.core.ids import digest, fingerprint
from policyloom.extract.citations import Register
from policyloom.extract.items import find_items
from policyloom.extract.measures import find_measures
from policyloom.extract.script import simplified
from policyloom.extract.tone import ToneWord, find_tone
from policyloom.files.held import HeldText, HeldTexts, held_sources
from policyloom.files.rules_texts import pairs
from policyloom.methods.ledger import Sentence, Tone, Written, ledger_of
from policyloom.model.ledger import (
    CLOSE,
    OPEN,
    Item,
    Ledger,
    Measure,
    PairLedger,
    TextState,
    pair_from_record,
)
from policyloom.model.study import Study

FOLDER = "derived/ledger"
CENTRAL = frozenset({"central", "ministry"})
REGIONAL = frozenset({"province", "city"})
_GROUND = frozenset({"根据", "依据", "按照", "贯彻", "落实", "贯彻落实", "执行"})
_SENTENCE_END = re.compile(r"[。；;！？!?]+|(?<=[^\W\d])\.(?=\s)|\n\s*\n")
_APART = frozenset({"title", "heading", "cell", "caption", "footnote"})
_LETTER = re.compile(r"[^\W\d_]")
_MARKS = str.maketrans({OPEN: "[", CLOSE: "]"})


def study_ledger(study: Study) -> Ledger:
    """Return the ledger of a study's held texts; what was compared before is read back."""
    held = HeldTexts(study.folder)
    texts = {pair.row.id: pair.held for pair in pairs(study, held)}
    states = _states(study, held, texts)
    links, cited = _links(study, texts)
    kept = _Kept(study.folder / FOLDER)
    written: dict[str, Written] = {}

    def of(policy: str) -> Written:
        if policy not in written:
            written[policy] = write_out(texts[policy], whole=states[policy] == "held")
        return written[policy]

    centrals = dict.fromkeys(central for central, _ in links if central in texts)
    items = {c: tuple((i, of(c).text[i.start : i.end]) for i in of(c).items) for c in centrals}
    made = {}
    for central, regional in links:
        if central in texts and regional in texts:
            now = _print(texts[central], texts[regional])
            found = kept.read(now)
            if found is None:
                found = ledger_of(of(central), of(regional))
                kept.write(now, found)
            made[central, regional] = found
    return Ledger(states, items, made, cited)


def ledger_fingerprint(study: Study) -> str:
    """Return a fingerprint of all held texts: those that the ledger and other analyses rest on."""
    held = HeldTexts(study.folder)
    seen = [(p.row.id, p.held.hash, p.held.made_by) for p in pairs(study, held)]
    unread = [(s.id, study.inputs.get(s.text("file"), "")) for s in held_sources(study)]
    return fingerprint(seen, unread)


def write_out(held: HeldText, *, whole: bool = True) -> Written:
    """Return a held text cut into items and sentences, as the comparison takes it.

    Clauses in brackets that say who is responsible are left out of the comparison: every place
    names bodies of its own.
    """
    text = held.text.translate(_MARKS)
    plain = key = simplified(text)
    for clause in held.clauses:
        start, end = int(clause["start"]), int(clause["end"])
        if key[start : start + 1] in ("（", "("):
            key = f"{key[:start]}{' ' * (end - start)}{key[end:]}"
    items = tuple(find_items(text))
    found = _Found(tuple(find_measures(key)), tuple(find_tone(key)))
    blocks = frozenset(_blocks(held))
    return Written(text, plain, key, items, tuple(_sentences(key, items, blocks, found)), whole)


def _blocks(held: HeldText) -> Iterator[int]:
    """Yield where sentences end because a heading or a cell begins or ends.

    Paragraphs are no such places: in many texts every printed line is one.
    """
    before = ""
    for passage in held.passages:
        if before in _APART or passage.kind in _APART:
            yield passage.start
        before = passage.kind


@dataclass(frozen=True)
class _Found:
    """What was found in a whole text, handed out by sentence."""

    measures: tuple[Measure, ...]
    tones: tuple[ToneWord, ...]

    def measures_in(self, start: int, end: int) -> tuple[Measure, ...]:
        low = bisect_left(self.measures, start, key=lambda m: m.start)
        return self.measures[low : bisect_left(self.measures, end, key=lambda m: m.start)]

    def tone_in(self, start: int, end: int) -> Tone:
        """Return the one tone of a stretch; "" where it has none, or both."""
        low = bisect_left(self.tones, start, key=lambda t: t.start)
        high = bisect_left(self.tones, end, key=lambda t: t.start)
        tones = {t.tone == "encouraging" for t in self.tones[low:high]}
        return "" if len(tones) != 1 else "encouraging" if tones.pop() else "binding"


def _sentences(
    key: str, items: tuple[Item, ...], blocks: frozenset[int], found: _Found
) -> Iterator[Sentence]:
    """Yield the sentences; none reaches beyond its item, none holds an item's numbering."""
    at, stretches = 0, []
    for number, item in enumerate(items):
        stretches += [(at, item.start, -1), (item.start + len(item.label), item.end, number)]
        at = item.end
    ends = sorted({m.end() for m in _SENTENCE_END.finditer(key)} | blocks)
    for begin, end, number in (*stretches, (at, len(key), -1)):
        low, high = bisect_left(ends, begin + 1), bisect_left(ends, end)
        cuts = [begin, *ends[low:high], end]
        for start, stop in pairwise(cuts):
            if _LETTER.search(key, start, stop):
                tone = found.tone_in(start, stop)
                yield Sentence(start, stop, number, tone, found.measures_in(start, stop))


def _states(study: Study, held: HeldTexts, texts: Mapping[str, HeldText]) -> dict[str, TextState]:
    """Return how the text of each policy is held: whole, cut, or as a file that gave no text."""
    sources = study.table("sources").by_id
    found: dict[str, TextState] = {}
    for row in study.table("policies"):
        if row.id in texts:
            found[row.id] = "cut" if texts[row.id].about.get("cut") else "held"
            continue
        own = [sources[s] for s in row.many("sources") if s in sources]
        if any((known := held.of(s)) is not None and not known.text for s in own):
            found[row.id] = "unread"
    return found


def _links(
    study: Study, texts: Mapping[str, HeldText]
) -> tuple[list[tuple[str, str]], tuple[tuple[str, str], ...]]:
    """Return pairs (central, regional) in the order of the register, and those by text alone."""
    policies = study.table("policies")
    level = {row.id: row.text("level") for row in policies}
    register = Register.of_rows([row.cells for row in policies]) if texts else None
    made: dict[tuple[str, str], bool] = {}
    for row in policies:
        if level[row.id] not in REGIONAL:
            continue
        for central in row.many("implements"):
            if level.get(central) in CENTRAL:
                made[central, row.id] = True
        for central in _named(texts[row.id], register) if row.id in texts and register else ():
            if level.get(central) in CENTRAL:
                made.setdefault((central, row.id), False)
    return list(made), tuple(pair for pair, entered in made.items() if not entered)


def _named(held: HeldText, register: Register) -> Iterator[str]:
    """Yield the registered documents that a text names as its ground."""
    for cited in held.citations:
        if cited.get("verb") in _GROUND or cited.get("implements"):
            policy = register.resolve(str(cited.get("title") or ""), cited.get("number"))
            if policy:
                yield policy


def _print(central: HeldText, regional: HeldText) -> str:
    marks = [central.hash, central.made_by, regional.hash, regional.made_by]
    whole = [bool(central.about.get("cut")), bool(regional.about.get("cut"))]
    return fingerprint(marks, whole, _rules())


@cache
def _rules() -> str:
    """Return a fingerprint of the code that compares; that which reads is in `made_by`."""
    here = Path(__file__).parent
    ours = here.parent
    files = [
        here / "ledger.py",
        ours / "methods" / "ledger.py",
        ours / "methods" / "reuse" / "alignment.py",
        ours / "model" / "ledger.py",
    ]
    return fingerprint([digest(path.read_bytes()) for path in files])


class _Kept:
    """The kept comparisons of a study, one file a pair of contents."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, now: str) -> PairLedger | None:
        """Return a kept comparison; None where it is absent or damaged."""
        try:
            return pair_from_record(json.loads((self._folder / f"{now}.json").read_bytes()))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, now: str, made: PairLedger) -> None:
        """Keep a comparison."""
        data = json.dumps(made.as_record(), ensure_ascii=False, sort_keys=True)
        write_file(self._folder / f"{now}.json", data.encode("utf-8"))
