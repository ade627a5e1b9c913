"""Cells as readers meet them: codes in words, references by name with their page."""

from __future__ import annotations

from typing import Any

from policyloom.model.result import Text
from policyloom.model.tables import Cell, Column
from policyloom.site.addresses import ROOT
from policyloom.site.marks import clean, exact, word, words
from policyloom.site.material import Material
from policyloom.site.references import References

_KIND_WORDS = {
    "sources": "source_kind", "actors": "actor_kind", "case_roles": "party_kind",
    "case_events": "event_kind",
}  # fmt: skip


def cell_parts(
    material: Material, references: References, table: str, column: Column, value: Cell
) -> list[Any]:
    """Return a cell's parts: a text, or Korean and English, or these and an address."""
    if value is None or value in ("", ()):
        return []
    parts = value if isinstance(value, tuple) else (value,)
    if column.to:
        return [_referred(references, column.to, str(p)) for p in parts]
    if column.type in ("code", "codes"):
        return [_pair(code_text(material, table, column, str(p))) for p in parts]
    plain_year = column.name in ("year", "tile_column", "tile_row")
    return [str(p) if plain_year else clean(exact(p)) for p in parts]


def code_text(material: Material, table: str, column: Column, code: str) -> Text:
    """Return the reader's word for a code of any vocabulary."""
    if column.vocabulary == "sectors":
        return material.sector_name(code)
    if column.vocabulary in ("factors", "conditions", "risk_kinds", "causes", "pmc_cells"):
        return vocabulary_text(material, column.vocabulary, code)
    name = _KIND_WORDS.get(table, column.name) if column.name == "kind" else column.name
    return word(name, code) if name in words() else Text(code, code)


def vocabulary_text(material: Material, vocabulary: str, code: str) -> Text:
    """Return the name of a factor, a condition, a kind of risk or a cause."""
    study = material.study
    owner: Any = study.settings if vocabulary == "factors" else study.codebook
    for entry in getattr(owner, vocabulary):
        if entry.id == code:
            return Text(entry.ko, entry.en)
    return Text(code, code)


def _referred(references: References, table: str, row_id: str) -> str | list[str]:
    reference = f"{table}:{row_id}"
    name = references.name(reference)
    address = references.address(reference).removeprefix(ROOT)
    return [clean(name.ko), clean(name.en), address] if address else _pair(name)


def _pair(text: Text) -> str | list[str]:
    return clean(text.ko) if text.ko == text.en else [clean(text.ko), clean(text.en)]
