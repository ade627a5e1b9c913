"""Evidence of demand by sector and region: what says so, of which kind, in which direction.

A cell holds pieces of evidence. A policy or a pilot shows that a government wants a sector and says
nothing of partners from abroad, so its direction is unclear. A case speaks for demand where firms
from abroad took part and it went well, against it where they took part and it did not; elsewhere
its direction is unclear. Claims of demand and opportunity speak for it while everything that they
name is there. Rows of `demands` say their direction themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from policyloom.model.claims import Claim
from policyloom.model.evidence import Evidence, Options, Record
from policyloom.model.reference import parse_reference
from policyloom.model.result import Text

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
NATION = ""
"""The region of evidence that does not tell regions apart."""
_SUPPORTING = ("policies", "pilots", "cases", "firms", "demands", "gaps", "risks", "figures")
"""Tables in which a claim's rows are looked for."""


@dataclass(frozen=True)
class Piece:
    """One piece of evidence: `direction` is for, against or unclear."""

    kind: str
    direction: str
    ref: str
    sources: tuple[str, ...]
    confidence: str = ""
    disputed: bool = False

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
        favour, counter = self.pointing("for"), self.pointing("against")
        if favour and counter:
            return "contradicted"
        if favour:
            return "disputed" if all(p.disputed for p in favour) else "for"
        if counter:
            return "against"
        return "unclear" if self.pieces else "empty"


Cells = dict[tuple[str, str], Cell]


def gather(evidence: Evidence, options: Options, regions: Sequence[str]) -> Cells:
    """Return every cell that has evidence or a base; NATION stands for no region in scope."""
    cells: Cells = {}
    known = set(regions)

    def put(sectors: Iterable[str], places: Iterable[str], piece: Piece, *, base: bool) -> None:
        inside = [r for r in places if r in known] or [NATION]
        for sector in dict.fromkeys(sectors):
            for region in dict.fromkeys(inside):
                cell = cells.setdefault((sector, region), Cell(sector, region))
                cell.pieces.append(piece)
                if base:
                    cell.base.append(piece.ref)

    for row in _located(evidence, "policies", "status = 'issued'"):
        put(row["sectors"] or (), [row["region"]], _piece("policy", "policies", row), base=True)
    for row in _located(evidence, "pilots", "TRUE"):
        put(row["sectors"] or (), [row["region"]], _piece("pilot", "pilots", row), base=True)
    for row, direction in _cases(evidence, options):
        put([row["sector"]], [row["region"]], _piece("case", "cases", row, direction), base=True)
    for row in evidence.query("SELECT * FROM demands ORDER BY line"):
        piece = _piece(row["kind"], "demands", row, row["direction"])
        put(row["sectors"] or (), row["regions"] or (), piece, base=False)
    for claim, sources in _standing(evidence, options):
        piece = Piece("claim", "for", f"claim:{claim.id}", sources, "", bool(claim.against))
        put(claim.sectors, claim.regions, piece, base=False)
    _add_firms(evidence, cells, known)
    _add_gaps(evidence, cells)
    return cells


def _located(evidence: Evidence, table: str, where: str) -> list[Record]:
    chosen = f"FROM {table} WHERE {where} ORDER BY line"
    return evidence.query(f"SELECT id, sectors, region, sources, confidence {chosen}")


def _piece(kind: str, table: str, row: Record, direction: str = "unclear") -> Piece:
    sources = tuple(row["sources"] or ())
    return Piece(kind, direction, f"{table}:{row['id']}", sources, row["confidence"] or "")


def _cases(evidence: Evidence, options: Options) -> Iterator[tuple[Record, str]]:
    """Yield every case with its direction, after the two conditions that the options name."""
    scores = {
        (r["case"], r["condition"]): r["score"]
        for r in evidence.query('SELECT "case", condition, score FROM case_conditions')
    }
    part, outcome = options.own.get("participation", ""), options.own.get("outcome", "")
    for row in evidence.query(
        "SELECT id, sector, region, sources, confidence FROM cases ORDER BY line"
    ):
        took_part, went = scores.get((row["id"], part)), scores.get((row["id"], outcome))
        if took_part is None or went is None or took_part < 0.5:
            yield row, "unclear"
        else:
            yield row, "for" if went >= 0.5 else "against"


def _standing(evidence: Evidence, options: Options) -> Iterator[tuple[Claim, tuple[str, ...]]]:
    """Yield claims of demand and opportunity that stand, with the sources that they name."""
    claims: dict[str, Claim] = {c.id: c for c in options.extra.get("claims") or ()}
    rows = _named_rows(evidence, claims.values())
    for claim in claims.values():
        if claim.kind in ("demand", "opportunity"):
            sources: dict[str, None] = {}
            if _stands(claim, claims, rows, sources, set()):
                yield claim, tuple(sources)


def _named_rows(
    evidence: Evidence, claims: Iterable[Claim]
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the rows that claims name and that are there, with their sources."""
    wanted: dict[str, None] = {}
    for claim in claims:
        for support in claim.support:
            parsed = parse_reference(support.row) if support.row else None
            if parsed is not None and parsed.table in _SUPPORTING:
                wanted[parsed.table] = None
    found: dict[tuple[str, str], tuple[str, ...]] = {
        ("sources", r["id"]): (r["id"],) for r in evidence.query("SELECT id FROM sources")
    }
    for table in wanted:
        for row in evidence.query(f"SELECT * FROM {table}"):  # noqa: S608 - one of _SUPPORTING
            sources = row.get("sources") or ([row["source"]] if row.get("source") else [])
            found[table, row["id"]] = tuple(sources)
    return found


def _stands(
    claim: Claim,
    claims: Mapping[str, Claim],
    rows: Mapping[tuple[str, str], tuple[str, ...]],
    sources: dict[str, None],
    seen: set[str],
) -> bool:
    """Tell whether all rows, sources and claims that a claim rests on are there."""
    seen.add(claim.id)
    for support in claim.support:
        key = _key(support.row, support.source)
        if key is not None and key not in rows:
            return False
        sources |= dict.fromkeys(rows[key] if key is not None else ())
        below = claims.get(support.claim) if support.claim else None
        if support.claim and below is None:
            return False
        unseen = below is not None and below.id not in seen
        if below is not None and unseen and not _stands(below, claims, rows, sources, seen):
            return False
    return True


def _key(row: str, source: str) -> tuple[str, str] | None:
    if source:
        return "sources", source
    parsed = parse_reference(row) if row else None
    if parsed is None or parsed.table not in _SUPPORTING:
        return None
    return parsed.table, parsed.name


def _add_firms(evidence: Evidence, cells: Cells, known: set[str]) -> None:
    """Add firms to the base: that a firm is there is no evidence that it wants a partner."""
    for row in evidence.query("SELECT id, sector, region FROM firms ORDER BY line"):
        if row["region"] in known:
            key = (row["sector"], row["region"])
            cells.setdefault(key, Cell(*key)).base.append(f"firms:{row['id']}")


def _add_gaps(evidence: Evidence, cells: Cells) -> None:
    for row in evidence.query("SELECT id, regions, sectors FROM gaps ORDER BY line"):
        regions = set(row["regions"] or ()) - {"CN"}
        for cell in cells.values():
            here = cell.sector in (row["sectors"] or ()) and (not regions or cell.region in regions)
            if here:
                cell.gaps.append(f"gaps:{row['id']}")
