"""`policyloom reuse`: documents in, one JSON object a reused passage out."""

from __future__ import annotations

import argparse
import codecs
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policyloom.core.atomic import write_file
from policyloom.core.dates import parse_date
from policyloom.core.problem import Language, Problem, errors, problem
from policyloom.terminal import Steps, problem_lines, say, say_aside

if TYPE_CHECKING:
    from policyloom.methods.reuse.documents import Document, Match

CANNOT_RUN = 2
MIN_LENGTH, SHORTEST_LENGTH = 30, 12
SIDES = ("central", "local")
MOST_CHARACTERS = 2_000_000_000
"""Characters of all documents together that one machine takes on."""

_BAR = 100
_COMPILING = {
    "ko": "처음 실행이라 계산 코드를 컴파일합니다 (1분 안팎, 다음부터는 바로 시작합니다)",
    "en": "first run: compiling the search, a minute or less; later runs start at once",
}
_HELP = {
    "file": (
        "문서: 한 줄에 하나의 JSON 객체 (id, text, 있으면 side와 date), - 는 표준 입력",
        "documents: a JSON object a line (id, text; side and date where known), - for input",
    ),
    "min_length": ("찾을 구절의 가장 짧은 길이 (기본 30자)", "least length of a passage (30)"),
    "jobs": ("함께 쓸 프로세서 수 (기본 모두)", "processors to use (default all)"),
    "out": ("표준 출력 대신 쓸 파일", "file to write instead of standard output"),
    "engine": (
        "어디서 찾을지: 이 컴퓨터(기본) 또는 spark (extra: spark)",
        "where to look: on this machine (default) or on spark (extra: spark)",
    ),
    "master": ("Spark 마스터 (기본 local[*])", "Spark's master (default local[*])"),
}


def configure(parser: argparse.ArgumentParser, language: Language) -> None:
    """Declare the options of the command."""
    text = {name: pair[language == "en"] for name, pair in _HELP.items()}
    parser.add_argument("file", metavar="DOCS.jsonl", type=Path, help=text["file"])
    parser.add_argument(
        "--min-length", type=int, default=MIN_LENGTH, metavar="N", help=text["min_length"]
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help=text["out"])
    parser.add_argument("--jobs", type=int, default=0, metavar="N", help=text["jobs"])
    parser.add_argument(
        "--engine", choices=("local", "spark"), default="local", help=text["engine"]
    )
    parser.add_argument("--master", default="local[*]", metavar="URL", help=text["master"])


def run(options: argparse.Namespace, language: Language) -> int:
    """Find reuse: 0, or 1 where lines were left out, or 2 where nothing could be done."""
    problems = _unfit(options)
    if options.engine == "spark" and not problems:
        return _on_spark(options, language)
    read = Read() if problems else read_documents(_lines(options.file), str(options.file))
    problems += read.problems
    for line in problem_lines(problems, language):
        say_aside(line)
    if not read.documents:
        return CANNOT_RUN if errors(problems) else _put([], options.out)
    from policyloom.methods.reuse.compiled import kept_before  # noqa: PLC0415 - keeps --help fast

    if not kept_before():
        say_aside(_COMPILING[language])
    from policyloom.methods.reuse.search import find_reuse  # noqa: PLC0415 - loads the compiler

    words = {"ko": "재사용 찾기", "en": "finding reuse"}[language]
    with Steps(language).over([words] * _BAR) as steps:
        told = [0]

        def progress(done: int, total: int) -> None:
            while told[0] < _BAR * done // max(1, total):
                told[0] += 1
                steps.step(words)

        matches = find_reuse(read.documents, options.min_length, options.jobs, progress)
    _put(_written(matches, read.names), options.out)
    return 1 if errors(problems) else 0


def _on_spark(options: argparse.Namespace, language: Language) -> int:
    """Find reuse on Spark, which reads the file itself; the same rows in the same order."""
    from pydantic import ValidationError  # noqa: PLC0415 - keeps --help fast

    from policyloom.core.problem import ProblemsError  # noqa: PLC0415
    from policyloom.model.settings import EngineSettings  # noqa: PLC0415
    from policyloom.scale.reuse import match_on_spark  # noqa: PLC0415

    try:
        engine = EngineSettings(kind="spark", master=options.master)
    except ValidationError:
        wrong = [problem("reuse.master", "--master", value=options.master)]
    else:
        try:
            matches = list(match_on_spark(str(options.file), engine, options.min_length))
        except ProblemsError as told:
            wrong = list(told.problems)
        else:
            names = {n: json.dumps(n, ensure_ascii=False) for m in matches for n in (m.a, m.b)}
            return _put(_written(matches, names), options.out)
    for line in problem_lines(wrong, language):
        say_aside(line)
    return CANNOT_RUN


def _unfit(options: argparse.Namespace) -> list[Problem]:
    """Return what keeps the command from running at all."""
    if find_spec("numba") is None:
        return [problem("reuse.extra_missing", "")]
    if options.min_length < SHORTEST_LENGTH:
        return [problem("reuse.too_short", "--min-length", value=options.min_length)]
    if options.jobs < 0:
        return [problem("reuse.jobs", "--jobs", value=options.jobs)]
    return []


@dataclass
class Read:
    """The documents that could be read, their ids as given, and what was wrong with other lines."""

    documents: list[Document] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    """The id of a document as JSON, by its id as text."""


def _lines(path: Path) -> Iterator[bytes]:
    """Yield the lines of a file, or of standard input for a hyphen."""
    if str(path) == "-":
        yield from sys.stdin.buffer
        return
    with path.open("rb") as stream:
        yield from stream


def read_documents(lines: Iterable[bytes], file: str) -> Read:
    """Read documents, one JSON object a line; a line that is no document is a problem.

    Blank lines are passed over, and a mark of byte order before the first. Where one document has
    a side, all must; those without are left out. A date that cannot be read is not known.
    """
    read, places, size = Read(), [], 0
    for number, line in enumerate(lines, 1):
        stripped = (line.removeprefix(codecs.BOM_UTF8) if number == 1 else line).strip()
        if not stripped:
            continue
        made = _document(stripped, read, file, number)
        if made is None:
            continue
        size += len(made.text)
        if size > MOST_CHARACTERS:
            read.problems.append(problem("reuse.too_many", file, number, value=MOST_CHARACTERS))
            break
        read.documents.append(made)
        places.append(number)
    _check_sides(read, places, file)
    return read


def _check_sides(read: Read, places: list[int], file: str) -> None:
    """Leave out documents without a side where others have one; say where one side is empty."""
    found = {d.side for d in read.documents}
    if found == {""} or not found:
        return
    kept = []
    for document, number in zip(read.documents, places, strict=True):
        if document.side:
            kept.append(document)
        else:
            read.problems.append(problem("reuse.side_missing", file, number, "side"))
    read.documents[:] = kept
    if len(found - {""}) == 1:
        read.problems.append(problem("reuse.one_side", file, 0, "side", value=kept[0].side))
    read.problems.sort()


def _document(line: bytes, read: Read, file: str, number: int) -> Document | None:
    """Read a line; where it is no document, add why to the problems and return None."""
    from policyloom.methods.reuse.documents import Document  # noqa: PLC0415 - keeps --help fast

    def note(code: str, column: str = "", value: object = "") -> None:
        read.problems.append(problem(code, file, number, column, value=value))

    record, code, value = _record(line)
    if code:
        note(code, "", value)
        return None
    wrong = _wrong(record, read)
    if wrong:
        column = wrong.removeprefix("reuse.").removeprefix("same_")
        note(wrong, column, record.get("side" if column == "side" else "id"))
        return None
    name, text, stated = record["id"], record["text"], record.get("date")
    if not text.strip():
        note("reuse.no_text", "text", name)
    date = parse_date(str(stated)) if stated not in (None, "") else None
    if date is None and stated not in (None, ""):
        note("reuse.date", "date", stated)
    read.names[str(name)] = json.dumps(name, ensure_ascii=False)
    return Document(str(name), text, record.get("side") or "", date)


def _record(line: bytes) -> tuple[dict[str, Any], str, str]:
    """Read a line as an object; return it, or what is wrong with it and where."""
    try:
        found = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as failure:
        return {}, "reuse.encoding", f"0x{line[failure.start]:02x}"
    except ValueError as failure:
        return {}, "reuse.json", getattr(failure, "msg", "")
    except RecursionError:
        return {}, "reuse.json", "nesting"
    if not isinstance(found, dict):
        return {}, "reuse.object", type(found).__name__
    return found, "", ""


def _wrong(record: dict[str, Any], read: Read) -> str:
    """Return which part of a record cannot be used, "" where it is a document."""
    name = record.get("id")
    if isinstance(name, bool) or not isinstance(name, str | int) or not str(name).strip():
        return "reuse.id"
    if str(name) in read.names:
        return "reuse.same_id"
    if not isinstance(record.get("text"), str):
        return "reuse.text"
    return "" if record.get("side") in (None, "", *SIDES) else "reuse.side"


def _written(matches: Sequence[Match], names: dict[str, str]) -> Iterator[str]:
    """Yield the matches as JSON objects, one a line."""
    for m in matches:
        yield (
            f'{{"a": {names[m.a]}, "a_start": {m.a_start}, "a_end": {m.a_end}, '
            f'"b": {names[m.b]}, "b_start": {m.b_start}, "b_end": {m.b_end}, '
            f'"score": {m.score}, "boilerplate": {"true" if m.boilerplate else "false"}}}'
        )


def _put(lines: Iterable[str], out: Path | None) -> int:
    """Write the lines to a file, whole, or to standard output; return 0."""
    if out is not None:
        text = "".join(line + "\n" for line in lines)
        write_file(out, text.encode("utf-8", "backslashreplace"))
        return 0
    pending = iter(lines)
    while part := list(islice(pending, 4096)):
        say("\n".join(part))
    return 0
