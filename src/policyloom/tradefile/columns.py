"""Which column of a trade table is what: by its usual names, by BACI's letters, or as told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policyloom.core.problem import Problem, problem

MEANINGS = ("year", "country", "partner", "product", "exports", "imports", "unit", "revision")
_NEEDED = ("year", "country", "product", "exports")
_NAMES = {
    "year": ("year", "period", "refyear", "연도", "년도", "年份"),
    "country": ("country", "reporter", "exporter", "reporteriso", "국가", "나라", "보고국"),
    "partner": ("partner", "importer", "partneriso", "상대국", "수입국"),
    "product": ("product", "commodity", "cmdcode", "hs", "hscode", "품목", "품목코드"),
    "exports": ("exports", "export", "export_value", "수출", "수출액"),
    "imports": ("imports", "import", "import_value", "수입", "수입액"),
    "unit": ("unit", "currency", "단위", "통화"),
    "revision": ("revision", "classification", "hs_revision", "개정"),
}
_BACI = {"year": "t", "country": "i", "partner": "j", "product": "k", "exports": "v"}


@dataclass(frozen=True)
class Columns:
    """The name in the file of each meaning that the table has; `baci` where it is BACI's form."""

    names: Mapping[str, str]
    baci: bool = False

    @property
    def bilateral(self) -> bool:
        """Tell whether flows are by partner."""
        return "partner" in self.names

    @property
    def amounts(self) -> tuple[str, ...]:
        """Return the columns with amounts."""
        return tuple(m for m in ("exports", "imports") if m in self.names)

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the columns whose values a row may share with no other."""
        return tuple(m for m in ("year", "country", "partner", "product") if m in self.names)


def find_columns(
    found: Sequence[str], told: Mapping[str, str], file: str
) -> tuple[Columns | None, list[Problem]]:
    """Return which column is what; problems where one that is needed is not there."""
    plain = {name.strip().lower(): name for name in reversed(found)}
    names: dict[str, str] = {}
    for meaning, name in told.items():
        if name.strip().lower() not in plain:
            known = ", ".join(found)
            return None, [problem("trade.columns", file, 1, name, value=name, known=known)]
        names[meaning] = plain[name.strip().lower()]
    baci = not told and set(_BACI.values()) <= set(plain)
    if baci:
        names = {meaning: plain[letter] for meaning, letter in _BACI.items()}
    for meaning, usual in _NAMES.items():
        matching = [plain[n] for n in usual if n in plain]
        if matching:
            names.setdefault(meaning, matching[0])
    missing = [meaning for meaning in _NEEDED if meaning not in names]
    if missing:
        listed = ", ".join(found)
        return None, [problem("trade.columns", file, 1, m, value=m, known=listed) for m in missing]
    if "partner" in names:
        # What a partner reports as imports is the other side's export: the mirror is used.
        names.pop("imports", None)
    return Columns({m: names[m] for m in MEANINGS if m in names}, baci), []
