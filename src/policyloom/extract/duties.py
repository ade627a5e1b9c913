"""Responsibilities said in sentences: 由科技部牵头，会同有关部门制定……; X负责Y; 各部门要积极配合.

A role verb needs a body directly before it (or, after a comma, the subject of the sentence), and
会同 a list directly behind it. Firms, persons and applicants are no bodies; 支持企业牵头 hands out
nothing. Only bounded windows around the verbs are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from policyloom.extract import duty_words as said
from policyloom.extract.bodies import Body, BodyList, is_body, is_official, read_list
from policyloom.extract.scan import sentences_around
from policyloom.extract.shares import STRENGTH, Clause, Role, Share
from policyloom.extract.tasks import without_label


@dataclass(frozen=True)
class _Sentence:
    """A sentence with asides blanked out; offsets are those of the document."""

    text: str
    start: int
    end: int


def sentence_clauses(text: str, taken: Sequence[tuple[int, int]]) -> Iterator[Clause]:
    """Yield one clause for each sentence that gives bodies a role, outside the taken spans."""
    blank = _blanked(text, taken)
    for start, end in _of_bounded_length(blank, sentences_around(blank, said.CUES)):
        shares, is_open, verbs = _shares(_Sentence(blank, start, end))
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
    return said.ASIDE.sub(lambda match: "\x00" * len(match[0]), whole)


def _shares(sentence: _Sentence) -> tuple[list[Share], bool, list[int]]:
    """Return who has which role, and where the words behind each role verb begin."""
    shares: list[Share] = []
    is_open = False
    floor = sentence.start
    verbs: list[int] = []
    subject = _main_subject(sentence)
    for verb in said.VERB.finditer(sentence.text, sentence.start, sentence.end):
        role = said.VERBS[next(i for i in range(len(said.VERBS)) if verb[f"v{i}"])][1]
        if role == "responsible" and said.ATTRIBUTIVE.match(
            sentence.text, verb.start(), sentence.end
        ):
            continue
        found, opened = _at_verb(sentence, verb, role, floor, subject)
        _take(shares, found)
        is_open = is_open or opened
        floor = max([verb.end(), *(s.body.end for s in found if s.role == "with")])
        if found:
            verbs.append(floor)
    return shares, is_open, verbs


def _take(shares: list[Share], found: list[Share]) -> None:
    """Add shares; a body keeps one role, the strongest that the sentence gives it."""
    for share in found:
        same = next((i for i, k in enumerate(shares) if k.body.name == share.body.name), None)
        if same is None:
            shares.append(share)
        elif STRENGTH[share.role] > STRENGTH[shares[same].role] and (
            share.word.endswith("牵头") or STRENGTH[shares[same].role] == 0
        ):
            shares[same] = share


def _at_verb(
    sentence: _Sentence, verb: re.Match[str], role: Role, floor: int, subject: BodyList
) -> tuple[list[Share], bool]:
    """Return who has which role at one verb."""
    if _is_slogan(sentence, verb):
        return [], False
    before = _before(sentence, verb.start(), floor, role)
    bodies, opened = before.bodies, before.is_open
    if not bodies and _subject_is_left_out(sentence, verb.start(), floor, role):
        founded = _founded(sentence, verb.start(), floor) if role == "responsible" else ()
        bodies = founded or subject.bodies
    if role == "with":
        if not bodies and said.WISHED.search(
            sentence.text, max(floor, verb.start() - 40), verb.start()
        ):
            return [], False
        behind = _behind(sentence, verb.end())
        if not bodies and not any(_is_public(b.name) for b in behind.bodies):
            return [], False
        shares = [Share(b, "lead", verb[0]) for b in bodies] if behind.bodies else []
        shares += [Share(b, "with", verb[0]) for b in behind.bodies]
        return shares, opened or behind.is_open
    return [Share(b, role, verb[0]) for b in bodies], opened


def _is_slogan(sentence: _Sentence, verb: re.Match[str]) -> bool:
    """Tell whether a verb belongs to a slogan: 党委领导、政府负责、社会协同."""
    text, at = sentence.text, verb.start()
    near = max(sentence.start, at - said.SLOGAN_REACH)
    slogans = said.SLOGAN.finditer(text, near, min(sentence.end, at + said.SLOGAN_REACH))
    return any(found.start() <= verb.end() and found.end() >= at for found in slogans)


def _before(sentence: _Sentence, at: int, floor: int, role: Role) -> BodyList:
    """Read the list of bodies that ends directly before a verb."""
    text = sentence.text
    low = max(floor, at - said.WINDOW)
    end = _list_end(text, low, at, role)
    if end <= low or text[end - 1] in "、，,：:；和与及":
        return BodyList(())
    start = _list_start(text, low, end)
    both = said.BOTH.match(text[start:end]) if role == "support" else None
    if both:
        return _two_sides(text, start, end, both)
    listed = read_list(text, start, end)
    if not listed.bodies or not said.REACHES.fullmatch(text, listed.bodies[-1].end, end):
        return BodyList(())
    given = role == "responsible" and text[start - 1 : start] == "由"
    bound = role == "responsible" or (
        role == "support" and said.MUST.search(text, listed.bodies[-1].end, at) is not None
    )
    listed = _checked(listed, role, given, bound)
    return BodyList(()) if _names_nobody(sentence, listed, (start, at), role) else listed


def _list_end(text: str, low: int, at: int, role: Role) -> int:
    """Return where the list before a verb ends; `low` where there is none.

    对X负责审批 says what the body before it does; 向X负责 only to whom it answers.
    """
    end = _without_manner(text, low, at)
    if end < at and text[end - 1 : end] in ("，", ",") and said.MANNER.search(text, end, at):
        end -= 1
    end = _without_aside_comma(text, low, end)
    towards = said.TOWARDS.search(text, low, end) if role == "responsible" else None
    if towards is None:
        return end
    if towards[0][0] == "向" or is_body(towards[1]):
        return low
    return _without_manner(text, low, towards.start())


def _names_nobody(
    sentence: _Sentence, listed: BodyList, place: tuple[int, int], role: Role
) -> bool:
    """Tell whether a list only names who acts in principle: 坚持政府主导、保障基本的原则."""
    text, (start, at) = sentence.text, place
    low = max(sentence.start, at - said.WINDOW)
    if not listed.bodies or any(b.name not in said.ANYBODY for b in listed.bodies):
        return False
    if role == "support" or text.startswith("主导", at) or text[at + 2 : at + 3] == "的":
        return True
    principle = said.PRINCIPLE.search(text, low, start)
    return bool(principle and said.PRINCIPLED.match(text, at, sentence.end))


def _without_manner(text: str, low: int, at: int) -> int:
    """Step back over adverbs and phrases of manner: X在各自职责范围内，应当积极 | 配合."""
    end = at
    while True:
        adverbs = said.ADVERBS.search(text, max(low, end - 30), end)
        end = adverbs.start() if adverbs else end
        last = text[end - 2 : end].rstrip("，,")[-1:]
        if last not in said.MANNER_ENDS:
            return end
        manner = said.MANNER.search(text, max(low, end - 80), end)
        if manner is None:
            return end
        end = manner.start()


def _without_aside_comma(text: str, low: int, end: int) -> int:
    """Step back over a blanked aside and the comma behind it: X（以下简称Y），负责."""
    if end - 2 > low and text[end - 1] in "，," and text[end - 2] == "\x00":
        end -= 1
    while end > low and text[end - 1] == "\x00":
        end -= 1
    return end


def _list_start(text: str, low: int, end: int) -> int:
    """Return where the list before `end` begins: behind 由, a comma, or words that lead in."""
    by = _last_by(text, low, end)
    if by >= 0:
        listed = read_list(text, by + 1, end)
        doubtful = listed.bodies if "，" in text[by:end] else listed.bodies[1:]
        if listed.bodies and all(
            _is_name(b.name) and not said.NO_BODY.search(b.name) for b in doubtful
        ):
            return _behind_of(text, by + 1, end)
    start = low
    for match in said.STARTS.finditer(text, low, end):
        start = match.end()
    lead = said.LEADING.match(text, start, end)
    start = lead.end() if lead else start
    return _behind_of(text, start, end)


def _behind_of(text: str, start: int, end: int) -> int:
    """Step over what qualifies a body: 湿地所在地的 | 林业主管部门."""
    of = text.rfind("的", start, end)
    inside = (
        text[of - 2 : of + 2] == "设区的市"
        or said.WHOSE.search(text, start, end)
        or any(is_body(text[start : m.start()]) for m in said.LISTED.finditer(text, start, of))
    )
    return of + 1 if of >= 0 and not inside and is_body(text[of + 1 : end]) else start


def _last_by(text: str, low: int, end: int) -> int:
    """Return where the last 由 stands that names who acts; -1 where none does (自由, 由于)."""
    by = text.rfind("由", low, end)
    while by >= 0 and (text[by + 1 : by + 2] == "于" or text[by - 1 : by] in said.NO_BY):
        by = text.rfind("由", low, by)
    return by


def _two_sides(text: str, start: int, end: int, both: re.Match[str]) -> BodyList:
    """Read 外贸部门要同有关地区配合: both sides support each other."""
    left = _checked(read_list(text, start, start + both.end(1)), "support")
    right = _checked(read_list(text, start + both.start(2), end), "support")
    return BodyList((*left.bodies, *right.bodies), left.is_open or right.is_open)


def _checked(listed: BodyList, role: Role, given: bool = False, bound: bool = False) -> BodyList:
    """Keep the bodies that reach up to the verb without a gap.

    Firms and schools only stand beside organs that a duty is handed to (由A局、B学校负责);
    persons beside them (有关单位和个人) are none. `given` says that 由 stands before the list,
    `bound` that the words bind whom they name (应当配合).
    """
    handed = bound and any(_is_public(b.name) for b in listed.bodies)
    kept: list[Body] = []
    for body in reversed(listed.bodies):
        if role == "support" and said.PERSONS.search(body.name):
            continue
        addressed = role in ("responsible", "support") and bool(said.ADDRESSED.match(body.name))
        fits = is_official(body.name) if role == "support" else _is_name(body.name)
        addressed = addressed or (given and bool(said.ENTRUSTED.search(body.name)))
        addressed = addressed or (role == "responsible" and bool(said.FIRM.search(body.name)))
        fits = fits or (handed and _is_name(body.name))
        if not addressed and not (fits and (handed or _is_public(body.name))):
            break
        kept.insert(0, body)
    return BodyList(tuple(kept), listed.is_open and bool(kept))


def _is_public(name: str) -> bool:
    """Tell bodies of state, party and their associations from firms, persons and applicants."""
    national = name.startswith(("中国", "全国")) and name.endswith(("会", "院", "公司"))
    whole = "\x00" not in name and name.count("（") == name.count("）")
    if whole and said.WHOSE.search(name):
        return True
    national = national or name.startswith("公共")
    return (
        whole and not said.NO_BODY.search(name) and (national or not said.NOT_PUBLIC.search(name))
    )


def _is_name(name: str) -> bool:
    return len(name) > 1 and is_body(name)


def _behind(sentence: _Sentence, at: int) -> BodyList:
    """Read the list behind 会同, up to the action or the comma."""
    text, high = sentence.text, min(sentence.end, at + said.WINDOW)
    boundary = said.BEHIND_END.search(text, at, high)
    high = boundary.start() if boundary else high
    group = said.ETC_GROUP.search(text, at, high)
    action = said.ACTIONS.search(text, at + 1, high)
    ends = group and not said.AND_MORE.match(text, group.end(), high)
    if group and ends and (action is None or group.start() <= action.start()):
        return _whole(read_list(text, at, group.end()))
    end = action.start() if action else high
    while end > at and not is_body(text[max(at, end - 40) : end]):
        end -= 1
    return _whole(read_list(text, at, end)) if end > at else BodyList(())


def _whole(listed: BodyList) -> BodyList:
    """Keep the bodies whose brackets close."""
    kept = tuple(b for b in listed.bodies if b.name.count("（") == b.name.count("）"))
    return BodyList(kept, listed.is_open and bool(kept))


def _subject_is_left_out(sentence: _Sentence, at: int, floor: int, role: Role) -> bool:
    """Tell whether a verb begins its part of the sentence: ……，并负责解释; ……，加强配合."""
    text, low = sentence.text, max(floor, at - said.WINDOW)
    end = _without_manner(text, low, at)
    own = said.OWN_PART.search(text, end, at) or said.ACTS_ON.match(text, at, sentence.end)
    if role == "support" and not own:
        return False
    if end <= sentence.start or end < low:
        return False
    if role == "support" and text[end - 1] == "、":
        return said.OWN_PART.search(text, end, at) is not None
    return text[end - 1] in "，,；" or (role == "responsible" and "并" in text[end:at])


def _main_subject(sentence: _Sentence) -> BodyList:
    """Read the body a sentence begins with, or the one behind its first 由."""
    text, start = sentence.text, sentence.start
    high = min(sentence.end, start + said.WINDOW)
    seat = said.SEAT.search(text, start, high)
    if seat:
        begin = _list_start(text, max(start, seat.start() - 40), seat.start())
        begin = seat.start() if seat["under"] else begin
        return _checked(
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
    if (action is None and circumstance) or (action and action.start() == begin):
        return BodyList(())
    blank = text.find("\x00", begin, stop)
    ends = [e for e in (action.start() if action else stop, blank, stop) if e > begin]
    end = _without_manner(text, begin, min(ends, default=begin))
    return _checked(read_list(text, begin, end), "lead") if begin < end else BodyList(())


def _founded(sentence: _Sentence, at: int, floor: int) -> tuple[Body, ...]:
    """Read the body that the part before a verb sets up: 设立禁毒委员会，负责……."""
    text, low = sentence.text, max(floor, at - said.FOUNDED_REACH)
    found = said.FOUNDED.search(text, low, _without_manner(text, low, at))
    if found is None:
        return ()
    return _checked(read_list(text, *found.span(1)), "responsible").bodies


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
