"""Rules on review rounds: what is still open is told as such, and changes name places there are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policyloom.core.problem import Problem, problem
from policyloom.files.formats import inside
from policyloom.files.rules_plan import sections
from policyloom.model.study import Study
from policyloom.model.tables import Row, dictionary

TABLE = "reviews"
DECLINED = "declined"
"""The outcome of a comment that is answered and changes nothing."""

_FILE = re.compile(
    r"(?<![A-Za-z0-9_./])(?:report|plan|registers|documents)/[^\s,;()\"']{1,200}?\.(?:md|csv|yaml|txt|pdf)"
)
_NAMED = re.compile(r"(?<![\w:])([a-z_]+):([A-Za-z0-9][\w.-]*)", re.ASCII)
_CHAPTER = re.compile(r"제(\d{1,4})장(?:\s*제(\d{1,4})절)?")
_MARK = re.compile(r"^#{2,6}[ \t].*\{#([\w.-]+)\}", re.MULTILINE)
_LEFT = "."
_FILES = {"claim": "claims.yaml"}


def open_comments(study: Study) -> Iterator[Problem]:
    """A comment without response, or answered without change, is open; that is no mistake."""
    for row in study.table(TABLE):
        answered, changed = bool(row.text("response")), bool(row.text("change"))
        words = {"value": row.id, "round": row.text("round")}
        if not row.text("comment"):
            if answered or changed:
                yield _at(row, "comment", "review.no_comment", value=row.id)
        elif not answered:
            yield _at(row, "response", "review.no_response", **words)
        elif not changed and row.text("outcome") != DECLINED:
            yield _at(row, "change", "review.no_change", **words)


def named_changes(study: Study) -> Iterator[Problem]:
    """Every file, chapter, section, claim and row that a change names is there."""
    rows = [row for row in study.table(TABLE) if row.text("change")]
    if not rows:
        return
    places = _Places(study)
    for row in rows:
        for where in places.missing(row.text("change")):
            yield _at(row, "change", "review.change", value=row.id, where=where)


class _Places:
    """The places of a study that a change may name."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self._sections = sections(study)
        self._marks = {m for c in study.chapters for m in _MARK.findall(c.text)}
        self._stems = {c.file.rpartition("/")[2].removesuffix(".md") for c in study.chapters}
        self._claims = {claim.id for claim in study.claims}

    def missing(self, text: str) -> Iterator[str]:
        """Yield the places named in a text that do not exist."""
        for found in _FILE.finditer(text):
            target = inside(self._study.folder, found.group())
            if target is None or not target.is_file():
                yield found.group()
        for found in _CHAPTER.finditer(text):
            chapter, section = int(found[1]), int(found[2] or 1)
            last = self._sections.get(chapter, 0)
            whole = found[2] is None and chapter in self._sections
            if not whole and not 1 <= section <= last:
                yield found.group()
        for found in _NAMED.finditer(text):
            kind, name = found[1], found[2].rstrip(_LEFT)
            known = self._known(kind)
            if known is not None and name not in known:
                yield f"{kind}:{name}"

    def _known(self, kind: str) -> set[str] | None:
        """Return the names of a kind of place; None for words that only look like one."""
        own = {"section": self._marks, "chapter": self._stems, "claim": self._claims}
        file = dictionary()[kind].file if kind in dictionary() else _FILES.get(kind, "")
        if (kind not in own and not file) or (file and self._study.inputs.get(file) == ""):
            return None
        return own[kind] if kind in own else set(self._study.table(kind).by_id)


def _at(row: Row, column: str, code: str, **words: object) -> Problem:
    return problem(code, dictionary()[TABLE].file, row.line, f"{row.id}.{column}", **words)
