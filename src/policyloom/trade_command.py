"""`policyloom trade`: a long table of trade in, every indicator of every year out."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from policyloom.core.problem import Language, Problem, errors
from policyloom.terminal import Steps, problem_lines, say, say_aside

if TYPE_CHECKING:
    from policyloom.methods.complexity.conventions import Conventions
    from policyloom.tradefile.run import Made, Opener

CANNOT_RUN = 2
_HELP = {
    "files": (
        "무역 표 (CSV나 Parquet, 여럿이나 'BACI_*.csv' 꼴도 됨). 열: year, country, product, "
        "exports[, imports][, partner]; BACI의 t, i, j, k, v도 그대로 읽는다",
        "the trade table (CSV or Parquet; several, or a pattern such as 'BACI_*.csv'). Columns: "
        "year, country, product, exports[, imports][, partner]; BACI's t, i, j, k, v are known",
    ),
    "out": ("결과 표 (.parquet이나 .csv)", "the output table (.parquet or .csv)"),
    "indicators": (
        "이 지표만 (기본: 표로 계산할 수 있는 것 모두; 'policyloom trade --list'가 목록을 보인다)",
        "only these (default: all that the table allows; 'policyloom trade --list' lists them)",
    ),
    "list": ("지표 목록", "list the indicators"),
    "columns": ("열 이름: exports=trade_value …", "names of columns: exports=trade_value …"),
    "income": (
        "PRODY·EXPY에 쓸 1인당 소득 CSV (year, country, income)",
        "CSV of incomes per head for PRODY and EXPY (year, country, income)",
    ),
    "threshold": ("현시비교우위의 기준 (기본 1)", "threshold of RCA (default 1)"),
    "without_self": ("밀도에서 제품 자신을 뺀다", "density without the product itself"),
    "pci_scaling": (
        "PCI의 표준화: growth_lab은 ECI의 평균·표준편차, own은 자기 것",
        "PCI scaled by ECI's mean and sd (growth_lab) or its own (own)",
    ),
    "outlook": ("COI·COG의 형태", "form of COI and COG"),
    "precision": (
        "single은 두 배 빠르고 상대 오차 1e-6 안팎 (기본 double)",
        "single is twice as fast with a relative error about 1e-6 (default double)",
    ),
    "engine": (
        "행을 어디서 더할지: 이 컴퓨터(기본) 또는 spark (extra: spark)",
        "where rows are summed: on this machine (default) or on spark (extra: spark)",
    ),
    "master": ("Spark 마스터 (기본 local[*])", "Spark's master (default local[*])"),
}
_WORDS = {
    "ko": {
        "none": "무역 표와 --out을 적어야 한다.",
        "pair": "뜻=열로 적어야 한다: {value} (뜻: {known})",
        "indicator": "그런 지표가 없다: {value}  (policyloom trade --list)",
        "suffix": "--out은 .parquet이나 .csv로 끝나야 한다: {value}",
        "made": "{years}개 연도 {span}, {rows}행",
        "tables": {"cells": "국가×품목", "countries": "국가", "products": "품목",
                   "pairs": "국가 쌍", "markets": "시장"},
        "conventions": "계산 관례",
        "same": "--out이 들어온 표와 같은 파일이다: {value}",
    },
    "en": {
        "none": "Name the trade table and --out.",
        "pair": "Write meaning=column, not: {value} (meanings: {known})",
        "indicator": "There is no indicator {value}  (policyloom trade --list)",
        "suffix": "--out must end in .parquet or .csv: {value}",
        "made": "{years} years {span}, {rows} rows",
        "tables": {"cells": "country x product", "countries": "countries",
                   "products": "products", "pairs": "pairs", "markets": "markets"},
        "conventions": "Conventions",
        "same": "--out is the file that is read: {value}",
    },
}  # fmt: skip


def configure(parser: argparse.ArgumentParser, language: Language) -> None:
    """Declare the options of the command."""
    text = {name: pair[language == "en"] for name, pair in _HELP.items()}
    parser.add_argument("files", metavar="INPUT", nargs="*", help=text["files"])
    parser.add_argument("--out", metavar="FILE", type=Path, help=text["out"])
    parser.add_argument("--indicators", metavar="NAME", nargs="+", default=(),
                        help=text["indicators"])  # fmt: skip
    parser.add_argument("--list", action="store_true", help=text["list"])
    parser.add_argument("--columns", metavar="MEANING=COLUMN", nargs="+", default=(),
                        help=text["columns"])  # fmt: skip
    parser.add_argument("--income", metavar="FILE", type=Path, help=text["income"])
    parser.add_argument("--threshold", type=_above_zero, default=1.0, help=text["threshold"])
    parser.add_argument("--without-self", action="store_true", help=text["without_self"])
    parser.add_argument("--pci-scaling", choices=("growth_lab", "own"), default="growth_lab",
                        help=text["pci_scaling"])  # fmt: skip
    parser.add_argument("--outlook", choices=("growth_lab", "atlas", "by_target"),
                        default="growth_lab", help=text["outlook"])  # fmt: skip
    parser.add_argument("--precision", choices=("double", "single"), default="double",
                        help=text["precision"])  # fmt: skip
    parser.add_argument("--engine", choices=("local", "spark"), default="local",
                        help=text["engine"])  # fmt: skip
    parser.add_argument("--master", default="local[*]", metavar="URL", help=text["master"])


def run(options: argparse.Namespace, language: Language) -> int:
    """Run the command: 0 where the tables were made, 1 where the input is wrong, 2 else."""
    # Years follow one another beside a writing thread, which leaves one core to matrix products;
    # it has to be said before numpy is loaded.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if options.list:
        for line in _listing(language):
            say(line)
        return 0
    files = list(_expanded(options.files))
    wrong = _wrong(options, files, language)
    if wrong:
        say_aside(wrong)
        return CANNOT_RUN
    made = _made(options, files, language)
    _list(made.problems, language)
    if errors(made.problems):
        return 1
    for line in _summary(made, _conventions(options), language):
        say(line)
    return 0


def _made(options: argparse.Namespace, files: Sequence[str], language: Language) -> Made:
    """Make the tables; what keeps Spark from being used is a problem like others."""
    from policyloom.core.problem import ProblemsError  # noqa: PLC0415 - keeps --help fast
    from policyloom.tradefile.run import Made  # noqa: PLC0415

    try:
        return _make(options, files, language)
    except ProblemsError as told:
        return Made(problems=tuple(told.problems))


def _opener(
    options: argparse.Namespace, files: Sequence[str], columns: Mapping[str, str]
) -> Opener:
    """Return what opens the table on Spark; ProblemsError where that is no master."""
    from pydantic import ValidationError  # noqa: PLC0415 - keeps --help fast

    from policyloom.core.problem import ProblemsError, problem  # noqa: PLC0415
    from policyloom.model.settings import EngineSettings  # noqa: PLC0415
    from policyloom.scale.trade import open_on_spark  # noqa: PLC0415

    try:
        engine = EngineSettings(kind="spark", master=options.master)
    except ValidationError as failure:
        wrong = [problem("reuse.master", "--master", value=options.master)]
        raise ProblemsError(wrong) from failure
    if "mca" in _names(options.indicators):
        raise ProblemsError([problem("trade.on_spark", "--indicators", value="mca")])
    return lambda folder: open_on_spark(files, columns, folder, engine)


def _make(options: argparse.Namespace, files: Sequence[str], language: Language) -> Made:
    from policyloom.tradefile.run import Wanted, make_tables  # noqa: PLC0415 - keeps --help fast

    columns = dict(pair.partition("=")[::2] for pair in options.columns)
    wanted = Wanted(
        tuple(map(Path, files)), options.out, tuple(_names(options.indicators)), columns,
        _conventions(options), options.income,
        _opener(options, files, columns) if options.engine == "spark" else None,
    )  # fmt: skip
    steps = Steps(language)
    with ExitStack() as stack:

        def on_years(years: Sequence[str]) -> Callable[[str], None]:
            stack.enter_context(steps.over(years))
            return steps.step

        return make_tables(wanted, on_years)


def _conventions(options: argparse.Namespace) -> Conventions:
    from policyloom.methods.complexity.conventions import Conventions  # noqa: PLC0415

    return Conventions(
        options.threshold, not options.without_self, options.pci_scaling, options.outlook,
        options.precision,
    )  # fmt: skip


def _wrong(options: argparse.Namespace, files: Sequence[str], language: Language) -> str:
    """Return what keeps the command from running, "" where nothing does."""
    from policyloom.tradefile.catalogue import INDICATORS  # noqa: PLC0415
    from policyloom.tradefile.columns import MEANINGS  # noqa: PLC0415

    words = _WORDS[language]
    if not files or options.out is None:
        return str(words["none"])
    if options.out.suffix.lower() not in (".parquet", ".csv"):
        return str(words["suffix"]).format(value=options.out)
    if options.out.resolve() in {Path(file).resolve() for file in files}:
        return str(words["same"]).format(value=options.out)
    pairs = [p for p in options.columns if p.partition("=")[0] not in MEANINGS or "=" not in p]
    if pairs:
        return str(words["pair"]).format(value=" ".join(pairs), known=", ".join(MEANINGS))
    unknown = [n for n in _names(options.indicators) if n not in INDICATORS and n != "all"]
    return str(words["indicator"]).format(value=" ".join(unknown)) if unknown else ""


def _names(given: Sequence[str]) -> Iterator[str]:
    for word in given:
        yield from (name for name in word.split(",") if name)


def _expanded(given: Sequence[str]) -> Iterator[str]:
    """Yield the files; a pattern that the shell left alone, as on Windows, is looked up."""
    for name in given:
        path = Path(name)
        pattern = "://" not in name and any(sign in path.name for sign in "*?[")
        if pattern and not path.exists():
            yield from map(str, sorted(path.parent.glob(path.name)) or [path])
        else:
            yield name


def _listing(language: Language) -> Iterator[str]:
    from policyloom.tradefile.catalogue import INDICATORS  # noqa: PLC0415

    needs = {"ko": "필요: {need}", "en": "needs {need}"}[language]
    named = {"ko": "이름을 적어야 계산", "en": "only when named"}[language]
    tables = _WORDS[language]["tables"]
    for i in INDICATORS.values():
        more = [needs.format(need=i.needs)] if i.needs else []
        more += [named] if i.by_name_only else []
        aside = f"  ({'; '.join(more)})" if more else ""
        yield f"{i.name:24}{tables[i.level]:18}{i.about[language]}{aside}"  # type: ignore[index]


def _summary(made: Made, conventions: Conventions, language: Language) -> Iterator[str]:
    words = _WORDS[language]
    span = f"{made.years[0]}–{made.years[-1]}"
    rows = f"{made.rows['cells']:,}"
    yield str(words["made"]).format(years=len(made.years), span=span, rows=rows)
    for path in made.files:
        yield f"  {path}"
    yield f"{words['conventions']}: " + " · ".join(conventions.lines(language))


def _list(problems: Sequence[Problem], language: Language) -> None:
    for line in problem_lines(problems, language):
        say_aside(line)


def _above_zero(text: str) -> float:
    number = float(text)
    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError(text)
    return number
