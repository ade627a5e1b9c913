"""Results: what an analysis gives back. Named values, tables and figures, each with its origins.

Everything here is plain data that can be written as JSON, so a result can be stored, fingerprinted,
compared, shown on the site and queried again as a table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Number = int | float
Plain = str | int | float | bool | None
Spec = Mapping[str, Any]
ColumnKind = Literal["text", "number", "date", "reference", "heat"]


@dataclass(frozen=True)
class Text:
    """A text shown to readers, in Korean and English."""

    ko: str
    en: str

    def __getitem__(self, language: str) -> str:
        return self.ko if language == "ko" else self.en


NO_REASON = Text("", "")
"""Why a value that is defined is undefined."""


@dataclass(frozen=True)
class Value:
    """A named number or word that prose and claims may use.

    `origins` name what it was computed from, as references such as "policies:C001" (a register
    row) or "figures:ai-papers.KOR.2017". Undefined is None, and then `reason` says why.
    """

    value: Plain
    label: Text
    unit: Text = Text("", "")
    origins: tuple[str, ...] = ()
    reason: Text = NO_REASON

    def __post_init__(self) -> None:
        if self.value is None and not self.reason.ko:
            raise ValueError(f"{self.label.en}: an undefined value needs a reason")


@dataclass(frozen=True)
class ResultColumn:
    """A column of a result table; `kind` drives alignment and formatting.

    number: right-aligned with `format`; reference: a reference string that the site links;
    heat: a number drawn on a colour scale.
    """

    name: str
    label: Text
    kind: ColumnKind = "text"
    format: str = ","


@dataclass(frozen=True)
class ResultTable:
    """A table of a result: `rows` in the order of `columns`, `origins` one tuple a row."""

    title: Text
    columns: tuple[ResultColumn, ...]
    rows: tuple[tuple[Plain, ...], ...]
    unit: Text = Text("", "")
    notes: tuple[Text, ...] = ()
    origins: tuple[tuple[str, ...], ...] = ()

    def __post_init__(self) -> None:
        width = len(self.columns)
        if any(len(row) != width for row in self.rows):
            raise ValueError(f"{self.title.en}: a row is not {width} cells wide")
        if self.origins and len(self.origins) != len(self.rows):
            raise ValueError(f"{self.title.en}: origins and rows differ in number")

    def by_word(self, column: str) -> dict[str, list[dict[str, Plain]]]:
        """Return the rows, by column name, by the words of a column; none where it is not there."""
        names = [c.name for c in self.columns]
        found: dict[str, list[dict[str, Plain]]] = {}
        for row in self.rows if column in names else ():
            line = dict(zip(names, row, strict=True))
            found.setdefault(str(line[column]), []).append(line)
        return found


@dataclass(frozen=True)
class Figure:
    """A figure: one Vega-Lite specification for screen and print, without its language.

    `spec` holds texts as {"ko": ..., "en": ...} mappings wherever a reader sees words; `localise`
    picks one. Data stand inline in the specification. `alt` describes the picture in a sentence.
    """

    title: Text
    spec: Spec
    alt: Text
    unit: Text = Text("", "")
    notes: tuple[Text, ...] = ()
    origins: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """All that one analysis found. `fingerprint` covers inputs, options and versions."""

    analysis: str
    title: Text
    values: Mapping[str, Value] = field(default_factory=dict)
    tables: Mapping[str, ResultTable] = field(default_factory=dict)
    figures: Mapping[str, Figure] = field(default_factory=dict)
    notes: tuple[Text, ...] = ()
    fingerprint: str = ""

    def as_record(self) -> dict[str, Any]:
        """Return plain data for JSON, stable in order; rows and specifications are not copied."""
        return {
            "analysis": self.analysis,
            "title": vars(self.title),
            "values": {name: _record(value) for name, value in self.values.items()},
            "tables": {name: _record(table) for name, table in self.tables.items()},
            "figures": {name: _record(figure) for name, figure in self.figures.items()},
            "notes": [vars(note) for note in self.notes],
            "fingerprint": self.fingerprint,
        }


def localise(node: Any, language: str) -> Any:  # noqa: ANN401
    """Return a copy of a specification in which every {"ko", "en"} mapping became one text."""
    if isinstance(node, Mapping):
        if set(node) == {"ko", "en"}:
            return node[language]
        return {key: localise(value, language) for key, value in node.items()}
    if isinstance(node, Sequence) and not isinstance(node, str):
        return [localise(value, language) for value in node]
    return node


def result_from_record(record: Mapping[str, Any]) -> Result:
    """Rebuild a Result from what `as_record` wrote (after a round trip through JSON)."""
    return Result(
        analysis=record["analysis"],
        title=Text(**record["title"]),
        values={k: _value(v) for k, v in record["values"].items()},
        tables={k: _table(v) for k, v in record["tables"].items()},
        figures={k: _figure(v) for k, v in record["figures"].items()},
        notes=_texts(record["notes"]),
        fingerprint=record["fingerprint"],
    )


def _record(part: Value | ResultTable | Figure) -> dict[str, Any]:
    """Return a part as plain data, texts and columns included."""
    made: dict[str, Any] = dict(vars(part))
    for name, content in made.items():
        if isinstance(content, Text):
            made[name] = vars(content)
        elif name == "notes":
            made[name] = [vars(note) for note in content]
        elif name == "columns":
            made[name] = [vars(column) | {"label": vars(column.label)} for column in content]
    return made


def _texts(items: Sequence[Mapping[str, str]]) -> tuple[Text, ...]:
    return tuple(Text(**item) for item in items)


def _value(v: Mapping[str, Any]) -> Value:
    return Value(
        v["value"], Text(**v["label"]), Text(**v["unit"]), tuple(v["origins"]), Text(**v["reason"])
    )


def _table(t: Mapping[str, Any]) -> ResultTable:
    columns = tuple(
        ResultColumn(c["name"], Text(**c["label"]), c["kind"], c["format"]) for c in t["columns"]
    )
    return ResultTable(
        title=Text(**t["title"]),
        columns=columns,
        rows=tuple(tuple(row) for row in t["rows"]),
        unit=Text(**t["unit"]),
        notes=_texts(t["notes"]),
        origins=tuple(tuple(o) for o in t["origins"]),
    )


def _figure(f: Mapping[str, Any]) -> Figure:
    return Figure(
        title=Text(**f["title"]),
        spec=f["spec"],
        alt=Text(**f["alt"]),
        unit=Text(**f["unit"]),
        notes=_texts(f["notes"]),
        origins=tuple(f["origins"]),
    )
