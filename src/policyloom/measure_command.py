"""`policyloom measure`: how well documents are read, and how many faults a build tells."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from policyloom import honesty_command
from policyloom.core.problem import Language
from policyloom.terminal import say, say_aside

CANNOT_RUN = 2
ROOT = Path(__file__).parents[2]
"""The checkout, where the gold lies; an installed wheel has none and needs --gold."""

GOALS = {"bracket": 0.97, "sentence": 0.90}
_HELP = {
    "what": (
        "잴 것: extraction(문서 읽기), honesty(잘못을 심어 보기)",
        "what to measure: extraction of clauses, or honesty of the build",
    ),
    "dir": ("honesty를 잴 연구 폴더", "the study folder, for honesty"),
    "faults": ("심을 잘못의 수 (기본 500)", "faults to plant (default 500)"),
    "seed": ("잘못을 고르는 씨앗수 (기본 2018)", "seed of the choice of faults (default 2018)"),
    "format": ("출력 형식 (기본 text)", "form of the output (default text)"),
    "gold": ("주석한 책임 절의 파일", "the file of annotated clauses"),
    "corpora": (
        "말뭉치 폴더 (기본 ../shared/corpora)",
        "folder of the corpora (../shared/corpora)",
    ),
    "errors": ("틀린 곳을 보인다", "show what is wrong, place by place"),
}


def configure(parser: argparse.ArgumentParser, language: Language) -> None:
    """Add the options."""
    words = {name: pair[language == "en"] for name, pair in _HELP.items()}
    parser.add_argument("what", choices=("extraction", "honesty"), help=words["what"])
    parser.add_argument("dir", metavar="DIR", nargs="?", type=Path, help=words["dir"])
    parser.add_argument("--faults", metavar="N", type=int, default=500, help=words["faults"])
    parser.add_argument("--seed", metavar="N", type=int, default=2018, help=words["seed"])
    parser.add_argument("--format", choices=("text", "json"), default="text", help=words["format"])
    gold = ROOT / "tests" / "extract" / "gold_responsibilities.jsonl"
    parser.add_argument("--gold", type=Path, default=gold, help=words["gold"])
    corpora = ROOT.parent / "shared" / "corpora"
    parser.add_argument("--corpora", type=Path, default=corpora, help=words["corpora"])
    parser.add_argument("--errors", action="store_true", help=words["errors"])


def run(options: argparse.Namespace, language: Language) -> int:
    """Print the figures; 2 where gold or corpora are absent, 1 where a goal is missed."""
    if options.what == "honesty":
        return honesty_command.run(options, language)
    for path in (options.gold, options.corpora):
        if not path.exists():
            text = {"ko": f"없는 경로: {path}", "en": f"No such path: {path}"}
            say_aside(text[language])
            return CANNOT_RUN
    met = True
    for line, fine in _figures(options, language):
        met = met and fine
        say(line)
    return 0 if met else 1


def _figures(options: argparse.Namespace, language: Language) -> Iterator[tuple[str, bool]]:
    yield from _clauses(options, language)
    yield from _pages(options.corpora / "cn-statecouncil-html", language)


def _clauses(options: argparse.Namespace, language: Language) -> Iterator[tuple[str, bool]]:
    from policyloom.measure.extraction import judge, read_gold, scores  # noqa: PLC0415

    judged = list(judge(read_gold(options.gold), options.corpora))
    ko = language == "ko"
    head = ("책임 절", "자리", "절", "맞음", "찾음", "정답", "정밀도", "재현율", "목표")
    en = ("clauses", "places", "clauses", "right", "found", "given", "precision", "recall", "goal")
    yield _row(head if ko else en), True
    for s in scores(judged):
        goal = GOALS.get(s.name)
        fine = goal is None or min(s.precision or 0, s.recall or 0) >= goal
        counts = (s.places, s.clauses, s.right, s.found, s.given)
        shares = (_share(s.precision), _share(s.recall), _share(goal) if goal else "")
        yield _row((s.name, *map(str, counts), *shares)), fine
    if options.errors:
        for j in judged:
            extra, missing = j.found - j.place.roles, j.place.roles - j.found
            if extra or missing:
                place = f"{j.place.file} {j.place.record} {j.place.start}-{j.place.end}"
                yield f"  {place}  +{sorted(extra)} -{sorted(missing)}", True


def _pages(folder: Path, language: Language) -> Iterator[tuple[str, bool]]:
    from policyloom.measure.pages import judge_pages  # noqa: PLC0415

    results = list(judge_pages(folder))
    all_ = len(results)
    whole = sum(not r.wrong for r in results)
    body = sum(not r.wrong_in_body for r in results)
    text = {
        "ko": f"gov.cn 쪽: 모든 항목이 맞음 {whole}/{all_}, 본문만으로 {body}/{all_}",
        "en": f"gov.cn pages: all fields right {whole}/{all_}, body alone {body}/{all_}",
    }
    yield text[language], whole == all_ and body >= all_ - 1
    for result in results:
        for where, wrong in (("page", result.wrong), ("body", result.wrong_in_body)):
            for name, (known, found) in wrong.items():
                yield f"  {result.id} {where} {name}: {known} ≠ {found}", True


def _row(cells: tuple[str, ...]) -> str:
    return f"{cells[0]:18}" + "".join(f"{cell:>10}" for cell in cells[1:])


def _share(value: float | None) -> str:
    return "n.a." if value is None else f"{value:.3f}"
