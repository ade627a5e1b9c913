"""A trade table in, the tables of indicators out: the order of things."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from policyloom.core.atomic import write_file
from policyloom.core.problem import Problem, problem
from policyloom.methods.complexity import REASONS as COMPLEXITY_REASONS
from policyloom.methods.complexity.conventions import Conventions
from policyloom.methods.trade import REASONS as TRADE_REASONS
from policyloom.methods.trade.amounts import Floats
from policyloom.tradefile.catalogue import Indicator, chosen, lacking
from policyloom.tradefile.incomes import read_incomes
from policyloom.tradefile.indicators import Calculator
from policyloom.tradefile.opening import Opened, open_table
from policyloom.tradefile.output import Outputs
from policyloom.tradefile.panel import FaultyRowsError

OnYear = Callable[[str], None]
OnYears = Callable[[Sequence[str]], OnYear]
Opener = Callable[[Path], tuple[Opened | None, list[Problem]]]


@dataclass(frozen=True)
class Wanted:
    """What is asked: files in, file out, indicators, columns as told, conventions, incomes."""

    files: tuple[Path, ...]
    out: Path
    indicators: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    conventions: Conventions = field(default_factory=Conventions)
    incomes: Path | None = None
    opener: Opener | None = None
    """Opens the table, given a working folder; None for the files on this machine."""


@dataclass(frozen=True)
class Made:
    """What came of it: the files made (none where something is wrong), rows of each, problems."""

    files: tuple[Path, ...] = ()
    rows: Mapping[str, int] = field(default_factory=dict)
    years: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = ()


def make_tables(wanted: Wanted, on_years: OnYears | None = None) -> Made:
    """Compute every indicator of every year; the outputs take their places together at the end.

    `on_years` is called with the years and returns what is called as each begins.
    """
    wanted.out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(
        dir=wanted.out.parent, prefix=f".{wanted.out.name}.", ignore_cleanup_errors=True
    ) as folder:
        work = Path(folder)
        if wanted.opener is not None:
            opened, problems = wanted.opener(work)
        else:
            opened, problems = open_table(wanted.files, wanted.columns, work)
        if opened is None:
            return Made(problems=tuple(problems))
        try:
            return _make(wanted, opened, on_years)
        finally:
            opened.panel.close()


def _make(wanted: Wanted, opened: Opened, on_years: OnYears | None) -> Made:
    have = _have(wanted, opened)
    lacks = [
        problem("trade.lacking", wanted.files[0].as_posix(), value=name, need=need)
        for name, need in lacking(wanted.indicators, have)
    ]
    incomes: dict[int, Floats] = {}
    if wanted.incomes is not None:
        incomes, wrong = read_incomes(wanted.incomes, opened.panel.countries)
        lacks += wrong
    if lacks:
        return Made(problems=tuple(lacks))
    indicators = chosen(wanted.indicators, have)
    notes = _notes(wanted, opened, indicators)
    outputs = Outputs(opened.panel.engine, wanted.out, notes)
    calculator = Calculator(indicators, wanted.conventions, incomes)
    try:
        _years(opened, calculator, outputs, on_years)
        files = outputs.finish()
    except FaultyRowsError as failure:
        return Made(problems=tuple(opened.faults(failure)))
    finally:
        outputs.close()
    companion = wanted.out.with_name(f"{wanted.out.stem}.notes.json")
    text = json.dumps(notes, ensure_ascii=False, indent=1) + "\n"
    write_file(companion, text.encode("utf-8"))
    rows = {level: n for level, n in outputs.rows.items() if n}
    return Made((*files, companion), rows, opened.years, opened.problems)


def _years(
    opened: Opened, calculator: Calculator, outputs: Outputs, on_years: OnYears | None
) -> None:
    """Read, compute and write year by year; every row of the table has to be in some year."""
    begin = on_years([str(year) for year in opened.years]) if on_years else None
    counted = 0
    for flows, rows in opened.panel.in_turn(opened.years):
        if begin is not None:
            begin(str(flows.year))
        counted += rows
        outputs.add(calculator.year(flows))
    if counted != opened.panel.count():
        raise FaultyRowsError


def _have(wanted: Wanted, opened: Opened) -> frozenset[str]:
    names = opened.panel.columns.names
    have = {"imports"} if "imports" in names else set()
    if opened.panel.columns.bilateral:
        have |= {"imports", "partner"}
    if wanted.incomes is not None:
        have.add("income")
    return frozenset(have)


def _notes(wanted: Wanted, opened: Opened, indicators: Sequence[Indicator]) -> dict[str, Any]:
    """Return what the tables hold and by which conventions, in both languages."""
    panel = opened.panel
    chosen_lines = {lang: [*_reading(lang, opened), *wanted.conventions.lines(lang)]
                    for lang in ("ko", "en")}  # fmt: skip
    reasons = {**TRADE_REASONS, **COMPLEXITY_REASONS}
    return {
        "inputs": [_input(file) for file in wanted.files],
        "columns": dict(panel.columns.names),
        "unit": ", ".join(panel.distinct("unit")) if "unit" in panel.columns.names else None,
        "revision": (
            ", ".join(panel.distinct("revision")) if "revision" in panel.columns.names else None
        ),
        "product_digits": sorted({len(p) for p in panel.products}),
        "years": list(opened.years),
        "countries": len(panel.countries),
        "products": len(panel.products),
        "indicators": {
            i.name: {"table": i.level, "ko": i.about.ko, "en": i.about.en} for i in indicators
        },
        "conventions": chosen_lines,
        "reasons": {code: {"ko": t.ko, "en": t.en} for code, t in reasons.items() if code},
    }


def _reading(language: str, opened: Opened) -> list[str]:
    ko = language == "ko"
    lines = [
        "세계 = 표에 있는 나라의 합"
        if ko
        else "the world is the sum of the countries in the table",
        "그해에 행이 있는 나라의 없는 행은 0으로, 행이 하나도 없는 나라는 비워 둔다"
        if ko
        else "no row counts as zero for a country with rows in that year, and as unknown for one "
        "without any",
    ]
    if opened.panel.columns.bilateral:
        lines.append(
            "수입 = 상대국들이 보고한 수출의 합(거울 통계)"
            if ko
            else "imports are the sum of the partners' exports (mirror)"
        )
    return lines


def _input(file: Path) -> dict[str, Any]:
    """Return name, size and hash of a file; of a folder or an address only the name."""
    if not file.is_file():
        return {"file": file.as_posix()}
    return {"file": file.name, "bytes": file.stat().st_size, "sha256": _hash(file)}


def _hash(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
