"""Responsibilities said in sentences: 由科技部牵头，会同有关部门制定……; X负责Y; 各部门要积极配合.

A role verb needs a body directly before it (or, after a comma, the subject of the sentence), and
会同 a list directly behind it. Firms, persons and applicants are no bodies; 支持企业牵头 hands out
nothing. Only bounded windows around the verbs are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from policyloom.extract import duty_words as said
from policyloom.extract.bodies import Body, BodyList, read_list
from policyloom.extract.duty_lists import (
    Sentence,
    bodies_before,
    bodies_behind,
    checked,
    is_public,
    list_start,
    without_manner,
)
from policyloom.extract.scan import sentences_around
from policyloom.extract.shares import STRENGTH, Clause, Role, Share
from policyloom.extract.tasks import without_label


def sentence_clauses(text: str, taken: Sequence[tuple[int, int]]) -> Iterator[Clause]:
    """Yield one clause for each sentence that gives bodies a role, outside the taken spans."""
    blank = _blanked(text, taken)
    for start, end in _of_bounded_length(blank, sentences_around(blank, said.CUES)):
        shares, is_open, verbs = _shares(Sentence(blank, start, end))
        if shares:
            begin, stop = _trimmed(text, start, min(end, start + said.LONGEST_QUOTE))
            task = _task(text, begin, stop, verbs)
            yield Clause(begin, stop, text[begin:stop], "sentence", tuple(shares), task, is_open)


def _of_bounded_length(
    text: str, sentences: Iterable[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Cut what is too long to be a sentence at its commas, so that work stays in proportion."""
    for start, end in sentences:
        at = start
        while end - at > said.LONGEST_SENTENCE:
            comma = text.rfind("，", at + 1, at + said.LONGEST_SENTENCE)
            cut = comma + 1 if comma > 0 else at + said.LONGEST_SENTENCE
            yield at, cut
            at = cut
        yield at, end


def _blanked(text: str, taken: Sequence[tuple[int, int]]) -> str:
    """Return the text with asides, titles and taken spans as blanks of the same length."""
    pieces: list[str] = []
    at = 0
    for start, end in taken:
        pieces += [text[at:start], "\x00" * (end - start)]
        at = end
    whole = "".join([*pieces, text[at:]])
    whole = said.COMMA.sub("，", whole)
    return said.ASIDE.sub(lambda match: "\x00" * len(match[0]), whole)


def _shares(sentence: Sentence) -> tuple[list[Share], bool, list[int]]:
    """Return who has which role, and where the words behind each role verb begin."""
    shares: list[Share] = []
    is_open = False
    floor = sentence.start
    verbs: list[int] = []
    subject = _main_subject(sentence)
    for verb in _role_verbs(sentence):
        role = said.VERBS[next(i for i in range(len(said.VERBS)) if verb[f"v{i}"])][1]
        if (role == "responsible" and _qualifies(sentence, verb)) or said.NEGATED.search(
            sentence.text, max(floor, verb.start() - 8), verb.start()
        ):
            continue
        found, opened = _at_verb(sentence, verb, role, floor, subject, shares)
        _take(shares, found)
        is_open = is_open or opened
        floor = max([verb.end(), *(s.body.end for s in found if s.role == "with")])
        if found:
            verbs.append(floor)
    return shares, is_open, verbs


def _role_verbs(sentence: Sentence) -> list[re.Match[str]]:
    """Return the role verbs of a sentence, none where it is saturated with them."""
    found = said.VERB.finditer(sentence.text, sentence.start, sentence.end)
    verbs = list(islice(found, said.MOST_VERBS + 1))
    return verbs if len(verbs) <= said.MOST_VERBS else []


def _qualifies(sentence: Sentence, verb: re.Match[str]) -> bool:
    """Tell whether 负责 only says which organ or person: 负责监管的部门, 直接负责的主管人员."""
    text, at = sentence.text, verb.start()
    return bool(
        said.ATTRIBUTIVE.match(text, at, sentence.end)
        or said.DIRECTLY.match(text, max(sentence.start, at - 2), sentence.end)
    )


def _take(shares: list[Share], found: list[Share]) -> None:
    """Add shares; a body keeps one role, the strongest that the sentence gives it."""
    for share in found:
        same = next((i for i, k in enumerate(shares) if k.body.name == share.body.name), None)
        if same is None:
            shares.append(share)
        elif STRENGTH[share.role] > STRENGTH[shares[same].role]:
            shares[same] = share


def _at_verb(
    sentence: Sentence,
    verb: re.Match[str],
    role: Role,
    floor: int,
    subject: BodyList,
    shared: Sequence[Share],
) -> tuple[list[Share], bool]:
    """Return who has which role at one verb."""
    if _is_slogan(sentence, verb):
        return [], False
    before = bodies_before(sentence, verb.start(), floor, role)
    bodies, opened = before.bodies, before.is_open
    if not bodies and _subject_is_left_out(sentence, verb.start(), floor, role):
        founded = _founded(sentence, verb.start(), floor) if role == "responsible" else ()
        bodies = founded or subject.bodies
    if role == "with":
        if not bodies and said.WISHED.search(
            sentence.text, max(floor, verb.start() - 40), verb.start()
        ):
            return [], False
        behind = bodies_behind(sentence, verb.end())
        if not bodies and behind.bodies:
            bodies = _still_acting(sentence, verb.start(), floor, shared)
        if not bodies and not any(is_public(b.name) for b in behind.bodies):
            return [], False
        shares = [Share(b, "lead", verb[0]) for b in bodies] if behind.bodies else []
        shares += [Share(b, "with", verb[0]) for b in behind.bodies]
        return shares, opened or behind.is_open
    return [Share(b, role, verb[0]) for b in bodies], opened


def _still_acting(
    sentence: Sentence, at: int, floor: int, shared: Sequence[Share]
) -> tuple[Body, ...]:
    """Return who acted before where 或者, 并 or 、 goes on: X按职责取缔或者会同Y取缔."""
    if not shared or not said.GOES_ON.fullmatch(sentence.text, floor, at):
        return ()
    return tuple(s.body for s in shared if s.word == shared[-1].word and s.role != "with")


def _is_slogan(sentence: Sentence, verb: re.Match[str]) -> bool:
    """Tell whether a verb belongs to a slogan: 党委领导、政府负责、社会协同."""
    text, at = sentence.text, verb.start()
    near = max(sentence.start, at - said.SLOGAN_REACH)
    slogans = said.SLOGAN.finditer(text, near, min(sentence.end, at + said.SLOGAN_REACH))
    return any(found.start() <= verb.end() and found.end() >= at for found in slogans)


def _subject_is_left_out(sentence: Sentence, at: int, floor: int, role: Role) -> bool:
    """Tell whether a verb begins its part of the sentence: ……，并负责解释; ……，加强配合."""
    text, low = sentence.text, max(floor, at - said.WINDOW)
    end = without_manner(text, low, at)
    own = said.OWN_PART.search(text, end, at) or said.ACTS_ON.match(text, at, sentence.end)
    if role == "support" and (not own or _is_made_to(sentence, (low, end, at))):
        return False
    if end <= sentence.start or end < low:
        return False
    if role == "responsible" and said.STAFF.search(text, low, end):
        return False
    if role == "with" and said.PREDICATE_GOES_ON.search(text, low, at):
        return True
    if role == "support" and text[end - 1] == "、":
        return said.OWN_PART.search(text, end, at) is not None
    return text[end - 1] in "，,；" or (role == "responsible" and "并" in text[end:at])


def _is_made_to(sentence: Sentence, place: tuple[int, int, int]) -> bool:
    """Tell whether a support verb behind a comma is not the subject's own: 招募志愿者，协助……."""
    text, (low, end, at) = sentence.text, place
    if said.PIVOT.search(text, low, end):
        return True
    return text.startswith("参", at) and not said.BOUND.search(text, sentence.start, end)


def _main_subject(sentence: Sentence) -> BodyList:
    """Read the body a sentence begins with, or the one behind its first 由."""
    text, start = sentence.text, sentence.start
    high = min(sentence.end, start + said.WINDOW)
    seat = said.SEAT.search(text, start, high)
    if seat:
        begin = list_start(text, max(start, seat.start() - 40), seat.start())
        begin = seat.start() if seat["under"] else begin
        return checked(
            read_list(text, begin + len(seat["under"] or ""), seat.end("office")), "lead"
        )
    for _ in range(2):
        lead = said.LEADING.match(text, start, high)
        start = lead.end() if lead else start
        boundary = said.BOUNDARY.search(text, start, high)
        stop = boundary.start() if boundary else high
        opens = lead[0].startswith(("在", "对于", "从")) if lead else False
        listed = _subject_of_part(text, start, stop, opens and boundary is not None)
        if listed.bodies or boundary is None:
            return listed
        start = boundary.end()
    return BodyList(())


def _subject_of_part(text: str, start: int, stop: int, circumstance: bool) -> BodyList:
    """Read the bodies that a part of a sentence begins with, up to its first action.

    A part that only says where or for whom (在经济不发达的地区，) has none.
    """
    by = text.find("由", start, stop)
    begin = by + 1 if by >= 0 else start
    action = said.ACTIONS.search(text, begin, stop)
    qualifies = said.ATTRIBUTIVE.match(text, action.start(), stop + 3) if action else None
    if qualifies:
        action = said.ACTIONS.search(text, qualifies.end(), stop)
    if said.NO_SUBJECT.match(text, begin, stop) or (action and action.start() == begin):
        return BodyList(())
    if action is None and circumstance:
        return BodyList(())
    blank = _end_at_blank(text, begin, stop)
    ends = [e for e in (action.start() if action else stop, blank, stop) if e > begin]
    end = without_manner(text, begin, min(ends, default=begin))
    return checked(read_list(text, begin, end), "lead") if begin < end else BodyList(())


def _end_at_blank(text: str, begin: int, stop: int) -> int:
    """Return where the first blanked aside stands that the list does not go on behind."""
    for blank in said.BLANK.finditer(text, begin, stop):
        if not said.AND_MORE.match(text, blank.end(), stop):
            return blank.start()
    return -1


def _founded(sentence: Sentence, at: int, floor: int) -> tuple[Body, ...]:
    """Read the body that the part before a verb sets up: 设立禁毒委员会，负责……."""
    text, low = sentence.text, max(floor, at - said.FOUNDED_REACH)
    found = said.FOUNDED.search(text, low, without_manner(text, low, at))
    if found is None:
        return ()
    return checked(read_list(text, *found.span(1)), "responsible").bodies


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _task(text: str, start: int, end: int, verbs: list[int]) -> str:
    """Return the words behind the last role verb that has any, else the sentence."""
    for at, stop in zip(reversed(verbs), (end, *reversed(verbs[1:])), strict=True):
        words = text[at:stop]
        if stop != end:
            words = said.BOUNDARY.split(words)[0]
        words = said.TASK_END.sub("", said.TASK_START.sub("", words).rstrip(said.TASK_EDGE))
        if len(words) >= said.SHORTEST_TASK:
            return without_label(words)
    return without_label(text[start:end])
