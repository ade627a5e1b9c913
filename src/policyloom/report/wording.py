"""The report's own words, from words.toml, in Korean and English."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


def word(group: str, key: str, language: str, **values: object) -> str:
    """Return a word of words.toml; the key itself where the file has none."""
    pair = _words().get(group, {}).get(key)
    if pair is None:
        return key
    return pair[0 if language == "ko" else 1].format_map(values)


def label(key: str, language: str, **values: object) -> str:
    """Return a label of the report's furniture."""
    return word("label", key, language, **values)


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    text = files("policyloom.report").joinpath("words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
