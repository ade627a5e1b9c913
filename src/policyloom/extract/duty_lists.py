"""The bodies beside a role verb: the list that ends before it, the list that 会同 opens.

A list ends directly before its verb but for adverbs, phrases of manner (在各自职责范围内) and those
whom the duty is owed to (对……应当配合). It begins behind 由, a comma or words that lead in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from policyloom.extract import duty_words as said
from policyloom.extract.bodies import PERSON, Body, BodyList, is_body, is_official, read_list
from policyloom.extract.shares import Role


@dataclass(frozen=True)
class Sentence:
    """A sentence with asides blanked out; offsets are those of the document."""

    text: str
    start: int
    end: int


def bodies_before(sentence: Sentence, at: int, floor: int, role: Role) -> BodyList:
    """Read the list of bodies that ends directly before a verb."""
    text = sentence.text
    low = max(floor, at - said.WINDOW)
    end = _list_end(text, low, at, role)
    if end <= low or text[end - 1] in "、，,：:；和与及":
        return BodyList(())
    if role == "support" and said.WISHED.search(text, max(low, end - 120), end):
        return BodyList(())
    start = list_start(text, low, end)
    if role == "support" and text[start : start + 1] in ("与", "同"):
        return BodyList(())
    both = said.BOTH.match(text[start:end]) if role == "support" else None
    if both:
        return _two_sides(text, start, end, both)
    listed = read_list(text, start, end)
    if not listed.bodies or not said.REACHES.fullmatch(text, listed.bodies[-1].end, end):
        return BodyList(())
    given = role == "responsible" and _is_given(text, low, start)
    bound = role == "responsible" or (
        role == "support" and said.MUST.search(text, listed.bodies[-1].end, at) is not None
    )
    bound = bound or (listed.is_open and text.startswith(("协助", "配合"), at))
    whole = role == "support" and said.GROUP_END.search(text, start, end) is not None
    listed = checked(listed, role, given, bound, whole)
    return BodyList(()) if _names_nobody(sentence, listed, (start, at), role) else listed


def _list_end(text: str, low: int, at: int, role: Role) -> int:
    """Return where the list before a verb ends; `low` where there is none.

    对X负责审批 says what the body before it does; 向X负责 only to whom it answers.
    """
    end = without_manner(text, low, at)
    if end < at and text[end - 1 : end] in ("，", ",") and said.MANNER.search(text, end, at):
        end -= 1
    if role != "lead" and text[end - 1 : end] == "，" and said.MODAL.match(text, end, at):
        end -= 1
    end = _without_aside_comma(text, low, end)
    bound = role == "support" and said.MUST.search(text, end, at) is not None
    towards = said.TOWARDS.search(text, low, end) if bound or role == "responsible" else None
    if towards is None or (bound and towards[0][0] == "向"):
        return end
    if role == "responsible" and (towards[0][0] == "向" or is_body(towards[1])):
        return low
    return without_manner(text, low, towards.start())


def _names_nobody(sentence: Sentence, listed: BodyList, place: tuple[int, int], role: Role) -> bool:
    """Tell whether a list only names who acts in principle: 坚持政府主导、保障基本的原则."""
    text, (start, at) = sentence.text, place
    low = max(sentence.start, at - said.WINDOW)
    if not listed.bodies or any(b.name not in said.ANYBODY for b in listed.bodies):
        return False
    if role == "support" or text.startswith("主导", at) or text[at + 2 : at + 3] == "的":
        return True
    principle = said.PRINCIPLE.search(text, low, start)
    return bool(principle and said.PRINCIPLED.match(text, at, sentence.end))


def without_manner(text: str, low: int, at: int) -> int:
    """Step back over adverbs and phrases of manner: X在各自职责范围内，应当积极 | 配合."""
    end = at
    while True:
        by_law = said.BY_LAW.search(text, max(low, end - 80), end)
        end = by_law.start() if by_law else end
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


def list_start(text: str, low: int, end: int) -> int:
    """Return where the list before `end` begins: behind 由, a comma, or words that lead in."""
    by = _last_by(text, low, end)
    if by >= 0:
        listed = read_list(text, by + 1, end)
        doubtful = listed.bodies if "，" in text[by:end] else listed.bodies[1:]
        doubtful = tuple(b for b in doubtful if not PERSON.search(b.name))
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


def _is_given(text: str, low: int, start: int) -> bool:
    """Tell whether 由 stands before a list and what qualifies its first body."""
    by = _last_by(text, low, start)
    return by >= 0 and (by + 1 == start or (text[start - 1] == "的" and "，" not in text[by:start]))


def _behind_of(text: str, start: int, end: int) -> int:
    """Step over what qualifies a body: 湿地所在地的 | 林业主管部门."""
    beside = said.BESIDE_PERSONS.search(text, start, end)
    end = beside.start() if beside else end
    of = text.rfind("的", start, end)
    inside = (
        text[of + 1 : end] in said.BARE
        or text[of - 2 : of + 2] == "设区的市"
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
    left = checked(read_list(text, start, start + both.end(1)), "support")
    right = checked(read_list(text, start + both.start(2), end), "support")
    return BodyList((*left.bodies, *right.bodies), left.is_open or right.is_open)


def checked(
    listed: BodyList, role: Role, given: bool = False, bound: bool = False, whole: bool = False
) -> BodyList:
    """Keep the bodies that reach up to the verb without a gap.

    Firms and schools only stand beside organs that a duty is handed to (由A局、B学校负责);
    persons beside them (有关单位和个人) are none. `given` says that 由 stands before the list,
    `bound` that the words bind whom they name (应当配合), `whole` that the list ends in 等单位.
    """
    handed = bound and (whole or any(is_public(b.name) for b in listed.bodies))
    kept: list[Body] = []
    for body in reversed(listed.bodies):
        if PERSON.search(body.name) and (given or role == "support"):
            continue
        if listed.is_open and handed and not is_body(body.name):
            continue
        addressed = role in ("responsible", "support") and bool(said.ADDRESSED.match(body.name))
        fits = is_official(body.name) if role == "support" else _is_name(body.name)
        entrusted = given or (role == "responsible" and len(listed.bodies) == 1)
        addressed = addressed or (entrusted and bool(said.ENTRUSTED.search(body.name)))
        addressed = addressed or (role == "responsible" and bool(said.FIRM.search(body.name)))
        fits = fits or (handed and _is_name(body.name) and not said.NO_BODY.search(body.name))
        if not addressed and not (fits and (handed or is_public(body.name))):
            break
        kept.insert(0, body)
    return BodyList(tuple(kept), listed.is_open and bool(kept))


def is_public(name: str) -> bool:
    """Tell bodies of state, party and their associations from firms, persons and applicants."""
    national = name.startswith(("中国", "全国")) and name.endswith(("会", "院", "公司"))
    whole = "\x00" not in name and _closes(name)
    if whole and said.WHOSE.search(name):
        return True
    national = national or name.startswith("公共")
    return (
        whole
        and not said.NO_BODY.search(_first(name))
        and (national or not said.NOT_PUBLIC.search(name))
    )


def _first(name: str) -> str:
    """Return the first item of a group that is printed as one name: 公安、商务促进等部门."""
    return name.split("、", maxsplit=1)[0] if said.GROUP_END.search(name) else name


def _closes(name: str) -> bool:
    """Tell whether the brackets of a name close, whatever their width."""
    return name.count("（") + name.count("(") == name.count("）") + name.count(")")


def _is_name(name: str) -> bool:
    return len(name) > 1 and is_body(name)


def bodies_behind(sentence: Sentence, at: int) -> BodyList:
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
    kept = tuple(b for b in listed.bodies if _closes(b.name))
    return BodyList(kept, listed.is_open and bool(kept))
