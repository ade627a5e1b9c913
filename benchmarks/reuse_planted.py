"""Documents with planted reuse: what was copied from where, and how, is known to the character.

Central documents are made of sentences; local ones of sentences of their own and of passages of
central documents, verbatim, with 5, 10 or 20 percent of the characters edited in runs of one to
three (replaced, inserted, left out), or with the sentences in another order and 5 percent edited.
Stock phrases, drawn with Zipf's frequencies, stand in a quarter of all sentences of both.

The words are those of the work reports in ../shared/corpora where these are here (stretches of two
characters between punctuation, with their frequencies), otherwise made ones with Zipf's
frequencies, so that it runs anywhere. Other scripts, longer documents, flatter stock phrases and
shorter passages are settings.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np

CORPORA = Path(__file__).parents[2] / "shared" / "corpora"
KINDS = ("verbatim", "5", "10", "20", "reordered")
_KIND_WEIGHTS = (40, 17, 17, 16, 10)
_RATES = {"verbatim": 0.0, "5": 0.05, "10": 0.10, "20": 0.20, "reordered": 0.05}


@dataclass(frozen=True)
class Setting:
    """What to plant among what."""

    documents: int = 1000
    length: int = 5000
    central: float = 0.2
    sources: float = 1.2
    passages: tuple[int, int] = (2, 5)
    passage_length: tuple[int, int] = (30, 200)
    whole_sentences: bool = True
    stock: int = 305
    stock_length: tuple[int, int] = (10, 45)
    stock_share: float = 0.25
    stock_slope: float = 1.0
    script: str = "zh"
    breaks: float = 0.0
    """Share of sentences followed by a line break and blanks."""
    seed: int = 1


@dataclass(frozen=True)
class Planted:
    """One copied passage: half-open offsets in both documents."""

    a: str
    a_start: int
    a_end: int
    b: str
    b_start: int
    b_end: int
    kind: str


@dataclass
class Collection:
    """The documents and what is known of them; `stock` are the places of stock phrases by id."""

    documents: list[dict[str, str]] = field(default_factory=list)
    truth: list[Planted] = field(default_factory=list)
    stock: dict[str, list[tuple[int, int]]] = field(default_factory=dict)


@dataclass
class _Page:
    """A document as it grows."""

    parts: list[str] = field(default_factory=list)
    size: int = 0
    sentences: list[tuple[int, int]] = field(default_factory=list)
    stock: list[tuple[int, int]] = field(default_factory=list)

    def put(self, text: str) -> int:
        start = self.size
        self.parts.append(text)
        self.size += len(text)
        return start


@cache
def words(script: str) -> tuple[np.ndarray, np.ndarray]:
    """Return words of two characters (code points, n x 2) and their frequencies."""
    if script == "zh":
        counts: Counter[str] = Counter()
        for path in sorted((CORPORA / "cn-central-work-reports").glob("*.jsonl")):
            for line in path.read_text(encoding="utf-8").splitlines():
                text = " ".join(str(v) for v in json.loads(line).values())
                for stretch in re.findall(r"[\u4e00-\u9fff]{2,}", text):
                    counts.update(stretch[k : k + 2] for k in range(0, len(stretch) - 1, 2))
        kept = [(w, c) for w, c in counts.most_common(20_000) if c > 1]
        if len(kept) > 5000:
            made = np.array([[ord(x) for x in w] for w, _ in kept], dtype=np.uint32)
            weights = np.array([c for _, c in kept], dtype=float)
            return made, weights / weights.sum()
    chance = np.random.default_rng(5)
    low, high = {"zh": (0x4E00, 0x5A00), "ko": (0xAC00, 0xC000)}.get(script, (97, 123))
    made = chance.integers(low, high, (8000, 2), dtype=np.uint32)
    weights = 1 / np.arange(10, 8010)
    return made, weights / weights.sum()


class _Maker:
    """Everything that is drawn, from one seed."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.chance = random.Random(setting.seed)
        self.draw = np.random.default_rng(setting.seed)
        table, weights = words(setting.script)
        self.words, self.shares = table, np.cumsum(weights)
        self.phrases = [
            self.text(self.chance.randint(*setting.stock_length)).strip()
            for _ in range(setting.stock)
        ]
        ranks = np.arange(1, setting.stock + 1, dtype=float) ** -setting.stock_slope
        self.cumulated = np.cumsum(ranks / ranks.sum())
        self.letters = ""
        self.letters = self.text(2000).replace(" ", "")

    def picked(self, count: int) -> np.ndarray:
        """Draw words by their frequencies."""
        places = np.searchsorted(self.shares, self.draw.random(count) * self.shares[-1])
        return self.words[np.minimum(places, len(self.words) - 1)]

    def text(self, length: int) -> str:
        if self.setting.script == "en":
            drawn = ["".join(map(chr, pair)) for pair in self.picked(length // 3 + 4)]
            made, at = "", 0
            while len(made) <= length and at < len(drawn):
                size = self.chance.choice((1, 1, 2, 2, 3, 4))
                made += "".join(drawn[at : at + size]) + " "
                at += size
            return made[:length]
        text = self.picked(length // 2 + 1).ravel().astype("<u4").tobytes().decode("utf-32-le")
        if self.setting.script == "ko":
            return re.sub(r"(.{3})", r"\1 ", text)[:length]
        return text[:length]

    def sentences(self, page: _Page, length: int) -> None:
        """Write sentences until the page has that length."""
        s, comma, stop = self.setting, "，", "。"
        if s.script != "zh":
            comma, stop = ", ", ". "
        body = self.text(max(60, length - page.size) + 200)
        at = 0
        while page.size < length:
            size = self.chance.randint(18, 60)
            start, own = page.size, body[at : at + size]
            at += size
            if at > len(body) - 80:
                body, at = self.text(4000), 0
            if self.chance.random() < s.stock_share:
                cut = self.chance.randint(0, len(own))
                page.put(own[:cut] + (comma if cut else ""))
                which = int(np.searchsorted(self.cumulated, self.chance.random()))
                phrase = self.phrases[min(which, s.stock - 1)]
                begin = page.put(phrase)
                page.stock.append((begin, begin + len(phrase)))
                own = comma + own[cut:]
            page.put(own + stop)
            page.sentences.append((start, page.size))
            if self.chance.random() < s.breaks:
                page.put("\n    ")

    def edited(self, text: str, rate: float) -> str:
        """Edit a share of the characters, in runs of one to three."""
        left = round(rate * len(text))
        marks = list(text)
        places = list(range(len(text)))
        self.chance.shuffle(places)
        for place in places:
            if left <= 0:
                break
            run = min(self.chance.randint(1, 3), left, len(text) - place)
            if any(
                len(m) != 1 or m != text[place + k]
                for k, m in enumerate(marks[place : place + run])
            ):
                continue
            left -= run
            new = "".join(self.chance.choices(self.letters, k=run))
            what = self.chance.choice(("replace", "insert", "delete"))
            if what == "insert":
                marks[place] = new + marks[place]
                continue
            for k in range(run):
                marks[place + k] = ""
            if what == "replace":
                marks[place] = new
        return "".join(marks)


def collection(setting: Setting) -> Collection:
    """Make a collection; the same setting gives the same."""
    maker, made = _Maker(setting), Collection()
    count = max(1, round(setting.documents * setting.central))
    centre: list[tuple[str, list[tuple[int, int]]]] = []
    for k in range(count):
        page = _Page()
        maker.sentences(page, setting.length)
        _file(made, f"c{k}", page, "central")
        centre.append((made.documents[-1]["text"], page.sentences))
    for k in range(setting.documents - count):
        _local(made, maker, f"l{k}", centre)
    return made


def _file(made: Collection, name: str, page: _Page, side: str) -> None:
    made.documents.append({"id": name, "text": "".join(page.parts), "side": side})
    made.stock[name] = page.stock


def _local(
    made: Collection, maker: _Maker, name: str, centre: list[tuple[str, list[tuple[int, int]]]]
) -> None:
    setting, chance = maker.setting, maker.chance
    number = int(setting.sources) + (chance.random() < setting.sources % 1)
    planned = []
    for source in chance.sample(range(len(centre)), min(len(centre), number)):
        taken: list[tuple[int, int]] = []
        for _ in range(chance.randint(*setting.passages)):
            start, end = _cut(setting, chance, centre[source])
            if all(end <= x or start >= y for x, y in taken):
                taken.append((start, end))
                planned.append((source, start, end))
    chance.shuffle(planned)
    page = _Page()
    step = setting.length // (len(planned) + 1)
    for at, (source, start, end) in enumerate(planned, 1):
        maker.sentences(page, max(step * at - (end - start), page.size + 20))
        kind = chance.choices(KINDS, _KIND_WEIGHTS)[0]
        text = _changed(maker, centre[source], (start, end), kind)
        begin = page.put(text)
        made.truth.append(Planted(f"c{source}", start, end, name, begin, page.size, kind))
    maker.sentences(page, setting.length)
    _file(made, name, page, "local")


def _cut(
    setting: Setting, chance: random.Random, source: tuple[str, list[tuple[int, int]]]
) -> tuple[int, int]:
    """Choose a passage: whole sentences, or from anywhere to anywhere."""
    text, sentences = source
    length = chance.randint(*setting.passage_length)
    if not setting.whole_sentences:
        start = chance.randint(0, max(0, len(text) - length))
        return start, min(len(text), start + length)
    first = chance.randrange(len(sentences))
    start, end = sentences[first]
    while end - start < length and first + 1 < len(sentences):
        first += 1
        end = sentences[first][1]
    return (start, end) if end - start >= 30 else (max(0, end - 30), end)


def _changed(
    maker: _Maker,
    source: tuple[str, list[tuple[int, int]]],
    place: tuple[int, int],
    kind: str,
) -> str:
    text, sentences = source
    inside = [text[x:y] for x, y in sentences if place[0] <= x and y <= place[1]]
    passage = text[place[0] : place[1]]
    if kind == "reordered" and len(inside) > 1:
        maker.chance.shuffle(inside)
        passage = "".join(inside)
    return maker.edited(passage, _RATES[kind])
