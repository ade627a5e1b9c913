"""The ledger of one central and one regional document: what became of each item.

Sentences are compared by the terms they share (pairs of neighbouring Han characters or Hangul
syllables, Latin words; digits and punctuation apart), each weighed by its rarity in the two
documents (inverse document frequency, Spärck Jones 1972; weight ln(1 + N/n) for a term in n of N
sentences). The match of a central sentence s in a regional one t is the weighted share of the terms
of s that stand in t. The coverage of an item is the mean of the best matches of its sentences,
weighed by their numbers of letters; matches under `CARRIED` count as none.

    coverage < FOUND                          skipped (where the regional text is whole)
    FOUND <= coverage < WHOLE                 one thing less is asked: only a part is taken over
    numbers, deadlines and binding words      each asks more (+1), less (-1), or neither (0)
    more +1 than -1                           strengthened
    more -1 than +1, or as many               narrowed
    none of either                            carried out

A regional item of which less than `FOUND` is met again in the central document is added. Lower
numbers than a national total say nothing of stringency: they are a share of it.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from policyloom.methods.reuse.alignment import Segment, align
from policyloom.model.ledger import (
    CLOSE,
    OPEN,
    Beside,
    Change,
    ChangeKind,
    Direction,
    Item,
    Measure,
    PairLedger,
    Response,
    Status,
)

CARRIED = 0.4
"""Least match of a sentence that counts."""
FOUND = 0.25
"""Coverage from which an item is taken to be met again."""
WHOLE = 0.55
"""Coverage from which it is met again as a whole."""
COPIED = 8
"""Letters in a run from which equal text counts as copied."""

_LONGEST = 1500
"""Code points of a passage up to which whole items are set side by side."""
_SAME_CONTEXT = 0.5
_TERM = re.compile(r"[\u3400-\u9fff]+|[\uac00-\ud7a3]+|[A-Za-z]{2,}")
_LETTER = re.compile(r"[^\W_]")

Tone = Literal["binding", "encouraging", ""]


@dataclass(frozen=True)
class Sentence:
    """A sentence at `text[start:end]`; `item` is its place among the items, -1 outside of them."""

    start: int
    end: int
    item: int
    tone: Tone = ""
    measures: tuple[Measure, ...] = ()


@dataclass(frozen=True)
class Written:
    """A document: `text` as printed, `plain` in simplified characters, `key` as rules compare it.

    All three have the same length; `key` lacks the clauses on who is responsible.
    """

    text: str
    plain: str
    key: str
    items: tuple[Item, ...]
    sentences: tuple[Sentence, ...]
    whole: bool = True


@dataclass(frozen=True)
class _Match:
    """A sentence of the one text, the best of the other, and the share of terms met again."""

    of: int
    at: int
    share: float


def ledger_of(central: Written, regional: Written) -> PairLedger:
    """Return what a regional document makes of every item of a central one.

    Items that only frame the tasks are answered like the others; whoever counts leaves them out.
    A text that is not whole proves neither skipping nor adding: `unknown` then, and nothing added.
    """
    weights = _weights([_terms(w, s) for w in (central, regional) for s in w.sentences])
    there = _best(central, regional, weights)
    back = _best(regional, central, weights)
    responses = tuple(_response(central, regional, i, there) for i in range(len(central.items)))
    added = tuple(
        (item, regional.text[item.start : item.end])
        for i, item in enumerate(regional.items)
        if central.whole and not item.frame and _coverage(regional, i, back) < FOUND
    )
    return PairLedger(responses, added)


def _terms(written: Written, sentence: Sentence) -> frozenset[str]:
    found: set[str] = set()
    for match in _TERM.finditer(written.key, sentence.start, sentence.end):
        word = match[0]
        if word[0].isascii():
            found.add(word.casefold())
        else:
            found.update(word[k : k + 2] for k in range(len(word) - 1))
    return frozenset(found)


def _weights(sentences: Sequence[frozenset[str]]) -> dict[str, float]:
    counts = Counter(term for terms in sentences for term in terms)
    return {term: math.log1p(len(sentences) / n) for term, n in counts.items()}


def _best(one: Written, other: Written, weights: Mapping[str, float]) -> list[_Match]:
    """Return for each sentence of the one text the sentence of the other that matches best."""
    places: dict[str, list[int]] = defaultdict(list)
    sizes = []
    for at, sentence in enumerate(other.sentences):
        terms = _terms(other, sentence)
        sizes.append(sum(weights[t] for t in sorted(terms)))
        for term in terms:
            places[term].append(at)
    found = []
    for of, sentence in enumerate(one.sentences):
        mine = sorted(_terms(one, sentence))
        whole = sum(weights[t] for t in mine)
        shared: dict[int, float] = defaultdict(float)
        for term in mine:
            for at in places.get(term, ()):
                shared[at] += weights[term]
        at = max(shared, key=lambda k: (round(shared[k], 9), -sizes[k], -k), default=-1)
        found.append(_Match(of, at, shared[at] / whole if at >= 0 and whole else 0.0))
    return found


def _coverage(written: Written, item: int, matches: Sequence[_Match]) -> float:
    """Return the share of an item's words met again: the mean match, weighed by letters."""
    part = whole = 0.0
    for match in matches:
        sentence = written.sentences[match.of]
        if sentence.item == item:
            size = _size(written, sentence)
            whole += size
            part += size * match.share if match.share >= CARRIED else 0.0
    return part / whole if whole else 0.0


def _size(written: Written, sentence: Sentence) -> int:
    return len(_LETTER.findall(written.key, sentence.start, sentence.end))


def _response(
    central: Written, regional: Written, item: int, matches: Sequence[_Match]
) -> Response:
    coverage = round(_coverage(central, item, matches), 4)
    if coverage < FOUND:
        return Response("skipped" if regional.whole else "unknown", coverage, 0.0)
    own = [m for m in matches if central.sentences[m.of].item == item and m.share >= CARRIED]
    changes = tuple(_changes(central, regional, own))
    more = sum(c.effect > 0 for c in changes)
    less = sum(c.effect < 0 for c in changes) + (coverage < WHOLE)
    status: Status = "carried out"
    if more or less:
        status = "strengthened" if more > less else "narrowed"
    beside = tuple(_beside(central, regional, item, own))
    copied = round(_copied(central, regional, item, own), 4)
    return Response(status, coverage, copied, changes, beside, bool(more and less))


# ── numbers, deadlines, binding words ───────────────────────────────────────────────────────────


def _changes(central: Written, regional: Written, own: Sequence[_Match]) -> list[Change]:
    found: list[Change] = []
    for match in own:
        a, b = central.sentences[match.of], regional.sentences[match.at]
        left = list(b.measures)
        for measure in a.measures:
            other = _counterpart(measure, a.measures, left)
            if other is None:
                other = _elsewhere(measure, regional)
            else:
                left.remove(other)
            change = _change(central, regional, measure, other) if other else None
            if change and change not in found:
                found.append(change)
        tone = _tone_change(central, regional, a, b)
        if tone:
            found.append(tone)
    return sorted(found, key=lambda c: (c.a_start, c.b_start))


def _counterpart(
    measure: Measure, among: Sequence[Measure], others: Sequence[Measure]
) -> Measure | None:
    """Return the measure of the matching sentence that stands for the same thing."""
    kin = [m for m in others if (m.kind, m.unit) == (measure.kind, measure.unit)]
    mine = [m for m in among if (m.kind, m.unit) == (measure.kind, measure.unit)]
    if len(kin) == 1 and len(mine) == 1:
        return kin[0]
    scored = [(_alike(measure.context, m.context), -m.start, m) for m in kin]
    best = max(scored, key=lambda s: s[:2], default=None)
    return best[2] if best and best[0] >= _SAME_CONTEXT / 2 else None


def _elsewhere(measure: Measure, regional: Written) -> Measure | None:
    """Return a number on the same matter elsewhere in the regional text."""
    if measure.kind != "number":
        return None
    kin = [m for s in regional.sentences for m in s.measures
           if (m.kind, m.unit) == (measure.kind, measure.unit)]  # fmt: skip
    scored = [(_alike(measure.context, m.context), -m.start, m) for m in kin]
    best = max(scored, key=lambda s: s[:2], default=None)
    return best[2] if best and best[0] >= 1.5 * _SAME_CONTEXT else None


def _alike(a: str, b: str) -> float:
    """Return the Dice likeness of the character pairs of two clauses."""
    one = {a[k : k + 2] for k in range(len(a) - 1)}
    two = {b[k : k + 2] for k in range(len(b) - 1)}
    return 2 * len(one & two) / (len(one) + len(two)) if one and two else 0.0


def _change(central: Written, regional: Written, a: Measure, b: Measure) -> Change | None:
    """Return how a number or deadline differs; None where it is the same."""
    if a.value == b.value:
        return None
    raised = b.value > a.value
    kind: ChangeKind = "deadline" if a.kind == "deadline" else "number"
    direction: Direction
    if kind == "deadline":
        direction, effect = ("later", -1) if raised else ("earlier", 1)
    elif a.total and not raised:
        direction, effect = "share", 0
    else:
        direction = "higher" if raised else "lower"
        sense = a.sense if a.sense != "either" else b.sense
        effect = 0 if sense == "either" else (1 if raised == (sense == "more") else -1)
    return Change(
        kind, direction, effect,
        central.text[a.start : a.end], a.start, regional.text[b.start : b.end], b.start,
    )  # fmt: skip


def _tone_change(central: Written, regional: Written, a: Sentence, b: Sentence) -> Change | None:
    """Return a change between encouraging and binding words, where each side has one kind only."""
    if not a.tone or not b.tone or a.tone == b.tone:
        return None
    firmer = b.tone == "binding"
    return Change(
        "tone", "firmer" if firmer else "softer", 1 if firmer else -1,
        central.text[a.start : a.end].strip(), a.start,
        regional.text[b.start : b.end].strip(), b.start,
    )  # fmt: skip


# ── passages side by side ───────────────────────────────────────────────────────────────────────


def _beside(central: Written, regional: Written, item: int, own: Sequence[_Match]) -> list[Beside]:
    """Return the item beside the regional item that takes up most, then what stands elsewhere."""
    mass: Counter[int] = Counter()
    for match in own:
        mass[regional.sentences[match.at].item] += _size(central, central.sentences[match.of])
    main = max((k for k in mass if k >= 0), key=lambda k: (mass[k], -k), default=-1)
    made = []
    a, b = central.items[item], regional.items[main] if main >= 0 else None
    if b is not None and a.end - a.start <= _LONGEST and b.end - b.start <= _LONGEST:
        made.append(_marked(central, regional, _body(a), _body(b)))
    else:
        main = -2
    for match in own:
        s, t = central.sentences[match.of], regional.sentences[match.at]
        if t.item != main:
            made.append(_marked(central, regional, (s.start, s.end), (t.start, t.end)))
    return made


def _marked(central: Written, regional: Written, a: tuple[int, int], b: tuple[int, int]) -> Beside:
    a, b = _stripped(central, *a), _stripped(regional, *b)
    segments = _segments(central, regional, a, b)
    pieces: tuple[list[str], list[str]] = ([], [])
    for s in segments:
        words = (
            central.text[a[0] + s.a_start : a[0] + s.a_end],
            regional.text[b[0] + s.b_start : b[0] + s.b_end],
        )
        for side, word in zip(pieces, words, strict=True):
            side.append(word if s.kind == "equal" or not word.strip() else _around(word))
    return Beside(*a, *b, "".join(pieces[0]), "".join(pieces[1]))


def _stripped(written: Written, start: int, end: int) -> tuple[int, int]:
    words = written.text[start:end]
    return start + len(words) - len(words.lstrip()), start + len(words.rstrip())


def _body(item: Item) -> tuple[int, int]:
    """Return an item's place without its number: every document numbers for itself."""
    return item.start + len(item.label), item.end


def _around(word: str) -> str:
    """Put words between marks, the white space at their ends outside."""
    lead, tail = len(word) - len(word.lstrip()), len(word.rstrip())
    return f"{word[:lead]}{OPEN}{word[lead:tail]}{CLOSE}{word[tail:]}"


def _segments(
    central: Written, regional: Written, a: tuple[int, int], b: tuple[int, int]
) -> tuple[Segment, ...]:
    """Align two passages; of long ones the beginnings, the rest is told apart as a whole."""
    a_end, b_end = min(a[1], a[0] + _LONGEST), min(b[1], b[0] + _LONGEST)
    made = align(central.plain[a[0] : a_end], regional.plain[b[0] : b_end])
    if (a_end, b_end) == (a[1], b[1]):
        return made
    rest = Segment("changed", a_end - a[0], a[1] - a[0], b_end - b[0], b[1] - b[0])
    return (*made, rest)


def _copied(central: Written, regional: Written, item: int, own: Sequence[_Match]) -> float:
    """Return the share of an item's letters that stand in runs copied letter by letter."""
    whole = sum(_size(central, s) for s in central.sentences if s.item == item)
    equal = 0
    for match in own:
        s, t = central.sentences[match.of], regional.sentences[match.at]
        for segment in _segments(central, regional, (s.start, s.end), (t.start, t.end)):
            words = central.key[s.start + segment.a_start : s.start + segment.a_end]
            letters = len(_LETTER.findall(words))
            equal += letters if segment.kind == "equal" and letters >= COPIED else 0
    return min(1.0, equal / whole) if whole else 0.0
