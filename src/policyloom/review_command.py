"""`policyloom review`: machine proposals from the held texts, and what people decide on them."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from policyloom.core.problem import Language, Problem
from policyloom.terminal import problem_lines, say, say_aside

if TYPE_CHECKING:
    from policyloom.held.proposals import Proposal
    from policyloom.review.deciding import Desk
    from policyloom.review.decisions import Kind

CANNOT_RUN = 2
MOST = 60
"""Characters of a cell that the listing shows."""

_STATES = ("open", "accepted", "rejected", "disputed")
_HELP = {
    "dir": ("연구 폴더", "the study folder"),
    "document": ("이 출처(문서)의 제안만", "only what was read in this source"),
    "state": ("어떤 제안을 보일지 (기본 open)", "which proposals to show (default open)"),
    "format": ("출력 형식 (기본 text)", "form of the output (default text)"),
    "accept": (
        "이 제안들을 받아들여 등록부에 적는다",
        "accept these and enter them in the registers",
    ),
    "reject": ("이 제안들을 물리친다", "reject these"),
    "correct": ("고쳐서 받아들인다: ID 열=값 …", "accept with other cells: ID column=value …"),
    "undo": ("내 결정을 거둔다 (적은 행도 뺀다)", "withdraw my decision (and the row it entered)"),
    "accept_all": (
        "빠진 칸이 없는 새 행을 읽지 않고 모두 받아들인다 (신뢰도 low)",
        "accept every complete new row unread (confidence low)",
    ),
    "as": ("결정하는 사람", "who decides"),
}
_WORDS = {
    "ko": {
        "none": "{state} 제안이 없다.", "count": "{state} 제안 {n}건 · 문서 {d}건",
        "page": "{n}쪽", "paragraph": "{n}번째 단락",
        "row": "새 행", "cells": "칸 채우기", "lacks": "채워야 할 칸", "doubts": "확실하지 않음",
        "name:": "이름 목록에 없음 {word}", "open": "‘등’으로 끝나는 목록",
        "check:": "수집 점검 {word}",
        "done": "결정 {n}건을 적었다. 등록부에서 바뀐 행 {rows}건.",
        "who": "결정에는 --as 이름이 필요하다.", "pair": "열=값으로 적어야 한다: {value}",
        "left": "빠진 칸이 있어 남겨 둔 제안 {n}건.",
    },
    "en": {
        "none": "No proposal is {state}.", "count": "{n} proposals {state} in {d} documents",
        "page": "page {n}", "paragraph": "paragraph {n}",
        "row": "new row", "cells": "fill cells", "lacks": "must be filled", "doubts": "unsure",
        "name:": "not in the registry of names: {word}", "open": "a list that ends in “etc.”",
        "check:": "check on collecting: {word}",
        "done": "{n} decisions recorded; {rows} rows of registers changed.",
        "who": "A decision needs --as NAME.", "pair": "Write column=value, not: {value}",
        "left": "{n} proposals lack cells and were left.",
    },
}  # fmt: skip


def configure(parser: argparse.ArgumentParser, language: Language) -> None:
    """Declare the options of the command."""
    text = {name: pair[language == "en"] for name, pair in _HELP.items()}
    parser.add_argument("dir", metavar="DIR", type=Path, help=text["dir"])
    parser.add_argument("--document", metavar="ID", default="", help=text["document"])
    parser.add_argument("--state", choices=_STATES, default="open", help=text["state"])
    parser.add_argument("--format", choices=("text", "json"), default="text", help=text["format"])
    kinds = parser.add_mutually_exclusive_group()
    for name in ("accept", "reject", "undo", "correct"):
        kinds.add_argument(f"--{name}", metavar="ID", nargs="+", default=(), help=text[name])
    kinds.add_argument("--accept-all", action="store_true", help=text["accept_all"])
    parser.add_argument("--as", dest="by", metavar="NAME", default="", help=text["as"])


def run(options: argparse.Namespace, language: Language) -> int:
    """Run the command: 0 where all went well, 1 where a decision cannot stand, 2 for no study."""
    from policyloom.review.deciding import open_desk  # noqa: PLC0415 - keeps --help fast

    desk, problems = open_desk(options.dir, options.document)
    _list(problems, language)
    if desk is None:
        return CANNOT_RUN
    kinds: tuple[Kind, ...] = ("accept", "reject", "undo", "correct")
    kind = next((k for k in kinds if getattr(options, k)), None)
    if kind is None and not options.accept_all:
        _show(desk, options, language)
        return 0
    if not options.by.strip():
        say_aside(_WORDS[language]["who"])
        return CANNOT_RUN
    if kind is None:
        return _accept_all(options, desk, language)
    return _decide(options, desk, kind, language)


def _decide(options: argparse.Namespace, desk: Desk, kind: Kind, language: Language) -> int:
    from policyloom.review.deciding import decide  # noqa: PLC0415

    given: list[str] = list(getattr(options, kind))
    cells: dict[str, str] = {}
    if kind == "correct":
        pairs, given = given[1:], given[:1]
        wrong = [pair for pair in pairs if "=" not in pair]
        if wrong or not pairs:
            say_aside(_WORDS[language]["pair"].format(value=" ".join(wrong) or "-"))
            return CANNOT_RUN
        cells = {name: value for name, _, value in (pair.partition("=") for pair in pairs)}
    rows, problems = decide(options.dir, desk, kind, given, options.by.strip(), cells)
    _list(problems, language)
    if not [p for p in problems if p.code != "review.log"]:
        say(_WORDS[language]["done"].format(n=len(given), rows=rows))
        return 0
    return 1


def _accept_all(options: argparse.Namespace, desk: Desk, language: Language) -> int:
    from policyloom.review.deciding import accept_all  # noqa: PLC0415
    from policyloom.review.entering import catch_up  # noqa: PLC0415

    taken, left = accept_all(options.dir, desk, options.by.strip(), ("responsibilities",))
    rows, problems = catch_up(options.dir)
    _list(problems, language)
    say(_WORDS[language]["done"].format(n=taken, rows=rows))
    if left:
        say(_WORDS[language]["left"].format(n=left))
    return 1 if [p for p in problems if p.code != "review.log"] else 0


def _show(desk: Desk, options: argparse.Namespace, language: Language) -> None:
    found = desk.listed(options.document, options.state)
    if options.format == "json":
        say(json.dumps([_record(desk, p) for p in found], ensure_ascii=False, indent=1))
        return
    words = _WORDS[language]
    for proposal in found:
        for line in _lines(proposal, words):
            say(line)
    if not found:
        say(words["none"].format(state=options.state))
        return
    documents = {p.document for p in found}
    say(words["count"].format(state=options.state, n=len(found), d=len(documents)))


def _record(desk: Desk, proposal: Proposal) -> dict[str, object]:
    standing = desk.standings.get(proposal.id)
    people = standing.by_person.values() if standing else ()
    return proposal.as_record() | {
        "state": desk.state(proposal),
        "lacking": list(proposal.lacking),
        "decisions": [{"by": d.by, "decision": d.kind, "at": d.at} for d in people],
    }


def _lines(proposal: Proposal, words: Mapping[str, str]) -> Iterator[str]:
    """Yield a proposal as lines: where and what, the words read, cells, what is lacking."""
    target = f"{proposal.table} {proposal.row}" if proposal.row else proposal.table
    what = words["cells"] if proposal.row else words["row"]
    place = f"{proposal.document}:{proposal.anchor.start}-{proposal.anchor.end}"
    if proposal.page:
        place += " " + words["page"].format(n=proposal.page)
    elif proposal.paragraph:
        place += " " + words["paragraph"].format(n=proposal.paragraph)
    yield f"{proposal.id}  {place}  {what} → {target}  ({proposal.rule})"
    yield f"    “{' '.join(proposal.anchor.quote.split())}”"
    hidden = {"quote", "start", "end", "sources", "confidence", "task_ko"}
    shown = {k: v for k, v in proposal.cells.items() if v and k not in hidden}
    yield "    " + " · ".join(f"{k}={_short(v)}" for k, v in shown.items())
    if proposal.lacking:
        yield f"    ! {words['lacks']}: {', '.join(proposal.lacking)}"
    if proposal.doubts:
        yield f"    ? {words['doubts']}: " + ", ".join(_doubt(d, words) for d in proposal.doubts)


def _doubt(doubt: str, words: Mapping[str, str]) -> str:
    kind, mark, word = doubt.partition(":")
    return words[kind + mark].format(word=word)


def _short(value: str) -> str:
    flat = " ".join(value.split())
    return flat if len(flat) <= MOST else flat[:MOST] + "…"


def _list(problems: Sequence[Problem], language: Language) -> None:
    for line in problem_lines(problems, language):
        say_aside(line)
