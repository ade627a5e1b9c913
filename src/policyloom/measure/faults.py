"""Faults to plant in a study, of the eight kinds that a hurried or dishonest hand makes.

A fault replaces one stretch of one file. Candidates are found everywhere in a study (registers,
claims, chapters) and drawn by a seeded choice, as evenly over the kinds as their numbers allow.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from policyloom.files.edit import Place, cell_places, written_cell, written_value
from policyloom.files.formats import BOM
from policyloom.model.study import Study
from policyloom.model.tables import Column, TableSpec

Kind = Literal["digit", "unit", "date", "negation", "source", "caveat", "quotation", "dead source"]
KINDS: tuple[Kind, ...] = (
    "digit", "unit", "date", "negation", "source", "caveat", "quotation", "dead source",
)  # fmt: skip
CLAIMS = "claims.yaml"

_OPPOSITE = {"<=": ">", ">=": "<", "==": "!=", "!=": "==", "<": ">=", ">": "<="}
_COMPARISON = re.compile(r"(?<=\s)(<=|>=|==|!=|<|>)(?=\s)")
_HOLDS = re.compile(r"^\s*(?:- )?holds:.*$", re.MULTILINE)
_CITE = re.compile(r"\{cite\}`([^`]+)`")
_NUMBER = re.compile(r"\{n\}`([^`]+)`")
_PLAIN = re.compile(r"\{plain\}`([^`]*\d[^`]*)`")
_QUOTE = re.compile(r"\{q\}`[^`\"]*\"([^`]+)\"[^`]*`")
_WORDS = re.compile(r"\{n\}`[^`\"]*\"([^`]+)\"[^`]*`")
_CLAIM_QUOTE = re.compile(r"^\s*(?:- )?quote:\s*(\S.*)$", re.MULTILINE)
_CLAIM_SOURCE = re.compile(r"^\s*(?:- )?source:\s*(\S+)\s*$", re.MULTILINE)
_SIDE = re.compile(
    r"^    (?:against|open_question):\n(?:^ {6,}.*\n|^    - .*\n|^      .*\n)+", re.M
)
_LETTER = re.compile(r"[가-힣\u4e00-\u9fffA-Za-z]")


@dataclass(frozen=True)
class Fault:
    """One change: the stretch [start, end) of a file's text becomes `new`."""

    kind: Kind
    file: str
    line: int
    start: int
    end: int
    old: str
    new: str

    def planted(self, data: bytes) -> bytes:
        """Return the file's bytes with the fault in."""
        mark = BOM if data.startswith(BOM) else b""
        text = data.removeprefix(BOM).decode("utf-8")
        assert text[self.start : self.end] == self.old
        return mark + (text[: self.start] + self.new + text[self.end :]).encode("utf-8")


def draw(study: Study, count: int, seed: int) -> list[Fault]:
    """Choose faults: an even share of each kind, the shortfall of one made up by the others."""
    chance = random.Random(seed)  # noqa: S311 - a repeatable choice, no secret
    pools: dict[Kind, list[Fault]] = {kind: [] for kind in KINDS}
    for fault in candidates(study, chance):
        pools[fault.kind].append(fault)
    for pool in pools.values():
        chance.shuffle(pool)
    chosen: list[Fault] = []
    while len(chosen) < count and any(pools.values()):
        for kind in KINDS:
            if pools[kind] and len(chosen) < count:
                chosen.append(pools[kind].pop())
    return sorted(chosen, key=lambda f: (KINDS.index(f.kind), f.file, f.start))


def candidates(study: Study, chance: random.Random) -> Iterator[Fault]:
    """Yield every fault that can be planted in a study, one of each kind at a place."""
    for table in study.tables.values():
        yield from _in_table(study, table.spec, chance)
    if study.claims:
        yield from _in_claims(study, _text(study.folder, CLAIMS), chance)
    for chapter in study.chapters:
        yield from _in_prose(study, chapter.file, _text(study.folder, chapter.file), chance)


def _text(folder: Path, name: str) -> str:
    return (folder / name).read_bytes().removeprefix(BOM).decode("utf-8")


def _in_table(study: Study, spec: TableSpec, chance: random.Random) -> Iterator[Fault]:
    text = _text(study.folder, spec.file)
    rows = list(cell_places(text))
    if not rows:
        return
    header = [written_value(text, place).strip() for place in rows[0][1]]
    columns = {c.name: c for c in spec.columns}
    units = _units(text, rows, header)
    for line, places in rows[1:]:
        for name, place in zip(header, places, strict=False):
            value = written_value(text, place)
            column = columns.get(name)
            if column is None or not value:
                continue
            for kind, new in _cell_faults(study, column, value, units, chance):
                old, written = text[place.start : place.end], written_cell(new)
                yield Fault(kind, spec.file, line, place.start, place.end, old, written)
        if spec.name == "sources":
            start, end = places[0].start, places[-1].end
            end = min(len(text), text.find("\n", end) + 1 or len(text))
            yield Fault("dead source", spec.file, line, start, end, text[start:end], "")


def _units(text: str, rows: list[tuple[int, list[Place]]], header: list[str]) -> list[str]:
    if "unit" not in header:
        return []
    at = header.index("unit")
    return sorted({written_value(text, p[at]) for _, p in rows[1:] if len(p) > at} - {""})


def _cell_faults(
    study: Study, column: Column, value: str, units: list[str], chance: random.Random
) -> Iterator[tuple[Kind, str]]:
    """Yield what may go wrong in one cell: a kind and the new text."""
    others = [unit for unit in units if unit != value]
    if column.type in ("number", "int", "score"):
        yield "digit", _other_digit(value, chance)
    elif column.type == "date":
        yield "date", _other_digit(value[:4], chance, last=True) + value[4:]
    elif column.name == "unit" and others:
        yield "unit", chance.choice(others)
    elif column.to == "sources":
        known = list(study.table("sources").by_id)
        first, *rest = [word.strip() for word in value.split(";")]
        wrong = [s for s in known if s not in (first, *rest)]
        if wrong:
            yield "source", "; ".join([chance.choice(wrong), *rest])
    elif column.name == "confidence" and value in ("low", "medium"):
        yield "caveat", "high"
    elif column.name in ("quote", "evidence") and _LETTER.search(value):
        yield "quotation", _other_letter(value, chance)


def _in_claims(study: Study, text: str, chance: random.Random) -> Iterator[Fault]:
    for condition in _HOLDS.finditer(text):
        found = list(_COMPARISON.finditer(text, *condition.span()))
        if found:
            sign = chance.choice(found)
            yield _fault("negation", CLAIMS, text, sign.span(), _OPPOSITE[sign.group()])
    for side in _SIDE.finditer(text):
        yield _fault("caveat", CLAIMS, text, side.span(), "")
    for quote in _CLAIM_QUOTE.finditer(text):
        if _LETTER.search(quote[1]):
            yield _fault("quotation", CLAIMS, text, quote.span(1), _other_letter(quote[1], chance))
    known = list(study.table("sources").by_id)
    for source in _CLAIM_SOURCE.finditer(text):
        wrong = [s for s in known if s != source[1]]
        if wrong:
            yield _fault("source", CLAIMS, text, source.span(1), chance.choice(wrong))


def _in_prose(study: Study, file: str, text: str, chance: random.Random) -> Iterator[Fault]:
    known = list(study.table("sources").by_id)
    for number in _NUMBER.finditer(text):
        yield _fault("digit", file, text, number.span(), str(chance.randint(11, 9999)))
    for plain in _PLAIN.finditer(text):
        yield _fault("digit", file, text, plain.span(1), _other_digit(plain[1], chance))
    for cite in _CITE.finditer(text):
        wrong = [s for s in known if s not in cite[1]]
        if wrong:
            yield _fault("source", file, text, cite.span(1), chance.choice(wrong))
    for form in (_QUOTE, _WORDS):
        for quote in form.finditer(text):
            change: Callable[[str, random.Random], str]
            change = _other_letter if _LETTER.search(quote[1]) else _other_digit
            yield _fault("quotation", file, text, quote.span(1), change(quote[1], chance))


def _fault(kind: Kind, file: str, text: str, span: tuple[int, int], new: str) -> Fault:
    start, end = span
    line = text.count("\n", 0, start) + 1
    return Fault(kind, file, line, start, end, text[start:end], new)


def _other_digit(value: str, chance: random.Random, *, last: bool = False) -> str:
    """Change one digit to another; the first is never made 0, so the number keeps its length."""
    places = [i for i, c in enumerate(value) if c.isascii() and c.isdigit()]
    if not places:
        return value + "1"
    at = places[-1] if last else chance.choice(places)
    others = [d for d in "123456789" if d != value[at]]
    return value[:at] + chance.choice(others) + value[at + 1 :]


def _other_letter(value: str, chance: random.Random) -> str:
    """Change one letter of a text to another of the same script."""
    found = chance.choice(list(_LETTER.finditer(value)))
    letter = found.group()
    swaps = {"A": "이가나다라", "B": "不大中新一", "C": "aeiou"}
    script = "A" if "가" <= letter <= "힣" else "B" if letter > "\u3400" else "C"
    other = chance.choice([c for c in swaps[script] if c != letter])
    return value[: found.start()] + other + value[found.end() :]
