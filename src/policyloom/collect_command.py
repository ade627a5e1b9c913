"""`policyloom collect`: fetch the sources, say what came, and which claims lean on what did not."""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from policyloom.core.problem import Language, Problem, problem
from policyloom.terminal import Steps, problem_lines, say

if TYPE_CHECKING:
    from policyloom.collect.connector import Wanted
    from policyloom.collect.fetch import Client
    from policyloom.collect.leaning import Leaning
    from policyloom.collect.rounds import Options
    from policyloom.collect.store import Record, Store
    from policyloom.model.lineage import Lineage
    from policyloom.model.study import Study

CANNOT_RUN = 2
SOURCES = "sources.csv"
MOST = 40
"""Claims of one source that are listed; the rest are counted."""

_ROLE = re.compile(r"\{(\w+)\}`([^`]*)`")
_SHORT = 90

_HELP = {
    "dir": ("연구 폴더", "the study folder"),
    "only": ("이 출처들만", "only these sources"),
    "data": (
        "registers/requests.csv의 통계 요청을 받는다 (번호를 적으면 그것만)",
        "collect the data requests of registers/requests.csv (only these, where named)",
    ),
    "write": (
        "받은 파일을 sources.csv의 file·hash·accessed에 적는다",
        "enter what was fetched in file, hash and accessed of sources.csv",
    ),
    "allow_private": (
        "이 컴퓨터와 내부망 주소도 허용한다",
        "also fetch from this machine and private networks",
    ),
    "limit": ("한 번에 받을 출처의 수", "fetch at most N sources"),
    "dry_run": ("무엇을 받을지 보이기만 한다", "only show what would be fetched"),
    "pause": ("한 서버에 대한 요청 사이의 초 (기본 2)", "seconds between requests to a host (2)"),
}
_WORDS = {
    "ko": {
        "new": "새로 받음", "unchanged": "그대로", "changed": "바뀜", "gone": "사라짐",
        "refused": "거절됨", "truncated": "잘림", "failed": "받지 못함",
        "library": "중국정부망 정책문건고에서 검색", "plan": "받을 출처 {n}건",
        "none": "받을 출처가 없다.", "written": "sources.csv: {n}칸을 적었다.",
        "not_written": "sources.csv는 고치지 않았다 (--write로 적는다).",
        "leaning": "사라졌거나 바뀐 출처에 기대는 주장",
        "no_claims": "기대는 주장이 없는 출처: {ids}",
        "computed": "  그 밖에 계산된 값을 거쳐 기대는 주장 {n}건: {ids}", "more": "  … 외 {n}건",
        "falls": "이 출처들을 빼면 무너지는 것: policyloom explain {folder} --without {ids}",
        "log": "기록: {path}",
        "partial": "폴더에 오류가 있어 계산된 값을 거치는 주장은 셈에 넣지 못했다.",
    },
    "en": {
        "new": "new", "unchanged": "unchanged", "changed": "changed", "gone": "gone",
        "refused": "refused", "truncated": "truncated", "failed": "failed",
        "library": "searched in the policy library of gov.cn", "plan": "{n} sources to fetch",
        "none": "There is no source to fetch.", "written": "sources.csv: {n} cells entered.",
        "not_written": "sources.csv was left as it is (--write enters the files).",
        "leaning": "Claims that lean on sources gone or changed",
        "no_claims": "No claim leans on: {ids}",
        "computed": "  and by way of computed values, {n} claims: {ids}",
        "more": "  … and {n} more",
        "falls": "What falls without them: policyloom explain {folder} --without {ids}",
        "log": "Log: {path}",
        "partial": "The folder has errors: claims by way of computed values are left out.",
    },
}  # fmt: skip


@dataclass
class _Round:
    """What a round brought: the records by source, and problems of the log."""

    study: Study
    wanted: Sequence[Wanted]
    records: dict[str, Record] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def troubled(self) -> list[str]:
        """Return the sources that are gone or changed, in the order of the register."""
        bad = {s for s, r in self.records.items() if r.kind in ("gone", "changed")}
        return [row.id for row in self.study.table("sources") if row.id in bad]


def configure(parser: argparse.ArgumentParser, language: Language) -> None:
    """Declare the options of the command."""
    text = {name: pair[language == "en"] for name, pair in _HELP.items()}
    parser.add_argument("dir", metavar="DIR", type=Path, help=text["dir"])
    parser.add_argument("--only", metavar="ID", nargs="+", default=(), help=text["only"])
    parser.add_argument("--data", metavar="ID", nargs="*", default=None, help=text["data"])
    parser.add_argument("--write", action="store_true", help=text["write"])
    parser.add_argument("--allow-private", action="store_true", help=text["allow_private"])
    parser.add_argument("--limit", metavar="N", type=_count, default=0, help=text["limit"])
    parser.add_argument("--pause", metavar="S", type=_seconds, default=2.0, help=text["pause"])
    parser.add_argument("--dry-run", action="store_true", help=text["dry_run"])


def run(options: argparse.Namespace, language: Language) -> int:
    """Run the command: 0 where all is held and as before, 1 where not, 2 where it cannot run."""
    if options.data is not None:
        from policyloom.collect_data import run as run_data  # noqa: PLC0415 - keeps --help fast

        return run_data(options, language)
    from policyloom.collect.fetch import Client  # noqa: PLC0415
    from policyloom.collect.rounds import Options  # noqa: PLC0415

    client = Client(allow_private=options.allow_private, pause=options.pause)
    plan = Options(only=tuple(options.only), limit=options.limit)
    return collect_folder(options.dir, client, plan, language, options)


def collect_folder(
    folder: Path,
    client: Client,
    plan: Options,
    language: Language,
    options: argparse.Namespace,
) -> int:
    """Collect the sources of a study folder with a client, and say how it went."""
    from policyloom.collect.rounds import wanted_sources  # noqa: PLC0415
    from policyloom.collect.store import Store  # noqa: PLC0415
    from policyloom.files.load import load_study  # noqa: PLC0415

    study, problems = load_study(folder)
    if study is None or not study.inputs.get(SOURCES, ""):
        _list(problems or [problem("file.missing", SOURCES)], language)
        return CANNOT_RUN
    unknown = [s for s in plan.only if s not in study.table("sources").by_id]
    if unknown:
        _list([problem("collect.unknown_source", SOURCES, value=s) for s in unknown], language)
        return CANNOT_RUN
    store = Store(folder)
    wanted = wanted_sources(study, store, plan)
    if options.dry_run:
        _say_all(_planned(wanted, language))
        return 0
    round_ = _Round(study, wanted, problems=list(store.problems))
    _fetch(round_, client, store, plan, language)
    _report(round_, folder, language)
    if options.write:
        return max(_write(round_, folder, set(plan.only), language), _status(round_))
    if any(r.kind == "new" for r in round_.records.values()):
        say(_WORDS[language]["not_written"])
    return _status(round_)


def _fetch(round_: _Round, client: Client, store: Store, plan: Options, language: Language) -> None:
    from policyloom.collect.rounds import collect  # noqa: PLC0415

    steps = Steps(language)
    names = [wanted.source for wanted in round_.wanted]
    with steps.over(names):
        for record in collect(round_.wanted, client, store, plan):
            steps.step(f"{record.source} {_WORDS[language][record.kind]}")
            round_.records[record.source] = record


def _report(round_: _Round, folder: Path, language: Language) -> None:
    words = _WORDS[language]
    found = [_problem(round_.records[w.source], w) for w in round_.wanted if _told(round_, w)]
    _list(sorted([*round_.problems, *found]), language)
    _say_all(_lean_lines(round_, folder, language))
    if not round_.wanted:
        say(words["none"])
        return
    counts: Counter[str] = Counter(record.kind for record in round_.records.values())
    kinds = ("new", "unchanged", "changed", "gone", "refused", "truncated", "failed")
    shown = [k for k in kinds if counts[k] or k not in ("truncated", "failed")]
    say(" · ".join(f"{words[kind]} {counts[kind]:,}" for kind in shown))
    say(words["log"].format(path=folder / "documents" / "collected.jsonl"))


def _told(round_: _Round, wanted: Wanted) -> bool:
    record = round_.records.get(wanted.source)
    return record is not None and bool(record.code)


def _problem(record: Record, wanted: Wanted) -> Problem:
    """Return what to tell about a source: the code of its record, at its row."""
    words = {"value": record.source, "address": record.address, **record.details}
    return problem(record.code, SOURCES, wanted.line, "address", **words)


def _status(round_: _Round) -> int:
    return int(any(r.kind not in ("new", "unchanged") for r in round_.records.values()))


# ── the claims that lean ────────────────────────────────────────────────────────────────────────


def _lean_lines(round_: _Round, folder: Path, language: Language) -> Iterator[str]:
    """Yield the listing of the claims that lean on what is gone or changed."""
    from policyloom.collect.leaning import claims_leaning  # noqa: PLC0415

    sources = round_.troubled()
    if not sources:
        return
    words = _WORDS[language]
    graph, whole = _graph(round_.study, folder)
    yield words["leaning"]
    statements = {c.id: _in_short(c.statement[language]) for c in round_.study.claims}
    every = claims_leaning(graph, sources)
    for leaning in (one for one in every if one.direct or one.computed):
        kind = words[round_.records[leaning.source].kind]
        yield f"{leaning.source}  {kind}"
        yield from _claim_lines(leaning, lambda c: f"    {c}  {statements[c]}", language)
    alone = [one.source for one in every if not one.direct and not one.computed]
    if alone:
        yield words["no_claims"].format(ids=" ".join(alone))
    if whole:
        yield words["falls"].format(folder=folder, ids=" ".join(sources))
    else:
        yield words["partial"]


def _graph(study: Study, folder: Path) -> tuple[Lineage, bool]:
    """Return what rests on what; with errors in the folder only what needs no computing."""
    from policyloom.build import weave  # noqa: PLC0415
    from policyloom.model.facts import Facts  # noqa: PLC0415
    from policyloom.model.lineage import lineage  # noqa: PLC0415

    woven = weave(folder)
    if isinstance(woven, tuple):
        return lineage(Facts(study, {})), False
    return woven.lineage, True


def _claim_lines(leaning: Leaning, line: Callable[[str], str], language: Language) -> Iterator[str]:
    words = _WORDS[language]
    yield from map(line, leaning.direct[:MOST])
    if len(leaning.direct) > MOST:
        yield words["more"].format(n=len(leaning.direct) - MOST)
    if leaning.computed:
        ids = ", ".join(leaning.computed[:MOST])
        ids += " …" if len(leaning.computed) > MOST else ""
        yield "  " + words["computed"].format(n=len(leaning.computed), ids=ids)


def _in_short(statement: str) -> str:
    """Return a statement on one line, with its references shown as words or as "…"."""
    words = _ROLE.sub(
        lambda m: "…" if m.group(1) == "n" else m.group(2), " ".join(statement.split())
    )
    return words if len(words) <= _SHORT else words[:_SHORT] + " …"


# ── writing sources.csv ─────────────────────────────────────────────────────────────────────────


def _write(round_: _Round, folder: Path, named: set[str], language: Language) -> int:
    """Enter the files in sources.csv; return 1 where that could not be done."""
    from policyloom.files.edit import RowEdit, edit_file  # noqa: PLC0415

    edits = [
        RowEdit(wanted.line, _cells(round_.records[wanted.source], wanted))
        for wanted in round_.wanted
        if _adopted(round_.records.get(wanted.source), wanted, named)
    ]
    edits.sort(key=lambda edit: edit.line)
    count, problems = edit_file(folder, SOURCES, round_.study.inputs[SOURCES], edits)
    _list(problems, language)
    say(_WORDS[language]["written"].format(n=count))
    return 1 if problems else 0


def _adopted(record: Record | None, wanted: Wanted, named: set[str]) -> bool:
    """Tell whether a record goes into sources.csv.

    A row that names a file or a hash already is only changed where `--only` names the source: the
    version there is the one that the study has read.
    """
    if record is None or not record.held:
        return False
    return wanted.source in named or not (wanted.file or wanted.hash)


def _cells(record: Record, wanted: Wanted) -> dict[str, str]:
    same = record.sha256 == wanted.hash and wanted.file
    cells = {} if same else {"file": record.file, "hash": record.sha256, "accessed": record.at[:10]}
    return cells if wanted.address else {"address": record.address, **cells}


# ── small things ────────────────────────────────────────────────────────────────────────────────


def _planned(wanted: Sequence[Wanted], language: Language) -> Iterator[str]:
    words = _WORDS[language]
    for source in wanted:
        yield f"{source.source:10} {source.address or words['library'] + ': ' + source.title}"
    yield words["plan"].format(n=len(wanted)) if wanted else words["none"]


def _list(problems: Sequence[Problem], language: Language) -> None:
    _say_all(problem_lines(problems, language))


def _say_all(lines: Iterator[str]) -> None:
    for line in lines:
        say(line)


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError(text)
    return number


def _seconds(text: str) -> float:
    number = float(text)
    if not 0 <= number <= 3600:
        raise argparse.ArgumentTypeError(text)
    return number
