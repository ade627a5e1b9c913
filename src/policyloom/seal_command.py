"""`policyloom seal`: confirm rows, claims and paragraphs, and see what changed since."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from policyloom.core.problem import Language, Problem, errors
from policyloom.terminal import problem_lines, say, say_aside

if TYPE_CHECKING:
    from policyloom.files.seals import Seal, Sealable
    from policyloom.model.study import Study

CANNOT_RUN = 2
_HELP = {
    "dir": ("연구 폴더", "the study folder"),
    "of": (
        "확정할 것만: 등록부:행, claim:ID, 보고서 문단 (없으면 모두)",
        "only these: table:row, claim:ID or a paragraph (all where none is named)",
    ),
    "by": ("확정하는 사람; 없으면 상태만 보인다", "who confirms; without it the state is shown"),
    "why": ("까닭", "the reason"),
}
_WORDS = {
    "ko": {
        "state": "확정 {sealed}건 · 확정 뒤 바뀜 {changed}건 · 아직 확정하지 않음 {open}건",
        "done": "{n}건을 확정하였다 (evidence/seals.csv).",
        "none": "새로 확정할 것이 없다.",
        "unknown": "그런 행·주장·문단이 없다: {value}",
        "errors": "오류가 있는 연구는 확정할 수 없다. 먼저 고칠 것:",
    },
    "en": {
        "state": "{sealed} confirmed · {changed} changed since · {open} never confirmed",
        "done": "Confirmed {n} (evidence/seals.csv).",
        "none": "There is nothing new to confirm.",
        "unknown": "There is no such row, claim or paragraph: {value}",
        "errors": "A study with errors cannot be confirmed. First mend:",
    },
}


def configure(parser: argparse.ArgumentParser, language: Language) -> None:
    """Declare the options of the command."""
    text = {name: pair[language == "en"] for name, pair in _HELP.items()}
    parser.add_argument("dir", metavar="DIR", type=Path, help=text["dir"])
    parser.add_argument("of", metavar="OF", nargs="*", help=text["of"])
    parser.add_argument("--by", metavar="NAME", default="", help=text["by"])
    parser.add_argument("--why", metavar="TEXT", default="", help=text["why"])


def run(options: argparse.Namespace, language: Language) -> int:
    """Run the command: 0 where all went well, 1 for an unknown name or a faulty study, 2 for none.

    The rules on seals themselves are no reason to refuse: confirming is their cure.
    """
    from policyloom.files.check import check_study  # noqa: PLC0415 - keeps --help fast
    from policyloom.files.load import load_study  # noqa: PLC0415

    study, problems = load_study(options.dir)
    if study is None:
        _list(problems, language)
        return CANNOT_RUN
    wrong = errors([*problems, *check_study(study)])
    if wrong:
        say_aside(_WORDS[language]["errors"])
        _list(wrong, language)
        return 1
    return _seal(study, options, language)


def _seal(study: Study, options: argparse.Namespace, language: Language) -> int:
    from policyloom.files.seals import read_seals, sealables, write_seals  # noqa: PLC0415

    words = _WORDS[language]
    seals, _ = read_seals(study.folder)
    things = {thing.of: thing for thing in sealables(study)}
    unknown = [of for of in options.of if of not in things and of not in seals]
    if unknown:
        say_aside(words["unknown"].format(value=", ".join(unknown)))
        return 1
    if not options.by.strip():
        say(words["state"].format(**_state(things, seals)))
        return 0
    made = _made(things, seals, options.of, (options.by.strip(), options.why.strip()))
    if made:
        write_seals(study.folder, made)
    say(words["done" if made else "none"].format(n=len(made)))
    return 0


def _state(things: dict[str, Sealable], seals: Mapping[str, Seal]) -> dict[str, int]:
    known = [of for of in things if of in seals and not seals[of].gone]
    changed = sum(seals[of].parts != things[of].parts for of in known)
    gone = sum(1 for of, s in seals.items() if of not in things and "#" not in of and not s.gone)
    return {
        "sealed": len(known) - changed,
        "changed": changed + gone,
        "open": len(things) - len(known),
    }


def _made(
    things: dict[str, Sealable],
    seals: Mapping[str, Seal],
    named: Sequence[str],
    who: tuple[str, str],
) -> list[Seal]:
    """Return new seals for all that is unsealed or changed, or for what is named."""
    from policyloom.files.seals import GONE, Seal  # noqa: PLC0415

    today, (by, why) = date.today().isoformat(), who
    made = []
    for of in named or [*things, *(s for s in seals if "#" not in s)]:
        thing, seal = things.get(of), seals.get(of)
        parts = dict(thing.parts) if thing else {GONE: "1"}
        if parts and (seal is None or seal.parts != parts):
            made.append(Seal(of, parts, by, today, why))
    return list({seal.of: seal for seal in made}.values())


def _list(problems: Sequence[Problem], language: Language) -> None:
    for line in problem_lines(problems, language):
        say_aside(line)
