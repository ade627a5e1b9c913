"""Evidence of demand by sector and region: what says so, of which kind, in which direction.

A cell holds pieces of evidence. A policy or a pilot shows that a government wants a sector and says
nothing of partners from abroad, so its direction is unclear. A case speaks for demand where firms
from abroad took part and it went well, against it where they took part and it did not; elsewhere
its direction is unclear. Claims of demand and opportunity speak for it while everything that they
name is there. Rows of `demands` say their direction themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from policyloom.analysis.demand_claims import Standing, Tables
from policyloom.analysis.scores import Score
from policyloom.model.claim_cells import NOWHERE
from policyloom.model.evidence import Options
from policyloom.model.result import Text
from policyloom.model.tables import Row

KINDS: Mapping[str, Text] = {
    "policy": Text("정책", "Policy"),
    "statistic": Text("통계", "Statistic"),
    "company": Text("기업의 말", "Firm's own word"),
    "survey": Text("조사", "Survey"),
    "report": Text("보고", "Report"),
    "case": Text("사례", "Case"),
    "pilot": Text("시범", "Pilot"),
    "claim": Text("주장", "Claim"),
}
NATION = NOWHERE
"""The region of evidence that does not tell regions apart."""
_BASE = ("policies", "pilots", "cases")
"""Tables of evidence that is a base for cooperation, too."""


@dataclass(frozen=True)
class Piece:
    """One piece of evidence: `direction` is for, against or unclear.

    `own_word` marks what only firms say of themselves; `settled_by` are the rows that the direction
    was read from, where these are other rows than the piece itself.
    """

    kind: str
    direction: str
    ref: str
    sources: tuple[str, ...]
    confidence: str = ""
    disputed: bool = False
    own_word: bool = False
    settled_by: tuple[str, ...] = ()

    @property
    def rows(self) -> list[str]:
        """Return its row; of a claim the sources that it names."""
        is_claim = self.ref.startswith("claim:")
        return [f"sources:{s}" for s in self.sources] if is_claim else [self.ref]


@dataclass
class Cell:
    """A sector in a region: its evidence, and the base on which cooperation could stand."""

    sector: str
    region: str
    pieces: list[Piece] = field(default_factory=list)
    base: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)

    def count(self, kind: str) -> int:
        """Return how many pieces of a kind there are."""
        return sum(p.kind == kind for p in self.pieces)

    def pointing(self, direction: str) -> list[Piece]:
        """Return the pieces of a direction."""
        return [p for p in self.pieces if p.direction == direction]

    @property
    def firsthand(self) -> list[Piece]:
        """Return the pieces that are no claims of the study's own; all where there are only these.

        A claim rests on evidence that is mostly in the cell already, and on some of other cells.
        """
        return [p for p in self.pieces if p.kind != "claim"] or self.pieces

    @property
    def kinds(self) -> int:
        """Return of how many kinds the firsthand evidence is."""
        return len({p.kind for p in self.firsthand})

    @property
    def refs(self) -> list[str]:
        """Return the references of all evidence and of the base, once."""
        return list(dict.fromkeys([p.ref for p in self.pieces] + self.base))

    @property
    def rows(self) -> list[str]:
        """Return the same as register rows: a claim stands for the sources that it names."""
        found: dict[str, None] = {}
        for piece in self.pieces:
            found |= dict.fromkeys(piece.rows)
        return list(found | dict.fromkeys(self.base))

    @property
    def sources(self) -> set[str]:
        """Return the sources below all evidence."""
        return {s for p in self.pieces for s in p.sources}

    @property
    def status(self) -> str:
        """Return for, against, contradicted, disputed, unclear or empty."""
        return status_of(self.pieces)


def status_of(pieces: Sequence[Piece]) -> str:
    """Return what pieces of evidence say together, as `Cell.status` has it."""
    favour = [p for p in pieces if p.direction == "for"]
    counter = any(p.direction == "against" for p in pieces)
    if favour and counter:
        return "contradicted"
    if favour:
        return "disputed" if all(p.disputed for p in favour) else "for"
    if counter:
        return "against"
    return "unclear" if pieces else "empty"


Cells = dict[tuple[str, str], Cell]


def gather(
    tables: Tables,
    options: Options,
    regions: Sequence[str],
    claims: Sequence[Standing],
    scores: Mapping[tuple[str, str], Score],
) -> Cells:
    """Return every cell that has evidence or a base; NATION stands for no region in scope.

    `scores` are those that count for a case and a condition.
    """
    cells: Cells = {}
    known = set(regions)
    for sectors, places, piece in _found(tables, options, scores):
        inside = [r for r in places if r in known] or [NATION]
        for sector in dict.fromkeys(sectors):
            for region in dict.fromkeys(inside):
                _put(cells, sector, region, piece)
    for found in claims:
        piece = _claim(tables, found)
        for sector, region in found.placed.cells:
            _put(cells, sector, region, piece)
    _add_firms(tables, cells, known)
    _add_gaps(tables, cells, known)
    return cells


def _found(
    tables: Tables, options: Options, scores: Mapping[tuple[str, str], Score]
) -> Iterator[tuple[Sequence[str], Sequence[str], Piece]]:
    """Yield what registers hold as evidence, with the sectors and regions of each piece."""
    for row in tables["policies"]:
        if row.text("status") == "issued":
            piece = _piece(tables, "policy", "policies", row)
            yield row.many("sectors"), [row.text("region")], piece
    for row in tables["pilots"]:
        piece = _piece(tables, "pilot", "pilots", row)
        yield row.many("sectors"), [row.text("region")], piece
    for row in tables["cases"]:
        direction, settled = _direction(row.id, options, scores)
        piece = _piece(tables, "case", "cases", row, direction, settled)
        yield [row.text("sector")], [row.text("region")], piece
    for row in tables["demands"]:
        piece = _piece(tables, row.text("kind"), "demands", row, row.text("direction"))
        yield row.many("sectors"), row.many("regions"), piece


def _put(cells: Cells, sector: str, region: str, piece: Piece) -> None:
    cell = cells.setdefault((sector, region), Cell(sector, region))
    cell.pieces.append(piece)
    if piece.ref.partition(":")[0] in _BASE:
        cell.base.append(piece.ref)


def _piece(
    tables: Tables, kind: str, table: str, row: Row, direction: str = "unclear",
    settled_by: tuple[str, ...] = (),
) -> Piece:  # fmt: skip
    sources = row.many("sources")
    own = kind == "company" or _own_word(tables, sources)
    return Piece(
        kind, direction, f"{table}:{row.id}", sources, row.text("confidence"),
        own_word=own, settled_by=settled_by,
    )  # fmt: skip


def _claim(tables: Tables, found: Standing) -> Piece:
    ref, disputed = f"claim:{found.claim.id}", bool(found.claim.against)
    own = _own_word(tables, found.sources)
    return Piece("claim", "for", ref, found.sources, disputed=disputed, own_word=own)


def _own_word(tables: Tables, sources: Sequence[str]) -> bool:
    """Tell whether all sources are firms' own."""
    rows = [tables["sources"].by_id.get(source) for source in sources]
    return bool(rows) and all(row is not None and row.text("kind") == "company" for row in rows)


def _direction(
    case: str, options: Options, scores: Mapping[tuple[str, str], Score]
) -> tuple[str, tuple[str, ...]]:
    """Return a case's direction after the two conditions that the options name, and its rows."""
    named = (options.own.get("participation", ""), options.own.get("outcome", ""))
    read = [score for condition in named if (score := scores.get((case, condition))) is not None]
    settled = tuple(score.ref for score in read)
    if len(read) < 2 or read[0].score < 0.5:
        return "unclear", settled
    return "for" if read[1].score >= 0.5 else "against", settled


def _add_firms(tables: Tables, cells: Cells, known: set[str]) -> None:
    """Add firms to the base: that a firm is there is no evidence that it wants a partner."""
    for row in tables["firms"]:
        if row.text("region") in known:
            key = (row.text("sector"), row.text("region"))
            cells.setdefault(key, Cell(*key)).base.append(f"firms:{row.id}")


def _add_gaps(tables: Tables, cells: Cells, known: set[str]) -> None:
    for row in tables["gaps"]:
        regions = set(row.many("regions")) & known
        for cell in cells.values():
            here = cell.sector in row.many("sectors") and (not regions or cell.region in regions)
            if here:
                cell.gaps.append(f"gaps:{row.id}")
