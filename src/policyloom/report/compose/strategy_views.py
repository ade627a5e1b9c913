"""Strategies in the report: items by side, the fields of strategies, and the lineage of proposals.

Every cell names claims, so nothing stands here that is not a claim with its own evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from policyloom.model.claims import Claim
from policyloom.model.strategy import ACTORS, FIELDS, SIDES, items, strategies
from policyloom.report.claims import ClaimOutcome
from policyloom.report.compose.desk import Desk
from policyloom.report.compose.parse import Directive
from policyloom.report.compose.pipe_tables import Frame, finish
from policyloom.report.document import Node, Str, TableCell, TableRow, TermMark
from policyloom.report.names import row_name
from policyloom.report.wording import label

Nodes = tuple[Node, ...]


def swot_table(desk: Desk, chosen: Sequence[ClaimOutcome], directive: Directive) -> Node:
    """Return the items of the chosen claims by actor and side, each with its statement."""
    language = desk.language
    rows = []
    for actor, by_side in items(o.claim for o in chosen).items():
        for side, ids in by_side.items():
            if ids:
                names = (ACTORS[actor][language], SIDES[side][language])
                cells = (*(TableCell((Str(n),)) for n in names), TableCell(_stated(desk, ids)))
                rows.append(TableRow(cells, tuple(f"claim:{i}" for i in ids)))
    heads = [label(key, language) for key in ("swot_actor", "swot", "swot_items")]
    return _framed(desk, directive, "swot", heads, rows)


def tows_table(desk: Desk, chosen: Sequence[ClaimOutcome], directive: Directive) -> Node:
    """Return SO, WO, ST and WT with the chosen strategies that stand there and their items."""
    language = desk.language
    wanted = {o.claim.id for o in chosen}
    known = [s for s in strategies(desk.facts.study.claims) if s.claim.id in wanted]
    rows = []
    for name, (one, other, words) in FIELDS.items():
        here = [s for s in known if name in s.fields]
        lines: list[Node] = []
        for strategy in here:
            # One claim may be a strength for some and a threat for others: it is named once.
            cited = list(dict.fromkeys([*strategy.items[one], *strategy.items[other]]))
            lines += [Str("; ")] if lines else []
            lines += [_mark(strategy.claim.id), Str(" ("), *_marks(cited), Str(")")]
        cells = (
            TableCell((Str(f"{name} {words[language]}"),)),
            TableCell(tuple(lines) or (Str("-"),)),
        )
        rows.append(TableRow(cells, tuple(f"claim:{s.claim.id}" for s in here)))
    heads = [label(key, language) for key in ("tows_field", "strategies")]
    return _framed(desk, directive, "tows", heads, rows)


def lineage_table(desk: Desk, chosen: Sequence[ClaimOutcome], directive: Directive) -> Node:
    """Return proposals with claims, agenda, addressee, owner, preconditions, what would change."""
    language = desk.language
    rows = []
    for outcome in chosen:
        claim = outcome.claim
        below = [s.claim for s in claim.support if s.claim]
        cells = (
            (_mark(claim.id),),
            _marks(below) or (Str("-"),),
            _agenda(desk, claim),
            _addressees(desk, claim),
            _said(desk, claim, ["owner"]),
            _said(desk, claim, [f"preconditions.{i}" for i in range(len(claim.preconditions))]),
            _said(desk, claim, ["would_change"]),
        )
        rows.append(TableRow(tuple(map(TableCell, cells)), (f"claim:{claim.id}",)))
    keys = (
        "strategies", "rests_on", "agenda", "addressee", "owner", "preconditions", "would_change",
    )  # fmt: skip
    heads = [label(key, language) for key in keys]
    return _framed(desk, directive, "strategy_lineage", heads, rows)


def _framed(
    desk: Desk, directive: Directive, name: str, heads: Sequence[str], rows: Sequence[TableRow]
) -> Node:
    frame = Frame(
        name=name, title=label(name, desk.language), unit="", rows=tuple(rows), notes=(),
        heads=tuple((head, "left") for head in heads),
        sources=(Str(label("own", desk.language)),),
    )  # fmt: skip
    return finish(desk, directive, frame)


def _stated(desk: Desk, ids: Iterable[str]) -> Nodes:
    nodes: list[Node] = []
    for claim in ids:
        nodes += [Str(" ")] if nodes else []
        statement = desk.statements.get((claim, desk.language), ())
        nodes += [_mark(claim), Str(" "), *statement]
    return tuple(nodes)


def _marks(ids: Iterable[str]) -> Nodes:
    nodes: list[Node] = []
    for claim in ids:
        nodes += [Str(", ")] if nodes else []
        nodes.append(_mark(claim))
    return tuple(nodes)


def _mark(claim: str) -> Node:
    return TermMark(claim, f"claim:{claim}")


def _said(desk: Desk, claim: Claim, keys: Iterable[str]) -> Nodes:
    nodes: list[Node] = []
    for key in keys:
        nodes += [Str(" ")] if nodes else []
        nodes += desk.statements.get((f"{claim.id}#{key}", desk.language), ())
    return tuple(nodes) or (Str("-"),)


def _agenda(desk: Desk, claim: Claim) -> Nodes:
    nodes: list[Node] = []
    for code in claim.agenda:
        row = desk.facts.row("agenda", code)
        text = f"{row.text('code')} {row.text('name')}".strip() if row else code
        nodes += [Str("; ")] if nodes else []
        nodes.append(TermMark(text or code, f"agenda:{code}"))
    return tuple(nodes) or (Str("-"),)


def _addressees(desk: Desk, claim: Claim) -> Nodes:
    names = []
    for code in claim.addressee:
        row = desk.facts.row("actors", code)
        names.append(row_name("actors", row, desk.language) if row else code)
    return (Str(", ".join(names) or "-"),)
