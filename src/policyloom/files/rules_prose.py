"""Rules on claims and chapters, as far as they can be told without building the report."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from policyloom.core.problem import Problem, problem
from policyloom.files.nearest import Nearest
from policyloom.files.rules_references import unread
from policyloom.files.rules_registers import MARK
from policyloom.model.claims import Claim, Support
from policyloom.model.conditions import condition_references, parse_condition
from policyloom.model.reference import parse_reference
from policyloom.model.study import Study
from policyloom.model.tables import dictionary

CLAIMS = "claims.yaml"

_QUOTED = re.compile(
    r"《([^》\n]{4,200})》|「([^」\n]{4,200})」|『([^』\n]{4,200})』|〈([^〉\n]{4,200})〉"
)
_QUOTE_ROLE = re.compile(r'\{q\}`[^`"“]{0,100}["“]([^`]{4,300}?)["”]?\s{0,3}`')
_ROLE = re.compile(r"\{\w+\}`[^`]*`")
_NOT_LETTERS = re.compile(r"[\s'\"‘’“”「」『』《》〈〉（）()]+")


def claim_scope(study: Study) -> Iterator[Problem]:
    """A claim speaks of sectors, regions and agenda items that the study has."""
    sectors = study.vocabulary("sectors")
    nearest = Nearest()
    lists: tuple[tuple[str, str, Callable[[Claim], tuple[str, ...]]], ...] = (
        ("regions", "region.unknown", lambda claim: claim.regions),
        ("agenda", "reference.dangling", lambda claim: claim.agenda),
    )
    for claim in study.claims:
        for index, code in enumerate(claim.sectors):
            if code not in sectors:
                words = {
                    "value": code,
                    "known": ", ".join(sectors),
                    "meant": nearest(code, sectors),
                }
                yield _at(study, claim, f"sectors.{index}", "sector.unknown", **words)
        for table, problem_code, words_of in lists:
            known = study.table(table).by_id
            for index, code in enumerate(words_of(claim)):
                if code not in known and not unread(study, table):
                    target, meant = dictionary()[table].file, nearest(code, known)
                    yield _at(
                        study, claim, f"{table}.{index}", problem_code,
                        value=code, target=target, meant=meant,
                    )  # fmt: skip


def claim_support(study: Study) -> Iterator[Problem]:
    """What carries a claim, or speaks against it, exists and can be tested."""
    claims = {claim.id for claim in study.claims}
    nearest = Nearest()
    for claim in study.claims:
        for side in ("support", "against"):
            for index, support in enumerate(getattr(claim, side)):
                key = f"{side}.{index}"
                yield from _one_support(study, claim, key, support, claims, nearest)


def _one_support(
    study: Study, claim: Claim, key: str, support: Support, claims: set[str], nearest: Nearest
) -> Iterator[Problem]:
    if support.quote and not support.source:
        yield _at(study, claim, f"{key}.quote", "claims.quote_alone")
    if support.holds:
        key = f"{key}.holds"
        if parse_condition(support.holds) is None:
            yield _at(study, claim, key, "claims.condition", value=support.holds)
        for reference in condition_references(support.holds):
            yield from _row(study, claim, key, reference, nearest, must_be_row=False)
    elif support.row:
        yield from _row(study, claim, f"{key}.row", support.row, nearest)
    elif support.source:
        reference = f"sources:{support.source}"
        yield from _row(study, claim, f"{key}.source", reference, nearest)
    elif support.claim == claim.id:
        yield _at(study, claim, f"{key}.claim", "claims.itself", value=claim.id)
    elif support.claim not in claims:
        words = {"value": support.claim, "target": CLAIMS, "meant": nearest(support.claim, claims)}
        yield _at(study, claim, f"{key}.claim", "reference.dangling", **words)


def _row(
    study: Study, claim: Claim, key: str, text: str, nearest: Nearest, *, must_be_row: bool = True
) -> Iterator[Problem]:
    """Check one reference of a support; values of results are tested when they are computed."""
    reference = parse_reference(text)
    if reference is None or reference.kind != "row" or reference.table not in dictionary():
        if must_be_row or reference is None or reference.kind != "value":
            yield _at(study, claim, key, "claims.row", value=text)
        return
    known = study.table(reference.table).by_id
    target = dictionary()[reference.table]
    if reference.name not in known and not unread(study, reference.table):
        code = "source.unknown" if reference.table == "sources" else "reference.dangling"
        words = {"value": reference.name, "target": target.file}
        yield _at(study, claim, key, code, meant=nearest(reference.name, known), **words)
    if reference.column and reference.column not in target.column_names:
        words = {"value": reference.column, "target": target.file}
        yield _at(study, claim, key, "reference.column", **words)


def quoted_descriptions(study: Study) -> Iterator[Problem]:
    """A chapter does not quote as a title what is only a description of a document."""
    described: dict[str, str] = {}
    for row in study.table("policies"):
        if row.text("title_is") == "description":
            for title in (row.text("title"), row.text("title_ko")):
                described[_letters(_unmarked(title))] = row.id
    described.pop("", None)
    if not described:
        return
    for chapter in study.chapters:
        for offset, quoted in _quotations(chapter.text):
            policy = described.get(_letters(_unmarked(quoted)))
            if policy is not None:
                line = chapter.text.count("\n", 0, offset) + 1
                yield problem("title.quoted", chapter.file, line, value=quoted, policy=policy)


def avoided_spellings(study: Study) -> Iterator[Problem]:
    """Prose keeps to the spellings of the glossary."""
    locked = {row.text("ko") for row in study.table("glossary")} - {""}
    instead = {
        word: row.text("ko") for row in study.table("glossary") for word in row.many("avoid")
    }
    wanted = sorted({*locked, *instead}, key=len, reverse=True)
    if not instead:
        return
    pattern = re.compile("|".join(map(re.escape, wanted)))
    for chapter in study.chapters:
        for offset, word in _matches(pattern, chapter.text, instead):
            line = chapter.text.count("\n", 0, offset) + 1
            words = {"value": word, "meant": instead[word]}
            yield problem("glossary.avoid", chapter.file, line, **words)
    for claim in study.claims:
        for _, word in _matches(pattern, claim.statement.ko, instead):
            words = {"value": word, "meant": instead[word]}
            yield _at(study, claim, "statement.ko", "glossary.avoid", **words)


def _matches(
    pattern: re.Pattern[str], text: str, avoided: Iterable[str]
) -> Iterator[tuple[int, str]]:
    """Yield avoided words outside roles; one that is part of a locked term does not count."""
    hidden = _ROLE.sub(lambda role: "\0" * len(role.group()), text)
    for match in pattern.finditer(hidden):
        if match.group() in avoided:
            yield match.start(), match.group()


def _quotations(text: str) -> Iterator[tuple[int, str]]:
    for pattern in (_QUOTED, _QUOTE_ROLE):
        for match in pattern.finditer(text):
            yield match.start(), next(group for group in match.groups() if group)


def _unmarked(title: str) -> str:
    """Drop the bracket that says that the title was not seen."""
    return re.sub(r"[（(][^（()）]*[)）]\s*$", "", title) if MARK.search(title) else title


def _letters(text: str) -> str:
    return _NOT_LETTERS.sub("", text)


def _at(study: Study, claim: Claim, key: str, code: str, **words: object) -> Problem:
    """Make a problem at a part of a claim."""
    name = f"{claim.id}.{key}"
    line = study.lines.get(f"claim:{name}")
    while line is None and "." in key:
        key = key.rpartition(".")[0]
        line = study.lines.get(f"claim:{claim.id}.{key}")
    return problem(code, CLAIMS, line or study.lines.get(f"claim:{claim.id}", 0), name, **words)
