"""A Problem: something the author of a study should know about, with its place and its cure.

The sentences live in `core/sentences.toml`, one entry a code, in Korean and English; a Problem
holds only the code, the place and the words to fill in. So every code is documented, every
message can be shown in both languages, and the list of codes can be printed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

Level = Literal["error", "warning"]
Language = Literal["ko", "en"]


@dataclass(frozen=True)
class Sentence:
    """The wording of one problem code: level, and message and cure in both languages."""

    code: str
    level: Level
    message: dict[str, str]
    cure: dict[str, str]


@cache
def catalogue() -> dict[str, Sentence]:
    """Return every known problem code with its wording, in the order of the file."""
    text = files("policyloom.core").joinpath("sentences.toml").read_text(encoding="utf-8")
    return {
        code: Sentence(code, entry["level"], entry["message"], entry["cure"])
        for code, entry in tomllib.loads(text).items()
    }


@dataclass(frozen=True, order=True)
class Problem:
    """One problem: where it is, what is wrong and what to do.

    `file` is relative to the study folder with forward slashes, `line` counts from 1 (0 where a
    file as a whole is meant), `column` is the CSV column or the YAML key ("" where there is none).
    Problems sort by place, so a listing reads in the order of the files.
    """

    file: str
    line: int
    column: str
    code: str
    words: tuple[tuple[str, str], ...] = ()

    @property
    def level(self) -> Level:
        """Return "error" (the build stops) or "warning" (it goes on and prints it)."""
        return catalogue()[self.code].level

    def message(self, language: Language = "ko") -> str:
        """Say what is wrong."""
        return catalogue()[self.code].message[language].format_map(dict(self.words))

    def cure(self, language: Language = "ko") -> str:
        """Say what to do about it."""
        return catalogue()[self.code].cure[language].format_map(dict(self.words))

    def as_record(self, language: Language = "ko") -> dict[str, str | int]:
        """Return the problem as the plain object that `check --format json` prints."""
        return {
            "code": self.code,
            "level": self.level,
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "message": self.message(language),
            "cure": self.cure(language),
        }


class ProblemsError(Exception):
    """Carries problems out of where they cannot be returned to where they are shown."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(found.code for found in self.problems))


def problem(code: str, file: str, line: int = 0, column: str = "", **words: object) -> Problem:
    """Make a Problem; `words` fill the placeholders of the code's sentences.

    Raises KeyError for a code that `sentences.toml` does not know or a word it needs and does not
    get: both are mistakes of the programmer.
    """
    _prove(code, tuple(words))
    return Problem(file, line, column, code, tuple((k, _clip(str(v))) for k, v in words.items()))


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Return only the problems that stop a build."""
    return [p for p in problems if p.level == "error"]


@cache
def _prove(code: str, names: tuple[str, ...]) -> None:
    """Fill in the sentences of a code once for these words; KeyError where one is missing."""
    sample = Problem("", 0, "", code, tuple((name, "") for name in names))
    sample.message("ko"), sample.message("en"), sample.cure("ko"), sample.cure("en")


def _clip(word: str, most: int = 160) -> str:
    """Shorten a value for a message; hostile cells may hold megabytes or control characters."""
    flat = word[: most + 1]
    if not flat.isprintable():
        flat = "".join(c if c.isprintable() else " " for c in flat)
    return flat if len(flat) <= most else flat[:most] + "…"
