"""Claims in the report: statements checked once, and boxes, lists and tables of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from policyloom.core.text import format_value
from policyloom.model.claims import Claim, Support
from policyloom.model.conditions import Comparison, parse_condition
from policyloom.report.citations import short_name, web_address
from policyloom.report.claims import FILE, STRENGTHS, ClaimOutcome
from policyloom.report.compose.desk import Desk, Where, near
from policyloom.report.compose.parse import Directive
from policyloom.report.compose.pipe_tables import Frame, finish
from policyloom.report.compose.prose import inline_text
from policyloom.report.compose.roles import IN_STATEMENTS
from policyloom.report.compose.select import words_of
from policyloom.report.compose.strategy_views import lineage_table, swot_table, tows_table
from policyloom.report.document import (
    ClaimBox,
    ClaimMark,
    ListBlock,
    Node,
    NumberMark,
    Paragraph,
    QuoteMark,
    SourceMark,
    Str,
    TableCell,
    TableRow,
    TermMark,
)
from policyloom.report.names import row_name
from policyloom.report.wording import label, word

Nodes = tuple[Node, ...]

_SIGNS = {"<=": "≤", ">=": "≥", "==": "=", "!=": "≠", "<": "<", ">": ">"}


def compose_statements(desk: Desk) -> None:
    """Compose the texts of every claim once, in both languages, so that each is checked."""
    for claim in desk.facts.study.claims:
        for language in ("ko", "en"):
            _text(desk, claim, "statement", claim.statement[language], language)
            if claim.open_question is not None:
                _text(desk, claim, "open_question", claim.open_question[language], language)
            _strategy_texts(desk, claim, language)
        for side, supports in (("support", claim.support), ("against", claim.against)):
            for index, support in enumerate(supports):
                if support.note:
                    _text(desk, claim, f"{side}.{index}.note", support.note, "ko")


def _strategy_texts(desk: Desk, claim: Claim, language: str) -> None:
    if claim.owner is not None:
        _text(desk, claim, "owner", claim.owner[language], language)
    if claim.would_change is not None:
        _text(desk, claim, "would_change", claim.would_change[language], language)
    for index, condition in enumerate(claim.preconditions):
        _text(desk, claim, f"preconditions.{index}", condition[language], language)


def compose_claims(desk: Desk, directive: Directive) -> Nodes:
    """Return the claims that match a directive's filter, in the order of claims.yaml."""
    shown = directive.options.get("as", "boxes")
    if shown not in _VIEWS:
        desk.report("report.bad_option", directive.line, value=shown, option="as")
        return ()
    chosen = list(_chosen(desk, directive))
    if not chosen:
        return (Paragraph((Str(label("no_claims", desk.language)),), directive.line),)
    for outcome in chosen:
        desk.use(directive.line, f"claim:{outcome.claim.id}")
        desk.cited |= dict.fromkeys(
            s.source for s in (*outcome.claim.support, *outcome.claim.against) if s.source
        )
    return _VIEWS[shown](desk, chosen, directive)


def _text(desk: Desk, claim: Claim, key: str, text: str, language: str) -> None:
    base = f"claim:{claim.id}"
    lines = desk.facts.study.lines
    own = key if key.count(".") else f"{key}.{language}"
    line = lines.get(f"{base}.{own}", lines.get(f"{base}.{key}", lines.get(base, 0)))
    where = Where(FILE, language, own, base, IN_STATEMENTS, mentions=False)
    with desk.at(where):
        made = inline_text(desk, text, line)
    name = claim.id if key == "statement" else f"{claim.id}#{key}"
    desk.statements[name, language] = made


def _chosen(desk: Desk, directive: Directive) -> Iterator[ClaimOutcome]:
    options = directive.options
    wanted = words_of(options.get("ids", ""))
    for name in wanted:
        if name not in desk.outcomes:
            nearest = near(name, desk.outcomes)
            desk.report("report.unknown_claim", directive.line, value=name, nearest=nearest)
    outcomes = desk.outcomes
    order = [outcomes[n] for n in wanted if n in outcomes] if wanted else outcomes.values()
    kinds, sectors, regions = (words_of(options.get(o, "")) for o in ("kind", "sector", "region"))
    for outcome in order:
        claim = outcome.claim
        if (
            (not kinds or claim.kind in kinds)
            and (not sectors or set(sectors) & set(claim.sectors))
            and (not regions or set(regions) & set(claim.regions))
        ):
            yield outcome


def _box(desk: Desk, outcome: ClaimOutcome, line: int) -> ClaimBox:
    claim, language = outcome.claim, desk.language
    groups = [
        (label("support", language), tuple(_support(desk, s, f"{claim.id}#support.{i}")
                                           for i, s in enumerate(claim.support))),
        (label("against", language), tuple(_support(desk, s, f"{claim.id}#against.{i}")
                                           for i, s in enumerate(claim.against))),
        (label("remarks", language), tuple((Str(r[language]),) for r in outcome.remarks)),
        (label("open_question", language), _said(desk, claim, "open_question")),
        (label("owner", language), _said(desk, claim, "owner")),
        (label("preconditions", language), _preconditions(desk, claim)),
        (label("would_change", language), _said(desk, claim, "would_change")),
        (label("agenda", language), tuple(_agenda(desk, code) for code in claim.agenda)),
        (label("addressee", language), tuple((Str(_actor(desk, a)),) for a in claim.addressee)),
    ]  # fmt: skip
    return ClaimBox(
        claim=claim.id, title=f"{word('claim_kind', claim.kind, language)} {claim.id}",
        strength=outcome.strength, strength_label=STRENGTHS[outcome.strength][language],
        statement=desk.statements[claim.id, language],
        groups=tuple((name, lines) for name, lines in groups if lines), line=line,
    )  # fmt: skip


def _list(desk: Desk, chosen: list[ClaimOutcome], line: int) -> ListBlock:
    items = tuple((Paragraph((_mark(desk, o),), line),) for o in chosen)
    return ListBlock(ordered=False, items=items, line=line)


def _table(desk: Desk, chosen: list[ClaimOutcome], directive: Directive) -> Node:
    language = desk.language
    proposals = any(o.claim.agenda or o.claim.addressee for o in chosen)
    keys = (
        ["statement", "agenda", "addressee", "strength"] if proposals else ["statement", "strength"]
    )
    rows = tuple(
        TableRow(tuple(_cell(desk, o, key) for key in keys), (f"claim:{o.claim.id}",))
        for o in chosen
    )
    frame = Frame(
        name="claims", title=label("claims", language), unit="", rows=rows, notes=(),
        heads=tuple((label(key, language), "left") for key in keys),
        sources=(Str(label("own", language)),),
    )  # fmt: skip
    return finish(desk, directive, frame)


def _cell(desk: Desk, outcome: ClaimOutcome, key: str) -> TableCell:
    claim, language = outcome.claim, desk.language
    if key == "statement":
        reference = f"claim:{claim.id}"
        return TableCell(
            (*desk.statements[claim.id, language], Str(" "), TermMark(claim.id, reference))
        )
    if key == "strength":
        return TableCell((Str(STRENGTHS[outcome.strength][language]),))
    if key == "agenda":
        nodes = [_agenda(desk, code) for code in claim.agenda]
        return TableCell(_joined(nodes) or (Str("-"),))
    return TableCell((Str(", ".join(_actor(desk, a) for a in claim.addressee) or "-"),))


def _mark(desk: Desk, outcome: ClaimOutcome) -> ClaimMark:
    claim = outcome.claim.id
    text = STRENGTHS[outcome.strength][desk.language]
    return ClaimMark(claim, outcome.strength, text, desk.statements[claim, desk.language])


def _support(desk: Desk, support: Support, key: str) -> Nodes:
    if support.holds:
        nodes = _joined([_comparison(desk, c) for c in parse_condition(support.holds) or ()])
    elif support.claim:
        nodes = (
            Str(f"{support.claim}: "),
            *desk.statements.get((support.claim, desk.language), ()),
        )
    elif support.source:
        nodes = _source(desk, support)
    else:
        nodes = (_named(desk, support.row),)
    note = desk.statements.get((f"{key}.note", "ko"), ())
    return (*nodes, Str(" — "), *note) if note else nodes


def _source(desk: Desk, support: Support) -> Nodes:
    row = desk.facts.row("sources", support.source)
    if row is None:
        return (Str(support.source),)
    mark = SourceMark(row.id, short_name(row), web_address(row))
    if not support.quote:
        return (mark,)
    text = desk.normalised_text(row)
    quote = QuoteMark(support.quote, row.id, "found" if text is not None else "not held")
    return (mark, Str(" "), quote)


def _comparison(desk: Desk, comparison: Comparison) -> Nodes:
    return (
        *_operand(desk, comparison.left),
        Str(f" {_SIGNS[comparison.sign]} "),
        *_operand(desk, comparison.right),
    )


def _operand(desk: Desk, text: str) -> Nodes:
    fact = desk.facts.find(text)
    if fact is None:
        return (Str(text),)
    number = NumberMark(
        format_value(fact.value, "", desk.language), fact.reference, fact.confidence
    )
    unit = fact.unit[desk.language]
    name = Str(f"{fact.label[desk.language]} ")
    return (name, number, Str(f" {unit}")) if unit else (name, number)


def _named(desk: Desk, reference: str) -> Node:
    fact = desk.facts.find(reference)
    table, _, rest = reference.partition(":")
    row = desk.facts.row(table, rest.partition("#")[0])
    if row is not None and "#" not in reference and table != "figures":
        return TermMark(row_name(table, row, desk.language), reference)
    text = f"{fact.label[desk.language]}: {fact.value}" if fact else reference
    return TermMark(text, reference)


def _said(desk: Desk, claim: Claim, key: str) -> tuple[Nodes, ...]:
    nodes = desk.statements.get((f"{claim.id}#{key}", desk.language))
    return (nodes,) if nodes else ()


def _preconditions(desk: Desk, claim: Claim) -> tuple[Nodes, ...]:
    """Return the preconditions of a proposal as composed."""
    keys = (f"preconditions.{i}" for i in range(len(claim.preconditions)))
    return tuple(nodes for key in keys for nodes in _said(desk, claim, key))


_VIEWS: Mapping[str, Callable[[Desk, list[ClaimOutcome], Directive], Nodes]] = {
    "boxes": lambda desk, chosen, at: tuple(_box(desk, o, at.line) for o in chosen),
    "list": lambda desk, chosen, at: (_list(desk, chosen, at.line),),
    "table": lambda desk, chosen, at: (_table(desk, chosen, at),),
    "swot": lambda desk, chosen, at: (swot_table(desk, chosen, at),),
    "tows": lambda desk, chosen, at: (tows_table(desk, chosen, at),),
    "lineage": lambda desk, chosen, at: (lineage_table(desk, chosen, at),),
}


def _agenda(desk: Desk, code: str) -> Nodes:
    row = desk.facts.row("agenda", code)
    if row is None:
        return (Str(code),)
    text = f"{row.text('code')} {row.text('name')}".strip()
    return (TermMark(text, f"agenda:{code}"),)


def _actor(desk: Desk, code: str) -> str:
    row = desk.facts.row("actors", code)
    return row_name("actors", row, desk.language) if row else code


def _joined(runs: list[Nodes]) -> Nodes:
    nodes: list[Node] = []
    for run in runs:
        nodes += [Str("; "), *run] if nodes else run
    return tuple(nodes)
