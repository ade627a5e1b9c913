"""`policyloom read`: documents in, one JSON object a document out, as they are read."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from policyloom.core.problem import Language, errors, problem
from policyloom.model.document import ReadDocument
from policyloom.terminal import problem_lines, say

CANNOT_RUN = 2
_NEEDED = ("selectolax", "pypdfium2", "hwpforge", "charset_normalizer", "ahocorasick_rs")
_LISTS = ("issuers", "citations", "responsibilities", "regions", "agencies", "targets")
KEYS = (
    *("file", "format", "language", "title", "doc_number", "index_number", "issuers"),
    *("date_issued", "date_published", "type", "addressee", "citations", "responsibilities"),
    *("regions", "agencies", "targets", "chars", "problems"),
)
"""The keys of every object, in this order; absent is null, lists may be empty."""

_HELP = {
    "files": ("파일이나 폴더, ZIP", "files, folders, ZIPs"),
    "format": ("출력 형식 (한 줄에 문서 하나)", "form of the output (a document a line)"),
    "text": ("본문도 'text'로 싣는다", "add the text as 'text'"),
    "workers": ("함께 읽는 프로세스 수", "number of reading processes"),
    "seconds": ("문서마다 시간 한도 (기본 30초)", "time limit a document (default 30)"),
}


def configure(parser: argparse.ArgumentParser, language: Language) -> None:
    """Add the options of the command."""
    at = 0 if language == "ko" else 1
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path, help=_HELP["files"][at])
    parser.add_argument("--format", choices=("jsonl",), default="jsonl", help=_HELP["format"][at])
    parser.add_argument("--text", action="store_true", help=_HELP["text"][at])
    parser.add_argument("--workers", type=int, default=0, help=_HELP["workers"][at])
    parser.add_argument("--seconds", type=float, default=30.0, help=_HELP["seconds"][at])


def run(options: argparse.Namespace, language: Language) -> int:
    """Read the files; status 1 where any was refused, 2 where the libraries are missing."""
    from policyloom.extract.fields import extract_fields  # noqa: PLC0415 - keeps --help fast
    from policyloom.reading.limits import Limits  # noqa: PLC0415
    from policyloom.reading.read import read_and_search  # noqa: PLC0415

    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        for line in problem_lines(
            [problem("read.extra_missing", "", value=", ".join(missing))], language
        ):
            say(line)
        return CANNOT_RUN
    refused = False
    limits, workers = Limits(seconds=options.seconds), max(0, options.workers)
    paths = _paths(options.files)
    for searched in read_and_search(extract_fields, paths, limits, workers=workers):
        document = searched.document
        refused = refused or bool(errors(document.problems))
        record = as_object(document, searched.found or {}, language)
        if options.text:
            record["text"] = document.text
        say(json.dumps(record, ensure_ascii=False))
    return 1 if refused else 0


def as_object(
    document: ReadDocument, fields: Mapping[str, Any], language: Language
) -> dict[str, Any]:
    """Return the object that is printed for a document; `fields` are what was extracted from it."""
    made: dict[str, Any] = dict.fromkeys(KEYS)
    made.update({key: [] for key in _LISTS})
    made.update(
        file=document.file,
        format=document.format,
        language=document.language or None,
        title=document.title or None,
        chars=len(document.text),
        problems=[p.as_record(language) for p in document.problems],
    )
    found = {key: value for key, value in fields.items() if key in made}
    return made | found | {"problems": made["problems"]}


def _paths(given: list[Path]) -> Iterator[Path]:
    """Give the files, those of folders in the order of their names."""
    for path in given:
        if path.is_dir():
            inside = (p for p in sorted(path.rglob("*")) if p.is_file())
            yield from (p for p in inside if not p.name.startswith("."))
        else:
            yield path
