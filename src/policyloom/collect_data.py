"""`policyloom collect --data`: ask the statistical hosts that registers/requests.csv names."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from policyloom.core.problem import Language, Problem, errors, problem
from policyloom.terminal import Steps, problem_lines, say

if TYPE_CHECKING:
    from policyloom.collect.fetch import Client
    from policyloom.collect.hosts.round import Outcome
    from policyloom.model.requests import Request
    from policyloom.model.study import Study

CANNOT_RUN = 2
REQUESTS = "registers/requests.csv"
_WORDS = {
    "ko": {
        "none": "받을 통계 요청이 없다 ({file}).", "plan": "통계 요청 {n}건",
        "got": "{id}: 값 {n:,}건, {table}", "failed": "{id}: 받지 못함",
        "log": "기록: {path}",
        "review": "등록부는 그대로다. 제안은 ‘policyloom review {folder}’에서 결정한다.",
        "with_key": "열쇠 있음", "without_key": "열쇠 없음: 500건까지",
    },
    "en": {
        "none": "There is no data request ({file}).", "plan": "{n} data requests",
        "got": "{id}: {n:,} values, {table}", "failed": "{id}: not got", "log": "Log: {path}",
        "review": "The registers are as they were; decide with ‘policyloom review {folder}’.",
        "with_key": "with a key", "without_key": "without a key: up to 500 records",
    },
}  # fmt: skip
_TELLING = frozenset(
    {"data.revised", "data.withdrawn", "data.differs", "data.missing", "data.editions"}
)
"""Findings of which the values are held all the same: the command's status stays 0."""


@dataclass(frozen=True)
class Hosts:
    """Whom to ask with what key; `key_hosts` are (scheme, host) pairs that may have it."""

    client: Client
    key: str = field(default="", repr=False)
    key_hosts: frozenset[tuple[str, str]] | None = None


def run(options: argparse.Namespace, language: Language) -> int:
    """Run the command: 0 where all came as expected, 1 where not, 2 where it cannot run."""
    from policyloom.collect.fetch import Client  # noqa: PLC0415 - keeps --help fast
    from policyloom.collect.hosts.asking import key_from_environment  # noqa: PLC0415

    client = Client(allow_private=options.allow_private, pause=options.pause)
    return collect_data(options, Hosts(client, key_from_environment()), language)


def collect_data(options: argparse.Namespace, hosts: Hosts, language: Language) -> int:
    """Collect the requests of a study folder, and say how it went."""
    from policyloom.files.load import load_study  # noqa: PLC0415

    folder: Path = options.dir
    study, problems = load_study(folder)
    if study is None:
        _list(problems, language)
        return CANNOT_RUN
    requests, faults = _requests(study, tuple(options.data))
    if faults:
        _list(faults, language)
        return CANNOT_RUN
    words = _WORDS[language]
    if not requests:
        say(words["none"].format(file=REQUESTS))
        return 0
    if options.dry_run:
        for line in _planned(requests, hosts, words):
            say(line)
        return 0
    outcomes = list(_rounds(requests, study, hosts, language))
    _report(outcomes, folder, language)
    told = [p for outcome in outcomes for p in outcome.problems]
    return int(any(p.code not in _TELLING for p in told))


def _requests(study: Study, ids: Sequence[str]) -> tuple[list[Request], list[Problem]]:
    """Return the requests to ask, in the order of the register, and what keeps them from it."""
    from policyloom.files.check import check_study  # noqa: PLC0415
    from policyloom.model.requests import request_of  # noqa: PLC0415

    table = study.table("requests")
    unknown = [i for i in ids if i not in table.by_id]
    if unknown:
        return [], [problem("data.unknown_request", REQUESTS, value=i) for i in unknown]
    rows = [row for row in table if not ids or row.id in ids]
    lines = {row.line for row in rows}
    wrong = [p for p in check_study(study) if p.file == REQUESTS and p.line in lines]
    if errors(wrong):
        return [], wrong
    made = (request_of(row) for row in rows)
    return [request for request in made if request is not None], []


def _rounds(
    requests: Sequence[Request], study: Study, hosts: Hosts, language: Language
) -> Iterator[Outcome]:
    """Ask one request after another: hosts of statistics count calls, so nothing runs beside."""
    steps = Steps(language)
    with steps.over([request.id for request in requests]):
        for request in requests:
            outcome = _round(request, study, hosts)
            steps.step(request.id)
            yield outcome


def _round(request: Request, study: Study, hosts: Hosts) -> Outcome:
    from policyloom.collect.hosts.asking import Asker, Refusal  # noqa: PLC0415
    from policyloom.collect.hosts.round import refused, run, take  # noqa: PLC0415

    at = hosts.client.clock.now().isoformat()
    if request.host == "baci":
        from policyloom.tradefile.reduce import reduce_files  # noqa: PLC0415 - loads the engine

        try:
            return take(request, study, at, reduce_files(request, study.folder))
        except Refusal as refusal:
            return refused(request, study, at, refusal)
    asker = Asker(hosts.client, hosts.key)
    if hosts.key_hosts is not None:
        asker.key_hosts = hosts.key_hosts
    return run(request, study, asker)


def _report(outcomes: Sequence[Outcome], folder: Path, language: Language) -> None:
    from policyloom.collect.hosts.log import LOG  # noqa: PLC0415

    words = _WORDS[language]
    _list(sorted(p for outcome in outcomes for p in outcome.problems), language)
    for outcome in outcomes:
        made = outcome.round
        form = words["got"] if made.table else words["failed"]
        say(form.format(id=made.request, n=made.values, table=made.table))
    say(words["log"].format(path=folder / LOG))
    if any(outcome.round.values for outcome in outcomes):
        say(words["review"].format(folder=folder))


def _planned(requests: Sequence[Request], hosts: Hosts, words: Mapping[str, str]) -> Iterator[str]:
    for request in requests:
        about = [request.id, request.host, request.dataset, " ".join(request.codes)]
        about += [" ".join(request.economies), f"{request.years[0]}-{request.years[-1]}"]
        if request.host == "comtrade":
            about.append(words["with_key"] if hosts.key else words["without_key"])
        yield "  ".join(part for part in about if part)
    yield words["plan"].format(n=len(requests))


def _list(problems: Sequence[Problem], language: Language) -> None:
    for line in problem_lines(problems, language):
        say(line)
