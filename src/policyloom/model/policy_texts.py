"""The held texts of policies as analyses see them: plain texts, one form for comparing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Language = Literal["zh", "ko", "en"]


@dataclass(frozen=True)
class PolicyText:
    """The text of a policy in simplified characters; `cut` where it is known to break off.

    `language` is the one that terms are looked for in.
    """

    policy: str
    source: str
    language: Language
    text: str
    cut: bool = False


@dataclass(frozen=True)
class PolicyTexts:
    """All held texts of policies by policy; `unread` are held files that gave no text.

    `terms` has the forms of each term of the glossary by language, Chinese in simplified
    characters.
    """

    texts: Mapping[str, PolicyText] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()
    terms: Mapping[str, Mapping[Language, str]] = field(default_factory=dict)
