"""A round of one request: asked, kept as it came, read, checked, and logged."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

from policyloom.collect.hosts import comtrade, sdmx, worldbank
from policyloom.collect.hosts.areas import code_of
from policyloom.collect.hosts.asking import Asker, Part, Refusal
from policyloom.collect.hosts.checks import Checked, Finding, check
from policyloom.collect.hosts.log import FOLDER, Round, add_round, last_of, read_rounds, table_of
from policyloom.collect.hosts.observation import Observation, scaled, write_observations
from policyloom.collect.store import Store, safe_name
from policyloom.core.atomic import write_file
from policyloom.core.ids import digest, fingerprint
from policyloom.core.problem import Problem, problem
from policyloom.model.requests import Request
from policyloom.model.study import Study
from policyloom.model.tables import dictionary

Ask = Callable[[Request, Asker], list[Observation]]
_ASK: Final[Mapping[str, Ask]] = {
    "comtrade": comtrade.ask,
    "worldbank": worldbank.ask,
    "sdmx": sdmx.ask,
}
_NOT_ASKED: Final = frozenset({"id", "line", "source", "description"})
"""Fields of a request that change nothing in what comes."""


@dataclass(frozen=True)
class Reduced:
    """What was taken from files on disk: the observations, and each file with its hash."""

    observations: tuple[Observation, ...]
    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Outcome:
    """What a round came to: its line in the log, the observations and what is to be told."""

    round: Round
    observations: tuple[Observation, ...]
    problems: tuple[Problem, ...]


def run(request: Request, study: Study, asker: Asker) -> Outcome:
    """Ask a host for a request, and keep and check what comes."""
    at = asker.client.clock.now().isoformat()
    try:
        _known_codes(request)
        found = _ASK[request.host](request, asker)
    except Refusal as refusal:
        return refused(request, study, at, refusal)
    answers, files = _kept(study.folder, asker.parts)
    observations = [replace(one, file=files[int(one.file)]) for one in found]
    return finish(request, study, at, observations, answers)


def take(request: Request, study: Study, at: str, reduced: Reduced) -> Outcome:
    """Keep and check what was taken from files on disk."""
    answers = tuple({"file": name, "sha256": sha256} for name, sha256 in reduced.files)
    return finish(request, study, at, reduced.observations, answers)


def finish(
    request: Request,
    study: Study,
    at: str,
    observations: Sequence[Observation],
    answers: Sequence[Mapping[str, Any]],
) -> Outcome:
    """Check observations, store their table and log the round."""
    rounds, log_problems = read_rounds(study.folder)
    last = last_of(rounds, request.id)
    asked = request_print(request)
    before = table_of(study.folder, last) if last is not None and last.asked == asked else None
    checked = check(
        request,
        scaled(observations, request.factor),
        before or (),
        last.at if last else "",
        study.table(request.table),
    )
    name, sha256 = _store(study.folder, request, checked)
    made = Round(
        request.id, at, request.host, request.source, asked,
        answers=tuple(answers), table=name, sha256=sha256,
        values=sum(one.value is not None for one in checked.observations),
        findings=tuple(dict.fromkeys(f.code for f in checked.findings)),
    )  # fmt: skip
    add_round(study.folder, made)
    problems = [*log_problems, *_told(request, checked.findings)]
    if not checked.observations:
        problems.append(_problem(request, "data.none"))
    return Outcome(made, checked.observations, tuple(problems))


def _known_codes(request: Request) -> None:
    for economy in (*request.economies, *request.partners):
        if not code_of(request, economy):
            raise Refusal("data.no_code", economy=economy)


def _kept(folder: Path, parts: Sequence[Part]) -> tuple[list[Mapping[str, Any]], list[str]]:
    store = Store(folder)
    answers: list[Mapping[str, Any]] = []
    for part in parts:
        ending = ".json" if part.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[") else ".csv"
        name = store.keep(part.address, part.body, ending)
        answers.append(
            {
                "address": part.address,
                "at": part.at,
                "file": name,
                "sha256": digest(part.body),
                "bytes": len(part.body),
            }
        )
    return answers, [str(answer["file"]) for answer in answers]


def _store(folder: Path, request: Request, checked: Checked) -> tuple[str, str]:
    data = write_observations(checked.observations)
    sha256 = digest(data)
    name = f"{FOLDER}/{safe_name(request.id)}-{sha256[:10]}.csv"
    if not (folder / name).exists():
        write_file(folder / name, data)
    return name, sha256


def refused(request: Request, study: Study, at: str, refusal: Refusal) -> Outcome:
    """Log a round that brought nothing of use, and say why."""
    made = Round(
        request.id, at, request.host, request.source, request_print(request),
        code=refusal.code, words=refusal.words,
    )  # fmt: skip
    add_round(study.folder, made)
    return Outcome(made, (), (_problem(request, refusal.code, **refusal.words),))


def _told(request: Request, findings: Sequence[Finding]) -> list[Problem]:
    return [_problem(request, f.code, **f.words) for f in _distinct(findings)]


def _distinct(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings without those that say the same again."""
    seen: dict[tuple[str, tuple[tuple[str, str], ...]], Finding] = {}
    for found in findings:
        seen.setdefault((found.code, tuple(found.words.items())), found)
    return list(seen.values())


def _problem(request: Request, code: str, **words: object) -> Problem:
    file = dictionary()["requests"].file
    given = {"value": request.id, "address": "", **words, "id": request.id}
    return problem(code, file, request.line, "", **given)


def request_print(request: Request) -> str:
    """Return a fingerprint of what a request asks for."""
    return fingerprint({k: v for k, v in asdict(request).items() if k not in _NOT_ASKED})
