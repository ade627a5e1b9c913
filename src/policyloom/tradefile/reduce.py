"""BACI's files (CSV or Parquet, with or without its table of countries) reduced to a request.

Each file is read once, by column, and the rows of the request are summed in the engine, so memory
does not grow with the file: exports of an economy are the sum over all that it sent, imports over
all that came to it. BACI has no zero flows; what it does not list is missing, not zero.
"""

from __future__ import annotations

import csv
import hashlib
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from policyloom.collect.hosts.areas import CODES, WORLD
from policyloom.collect.hosts.asking import Refusal
from policyloom.collect.hosts.observation import Observation
from policyloom.collect.hosts.round import Reduced
from policyloom.files.formats import inside
from policyloom.model.requests import Request
from policyloom.store.bulk.engine import FileEngine
from policyloom.store.engine import Record, StatementError, literal, quoted
from policyloom.tradefile.columns import Columns, find_columns

UNIT = "thousand USD"
_EDITION = re.compile(r"HS(\d{2})(?!\d)")
_CODE_COLUMNS = ("country_code",)
_ISO_COLUMNS = ("country_iso3", "iso_3digit_alpha", "iso3")
_MOST_COUNTRIES = 2_000
_BLOCK = 1 << 16


@dataclass(frozen=True)
class _Flow:
    """Whose trade is summed: "" stands for every country."""

    flow: str
    economy: str
    partner: str


def reduce_files(request: Request, folder: Path) -> Reduced:
    """Return what the files named by a request have for it; Refusal where they cannot be used."""
    names = [part.strip() for part in request.dataset.split(";") if part.strip()]
    files = [(name, _file(folder, name)) for name in names]
    tables = [(name, path, _head(name, path)) for name, path in files]
    codes: dict[str, list[str]] = {}
    for name, path, (separator, head) in tables:
        if _country_columns(head):
            _read_countries(name, path, separator, head, codes)
    found: list[Observation] = []
    flows = [t for t in tables if not _country_columns(t[2][1])]
    if not flows:
        raise Refusal("data.file", value=request.dataset, why="t, i, j, k, v")
    for name, path, (separator, head) in flows:
        found += _reduced(request, name, path, (separator, head), codes)
    hashes = tuple((name, _digest(path)) for name, path in files)
    return Reduced(tuple(found), hashes)


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _file(folder: Path, name: str) -> Path:
    path = inside(folder, name)
    if path is None or not path.is_file():
        raise Refusal("data.file", value=name, why="?")
    return path


def _head(name: str, path: Path) -> tuple[str, list[str]]:
    """Return separator and column names; the separator of Parquet is ""."""
    with path.open("rb") as stream:
        sample = stream.read(_BLOCK)
    if sample[:4] == b"PAR1":
        return "", []
    try:
        first = sample.removeprefix(b"\xef\xbb\xbf").splitlines()[0].decode("utf-8")
    except (IndexError, UnicodeDecodeError) as failure:
        raise Refusal("data.file", value=name, why="CSV, UTF-8") from failure
    separator = max(",;\t|", key=first.count)
    return separator, next(csv.reader([first], delimiter=separator), [])


def _country_columns(head: Sequence[str]) -> tuple[str, str] | None:
    plain = {column.strip().lower(): column for column in head}
    code = next((plain[c] for c in _CODE_COLUMNS if c in plain), "")
    iso = next((plain[c] for c in _ISO_COLUMNS if c in plain), "")
    return (code, iso) if code and iso else None


def _read_countries(
    name: str, path: Path, separator: str, head: Sequence[str], codes: dict[str, list[str]]
) -> None:
    columns = _country_columns(head)
    if columns is None:
        return
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            for count, row in enumerate(csv.DictReader(stream, delimiter=separator)):
                if count > _MOST_COUNTRIES:
                    raise Refusal("data.file", value=name, why=f"> {_MOST_COUNTRIES}")
                code, iso = (row.get(column) or "" for column in columns)
                codes.setdefault(iso.strip(), []).append(code.strip())
    except (UnicodeDecodeError, csv.Error) as failure:
        raise Refusal("data.file", value=name, why="CSV, UTF-8") from failure


def _code(request: Request, economy: str, codes: Mapping[str, Sequence[str]]) -> str:
    """Return BACI's code of an economy; "" stands for the world.

    The request decides, then the table of countries. That may list several for one economy (before
    and after a reunion); of those the one in use now is taken.
    """
    if economy == WORLD:
        return ""
    listed = codes.get(economy, ())
    usual = CODES.get(economy, "")
    found = request.areas.get(economy, "")
    found = found or (usual if usual in listed or len(listed) != 1 else listed[0])
    if not found:
        raise Refusal("data.no_code", economy=economy)
    return found


def _reduced(
    request: Request,
    name: str,
    path: Path,
    form: tuple[str, list[str]],
    codes: Mapping[str, Sequence[str]],
) -> Iterator[Observation]:
    edition = _EDITION.search(Path(name).name)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as work:
        engine = FileEngine([path], Path(work))
        try:
            _open(engine, name, path, form)
            _pick(engine, request, codes)
            _refuse_faults(engine, name)
            for flow in _flows(request):
                sql = _sum(request, flow, codes)
                for row in engine.query(sql):
                    yield _observation(request, flow, row, name, edition)
        except StatementError as failure:
            why = str(failure).partition("\n")[0]
            raise Refusal("data.file", value=name, why=why) from failure
        finally:
            engine.close()


def _open(engine: FileEngine, name: str, path: Path, form: tuple[str, list[str]]) -> None:
    """Make the view `flows`: year, exporter, importer, product and amount; NULL if not so."""
    separator, head = form
    if separator:
        engine.open_csv("source", [path], separator)
    else:
        engine.open_parquet("source", [path])
        head = [c for c in engine.columns("source") if c not in ("filename", "file_row_number")]
    columns, problems = find_columns(head, {}, name)
    if columns is None or not columns.bilateral:
        lacking = problems[0].column if problems else "partner"
        raise Refusal("data.file", value=name, why=lacking)
    engine.view("flows", f"SELECT {_typed(columns)} FROM source")  # noqa: S608 - names quoted


def _typed(columns: Columns) -> str:
    def text(meaning: str) -> str:
        return f"trim(CAST({quoted(columns.names[meaning])} AS VARCHAR))"

    code = text("product")  # numbers have lost the zero of chapters 1 to 9
    return (
        f"TRY_CAST({text('year')} AS INTEGER) AS year, {text('country')} AS i, "
        f"{text('partner')} AS j, if(length({code}) = 5, '0' || {code}, {code}) AS k, "
        f"TRY_CAST({text('exports')} AS DOUBLE) AS v, {text('exports')} AS printed"
    )


def _pick(engine: FileEngine, request: Request, codes: Mapping[str, Sequence[str]]) -> None:
    """Make the table `picked` of the rows that a request can use, in one pass over the file."""
    years = ", ".join(map(str, request.years))
    products = " OR ".join(f"starts_with(k, {literal(code)})" for code in request.codes)
    where = f"year IN ({years}) AND ({products})"
    economies = [_code(request, economy, codes) for economy in request.economies]
    if all(economies):
        listed = ", ".join(map(literal, economies))
        where += f" AND (i IN ({listed}) OR j IN ({listed}))"
    engine.keep("picked", f"SELECT * FROM flows WHERE {where}")  # noqa: S608 - literals


def _refuse_faults(engine: FileEngine, name: str) -> None:
    """Refuse a file whose rows have amounts that are no numbers, or are there twice."""
    bad = engine.query(
        "SELECT count(*) AS n, min(printed) AS printed FROM picked "
        "WHERE v IS NULL OR v < 0 OR NOT isfinite(v)"
    )[0]
    if bad["n"]:
        raise Refusal("data.value", value=f"{name}: {bad['printed']}", count=bad["n"])
    twice = engine.query(
        "SELECT year, i, j, k FROM picked GROUP BY ALL HAVING count(*) > 1 ORDER BY ALL LIMIT 1"
    )
    if twice:
        raise Refusal("data.repeated", value=name, key=", ".join(map(str, twice[0].values())))


def _flows(request: Request) -> Iterator[_Flow]:
    for flow, economy in product(request.flows, request.economies):
        for partner in request.partners or ("",):
            if partner != economy:
                yield _Flow(flow, economy, partner)


def _sum(request: Request, flow: _Flow, codes: Mapping[str, Sequence[str]]) -> str:
    own, other = ("i", "j") if flow.flow == "export" else ("j", "i")
    economy = _code(request, flow.economy, codes)
    partner = _code(request, flow.partner, codes) if flow.partner else ""
    where = f"{own} = {literal(economy)}" if economy else "true"
    where += f" AND {other} = {literal(partner)}" if partner else ""
    listed = ", ".join(f"({literal(code)})" for code in request.codes)
    return (
        "SELECT year, code, sum(v) AS value, count(*) AS n "  # noqa: S608 - literals
        f"FROM picked JOIN (VALUES {listed}) AS asked(code) ON starts_with(k, code) "
        f"WHERE {where} GROUP BY year, code ORDER BY year, code"
    )


def _observation(
    request: Request, flow: _Flow, row: Record, name: str, edition: re.Match[str] | None
) -> Observation:
    value = float(f"{float(row['value']):.15g}")
    return Observation(
        economy=flow.economy,
        year=int(row["year"]),
        flow=flow.flow,
        partner=flow.partner,
        product=request.product or str(row["code"]),
        value=value,
        printed=f"{value!r} ({row['n']})",
        unit=UNIT,
        edition=f"HS{edition.group(1)}" if edition else "",
        file=name,
    )
