"""The `policyloom` command: one row a command, heavy imports only inside the one that runs."""

from __future__ import annotations

import argparse
import gc
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from policyloom import (
    __version__,
    collect_command,
    import_command,
    measure_command,
    qca_command,
    read_command,
    reuse_command,
    review_command,
    seal_command,
    trade_command,
)
from policyloom.core.memory import look_seldom
from policyloom.core.problem import Language, Problem, errors
from policyloom.terminal import Steps, prepare_streams, problem_lines, say

CANNOT_RUN = 2
"""Exit status where a command could not do its work at all (no such folder, a wrong option)."""


@dataclass(frozen=True)
class Command:
    """A command: its name, what it does in both languages, its options and what runs."""

    name: str
    ko: str
    en: str
    configure: Callable[[argparse.ArgumentParser, Language], None]
    run: Callable[[argparse.Namespace, Language], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit status."""
    prepare_streams()
    look_seldom()
    given = list(sys.argv[1:] if arguments is None else arguments)
    language = _language(given)
    options = _parser(language).parse_args(given)
    try:
        return int(options.run(options, language))
    except KeyboardInterrupt:
        say("", sys.stderr)
        return 130
    except BrokenPipeError:  # the reader of our output, such as `head`, has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as failure:
        say(f"policyloom: {failure.strerror or failure}: {failure.filename or ''}", sys.stderr)
        return CANNOT_RUN


def _language(given: Sequence[str]) -> Language:
    """Find the language before parsing, since the help itself is written in it."""
    chosen = os.environ.get("POLICYLOOM_LANG", "ko")
    for word, following in zip(given, [*given[1:], ""], strict=True):
        if word.startswith("--lang"):
            chosen = word.partition("=")[2] or following
    return "en" if chosen == "en" else "ko"


def _parser(language: Language) -> argparse.ArgumentParser:
    about = {
        "ko": "증거 폴더에서 출처를 속일 수 없는 보고서까지.",
        "en": "From a folder of evidence to a report that cannot lie about its sources.",
    }
    parser = argparse.ArgumentParser(prog="policyloom", description=about[language])
    parser.add_argument("--version", action="version", version=f"policyloom {__version__}")
    _add_language(parser, language)
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in COMMANDS:
        text = command.ko if language == "ko" else command.en
        sub = commands.add_parser(command.name, help=text, description=text)
        command.configure(sub, language)
        _add_language(sub, language)
        sub.set_defaults(run=command.run)
    return parser


def _add_language(parser: argparse.ArgumentParser, language: Language) -> None:
    text = {"ko": "안내문의 언어 (기본 ko)", "en": "language of the messages (default ko)"}
    parser.add_argument(
        "--lang", choices=("ko", "en"), default=argparse.SUPPRESS, help=text[language]
    )


def _folder(parser: argparse.ArgumentParser, language: Language) -> None:
    text = {"ko": "연구 폴더", "en": "the study folder"}
    parser.add_argument("dir", metavar="DIR", type=Path, help=text[language])


# ── new ─────────────────────────────────────────────────────────────────────────────────────────


def _configure_new(parser: argparse.ArgumentParser, language: Language) -> None:
    _folder(parser, language)
    text = {"ko": "완성된 예제 연구를 복사한다", "en": "copy the finished example study"}
    parser.add_argument("--example", action="store_true", help=text[language])


def _run_new(options: argparse.Namespace, language: Language) -> int:
    from policyloom.files.new import new_study

    problems = new_study(options.dir, example=options.example)
    _list(problems, language)
    if errors(problems):
        return CANNOT_RUN
    text = {
        "ko": f"연구 폴더를 만들었다: {options.dir}\n다음: policyloom build {options.dir}",
        "en": f"Made the study folder: {options.dir}\nNext: policyloom build {options.dir}",
    }
    say(text[language])
    return 0


# ── check ───────────────────────────────────────────────────────────────────────────────────────


def _configure_check(parser: argparse.ArgumentParser, language: Language) -> None:
    _folder(parser, language)
    text = {"ko": "출력 형식 (기본 text)", "en": "form of the output (default text)"}
    parser.add_argument("--format", choices=("text", "json"), default="text", help=text[language])


def _run_check(options: argparse.Namespace, language: Language) -> int:
    from policyloom.build import check_folder

    if not _is_folder(options.dir, language):
        return CANNOT_RUN
    problems = check_folder(options.dir)
    if options.format == "json":
        records = [p.as_record(language) for p in problems]
        say(json.dumps(records, ensure_ascii=False, indent=1))
    else:
        _list(problems, language, sys.stdout)
        say(_count(problems, language))
    return 1 if errors(problems) else 0


# ── build ───────────────────────────────────────────────────────────────────────────────────────


def _configure_build(parser: argparse.ArgumentParser, language: Language) -> None:
    _folder(parser, language)
    text = {"ko": "모두 새로 만든다", "en": "make everything anew"}
    parser.add_argument("--fresh", action="store_true", help=text[language])


def _run_build(options: argparse.Namespace, language: Language) -> int:
    from policyloom.build import build

    if not _is_folder(options.dir, language):
        return CANNOT_RUN
    gc.disable()  # a build makes many small objects and ends; collecting them took a fifth of it
    built = build(options.dir, Steps(language), fresh=options.fresh)
    _list(built.problems, language)
    removed = [dict(p.words)["value"] for p in built.problems if p.code == "source.unknown"]
    if removed:
        from policyloom.explain import after_removal

        for line in after_removal(options.dir, tuple(dict.fromkeys(removed)), language):
            say(line, sys.stderr)
    for line in built.summary(language):
        say(line)
    return 1 if errors(built.problems) else 0


# ── explain ─────────────────────────────────────────────────────────────────────────────────────


def _configure_explain(parser: argparse.ArgumentParser, language: Language) -> None:
    _folder(parser, language)
    ko = language == "ko"
    what = (
        "수치·주장·그림·출처, 또는 문장의 자리(report/파일.md:줄) (없으면 목록)"
        if ko
        else "number, claim, figure, source, or sentences at report/FILE.md:LINE"
    )
    parser.add_argument("ref", metavar="REF", nargs="?", default="", help=what)
    find = "이 글자가 든 것만 나열한다" if ko else "list only what holds these characters"
    parser.add_argument("--find", metavar="TEXT", default="", help=find)
    parser.add_argument(
        "--without",
        metavar="SOURCE",
        nargs="+",
        default=(),
        help="이 출처들을 빼면 무너지는 것" if ko else "what falls without these sources",
    )


def _run_explain(options: argparse.Namespace, language: Language) -> int:
    from policyloom.explain import explain

    if not _is_folder(options.dir, language):
        return CANNOT_RUN
    lines, found = explain(
        options.dir, options.ref, language, find=options.find, without=tuple(options.without)
    )
    for line in lines:
        say(line)
    return 0 if found else 1


# ── serve ───────────────────────────────────────────────────────────────────────────────────────


def _configure_serve(parser: argparse.ArgumentParser, language: Language) -> None:
    _folder(parser, language)
    text = {"ko": "포트 (기본 8765)", "en": "port (default 8765)"}
    parser.add_argument("--port", type=int, default=8765, help=text[language])
    text = {"ko": "브라우저를 열지 않는다", "en": "do not open a browser"}
    parser.add_argument("--no-browser", action="store_true", help=text[language])


def _run_serve(options: argparse.Namespace, language: Language) -> int:
    from policyloom.workbench.server import serve

    if not _is_folder(options.dir, language):
        return CANNOT_RUN
    return serve(
        options.dir, options.port, language, open_browser=not options.no_browser, announce=say
    )


# ── analyses ────────────────────────────────────────────────────────────────────────────────────


def _configure_analyses(parser: argparse.ArgumentParser, language: Language) -> None:
    del parser, language


def _run_analyses(options: argparse.Namespace, language: Language) -> int:
    from policyloom.analysis.catalogue import CATALOGUE

    del options
    for entry in CATALOGUE:
        say(f"{entry.name:16} {entry.question[language]}")
    return 0


COMMANDS = (
    Command(
        "new",
        "연구 폴더를 만든다 (틀 또는 완성된 예제)",
        "make a study folder, from the template or the finished example",
        _configure_new,
        _run_new,
    ),
    Command(
        "check",
        "연구 폴더의 모든 문제를 한꺼번에 보인다",
        "show every problem of a study folder at once",
        _configure_check,
        _run_check,
    ),
    Command(
        "build",
        "분석하고 보고서와 사이트를 만든다 (바뀐 것만 다시)",
        "analyse, write report and site; only what is stale is redone",
        _configure_build,
        _run_build,
    ),
    Command(
        "serve",
        "연구를 브라우저로 보고, 고치면 다시 만든다",
        "show the study in a browser and rebuild on change",
        _configure_serve,
        _run_serve,
    ),
    Command(
        "explain",
        "수치·주장·그림·출처의 근거와, 그것에 기대는 것을 보인다",
        "show what a number, claim, figure or source rests on, and what rests on it",
        _configure_explain,
        _run_explain,
    ),
    Command(
        "collect",
        "출처의 주소에서 원문을 받아 해시와 날짜를 남긴다",
        "fetch the sources from their addresses, with hash and date",
        collect_command.configure,
        collect_command.run,
    ),
    Command(
        "read",
        "문서(PDF, HTML, DOCX, HWP, HWPX, 글, ZIP)를 읽어 한 줄에 하나씩 JSON으로 쓴다",
        "read documents (PDF, HTML, DOCX, HWP, HWPX, text, ZIP) into one JSON object a line",
        read_command.configure,
        read_command.run,
    ),
    Command(
        "measure",
        "문서 읽기가 사람의 답과 맞는지, 빌드가 심은 잘못을 알리는지 잰다",
        "measure reading against people's answers, and the build against planted faults",
        measure_command.configure,
        measure_command.run,
    ),
    Command(
        "import",
        "문서와 원문 표(XLSX, CSV, JSONL)를 연구 폴더에 들여온다",
        "bring documents and tables of texts (XLSX, CSV, JSONL) into a study",
        import_command.configure,
        import_command.run,
    ),
    Command(
        "review",
        "원문에서 읽어 낸 제안을 보이고, 받아들이거나 고치거나 물리친다",
        "list what was read from the texts; accept, correct or reject it",
        review_command.configure,
        review_command.run,
    ),
    Command(
        "reuse",
        "문서에서 문서로 옮겨 간 구절을 찾는다 (그대로, 고쳐서, 순서를 바꿔서)",
        "find the passages that documents took over, copied, edited or reordered",
        reuse_command.configure,
        reuse_command.run,
    ),
    Command(
        "qca",
        "사례를 비교한다: 필요조건, 진리표, 모든 해 (QCA)",
        "compare cases: necessity, truth table, every solution (QCA)",
        qca_command.configure,
        qca_command.run,
    ),
    Command(
        "seal",
        "원문과 대조한 행·주장·문단을 확정하고, 그 뒤 바뀐 것을 보인다",
        "confirm rows, claims and paragraphs, and show what changed since",
        seal_command.configure,
        seal_command.run,
    ),
    Command(
        "trade",
        "무역 표에서 모든 해의 비교우위·복잡성 지표를 계산한다",
        "compute the indicators of advantage and complexity of every year of a trade table",
        trade_command.configure,
        trade_command.run,
    ),
    Command(
        "analyses",
        "분석 목록과 각각이 답하는 질문",
        "list the analyses and the question each answers",
        _configure_analyses,
        _run_analyses,
    ),
)


def _is_folder(folder: Path, language: Language) -> bool:
    if folder.is_dir():
        return True
    text = {
        "ko": f"폴더가 없다: {folder}  (policyloom new {folder} 로 새로 만들 수 있다)",
        "en": f"No such folder: {folder}  (policyloom new {folder} makes one)",
    }
    say(text[language], sys.stderr)
    return False


def _list(problems: Sequence[Problem], language: Language, stream: TextIO | None = None) -> None:
    for line in problem_lines(problems, language):
        say(line, stream or sys.stderr)


def _count(problems: Sequence[Problem], language: Language) -> str:
    wrong = len(errors(problems))
    warnings = len(problems) - wrong
    if not problems:
        return {"ko": "문제가 없다.", "en": "No problems."}[language]
    ko = f"오류 {wrong}건, 주의 {warnings}건"
    return {"ko": ko, "en": f"{wrong} errors, {warnings} warnings"}[language]


if __name__ == "__main__":
    sys.exit(main())
