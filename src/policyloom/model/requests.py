"""Requests for data: a row of registers/requests.csv, read into what a host is asked for.

Each host wants other fields (`WANTED`). What a row lacks, or has in a form that no host takes, is
said by `faults`; a `Request` is only made of a row without any.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, cast
from urllib.parse import urlsplit

from policyloom.core.problem import Problem, problem
from policyloom.model.tables import Row, dictionary

Host = Literal["comtrade", "worldbank", "sdmx", "baci"]
TABLE: Final = {"comtrade": "trade", "baci": "trade", "worldbank": "figures", "sdmx": "figures"}
"""The register that the values of a host are proposed for."""

WANTED: Final[Mapping[str, tuple[str, ...]]] = {
    "comtrade": ("economies", "flows", "description"),
    "baci": ("dataset", "economies", "flows", "description"),
    "worldbank": ("economies", "indicator"),
    "sdmx": ("dataset", "economies", "indicator", "address"),
}
_FACTOR: Final[Mapping[str, float]] = {"baci": 1000.0}
"""What takes a host's values into the register's unit: BACI counts in thousands of dollars."""

_MOST_YEARS = 200
_DASH = re.compile(r"\s*[-–~]\s*")
_YEARS = re.compile(r"(\d{4})(?:-(\d{4}))?")
_SAFE: Final[Mapping[str, re.Pattern[str]]] = {
    "comtrade": re.compile(r"[A-Za-z0-9]{1,12}"),
    "baci": re.compile(r"\d{1,6}"),
    "worldbank": re.compile(r"[A-Za-z0-9_.-]{1,80}"),
    "sdmx": re.compile(r"[A-Za-z0-9_.+@$-]{1,1000}"),
}
_DATASET: Final[Mapping[str, re.Pattern[str]]] = {
    "comtrade": re.compile(r"HS|H[0-9]|SS|S[1-5]|B[45]"),
    "worldbank": re.compile(r"\d{1,3}"),
    "sdmx": re.compile(r"[A-Za-z0-9_.@$-]+(?:,[A-Za-z0-9_.@$-]+){0,2}"),
}
_PAIR = re.compile(r"([^=\s]+)\s*=\s*([A-Za-z0-9_.-]{1,20})")
_SECRET = re.compile(r"(?:subscription|api|access)[-_]?(?:key|token)|\btoken=", re.IGNORECASE)


@dataclass(frozen=True)
class Request:
    """What is asked of a host.

    `codes` are products (comtrade, baci), one indicator (worldbank) or one key (sdmx). `areas` are
    the host's own names of economies where the row gives them. `factor` takes the host's values
    into the unit of the register.
    """

    id: str
    line: int
    host: Host
    source: str
    codes: tuple[str, ...]
    years: tuple[int, ...]
    economies: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    flows: tuple[str, ...] = ()
    dataset: str = ""
    indicator: str = ""
    product: str = ""
    description: str = ""
    unit: str = ""
    factor: float = 1.0
    edition: str = ""
    definition: str = ""
    areas: Mapping[str, str] = field(default_factory=dict)
    address: str = ""

    @property
    def table(self) -> str:
        """Return the register that the values are proposed for."""
        return TABLE[self.host]


def faults(row: Row) -> Iterator[Problem]:
    """Yield what keeps a row from being a request."""
    host = row.text("host")
    if host not in WANTED:
        return
    for name in WANTED[host]:
        if row.cells.get(name) in (None, "", ()):
            yield _fault("request.lacking", row, name, host=host, name=name)
    years = row.text("years")
    if years and not read_years(years):
        yield _fault("request.years", row, "years", value=years)
    yield from _code_faults(row, host)
    for pair in row.many("codes"):
        found = _PAIR.fullmatch(pair.strip())
        if not found or found.group(1) not in (*row.many("economies"), *row.many("partners")):
            yield _fault("request.codes", row, "codes", value=pair)
    if _SECRET.search(urlsplit(row.text("address")).query):
        yield _fault("request.secret", row, "address")


def _code_faults(row: Row, host: str) -> Iterator[Problem]:
    codes, dataset = _split(row.text("code")), row.text("dataset")
    for code in codes:
        if not _SAFE[host].fullmatch(code):
            yield _fault("request.code", row, "code", value=code, host=host)
    if dataset and host in _DATASET and not _DATASET[host].fullmatch(dataset):
        yield _fault("request.code", row, "dataset", value=dataset, host=host)
    if host in ("worldbank", "sdmx") and len(codes) > 1:
        yield _fault("request.one_code", row, "code", value=row.text("code"), host=host)
    if row.text("product") and len(codes) > 1:
        yield _fault("request.one_product", row, "product", value=row.text("product"))


def request_of(row: Row) -> Request | None:
    """Read a row; None where it has faults or its host is not known."""
    host = row.text("host")
    years = read_years(row.text("years"))
    codes = _split(row.text("code"))
    if host not in WANTED or not years or not codes or next(faults(row), None) is not None:
        return None
    pairs = (_PAIR.fullmatch(pair.strip()) for pair in row.many("codes"))
    factor = row.cells.get("factor")
    texts = (
        "dataset", "indicator", "product", "description", "unit", "edition", "definition",
        "address", "source",
    )  # fmt: skip
    return Request(
        id=row.id,
        line=row.line,
        host=cast(Host, host),
        codes=codes,
        years=years,
        economies=row.many("economies"),
        partners=row.many("partners"),
        flows=row.many("flows"),
        factor=float(factor) if isinstance(factor, int | float) else _FACTOR.get(host, 1.0),
        areas={p.group(1): p.group(2) for p in pairs if p},
        **{name: row.text(name) for name in texts},
    )


def read_years(text: str) -> tuple[int, ...]:
    """Return the years of "2003-2018" or "2010; 2012-2014"; () where it says anything else."""
    found: set[int] = set()
    for part in _split(_DASH.sub("-", text)):
        years = _YEARS.fullmatch(part)
        if not years:
            return ()
        first = int(years.group(1))
        last = int(years.group(2) or first)
        if not 1800 <= first <= last <= 2200:
            return ()
        found.update(range(first, last + 1))
    return tuple(sorted(found)) if len(found) <= _MOST_YEARS else ()


def _split(text: str) -> tuple[str, ...]:
    parts = (part.strip() for part in re.split(r"[;,\s]+(?![-–~])", text))
    return tuple(dict.fromkeys(part for part in parts if part))


def _fault(code: str, row: Row, column: str, **words: object) -> Problem:
    return problem(code, dictionary()["requests"].file, row.line, column, id=row.id, **words)
