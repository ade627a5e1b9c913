"""Korean transcription of Chinese place names, by the orthography of loanwords.

The rule goes from pinyin syllables to hangul (외래어 표기법, table 5 and the two rules on Chinese);
its table is data (`extract/data/pinyin_hangul.toml`). Pinyin is printed without tones and mostly
without marks between syllables, so it is cut into as many syllables as the name has characters,
and refused where more than one way remains.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from policyloom.extract.names.registry import Region, regions

BY_RULE = "ko-rule"
"""Marks, among the sources of a division, a Korean name that was transcribed by the rule."""

ENDINGS = {"市": "시", "地区": "지구"}
"""Kinds of division whose Korean word is settled; peoples in names of 州 and 盟 are not."""

_FIRST, _VOWELS, _TAILS = 0xAC00, 21, 28
_LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_PALATAL = frozenset("ㅈㅉㅊ")
_PLAIN = {2: 0, 7: 5, 12: 8, 17: 13}
"""ㅑ to ㅏ, ㅖ to ㅔ, ㅛ to ㅗ, ㅠ to ㅜ, as numbers of vowels."""


@cache
def table() -> Mapping[str, str]:
    """Return every pinyin syllable that the table can write, in hangul; ü is v behind l and n."""
    parts = tomllib.loads(
        files("policyloom.extract").joinpath("data", "pinyin_hangul.toml").read_text("utf-8")
    )
    made = {**parts["bare"]}
    for initial, lead in parts["initials"].items():
        for final, sound in parts["behind"].items():
            spelled = _spelled(initial, final)
            if spelled:
                made[spelled] = _joined(lead, sound)
    return {**made, **parts["alone"]}


def transcribe(syllables: Iterable[str]) -> str:
    """Return syllables of pinyin in hangul.

    Raises:
        KeyError: where a syllable is none of pinyin.
    """
    return "".join(table()[syllable] for syllable in syllables)


def cuts(pinyin: str, count: int) -> list[tuple[str, ...]]:
    """Return every way to cut a name into so many syllables; an apostrophe is a cut."""
    words = pinyin.lower().replace("’", "'").replace("ü", "v").split("'")
    ways: list[tuple[str, ...]] = [()]
    for word in words:
        ways = [(*way, *more) for way in ways for more in _cuts(word, count - len(way))]
    return [way for way in ways if len(way) == count]


def korean_name(region: Region) -> str | None:
    """Return a division's Korean name by the rule, None where pinyin or kind do not settle it."""
    ending = next((e for e in ENDINGS if region.name.endswith(e)), None)
    if ending is None:
        return None
    stem = region.name.removesuffix(ending)
    ways = cuts(region.name_en, len(stem))
    if len(ways) > 1:
        ways = [way for way in ways if _is_attested(stem, way, ways)]
    return transcribe(ways[0]) + ENDINGS[ending] if len(ways) == 1 else None


@cache
def _readings() -> Mapping[str, frozenset[str]]:
    """Return how the names that can be cut in one way only read their characters."""
    found: dict[str, set[str]] = {}
    for region in regions().values():
        ways = cuts(region.name_en, len(region.short))
        if len(ways) == 1:
            for character, syllable in zip(region.short, ways[0], strict=True):
                found.setdefault(character, set()).add(syllable)
    return {character: frozenset(read) for character, read in found.items()}


def _is_attested(stem: str, way: tuple[str, ...], ways: list[tuple[str, ...]]) -> bool:
    """Tell whether other names read a character as this way does, and none as it does not."""
    open_ = [i for i in range(len(stem)) if len({w[i] for w in ways}) > 1]
    known = [(_readings()[stem[i]], way[i]) for i in open_ if stem[i] in _readings()]
    return bool(known) and all(syllable in read for read, syllable in known)


def _cuts(word: str, most: int) -> list[tuple[str, ...]]:
    if not word:
        return [()]
    if most == 0:
        return []
    return [
        (word[:size], *rest)
        for size in range(1, min(len(word), 6) + 1)
        if word[:size] in table()
        for rest in _cuts(word[size:], most - 1)
    ]


def _spelled(initial: str, final: str) -> str:
    """Return how pinyin spells an initial with a final, empty where the two do not meet."""
    front = initial in ("j", "q", "x")
    if final[0] == "v":
        return initial + ("u" + final[1:] if front else final) if front or initial in "ln" else ""
    if front:
        return initial + final if final[0] == "i" else ""
    if initial in ("zh", "ch", "sh", "r", "z", "c", "s"):
        return initial + final if final[0] != "i" else ""
    return initial + final


def _joined(lead: str, sound: str) -> str:
    """Put a consonant before the vowel that a sound begins with."""
    vowel, tail = divmod((ord(sound[0]) - _FIRST) % (_VOWELS * _TAILS), _TAILS)
    vowel = _PLAIN.get(vowel, vowel) if lead in _PALATAL else vowel
    first = chr(_FIRST + (_LEADS.index(lead) * _VOWELS + vowel) * _TAILS + tail)
    return first + sound[1:]
