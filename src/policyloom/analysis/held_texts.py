"""The held texts of policies as the analyses of texts see them: issued, dated, in groups.

Every figure over texts is one of the documents whose text is held, so the others are always told.
Drafts are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from policyloom.analysis.answer import DOCUMENTS, Answer, slug
from policyloom.analysis.documents import Document, documents, issued, refs_of
from policyloom.analysis.names import LEVELS, sector_names
from policyloom.methods.attention import length
from policyloom.methods.term_finding import folded
from policyloom.model.evidence import Evidence, Options
from policyloom.model.policy_texts import Language, PolicyTexts
from policyloom.model.result import Text

CHARACTERS = Text("자", "characters")
FEW = 10
"""Texts in a group under which its figures are called few."""

_UNDATED = Text("날짜 미상", "No date seen")


@dataclass(frozen=True)
class HeldDocument:
    """An issued policy with its text in the form in which terms are compared."""

    document: Document
    language: Language
    text: str
    cut: bool

    @property
    def ref(self) -> str:
        """Return the reference of the policy's row."""
        return self.document.ref

    @cached_property
    def chars(self) -> int:
        """Return its characters without white space."""
        return length(self.text)


@dataclass(frozen=True)
class Group:
    """Held documents of a year, a sector or a level; `kind` says which."""

    kind: str
    name: str
    text: Text
    held: tuple[HeldDocument, ...]


@dataclass(frozen=True)
class Corpus:
    """All policies, those that are issued, and those of them whose text is held."""

    everything: tuple[Document, ...]
    issued: tuple[Document, ...]
    held: tuple[HeldDocument, ...]
    drafts: tuple[Document, ...]
    texts: PolicyTexts

    @property
    def every(self) -> list[str]:
        """Return the references of all policies."""
        return refs_of(self.everything)

    @property
    def origins(self) -> list[str]:
        """Return what figures over all texts rest on: the held documents, else all policies."""
        return [h.ref for h in self.held] or self.every

    def forms(self, term: str) -> dict[Language, str]:
        """Return the forms of a glossary term by language, as they are compared."""
        own = self.texts.terms.get(term, {})
        return {language: plain for language, form in own.items() if (plain := folded(form))}


def corpus(evidence: Evidence, options: Options) -> Corpus:
    """Return the policies and the texts that are held of them."""
    found = options.extra.get("texts")
    texts = found if isinstance(found, PolicyTexts) else PolicyTexts()
    everything = documents(evidence)
    out = issued(everything)
    held = [(d, texts.texts[d.id]) for d in out if d.id in texts.texts]
    return Corpus(
        tuple(everything),
        tuple(out),
        tuple(HeldDocument(d, t.language, folded(t.text), t.cut) for d, t in held),
        tuple(d for d in everything if d.draft and d.id in texts.texts),
        texts,
    )


def groups(own: Corpus, options: Options) -> list[Group]:
    """Return the years, sectors and levels that have a held text, in their order."""
    years = sorted({h.document.year for h in own.held if h.document.year is not None})
    made = [
        Group("years", f"year_{y}", Text(str(y), str(y)),
              tuple(h for h in own.held if h.document.year == y))
        for y in years
    ]  # fmt: skip
    undated = tuple(h for h in own.held if h.document.year is None)
    made.append(Group("years", "year_undated", _UNDATED, undated))
    for code, text in sector_names(options).items():
        found = tuple(h for h in own.held if code in h.document.sectors)
        made.append(Group("sectors", f"sector_{slug(code)}", text, found))
    for code, text in LEVELS.items():
        found = tuple(h for h in own.held if h.document.level == code)
        made.append(Group("levels", f"level_{code}", text, found))
    return [group for group in made if group.held]


def glossary(evidence: Evidence) -> dict[str, Text]:
    """Return the terms of the glossary: Korean, and English where it has it, else the original."""
    rows = evidence.query("SELECT id, zh, ko, en FROM glossary ORDER BY id")
    return {r["id"]: Text(r["ko"], r["en"] or r["zh"] or r["ko"]) for r in rows}


def add_held(answer: Answer, own: Corpus) -> None:
    """Add how many texts are held, and say what figures over them do not cover."""
    every = own.every
    label = Text("본문을 보유한 정책 문건", "Policies whose text is held")
    answer.count("documents", label, [h.ref for h in own.held], DOCUMENTS, every)
    label = Text("본문을 보유하지 않은 정책 문건", "Policies whose text is not held")
    held = {h.document.id for h in own.held}
    missing = [d.ref for d in own.issued if d.id not in held]
    answer.count("not_held", label, missing, DOCUMENTS, every)
    label = Text("본문을 보유하였으나 초안이라 뺀 문건", "Drafts with a text, left out")
    answer.count("drafts", label, refs_of(own.drafts), DOCUMENTS, every)
    label = Text("파일은 있으나 글을 읽지 못한 문건", "Held files that gave no text")
    unread = [d.ref for d in own.issued if d.id in own.texts.unread]
    answer.count("unread", label, unread, DOCUMENTS, every)
    label = Text("본문의 글자", "Characters of the texts")
    chars = sum(h.chars for h in own.held)
    answer.number("characters", label, chars, CHARACTERS, own.origins)
    _notes(answer, own, len(missing))


def _notes(answer: Answer, own: Corpus, missing: int) -> None:
    if not own.held:
        answer.note(
            "보유한 본문이 없어 아무것도 세지 않았다. 세지 않은 것은 영이 아니다.",
            "No text is held, so nothing was counted; what was not counted is not zero.",
        )
        return
    answer.note(
        f"발령된 정책 문건 {len(own.issued)}건 가운데 본문을 보유한 {len(own.held)}건만 말한다."
        + (f" 나머지 {missing}건의 글은 알 수 없다." if missing else ""),
        f"This speaks of the {len(own.held)} of {len(own.issued)} issued policies whose text is "
        "held." + (f" Of the other {missing} nothing is known." if missing else ""),
    )
    cut = [h.ref for h in own.held if h.cut]
    if cut:
        answer.note(
            f"본문이 끝까지 남아 있지 않은 문건이 {len(cut)}건이다.",
            f"{len(cut)} of the texts break off.",
        )
    if len(own.held) < FEW:
        answer.note(
            f"본문이 {len(own.held)}건뿐이므로 비중과 비율은 조심해서 읽는다.",
            f"There are only {len(own.held)} texts: read shares and rates with care.",
        )
