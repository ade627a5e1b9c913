"""The held texts of a study's policies, handed to analyses as plain texts.

A text belongs to a policy where its source is the document itself (`files/rules_texts.py`). Rules
read Chinese in simplified characters, so a document and a glossary in traditional ones are put into
them here; nothing else is changed.
"""

from __future__ import annotations

import re

from policyloom.extract.script import simplified
from policyloom.files.held import HeldTexts
from policyloom.files.rules_texts import Pair, pairs
from policyloom.model.policy_texts import Language, PolicyText, PolicyTexts
from policyloom.model.study import Study
from policyloom.model.tables import Row

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_HANGUL = re.compile("[\uac00-\ud7a3]")


def policy_texts(study: Study) -> PolicyTexts:
    """Return the held texts of a study's policies; the last of several is a policy's own."""
    held = HeldTexts(study.folder)
    texts = {pair.row.id: _text(pair) for pair in pairs(study, held)}
    sources = study.table("sources").by_id
    unread = {
        row.id
        for row in study.table("policies")
        if row.id not in texts
        and any(_unread(held, sources[s]) for s in row.many("sources") if s in sources)
    }
    terms = {row.id: _forms(row) for row in study.table("glossary")}
    return PolicyTexts(texts, frozenset(unread), terms)


def _text(pair: Pair) -> PolicyText:
    text = simplified(pair.held.text)
    cut = bool(pair.held.about.get("cut"))
    return PolicyText(pair.row.id, pair.source.id, _language(pair.source, text), text, cut)


def _language(source: Row, text: str) -> Language:
    """Return the language that the register states, else the one of most letters."""
    match source.text("language"):
        case "zh":
            return "zh"
        case "ko":
            return "ko"
        case "en":
            return "en"
    han, hangul = len(_HAN.findall(text)), len(_HANGUL.findall(text))
    return "en" if not han and not hangul else "ko" if hangul > han else "zh"


def _unread(held: HeldTexts, source: Row) -> bool:
    found = held.of(source)
    return found is not None and not found.text


def _forms(row: Row) -> dict[Language, str]:
    forms: dict[Language, str] = {
        "zh": simplified(row.text("zh")),
        "ko": row.text("ko"),
        "en": row.text("en"),
    }
    return {language: form for language, form in forms.items() if form}
