"""`policyloom import`: files and tables of texts into a study, with all that the reader saw.

With --into, tables from Excel, HWP or anywhere go into a register (`import_table_command.py`).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from policyloom.core.problem import Language, Problem
from policyloom.terminal import problem_lines, say, say_aside

CANNOT_RUN = 2
_HELP = {
    "dir": ("연구 폴더", "the study folder"),
    "files": ("들여올 파일이나 폴더", "files or folders to bring in"),
    "only": ("폴더에서 이 이름꼴만 (예: *.xlsx)", "of a folder only these names, such as *.xlsx"),
    "columns": (
        "표(XLSX, CSV, JSONL)의 열: text=… title=… date=… issuers=… number=… address=…;"
        " --into에서는 등록부의 열=머리글",
        "columns of tables (XLSX, CSV, JSONL): text=… title=… date=… issuers=… number=… address=…;"
        " with --into, column of the register=heading",
    ),
    "into": (
        "표를 들여올 등록부 (예: reviews, figures, policies); 파일 안의 모든 표를 본다",
        "the register to bring tables into, such as reviews, figures, policies; tables inside"
        " documents count",
    ),
    "set": (
        "--into: 모든 행에 적을 값 (예: round=연구중간심의회 stage=midterm)",
        "with --into: values for all rows, such as round=NAME stage=midterm",
    ),
    "only_good": (
        "--into: 문제가 있는 행만 빼고 적는다 (보통은 하나라도 있으면 모두 적지 않는다)",
        "with --into: leave out rows with errors (else one error keeps all out)",
    ),
    "trial": (
        "--into: 적지 않고 무엇이 적힐지만 보인다",
        "with --into: write nothing, show what would be",
    ),
    "sector": ("policies.csv에 적을 분야", "the sector to enter in policies.csv"),
    "region": (
        "원문이 알려 주지 않을 때의 지역 (기본: study.yaml의 nation)",
        "the region where a text does not tell (default: nation of study.yaml)",
    ),
    "accept_all": (
        "읽어 낸 책임 분담을 모두 받아들인다 (신뢰도 low)",
        "accept all responsibilities that are read (confidence low)",
    ),
    "as": ("받아들이는 사람", "who accepts"),
}
_WORDS = {
    "ko": {
        "in": "문서 {n}건을 들여왔다. 이미 있던 것 {held}건.",
        "seen": "원문과 등록부의 어긋남·결함 {n}건 (위 목록; policyloom check {dir} 로 다시 본다).",
        "taken": "책임 분담 {n}건을 등록부에 적었다. 빠진 칸이 있어 남겨 둔 제안 {left}건.",
        "next": "다음: policyloom review {dir}",
        "pair": "이름=열로 적어야 한다: {value}",
        "who": "--accept-all에는 --as 이름이 필요하다.",
        "libraries": "문서를 읽는 라이브러리가 없다: pip install 'policyloom[documents]'",
    },
    "en": {
        "in": "{n} documents brought in; {held} were there already.",
        "seen": "{n} differences and defects (above; policyloom check {dir} shows them too).",
        "taken": "{n} responsibilities entered; {left} proposals lack cells and were left.",
        "next": "Next: policyloom review {dir}",
        "pair": "Write meaning=column, not: {value}",
        "who": "--accept-all needs --as NAME.",
        "libraries": "The reading libraries are missing: pip install 'policyloom[documents]'",
    },
}
_MEANINGS = ("text", "title", "date", "issuers", "number", "address")


def configure(parser: argparse.ArgumentParser, language: Language) -> None:
    """Declare the options of the command."""
    text = {name: pair[language == "en"] for name, pair in _HELP.items()}
    parser.add_argument("dir", metavar="DIR", type=Path, help=text["dir"])
    parser.add_argument("files", metavar="FILE", type=Path, nargs="+", help=text["files"])
    parser.add_argument("--only", metavar="PATTERN", default="*", help=text["only"])
    parser.add_argument(
        "--columns", metavar="MEANING=COLUMN", nargs="+", default=(), help=text["columns"]
    )
    parser.add_argument("--into", metavar="TABLE", default="", help=text["into"])
    parser.add_argument("--set", metavar="COLUMN=VALUE", nargs="+", default=(), help=text["set"])
    parser.add_argument("--only-good", action="store_true", help=text["only_good"])
    parser.add_argument("--dry-run", dest="trial", action="store_true", help=text["trial"])
    parser.add_argument("--sector", metavar="CODE", default="", help=text["sector"])
    parser.add_argument("--region", metavar="CODE", default="", help=text["region"])
    parser.add_argument("--accept-all", action="store_true", help=text["accept_all"])
    parser.add_argument("--as", dest="by", metavar="NAME", default="", help=text["as"])


def run(options: argparse.Namespace, language: Language) -> int:
    """Run the command: 0 where all was taken in, 1 where some was not, 2 where it cannot run."""
    if options.into:
        from policyloom.import_table_command import run_table  # noqa: PLC0415

        return run_table(options, language)
    from importlib.util import find_spec  # noqa: PLC0415 - keeps --help fast

    from policyloom.held.texts import NEEDED  # noqa: PLC0415

    words = _WORDS[language]
    wrong = [p for p in options.columns if p.partition("=")[0] not in _MEANINGS or "=" not in p]
    if wrong:
        say_aside(words["pair"].format(value=" ".join(wrong)))
        return CANNOT_RUN
    if options.accept_all and not options.by.strip():
        say_aside(words["who"])
        return CANNOT_RUN
    if any(find_spec(name) is None for name in NEEDED):
        say_aside(words["libraries"])
        return CANNOT_RUN
    return _bring(options, language)


def _bring(options: argparse.Namespace, language: Language) -> int:
    from policyloom.intake.bring import Plan, bring, unread  # noqa: PLC0415

    words = _WORDS[language]
    columns = dict(pair.partition("=")[::2] for pair in options.columns)
    plan = Plan(tuple(options.files), options.only, columns, options.sector, options.region)
    brought = bring(options.dir, plan)
    _list(brought.problems, language)
    if not brought.ids and not brought.held:
        return CANNOT_RUN
    say(words["in"].format(n=len(brought.ids), held=brought.held))
    failed = options.accept_all and _accept(options, language)
    seen = list(_differences(options.dir))
    _list(seen, language)
    if seen:
        say(words["seen"].format(n=len(seen), dir=options.dir))
    say(words["next"].format(dir=options.dir))
    return 1 if failed or unread(brought.problems) else 0


def _accept(options: argparse.Namespace, language: Language) -> bool:
    """Accept what was read unread; tell whether that failed."""
    from policyloom.review.deciding import accept_all, open_desk  # noqa: PLC0415
    from policyloom.review.entering import catch_up  # noqa: PLC0415

    desk, problems = open_desk(options.dir)
    if desk is None:
        _list(problems, language)
        return True
    taken, left = accept_all(options.dir, desk, options.by.strip(), ("responsibilities",))
    _, problems = catch_up(options.dir)
    _list(problems, language)
    say(_WORDS[language]["taken"].format(n=taken, left=left))
    return any(p.code != "review.log" for p in problems)


def _differences(folder: Path) -> Iterable[Problem]:
    """Return what the texts say against the registers, and what is wrong with them."""
    from policyloom.files.check import check_study  # noqa: PLC0415
    from policyloom.files.load import load_study  # noqa: PLC0415

    study, _ = load_study(folder)
    found = check_study(study) if study is not None else []
    return (p for p in found if p.code.startswith("text."))


def _list(problems: Iterable[Problem], language: Language) -> None:
    for line in problem_lines(problems, language):
        say_aside(line)
