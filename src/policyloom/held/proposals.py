"""What machines propose from held texts: rows and cells of registers, each with its place.

A proposal is nothing but a proposal: only people's decisions (`policyloom.review`) reach a
register. Its id comes from the content of the document, the place and the rule, so that it stays
the same as long as they do. What was searched in the text is stored with it; proposing compares
that with the registers, and is done again only where either changed (`held/kept.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from policyloom.core.ids import fingerprint
from policyloom.core.text import normalise_quote
from policyloom.files.held import HeldText, HeldTexts
from policyloom.files.rules_texts import Pair, pairs
from policyloom.held.kept import Kept, Prints
from policyloom.model.document import Anchor
from policyloom.model.study import Study
from policyloom.model.tables import Row, dictionary

if TYPE_CHECKING:
    from policyloom.extract.citations import Register
    from policyloom.held.bodies import Bodies

Clause = Mapping[str, Any]
LONGEST_TASK = 300
_FIELDS = ("number", "date_issued", "issuers", "date_published")
_CARRIES_OUT = ("贯彻落实", "贯彻", "落实")


@dataclass(frozen=True)
class Proposal:
    """A row to add (`row` empty), or cells to fill in a row, with the words they were read from.

    `doubts` say what the rule could not decide; a cell of the dictionary that may not be empty and
    is must be given by who accepts it. `page` (0 where the format has none) and `paragraph` say
    where the words stand in the document, both from 1.
    """

    id: str
    document: str
    table: str
    row: str
    cells: Mapping[str, str]
    anchor: Anchor
    rule: str
    doubts: tuple[str, ...] = ()
    hash: str = field(default="", compare=False)
    page: int = field(default=0, compare=False)
    paragraph: int = field(default=0, compare=False)

    @property
    def lacking(self) -> tuple[str, ...]:
        """Return the columns that have to be filled before the row can stand."""
        if self.row:
            return ()
        spec = dictionary()[self.table]
        return tuple(
            c.name for c in spec.columns if c.need and c.type != "id" and not self.cells.get(c.name)
        )

    def as_record(self) -> dict[str, Any]:
        """Return the proposal as plain values."""
        return asdict(self) | {"doubts": list(self.doubts), "cells": dict(self.cells)}


def proposal_from(record: Mapping[str, Any]) -> Proposal:
    """Return the proposal that `as_record` wrote down."""
    anchor, doubts = Anchor(**record["anchor"]), tuple(record["doubts"])
    return Proposal(**{**record, "anchor": anchor, "doubts": doubts})


@dataclass(frozen=True)
class _Text:
    """A held text while it is searched: the policy row that it is the document of."""

    policy: Row
    source: Row
    held: HeldText

    def made(
        self,
        table: str,
        row: str,
        cells: Mapping[str, str],
        span: tuple[int, int],
        rule: str,
        doubts: tuple[str, ...] = (),
    ) -> Proposal:
        """Make a proposal; its id depends on document, place, rule and target."""
        start, end = span
        key = (self.source.id, self.held.hash, table, row, start, end, rule, sorted(cells))
        anchor = Anchor(start, end, self.held.text[start:end])
        passage = self.held.passage_at(start)
        return Proposal(
            "p" + fingerprint(*key)[:11],
            self.source.id,
            table,
            row,
            cells,
            anchor,
            rule,
            doubts,
            self.held.hash,
            passage.page if passage else 0,
            passage.paragraph if passage else 0,
        )


def propose(study: Study, document: str = "", held: HeldTexts | None = None) -> list[Proposal]:
    """Return what is proposed from every held policy document, in the order of the register.

    The proposals are also written down under derived/. `document` names one source, `held` are the
    study's stored texts where they were looked at before.
    """
    maker, prints, kept = _Maker(study), Prints(study), Kept(study.folder)
    found: list[Proposal] = []
    for pair in pairs(study, held or HeldTexts(study.folder)):
        if document and pair.source.id != document:
            continue
        now = prints.of(pair)
        records = kept.read(pair.source.id, now)
        if records is None:
            records = [p.as_record() for p in maker.proposals(pair)]
            kept.write(pair.source.id, now, records)
        found += map(proposal_from, records)
    kept.close()
    return found


class _Maker:
    """Compares what was found in texts with the registers of a study, read when first needed."""

    def __init__(self, study: Study) -> None:
        self.study = study

    @cached_property
    def bodies(self) -> Bodies:
        from policyloom.held.bodies import Bodies  # noqa: PLC0415 - loads the registries

        return Bodies(self.study)

    @cached_property
    def register(self) -> Register:
        from policyloom.extract.citations import Register  # noqa: PLC0415 - loads the grammar

        return Register.of_rows([row.cells for row in self.study.table("policies")])

    @cached_property
    def entered(self) -> Mapping[str, list[Row]]:
        """Return the rows of responsibilities by policy."""
        found: dict[str, list[Row]] = {}
        for row in self.study.table("responsibilities"):
            found.setdefault(row.text("policy"), []).append(row)
        return found

    def proposals(self, pair: Pair) -> list[Proposal]:
        """Return what is proposed from a document, each proposal once."""
        text = _Text(pair.row, pair.source, pair.held)
        entered = self.entered.get(pair.row.id, [])
        made = (
            *_fields(text, self.study),
            *_carried_out(text, self.register),
            *_duties(text, self.bodies, entered),
        )
        return list({p.id: p for p in made}.values())


def _fields(text: _Text, study: Study) -> Iterator[Proposal]:
    """Propose what the document says of itself where the register is silent."""
    about = text.held.about
    for name in _FIELDS:
        value = about.get(name)
        if not value or text.policy.cells.get(name) is not None:
            continue
        if name == "issuers":
            known = [i for i in about["issuer_ids"] if i in study.table("actors").by_id]
            value = ";".join(known) if len(known) == len(about["issuers"]) else ""
        place = about["places"].get(name)
        if value and place:
            span = (place[0], place[1])
            yield text.made("policies", text.policy.id, {name: str(value)}, span, f"head-1/{name}")


def _carried_out(text: _Text, register: Register) -> Iterator[Proposal]:
    """Propose which documents this one carries out, as it cites them."""
    known = set(text.policy.many("implements")) | {text.policy.id}
    for cited in text.held.citations:
        policy = register.resolve(cited["title"], cited["number"])
        if policy is None or policy in known:
            continue
        if cited["implements"] or cited["verb"] in _CARRIES_OUT:
            known.add(policy)
            start = max(0, cited["start"] - len(cited["verb"]))
            cells, span = {"implements": policy}, (start, cited["end"])
            yield text.made("policies", text.policy.id, cells, span, "citation-1")


def _duties(text: _Text, bodies: Bodies, entered: Sequence[Row]) -> Iterator[Proposal]:
    """Propose a row of responsibilities for every clause that the register does not have yet."""
    for clause in text.held.clauses:
        if any(_is_entered(row, clause, text) for row in entered):
            continue
        cells, doubts = _duty_cells(text, clause, bodies)
        span = (clause["start"], clause["end"])
        yield text.made("responsibilities", "", cells, span, clause["rule"], doubts)


def _is_entered(row: Row, clause: Clause, text: _Text) -> bool:
    """Tell whether a row was made from a clause: from its place, or, without one, of its task.

    A row of this program is told by its id and stays proposed, so that it can be looked up.
    """
    if row.id.startswith("p") and row.text("note").startswith(clause["rule"]):
        return False
    first, last = clause["start"], clause["end"]
    quote = normalise_quote(row.text("quote"))
    if quote:
        near = normalise_quote(text.held.text[max(0, first - 2) : last + 2])
        start, end = row.cells.get("start"), row.cells.get("end")
        if not isinstance(start, int) or not isinstance(end, int):
            return quote in near
        return start < last and first < end and quote in near
    task = normalise_quote(row.text("task"))
    said = f"{clause['task']} {text.held.text[first:last]}"
    return bool(task) and task in normalise_quote(said)


def _duty_cells(
    text: _Text, clause: Clause, bodies: Bodies
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Fill a row: where nobody leads, all who are responsible stand as leads."""
    leads = clause["lead"] or clause["responsible"]
    supports = [*(clause["responsible"] if clause["lead"] else ()), *clause["support"]]
    supports = [name for name in dict.fromkeys(supports) if name not in leads]
    date = text.policy.text("date_issued") or text.policy.text("date_published") or None
    region = _home(text)
    lead_ids, unknown = bodies.ids(leads, region, date)
    support_ids, unknown_too = bodies.ids(supports, region, date)
    task = " ".join(clause["task"].split())[:LONGEST_TASK].lstrip("=+-@ ")
    cells = {
        "policy": text.policy.id,
        "task": task,
        "task_ko": task,
        "leads": ";".join(lead_ids),
        "leads_printed": ";".join(leads),
        "supports": ";".join(i for i in support_ids if i not in lead_ids),
        "supports_printed": ";".join(supports),
        "sources": text.source.id,
        "confidence": "medium",
        "quote": text.held.text[clause["start"] : clause["end"]],
        "start": str(clause["start"]),
        "end": str(clause["end"]),
    }
    doubts = [f"name:{name}" for name in (*unknown, *unknown_too)]
    doubts += ["open"] if clause["is_open"] else []
    return cells, tuple(doubts)


def _home(text: _Text) -> str | None:
    """Return the code of the place whose government issued the document; None for the nation's."""
    for id_ in (*text.policy.many("issuers"), *text.held.about.get("issuer_ids", ())):
        owner = next((w for w in id_.split("-") if len(w) == 6 and w.isdigit()), "")
        if owner:
            return owner
    local = text.policy.text("level") in ("province", "city")
    return text.policy.text("region") if local else None
