"""How a cell of a foreign table is written in a register: dates, numbers, codes and names.

Only what can be meant in one way is rewritten: a day number of Excel in a date column, a number
with separators, a code given by its Korean or English name, a row given by a name that only it
has. Whatever else stands in a cell is kept as it is, and the checks of the study say what is wrong.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any

from policyloom.core.dates import parse_date
from policyloom.intake.columns import date_of
from policyloom.model.study import Study
from policyloom.model.tables import Column, TableSpec
from policyloom.reading.normal import clean
from policyloom.report.wording import word
from policyloom.site.marks import words

ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)")
"""What a spreadsheet shows where a formula failed."""

_DASHES = re.compile(r"[-‐‑‒–—―−]+")
_NOT_SEEN = frozenset({"n.a.", "n/a", "na", "해당없음", "해당사항없음", "미상", "없음"})
_DATE = re.compile(
    r"['’]?(\d{4})\s*[.\-/년]\s*(\d{1,2})(?:\s*[.\-/월]\s*(\d{1,2}))?\s*[.일월]?"
    r"(?:\s*\(?[월화수목금토일]\)?(?:요일)?)?(?:[\sT]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
)
_YEAR = re.compile(r"(\d{4})\s*년?")
_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL = re.compile(r"[2-7]\d{4}(?:\.\d+)?")
_SEPARATED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_SHARE = re.compile(r"([+-]?[\d.,]+)\s*%")
_SPLIT = re.compile(r"[;\n,、，·]+")
_LIST = re.compile(r"[;\n]+")
_TRUE = frozenset({"true", "1", "o", "○", "◯", "●", "✓", "✔", "v", "예", "y", "yes", "있음"})
_FALSE = frozenset({"false", "0", "x", "×", "✕", "아니오", "아니요", "n", "no"})
_NAMES = ("name", "short", "name_ko", "name_en", "title", "title_ko", "title_en", "zh", "ko", "en")
_KINDS = {
    "sources": "source_kind", "actors": "actor_kind", "case_roles": "party_kind",
    "case_events": "event_kind",
}  # fmt: skip
_SAID = {
    "outcome": {
        "수용": "accepted", "전부반영": "accepted", "○": "accepted", "예": "accepted",
        "완료": "accepted", "일부반영": "partly", "부분수용": "partly", "일부수용": "partly",
        "△": "partly", "불수용": "declined", "미수용": "declined", "반영불가": "declined",
        "×": "declined",
    },
    "stage": {"중간": "midterm", "계획": "plan", "최종": "final", "결과": "final", "착수": "plan"},
}  # fmt: skip
"""Further words for codes, by column, as forms use them."""


class Forms:
    """Writes cells of foreign tables as one register of a study has them."""

    def __init__(self, study: Study, spec: TableSpec) -> None:
        self._study = study
        self._spec = spec
        self._codes: dict[str, Mapping[str, str]] = {}
        self._names: dict[str, Mapping[str, str]] = {}

    @cached_property
    def _makers(self) -> Mapping[str, Callable[[str, Column, Mapping[str, str]], str]]:
        return {
            "date": lambda text, _, __: _date(text),
            "int": _number, "number": _number, "score": _number,
            "flag": lambda text, _, __: _flag(text),
            "code": self._code, "codes": self._many, "ref": self._reference, "refs": self._many,
            "list": lambda text, _, __: ";".join(_parts(_LIST, text)),
        }  # fmt: skip

    def written(self, text: str, column: Column, row: Mapping[str, str]) -> str:
        """Return a cell as the register has it; `row` are the row's cells by column, as given."""
        words_ = clean(text)
        if _DASHES.fullmatch(words_) or (column.type != "text" and _nothing(words_)):
            return ""
        made = self._makers.get(column.type)
        return made(words_, column, row) if made and words_ else words_

    def _many(self, text: str, column: Column, row: Mapping[str, str]) -> str:
        one = self._code if column.type == "codes" else self._reference
        whole = one(text, column, row)
        if whole != text or self._is_known(text, column):
            return whole
        made = (one(part, column, row) for part in _parts(_SPLIT, text.replace("；", ";")))
        return ";".join(dict.fromkeys(made))

    def _is_known(self, word: str, column: Column) -> bool:
        if column.to:
            return word in self._study.table(column.to).by_id
        return word in (column.words or self._study.vocabulary(column.vocabulary))

    def _code(self, text: str, column: Column, row: Mapping[str, str]) -> str:
        del row
        if self._is_known(text, column):
            return text
        if column.name not in self._codes:
            self._codes[column.name] = dict(self._labels(column))
        return self._codes[column.name].get(_folded(text), text)

    def _labels(self, column: Column) -> Iterable[tuple[str, str]]:
        """Yield the names of the codes of a column, as compared, and each code."""
        if column.vocabulary:
            for entry in self._entries(column.vocabulary):
                yield from ((_folded(name), entry.id) for name in (entry.ko, entry.en, entry.id))
            return
        is_kind = column.name == "kind"
        shown = words().get(_KINDS.get(self._spec.name, "kind") if is_kind else column.name, {})
        for code in column.words:
            names = [code, *(word("code", code, language) for language in ("ko", "en"))]
            names += [shown[code].ko, shown[code].en] if code in shown else []
            yield from ((_folded(name), code) for name in names)
        for name, code in _SAID.get(column.name, {}).items():
            if code in column.words:
                yield _folded(name), code

    def _entries(self, vocabulary: str) -> Iterable[Any]:
        owners = (self._study.settings, self._study.codebook)
        found = next((getattr(o, vocabulary) for o in owners if hasattr(o, vocabulary)), ())
        return [entry for entry in found if hasattr(entry, "ko")]

    def _reference(self, text: str, column: Column, row: Mapping[str, str]) -> str:
        del row
        if self._is_known(text, column):
            return text
        if column.to not in self._names:
            self._names[column.to] = self._names_of(column.to)
        return self._names[column.to].get(_folded(text), text)

    def _names_of(self, table: str) -> dict[str, str]:
        """Return the names that only one row of a table has, as compared, with its id."""
        found: dict[str, set[str]] = {}
        rows = self._study.table(table)
        columns = [name for name in _NAMES if name in rows.spec.column_names]
        for row in rows:
            for name in {_folded(row.text(c)) for c in (*columns, "id")} - {""}:
                found.setdefault(name, set()).add(row.id)
        return {name: ids.pop() for name, ids in found.items() if len(ids) == 1}


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text[:300]).casefold().split())


def _nothing(text: str) -> bool:
    return _folded(text) in _NOT_SEEN


def _parts(pattern: re.Pattern[str], text: str) -> list[str]:
    return [part for part in map(str.strip, pattern.split(text.replace("；", ";"))) if part]


def _date(text: str) -> str:
    """Write a date in the study's form where year, month and day are plain."""
    words_ = unicodedata.normalize("NFKC", text).strip()
    if _SERIAL.fullmatch(words_):
        return str(date_of(words_) or text)
    for pattern in (_DATE, _DAY, _YEAR):
        match = pattern.fullmatch(words_)
        if match:
            iso = "-".join(part.zfill(2) for part in match.groups() if part)
            return iso if parse_date(iso) else text
    return text


def _number(text: str, column: Column, row: Mapping[str, str]) -> str:
    """Write a number without separators; a share stays one only where the row's unit is %."""
    del column
    words_ = unicodedata.normalize("NFKC", text).strip().replace("−", "-")
    words_ = re.sub(r"^[△▲]\s*", "-", words_)
    share = _SHARE.fullmatch(words_)
    if share and _folded(row.get("unit", "")) in ("%", "percent", "퍼센트"):
        words_ = share[1]
    if _SEPARATED.fullmatch(words_):
        words_ = words_.replace(",", "")
    return words_


def _flag(text: str) -> str:
    folded = _folded(text)
    return "true" if folded in _TRUE else "false" if folded in _FALSE else text
