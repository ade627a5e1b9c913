"""The items of a document: its numbered parts with text of their own, or its paragraphs.

A part whose children are short (a list of nouns) is one item together with them. What only frames
the tasks is marked; annexes (forms, tables) behind the body and the signature are no items.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from policyloom.extract.script import simplified
from policyloom.extract.sections import Section, find_sections
from policyloom.model.ledger import Item

SHORT = 16
"""Letters up to which a part is no item of its own but belongs to the one above it."""

_FRAME = re.compile(
    r"^(?:(?:加强|强化|切实加强)?组织(?:实施|领导|保障|机构)?|总体(?:要求|思路)|指导思想|基本原则|附则)$"
)
_FRAME_TEXT = re.compile(
    r"^\s*(?:(?:为|根据|依据|按照)[^。]*制[定订]本[^。]{1,8}|本[^。，]{1,8}自[^。]{1,30}起(?:施行|实施|执行)[^。]{0,30})。?\s*$"
)
"""Articles on why there are rules and from when they hold."""
_ANNEX = re.compile(r"\n[ \u3000]*附[ \u3000]?(?:件|录|表)[ \u3000]?[\d一二三四:：]")
_SPACES = re.compile(r"\s+")
_LETTERS = re.compile(r"[^\W_]")
_SENTENCE_END = re.compile(r"[。；;！？!?]|(?<=[^\W\d])\.(?=\s|$)")
_SIGNATURE = 40


def find_items(text: str) -> list[Item]:
    """Return the items of a text in order, without overlaps; [] for a text without any."""
    sections = find_sections(simplified(text))
    found = list(_numbered(text, sections)) if sections else list(_paragraphs(text))
    stop = _annexes_from(text, found)
    found = [item for item in found if item.start < stop]
    if found:
        last = found[-1]
        end = _without_signature(text, last.start, min(last.end, stop))
        found[-1] = Item(last.label, last.heading, last.start, end, last.frame)
    return found


def _numbered(text: str, sections: list[Section]) -> Iterator[Item]:
    children: dict[int, list[int]] = {}
    for index, section in enumerate(sections):
        if section.parent is not None:
            children.setdefault(section.parent, []).append(index)
    swallowed: set[int] = set()
    for index, section in enumerate(sections):
        if index in swallowed:
            continue
        end = section.end
        for child in children.get(index, ()):
            if _size(text, sections[child]) > SHORT:
                end = sections[child].start
                break
            swallowed.add(child)
        own = text[section.start + len(section.label) : end]
        says = _letters(own) > SHORT and re.search(r"[。；;：:]", own)
        if index in children and not says:
            continue
        words = text[section.start + len(section.label) : end].lstrip()
        heading = _SPACES.sub(" ", words[: len(section.heading)])
        frame = _frames(sections, index) or bool(_FRAME_TEXT.match(simplified(own)))
        yield Item(section.label, heading, section.start, end, frame)


def _frames(sections: list[Section], index: int) -> bool:
    """Tell whether a part, or one above it, only frames the tasks."""
    at: int | None = index
    while at is not None:
        if _FRAME.match(_SPACES.sub("", sections[at].heading)):
            return True
        at = sections[at].parent
    return False


def _paragraphs(text: str) -> Iterator[Item]:
    """Yield the paragraphs of a text that numbers nothing."""
    for match in re.finditer(r"[^\n]+", text):
        if _letters(match[0]) > SHORT and _SENTENCE_END.search(match[0]):
            heading = _SENTENCE_END.split(match[0], maxsplit=1)[0].strip()[:80]
            yield Item("", heading, match.start(), match.end())


def _annexes_from(text: str, found: list[Item]) -> int:
    """Return where annexes begin behind a body of at least three items; else the text's end."""
    floor = found[2].end if len(found) > 2 else len(text)
    match = _ANNEX.search(text, min(max(floor, len(text) // 3), len(text)))
    return match.start() if match else len(text)


def _without_signature(text: str, start: int, end: int) -> int:
    """Return where an item ends once issuer and date (lines without a sentence) are left off."""
    while True:
        end = start + len(text[start:end].rstrip())
        line = text.rfind("\n", start, end)
        words = text[line + 1 : end]
        if line <= start or len(words) > _SIGNATURE or _SENTENCE_END.search(words):
            return end
        end = line


def _size(text: str, section: Section) -> int:
    return _letters(text[section.start + len(section.label) : section.end])


def _letters(words: str) -> int:
    return len(_LETTERS.findall(words))
