"""Which score counts where several people scored the same case on the same condition.

An adjudicated score counts. Without one, a coder's reading takes the coder's own score, else that
of the only other coder; the main reading is that of the coder who scored most. Where codings
differ without adjudication they both stand, and what is computed is to be shown under each reading.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from policyloom.model.evidence import Evidence

Cell = tuple[str, str]
"""A case and a condition."""


@dataclass(frozen=True)
class Score:
    """One score: by whom, and whether it settles what coders read differently."""

    id: str
    case: str
    condition: str
    score: float
    coder: str
    adjudicated: bool = False
    raw: float | None = None

    @property
    def ref(self) -> str:
        """Return the reference of its row."""
        return f"case_conditions:{self.id}"


def read_scores(evidence: Evidence) -> list[Score]:
    """Return every score of the register, in the order of the ids."""
    rows = evidence.query(
        """
        SELECT id, "case", condition, score, coder, standing, raw FROM case_conditions
        WHERE score IS NOT NULL ORDER BY id
        """
    )
    return [
        Score(
            r["id"], r["case"], r["condition"], r["score"], r["coder"] or "",
            r["standing"] == "adjudicated", r["raw"],
        )
        for r in rows
    ]  # fmt: skip


def coders(scores: Iterable[Score]) -> list[str]:
    """Return the coders, who scored most first; those who only adjudicate are none."""
    counts = Counter(s.coder for s in scores if not s.adjudicated)
    return sorted(counts, key=lambda name: (-counts[name], name))


def by_cell(scores: Iterable[Score]) -> dict[Cell, list[Score]]:
    """Return the codings of every case and condition, adjudicated ones left out."""
    cells: dict[Cell, list[Score]] = {}
    for s in scores:
        if not s.adjudicated:
            cells.setdefault((s.case, s.condition), []).append(s)
    return cells


def reading(scores: Sequence[Score], coder: str = "") -> dict[Cell, Score]:
    """Return the score that counts in every cell under a coder's reading ("" is the main one)."""
    order = {name: at for at, name in enumerate(coders(scores))}
    if coder in order:
        order[coder] = -1
    counted = {
        cell: min(found, key=lambda s: order[s.coder]) for cell, found in by_cell(scores).items()
    }
    settled = {(s.case, s.condition): s for s in scores if s.adjudicated}
    return {**counted, **settled}


def readings(scores: Sequence[Score]) -> Mapping[str, dict[Cell, Score]]:
    """Return every reading that differs from the others, by the coder who gives it its name."""
    found: dict[str, dict[Cell, Score]] = {}
    seen: list[dict[Cell, float]] = []
    for coder in coders(scores):
        made = reading(scores, coder)
        values = {cell: s.score for cell, s in made.items()}
        if values not in seen:
            seen.append(values)
            found[coder] = made
    return found


def disputed(scores: Sequence[Score]) -> dict[Cell, list[Score]]:
    """Return the cells on which codings differ and nobody adjudicated."""
    settled = {(s.case, s.condition) for s in scores if s.adjudicated}
    return {
        cell: found
        for cell, found in by_cell(scores).items()
        if cell not in settled and len({s.score for s in found}) > 1
    }
