"""Claims of demand and opportunity as evidence: which of them stand, in which cells, on what.

A claim stands while every row, source and claim that it names is there and its conditions over
register rows hold. Conditions over results are left to the test of claims at build, because
results are computed before claims are tested.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from policyloom.analysis.answer import Answer
from policyloom.model.claim_cells import Placement, placement
from policyloom.model.claims import Claim, Support
from policyloom.model.conditions import compare, literal, parse_condition
from policyloom.model.evidence import Evidence, Options
from policyloom.model.facts import row_sources
from policyloom.model.falling import table_of_records
from policyloom.model.lineage import support_references
from policyloom.model.reference import MAIN_CELL, parse_reference
from policyloom.model.result import Text
from policyloom.model.tables import Row, Table, dictionary

Tables = Mapping[str, Table]
_PLAIN = ("sources", "indicators", "regions")
_KINDS = ("demand", "opportunity")


@dataclass(frozen=True)
class Standing:
    """A claim that stands, with the sources below it and the cells in which it speaks."""

    claim: Claim
    sources: tuple[str, ...]
    placed: Placement


def read_tables(evidence: Evidence) -> Tables:
    """Return the tables that claims and evidence of demand may name: all that refer to others."""
    return {
        name: table_of_records(spec, evidence.query(f"SELECT * FROM {name} ORDER BY line"))  # noqa: S608
        for name, spec in dictionary().items()
        if name in _PLAIN or any(c.to for c in spec.columns)
    }


def standing(tables: Tables, options: Options) -> Iterator[Standing]:
    """Yield the claims of demand and opportunity that stand, in the order of claims.yaml."""
    claims: dict[str, Claim] = {c.id: c for c in options.extra.get("claims") or ()}
    known = {row.id for row in tables["regions"] if row.text("level") == "region"}

    def row_of(table: str, row_id: str) -> Mapping[str, object] | None:
        row = _row(tables, table, row_id)
        return row.cells if row is not None else None

    for claim in claims.values():
        sources: dict[str, None] = {}
        if claim.kind in _KINDS and _stands(claim, claims, tables, sources, set()):
            yield Standing(claim, tuple(sources), placement(claim, known, row_of))


def placing_notes(answer: Answer, found: list[Standing]) -> None:
    """Say which claims stand in fewer cells than their sectors and regions make."""
    named, rows, nowhere = (
        ", ".join(s.claim.id for s in found if s.placed.by == by and s.placed.left_out)
        for by in ("named", "rows", "nowhere")
    )
    if named:
        answer.notes.append(Text(
            f"칸을 스스로 밝힌 주장은 그 칸에만 놓았다: {named}.",
            f"Claims that name their cells stand in these alone: {named}.",
        ))  # fmt: skip
    if rows:
        answer.notes.append(Text(
            "여러 분야와 여러 지역을 든 주장은 근거의 행이 분야와 지역을 함께 말하는 칸에만 "
            f"놓았다: {rows}.",
            "Claims of several sectors and regions stand only in cells of which one of their rows "
            f"carries both: {rows}.",
        ))  # fmt: skip
    if nowhere:
        answer.notes.append(Text(
            "어느 분야가 어느 지역의 것인지 근거가 말하지 않는 주장은 칸에 놓지 않았다: "
            f"{nowhere}.",
            "Claims whose evidence does not say which sector belongs to which region stand in no "
            f"cell: {nowhere}.",
        ))  # fmt: skip


def _stands(
    claim: Claim,
    claims: Mapping[str, Claim],
    tables: Tables,
    sources: dict[str, None],
    seen: set[str],
) -> bool:
    seen.add(claim.id)
    for support in claim.support:
        if support.claim:
            below = claims.get(support.claim)
            if below is None:
                return False
            if below.id not in seen and not _stands(below, claims, tables, sources, seen):
                return False
        elif not _there(support, tables, sources):
            return False
    return True


def _there(support: Support, tables: Tables, sources: dict[str, None]) -> bool:
    """Tell whether the rows of a support are there and its condition holds; collect sources."""
    for reference in support_references(support):
        parsed = parse_reference(reference)
        if parsed is None or parsed.kind != "row" or parsed.table not in tables:
            continue
        row = _row(tables, parsed.table, parsed.name)
        if row is None:
            return False
        spec = tables[parsed.table].spec
        sources |= dict.fromkeys([row.id] if spec.name == "sources" else row_sources(spec, row))
    for comparison in parse_condition(support.holds) or () if support.holds else ():
        left, right = _operand(comparison.left, tables), _operand(comparison.right, tables)
        if left is None or right is None:
            return False
        known = not (math.isnan(left) or math.isnan(right))
        if known and not compare(left, comparison.sign, right):
            return False
    return True


def _operand(text: str, tables: Tables) -> float | None:
    """Return the number that an operand is: NaN for a result, None for an empty cell."""
    number, parsed = literal(text), parse_reference(text)
    if number is not None:
        return number
    if parsed is None or parsed.kind != "row" or parsed.table not in tables:
        return math.nan
    row = _row(tables, parsed.table, parsed.name)
    value = row.cells.get(parsed.column or MAIN_CELL.get(parsed.table, "id")) if row else None
    return float(value) if isinstance(value, int | float) else None


def _row(tables: Tables, table: str, row_id: str) -> Row | None:
    return tables[table].by_id.get(row_id) if table in tables else None
