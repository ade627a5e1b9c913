"""Roles: what {name}`content` puts into running text. One function a role; ROLES lists them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from policyloom.core.text import FormatError, format_value
from policyloom.report.citations import footnote, web_address
from policyloom.report.claims import STRENGTHS
from policyloom.report.compose.desk import Desk, near
from policyloom.report.compose.footing import on, view
from policyloom.report.document import (
    Cite,
    ClaimMark,
    LinkMark,
    Node,
    NumberMark,
    QuoteMark,
    SourceMark,
    Str,
    TermMark,
    Verdict,
)
from policyloom.report.names import NAMED, written_name
from policyloom.report.quotation import compare_normalised

Role = Callable[[Desk, str, int], Sequence[Node]]

_QUOTED = re.compile(r"(\S+)\s+[\"“](.+)[\"”]", re.DOTALL)
_SOURCE = re.compile(r"[A-Za-z][\w.-]*")


def number(desk: Desk, content: str, line: int) -> Sequence[Node]:
    """{n}`reference | format` or {n}`reference "words"`: a number, date or word of the evidence.

    The second form is for what stands inside a text cell: the words must stand there exactly so.
    """
    quoted = _QUOTED.fullmatch(content)
    if quoted is not None:
        return _words_of_cell(desk, quoted.group(1), quoted.group(2), line)
    reference, _, wanted = (part.strip() for part in content.partition("|"))
    fact = desk.facts.find(reference)
    if fact is None:
        nearest = desk.facts.nearest(reference) or "-"
        desk.report("report.unknown_reference", line, value=reference, nearest=nearest)
        return [NumberMark("⟦?⟧", reference)]
    desk.use(line, fact.reference)
    if fact.value is None:
        desk.report("report.undefined", line, value=reference, reason=fact.reason_in_both)
    try:
        text = format_value(fact.value, wanted, desk.language)
    except FormatError as error:
        desk.report("report.bad_format", line, value=reference, format=wanted, why=error)
        text = str(fact.value)
    return [NumberMark(text, fact.reference, fact.confidence)]


def _words_of_cell(desk: Desk, reference: str, words: str, line: int) -> Sequence[Node]:
    fact = desk.facts.find(reference)
    if fact is None:
        nearest = desk.facts.nearest(reference) or "-"
        desk.report("report.unknown_reference", line, value=reference, nearest=nearest)
        return [NumberMark(words, reference)]
    desk.use(line, fact.reference)
    # A digit beside the words would make them part of another number.
    if not re.search(rf"(?<![\d.,]){re.escape(words)}(?![\d]|[.,]\d)", str(fact.value or "")):
        desk.report("report.words_not_in_cell", line, value=words, reference=reference)
    return [NumberMark(words, fact.reference, fact.confidence)]


def quotation(desk: Desk, content: str, line: int) -> Sequence[Node]:
    """{q}`S0014 "words"`: a quotation, compared with its source, and a footnote."""
    match = _QUOTED.fullmatch(content)
    if match is None:
        desk.report("report.bad_quotation", line, value=content)
        return [Str(content)]
    source_id, quoted = match.groups()
    source = desk.source(source_id, line)
    if source is None:
        return [Str(f"“{quoted}”")]
    text = desk.normalised_text(source)
    if text is None:
        return [QuoteMark(quoted, source_id, "not held"), _cite(desk, [(source_id, "")], line)]
    found = compare_normalised(quoted, text)
    if not found.found:
        desk.report(
            "report.quote_not_found", line, source=source_id, quote=quoted, nearest=found.nearest
        )
    verdict: Verdict = "found" if found.found else "not found"
    return [QuoteMark(quoted, source_id, verdict), _cite(desk, [(source_id, "")], line)]


def cite(desk: Desk, content: str, line: int) -> Sequence[Node]:
    """{cite}`S0014 | 12쪽, S0020`: one footnote for one or several sources."""
    named: list[tuple[str, str]] = []
    for piece in content.split(","):
        source_id, _, page = (part.strip() for part in piece.partition("|"))
        if named and not _SOURCE.fullmatch(source_id):
            named[-1] = (named[-1][0], f"{named[-1][1]},{piece}".strip(","))
        else:
            named.append((source_id, page))
    return [_cite(desk, named, line)]


def term(desk: Desk, content: str, line: int) -> Sequence[Node]:
    """{term}`internet-plus`: a locked term, with its original at first mention."""
    row = desk.glossary.rows.by_id.get(content)
    if row is None:
        nearest = near(content, desk.glossary.rows.by_id)
        desk.report("report.unknown_term", line, value=content, nearest=nearest)
        return [Str(content)]
    reference = f"glossary:{content}"
    desk.use(line, reference)
    korean = desk.language == "ko"
    own = row.text("ko") if korean else row.text("en") or row.text("ko")
    original = row.text("zh") or (row.text("en") if korean else "")
    first = desk.first_mention(reference) and original and original != own
    return [TermMark(f"{own}({original})" if first else own, reference)]


def name(desk: Desk, content: str, line: int) -> Sequence[Node]:
    """{name}`policies:C001`: the name of a row, with its original at first mention."""
    table, _, row_id = content.partition(":")
    row = desk.facts.row(table, row_id) if table in NAMED else None
    if row is None:
        nearest = desk.facts.nearest(content) or "-"
        desk.report("report.unknown_reference", line, value=content, nearest=nearest)
        return [Str(content)]
    desk.use(line, content)
    first = desk.first_mention(content)
    return [TermMark(written_name(table, row, desk.language, first=first), content)]


def claim(desk: Desk, content: str, line: int) -> Sequence[Node]:
    """{claim}`F-AI-03`: a claim's statement with its strength."""
    outcome = desk.outcomes.get(content)
    if outcome is None:
        nearest = near(content, desk.outcomes)
        desk.report("report.unknown_claim", line, value=content, nearest=nearest)
        return [Str(content)]
    desk.use(line, f"claim:{content}")
    statement = desk.statements.get((content, desk.language), ())
    label = STRENGTHS[outcome.strength][desk.language]
    return [ClaimMark(content, outcome.strength, label, statement)]


def cross_reference(desk: Desk, content: str, line: int) -> Sequence[Node]:
    """{ref}`figure:adoption.map`: the number of a table, figure, box, section or chapter."""
    target = desk.numbering.named.get(content)
    if target is None:
        nearest = near(content, desk.numbering.named)
        desk.report("report.unknown_target", line, value=content, nearest=nearest)
        return [Str(content)]
    return [LinkMark(f"#{target.id}", (Str(target.label),), content)]


def plain(_desk: Desk, content: str, _line: int) -> Sequence[Node]:
    """{plain}`…`: words as they are."""
    return [Str(content)]


ROLES: Mapping[str, Role] = {
    "n": number,
    "q": quotation,
    "cite": cite,
    "term": term,
    "name": name,
    "claim": claim,
    "ref": cross_reference,
    "plain": plain,
    "on": on,
    "view": view,
}
IN_STATEMENTS = frozenset({"n", "term", "name", "plain"})
"""The roles that a claim's statement may use."""


def _cite(desk: Desk, named: Sequence[tuple[str, str]], line: int) -> Cite:
    mark = desk.next_footnote()
    nodes: list[Node] = []
    for source_id, page in named:
        source = desk.source(source_id, line)
        text = footnote(source, page, desk.language) if source else source_id
        nodes += [Str("; ")] if nodes else []
        nodes.append(SourceMark(source_id, text, web_address(source) if source else ""))
    nodes.append(Str("."))
    return Cite(mark, tuple(source_id for source_id, _ in named), tuple(nodes))
