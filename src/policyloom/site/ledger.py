"""The ledger as pages show it: a matrix of items by places, and the passages behind each cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from policyloom.model.ledger import CLOSE, OPEN
from policyloom.model.result import Plain, Result, ResultTable, Text
from policyloom.site.marks import clean, html, language_of

Line = Mapping[str, Plain]

MARKS = {
    "carried out": "○", "strengthened": "▲", "narrowed": "▼", "skipped": "×", "unknown": "?",
}  # fmt: skip
_CLASSES = {"Stricter": "up", "Looser": "down"}


@dataclass(frozen=True)
class ChangeView:
    """A changed number, deadline or binding word."""

    kind: Text
    way: Text
    style: str
    theirs: str
    own: str


@dataclass(frozen=True)
class CellView:
    """What a place makes of an item, with the passages as HTML."""

    anchor: str
    place: Text
    status: str
    words: Text
    note: Text
    document: str
    coverage: Plain
    copied: Plain
    changes: tuple[ChangeView, ...]
    beside: tuple[tuple[Markup, Markup], ...]

    @property
    def mark(self) -> str:
        """Return the sign of the status."""
        return MARKS[self.status]

    @property
    def style(self) -> str:
        """Return the class of the status."""
        return self.status.replace(" ", "-")


@dataclass(frozen=True)
class ItemView:
    """A row of the matrix."""

    name: str
    cells: tuple[CellView, ...]


@dataclass(frozen=True)
class AddedView:
    """An item that a place added."""

    place: Text
    document: str
    name: str
    words: str


@dataclass(frozen=True)
class SheetView:
    """The ledger of one central document."""

    central: str
    places: tuple[Text, ...]
    items: tuple[ItemView, ...]
    added: tuple[AddedView, ...]


def centrals(result: Result) -> tuple[str, ...]:
    """Return the references of the central documents whose items are followed, in order."""
    return tuple(dict.fromkeys(str(row["central"]) for row in lines(result.tables["items"])))


def lines(table: ResultTable) -> list[Line]:
    """Return the rows of a table by the names of its columns."""
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows]


def sheet_view(result: Result, central: str) -> SheetView:
    """Return what the page of a central document shows."""
    tables = {
        name: [row for row in lines(result.tables[name]) if row["central"] == central]
        for name in ("items", "changes", "passages", "added")
    }
    changes, passages = _by_cell(tables["changes"]), _by_cell(tables["passages"])
    rows: dict[Plain, list[CellView]] = {}
    names: dict[Plain, str] = {}
    for row in tables["items"]:
        key = row["n"], row["place"]
        names[row["n"]] = str(row["item"])
        number = len(rows.setdefault(row["n"], []))
        cell = _cell(row, number, changes.get(key, ()), passages.get(key, ()))
        rows[row["n"]].append(cell)
    first = next(iter(rows.values()), [])
    return SheetView(
        central,
        tuple(cell.place for cell in first),
        tuple(ItemView(names[n], tuple(cells)) for n, cells in rows.items()),
        tuple(
            AddedView(_both(r, "place"), str(r["document"]), str(r["item"]), str(r["words"]))
            for r in tables["added"]
        ),
    )


def _by_cell(rows: Sequence[Line]) -> dict[tuple[Plain, Plain], list[Line]]:
    found: dict[tuple[Plain, Plain], list[Line]] = {}
    for row in rows:
        found.setdefault((row["n"], row["place"]), []).append(row)
    return found


def _both(row: Line, name: str) -> Text:
    return Text(str(row[name] or ""), str(row[f"{name}_en"] or ""))


def _cell(row: Line, number: int, changes: Sequence[Line], passages: Sequence[Line]) -> CellView:
    return CellView(
        f"cell-{row['n']}-{number}",
        _both(row, "place"),
        str(row["status"]),
        _both(row, "response"),
        _both(row, "note"),
        str(row["document"] or ""),
        row["coverage"],
        row["copied"],
        tuple(_change(change) for change in changes),
        tuple(_passage(passage, changes) for passage in passages),
    )


def _change(row: Line) -> ChangeView:
    style = _CLASSES.get(str(row["effect_en"]), "same")
    kind, way = _both(row, "kind"), _both(row, "way")
    return ChangeView(kind, way, style, str(row["theirs"]), str(row["own"]))


def _passage(row: Line, changes: Sequence[Line]) -> tuple[Markup, Markup]:
    """Return the two passages, numbers and deadlines marked by what became of them."""
    made = []
    for side, words in (("a", "theirs"), ("b", "own")):
        spans = [
            (
                _int(c[f"{side}_start"]),
                len(str(c[words])),
                _CLASSES.get(str(c["effect_en"]), "same"),
            )
            for c in changes
            if c["kind_en"] != "Binding words"
        ]
        made.append(marked(str(row[words]), _int(row[f"{side}_start"]), spans))
    return made[0], made[1]


def _int(value: Plain) -> int:
    return int(value) if isinstance(value, int | float | str) else 0


def marked(words: str, start: int, spans: Sequence[tuple[int, int, str]] = ()) -> Markup:
    """Return a passage as HTML: what differs and what was measured in marks, all else plain.

    Args:
        words: the passage with ⟦ ⟧ around what differs.
        start: its place in the stored text.
        spans: place, length and class of the numbers and deadlines to point out.
    """
    pieces, run, before = [], "", ("", False)
    for char, style in _styled(words, start, spans):
        if style != before and run:
            pieces.append(_piece(run, *before))
            run = ""
        run, before = run + char, style
    pieces.append(_piece(run, *before) if run else Markup())
    language = language_of(words)
    return html(f'<p lang="{escape(language)}">', *pieces, "</p>")


def _styled(
    words: str, start: int, spans: Sequence[tuple[int, int, str]]
) -> Iterator[tuple[str, tuple[str, bool]]]:
    """Yield each character of a passage with the class and whether it differs."""
    at, differs = start, False
    for char in words:
        if char in (OPEN, CLOSE):
            differs = char == OPEN
            continue
        style = next((s for begin, size, s in spans if begin <= at < begin + size), "")
        yield char, (style, differs and not style)
        at += 1


def _piece(run: str, style: str, differs: bool) -> Markup:
    shown = escape(clean(run))
    if style:
        return html(f'<mark class="measure {style}">', shown, "</mark>")
    return html("<mark>", shown, "</mark>") if differs else shown
