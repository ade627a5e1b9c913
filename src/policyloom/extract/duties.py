"""Responsibilities said in sentences: 由科技部牵头，会同有关部门制定……; X负责Y; 各部门要积极配合.

A role verb needs a body directly before it (or, after a comma, the subject of the sentence), and
会同 a list directly behind it. Firms, persons and applicants are no bodies; 支持企业牵头 hands out
nothing. Only bounded windows around the verbs are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policyloom.extract.bodies import Body, BodyList, is_body, is_official, read_list
from policyloom.extract.scan import sentences_around
from policyloom.extract.shares import STRENGTH, Clause, Role, Share
from policyloom.extract.tasks import without_label

CUES = ("牵头", "会同", "负责", "配合", "参加", "参与", "主导", "协同", "职责分工", "职能分工")
WINDOW = 200
"""Code points looked at before and behind a role verb."""

LONGEST_QUOTE = 2000

_VERBS: tuple[tuple[str, Role], ...] = (
    (
        r"(?:共同|联合|总)?牵头(?![单部人企申考机者])|主导(?!权|地位|产业|作用|型|品|性|力|企业)",
        "lead",
    ),
    (
        r"会同(?!时)|(?<=[部委局厅署院])商(?=有关|相关|[^务业品标会定量贸]{2,12}[部委局厅署院])",
        "with",
    ),
    (r"负责(?![人任同干部工]|制(?![定订]))", "responsible"),
    (r"按照?(?:各自)?(?:职责|职能)分工(?!负责)", "responsible"),
    (
        r"配合(?!度|比)|参加(?!者|人|比赛)|参与(?!者|人|度|方|式|主体|单位|国)|协同(?=[，。；、])",
        "support",
    ),
)
_VERB = re.compile("|".join(f"(?P<v{i}>{p})" for i, (p, _) in enumerate(_VERBS)))
_ADVERBS = re.compile(
    r"(?:要|将|应当|应该|应|须|必须|可以|可|已经|已|正在|主动|积极|密切|紧密|全力|协同|相互|互相|加强|共同|联合|具体|统一"
    r"|分别|各自|全程|深度|充分|首先|抓紧|也|都|并|切实|统筹|依法|认真|一起|做好|衔接|协作|协调|按照?(?:各自)?(?:职责|职能)(?:分工)?"
    r"|依据职责|依职责|根据职责|按照属地管理原则|\s|\x00)+$"
)
_LEADING = re.compile(
    r"(?:第[一二三四五六七八九十百\d]{1,4}条|[（(][一二三四五六七八九十\d]{1,3}[）)]"
    r"|[一二三四五六七八九十]{1,3}[、.．]|\d{1,3}\s?[、.．)）]"
    r"|[\d０-９]{4}年(?:[\d０-９]{1,2}月)?(?:[\d０-９]{1,2}日)?"
    r"|(?:应当|应|将|可|须|并|交|转|改|逐步|统一|优先)*由|请|要求|同时|其中|下一步|将|协助|共同组成|组成"
    r"|并且|并|从|即|通过|建立|成立|形成|健全|完善|充分发挥|发挥|组织|吸纳|邀请|协调|促进|推动|督促|在|经|对于"
    r"|\s|\x00|\")+"
)
_NO_BODY = re.compile(
    r"支持|鼓励|引导|推动|强化|跨部门|跨区|促进|加强|提升|推进(?!.{0,8}(?:小组|办|委|机制|组))|开展|落实|实现|完成|制定|具有|要求|围绕|按照|根据|依据"
    r"|同志|干部|专人|主要负责|不得|可以|应当|[了着把被让给]|申报|申请|承担|组成|参与|参加|以及其"
)
_NOT_PUBLIC = re.compile(
    r"(?:(?<!中央)(?<!国有)企业|高校|院所|学校|大学|学院|研究院|实验室|公司|集团|联盟|协会|学会|社会|市场|机构|联合体|团队"
    r"|(?:申报|牵头|参与|运营|中标|承担|建设|项目|用人|第三方|技术|推荐|培训|合作)单位|园区|产业|平台|产业区|会员)$"
)
_ADDRESSED = re.compile(
    r"^各(?!自|类|种)[^、，。\x00]{0,12}(?:企业|公司|单位|高校|院校|学校|院所)$"
)
"""Groups that a duty is handed to: 各港口企业负责……."""

_ACTIONS = re.compile(
    r"做好|加强|建立|健全|制定|制订|组织(?!部|、)|推进(?!.{0,8}(?:小组|办公室))|推动|开展|研究(?!院|所|室|中心)|负责|按照?|对(?!外)"
    r"|将|复核|审核|协调(?!.{0,4}(?:小组|机制|局))|认真|抓紧|提出|起草|落实|给予|联合(?!会)|共同|依法|根据|依据|指导(?!.{0,6}小组|单位|[）)])"
    r"|完善|完成|实施|编制|发布|印发|出台|定期|及时|进一步|统筹|探索|支持|贯彻|参加|成立|确定|明确|另行|对接|具体|继续|分工|赴"
    r"|积极|切实|大力|加快|适时|尽快|要|应(?!急)|可(?!再生)|须|在|为|是|以|积累|充分|发挥|设在|坚持|依托|牵头|会同|配合|参与|承担|审批(?!服务|局)|收到|接到|下设"
)
_BOUNDARY = re.compile(r"[，：:。；！？]")
_BEHIND_END = re.compile(r"[，：:。；！？\x00]")
_STARTS = re.compile(
    rf"{_BOUNDARY.pattern}|第[一二三四五六七八九十百\d]{{1,4}}[章条](?=[\s\u3000])"
    rf"|[”\"]即|“(?![^”]{{0,80}}”)|授权|委托"
)
_ETC_GROUP = re.compile(
    r"等[^、，。；]{0,10}?(?:部门|单位|方面|机构|地区|地方)(?![^、，。；和及与]?局)"
)
_BOTH = re.compile(r"^(.{2,60}?)(?:要|应当|应|须|将)(?:与|同|和)(.+)$")
_SLOGAN = re.compile(r"社会协同|公众参与|党委领导|市场主导|政府引导、|政府主导")
_ASIDE = re.compile(
    r"[（(][^（）()]*(?:简称|下称|附件|详见|见|下同)[^（）()]*[）)]|[（(][^（）()]*(?:牵头|负责|配合|参与|参加)[^（）()]*[）)]|[（(][^（）()]{13,400}[）)]|《[^《》]{1,240}》"
)
_SEAT = re.compile(r"(?P<under>下设)?(?P<office>办公室)(?(under)[，,]|设在)")
_WISHED = re.compile(r"(?:鼓励|支持|引导)[^，。；]*$")
_SHORTEST_TASK = 4
_TASK_START = re.compile(
    r"^(?:等(?:有关)?(?:部门|单位|方面)?)?[，,。；;：:\s、的]+|^等(?:有关)?(?:部门|单位|方面)"
)
_TASK_END = re.compile(r"(?:等工作|的工作)?[，,。；;：:\s]*$")
_TOWARDS = re.compile(r"(?:对|向)[^，。；]{1,40}$")


@dataclass(frozen=True)
class _Sentence:
    """A sentence with asides blanked out; offsets are those of the document."""

    text: str
    start: int
    end: int


def sentence_clauses(text: str, taken: Sequence[tuple[int, int]]) -> Iterator[Clause]:
    """Yield one clause for each sentence that gives bodies a role, outside the taken spans."""
    blank = _blanked(text, taken)
    for start, end in sentences_around(blank, CUES):
        shares, is_open, verbs = _shares(_Sentence(blank, start, end))
        if shares:
            begin, stop = _trimmed(text, start, min(end, start + LONGEST_QUOTE))
            task = _task(text, begin, stop, verbs)
            yield Clause(begin, stop, text[begin:stop], "sentence", tuple(shares), task, is_open)


def _blanked(text: str, taken: Sequence[tuple[int, int]]) -> str:
    """Return the text with asides, titles and taken spans as blanks of the same length."""
    pieces: list[str] = []
    at = 0
    for start, end in taken:
        pieces += [text[at:start], "\x00" * (end - start)]
        at = end
    whole = "".join([*pieces, text[at:]])
    return _ASIDE.sub(lambda match: "\x00" * len(match[0]), whole)


def _shares(sentence: _Sentence) -> tuple[list[Share], bool, list[int]]:
    """Return who has which role, and where the words behind each role verb begin."""
    shares: list[Share] = []
    is_open = False
    floor = sentence.start
    verbs: list[int] = []
    subject = _main_subject(sentence)
    for verb in _VERB.finditer(sentence.text, sentence.start, sentence.end):
        role = _VERBS[next(i for i in range(len(_VERBS)) if verb[f"v{i}"])][1]
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
        elif STRENGTH[share.role] > 0 == STRENGTH[shares[same].role]:
            shares[same] = share


def _at_verb(
    sentence: _Sentence, verb: re.Match[str], role: Role, floor: int, subject: BodyList
) -> tuple[list[Share], bool]:
    """Return who has which role at one verb."""
    before = _before(sentence, verb.start(), floor, role)
    bodies, opened = before.bodies, before.is_open
    if not bodies and _subject_is_left_out(sentence, verb.start(), floor, role):
        bodies = subject.bodies
    if role == "with":
        if not bodies and _WISHED.search(
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


def _before(sentence: _Sentence, at: int, floor: int, role: Role) -> BodyList:
    """Read the list of bodies that ends directly before a verb."""
    text = sentence.text
    low = max(floor, at - WINDOW)
    adverbs = _ADVERBS.search(text, max(low, at - 30), at)
    end = adverbs.start() if adverbs else at
    end = _without_aside_comma(text, low, end)
    if end <= low or text[end - 1] in "、，,：:；和与及":
        return BodyList(())
    if role == "responsible" and (_TOWARDS.search(text, low, end) or _SLOGAN.search(
        text, sentence.start, min(sentence.end, sentence.start + 400))):  # fmt: skip
        return BodyList(())
    start = _list_start(text, low, end)
    both = _BOTH.match(text[start:end]) if role == "support" else None
    if both:
        return _two_sides(text, start, end, both)
    return _checked(read_list(text, start, end), role)


def _without_aside_comma(text: str, low: int, end: int) -> int:
    """Step back over a blanked aside and the comma behind it: X（以下简称Y），负责."""
    if end - 2 > low and text[end - 1] in "，," and text[end - 2] == "\x00":
        end -= 1
    while end > low and text[end - 1] == "\x00":
        end -= 1
    return end


def _list_start(text: str, low: int, end: int) -> int:
    """Return where the list before `end` begins: behind 由, a comma, or words that lead in."""
    by = text.rfind("由", low, end)
    if by >= 0 and text[by : by + 2] != "由于":
        listed = read_list(text, by + 1, end)
        doubtful = listed.bodies if "，" in text[by:end] else listed.bodies[1:]
        if listed.bodies and all(
            _is_name(b.name) and not _NO_BODY.search(b.name) for b in doubtful
        ):
            return by + 1
    start = low
    for match in _STARTS.finditer(text, low, end):
        start = match.end()
    lead = _LEADING.match(text, start, end)
    start = lead.end() if lead else start
    of = text.rfind("的", start, end)
    if of >= 0 and text[of - 2 : of + 2] != "设区的市" and is_body(text[of + 1 : end]):
        start = of + 1
    return start


def _two_sides(text: str, start: int, end: int, both: re.Match[str]) -> BodyList:
    """Read 外贸部门要同有关地区配合: both sides support each other."""
    left = _checked(read_list(text, start, start + both.end(1)), "support")
    right = _checked(read_list(text, start + both.start(2), end), "support")
    return BodyList((*left.bodies, *right.bodies), left.is_open or right.is_open)


def _checked(listed: BodyList, role: Role) -> BodyList:
    """Keep the bodies that reach up to the verb without a gap."""
    kept: list[Body] = []
    for body in reversed(listed.bodies):
        fits = is_official(body.name) if role == "support" else _is_name(body.name)
        addressed = role == "responsible" and _ADDRESSED.match(body.name)
        if not fits or not (addressed or _is_public(body.name)):
            break
        kept.insert(0, body)
    return BodyList(tuple(kept), listed.is_open and bool(kept))


def _is_public(name: str) -> bool:
    """Tell bodies of state, party and their associations from firms, persons and applicants."""
    national = name.startswith(("中国", "全国")) and name.endswith(("会", "院"))
    whole = "\x00" not in name and name.count("（") == name.count("）")
    return whole and not _NO_BODY.search(name) and (national or not _NOT_PUBLIC.search(name))


def _is_name(name: str) -> bool:
    return len(name) > 1 and is_body(name)


def _behind(sentence: _Sentence, at: int) -> BodyList:
    """Read the list behind 会同, up to the action or the comma."""
    text, high = sentence.text, min(sentence.end, at + WINDOW)
    boundary = _BEHIND_END.search(text, at, high)
    high = boundary.start() if boundary else high
    group = _ETC_GROUP.search(text, at, high)
    action = _ACTIONS.search(text, at + 1, high)
    if group and (action is None or group.start() <= action.start()):
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
    text, low = sentence.text, max(floor, at - WINDOW)
    adverbs = _ADVERBS.search(text, max(low, at - 30), at)
    end = adverbs.start() if adverbs else at
    if role == "support" and not (adverbs and re.search("加强|做好|密切|积极|主动", adverbs[0])):
        return False
    return end > sentence.start and end >= low and text[end - 1 : end] in ("，", ",", "；")


def _main_subject(sentence: _Sentence) -> BodyList:
    """Read the body a sentence begins with, or the one behind its first 由."""
    text, start = sentence.text, sentence.start
    high = min(sentence.end, start + WINDOW)
    seat = _SEAT.search(text, start, high)
    if seat:
        begin = _list_start(text, max(start, seat.start() - 40), seat.start())
        begin = seat.start() if seat["under"] else begin
        return _checked(
            read_list(text, begin + len(seat["under"] or ""), seat.end("office")), "lead"
        )
    for _ in range(2):
        lead = _LEADING.match(text, start, high)
        start = lead.end() if lead else start
        boundary = _BOUNDARY.search(text, start, high)
        stop = boundary.start() if boundary else high
        by = text.find("由", start, stop)
        begin = by + 1 if by >= 0 else start
        action = _ACTIONS.search(text, begin, stop)
        blank = text.find("\x00", begin, stop)
        ends = [e for e in (action.start() if action else stop, blank, stop) if e > begin]
        end = min(ends, default=begin)
        while end > begin and text[end - 1].isspace():
            end -= 1
        listed = _checked(read_list(text, begin, end), "lead") if begin < end else BodyList(())
        if listed.bodies or boundary is None:
            return listed
        start = boundary.end()
    return BodyList(())


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
            words = _BOUNDARY.split(words)[0]
        words = _TASK_END.sub("", _TASK_START.sub("", words))
        if len(words) >= _SHORTEST_TASK:
            return without_label(words)
    return without_label(text[start:end])
