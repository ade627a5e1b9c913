"""Clauses in brackets and after labels: （A牵头，B、C配合）, （责任单位：A、B）, 牵头单位：A."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policyloom.extract.bodies import BodyList, read_list
from policyloom.extract.scan import any_between, bracket_pairs, places_of_any
from policyloom.extract.shares import (
    RESPONSIBLE,
    Clause,
    Role,
    Share,
    one_role_each,
    says_first_leads,
)
from policyloom.extract.tasks import task_before

LONGEST = 700
"""Code points in a bracket; longer ones are texts of their own, not clauses."""

CUES = ("牵头", "负责", "配合", "参加", "参与", "会同", "责任单位", "责任部门", "分工", "落实",
        "协助", "主办单位", "协办单位", "承办单位", "实施单位", "配合单位")  # fmt: skip

LABELS: tuple[tuple[str, Role], ...] = (
    (
        r"(?:总)?牵头(?:责任|考核|实施|落实)?(?:单位|部门|处室|机构|地区)|主办(?:单位|部门)|牵头",
        "lead",
    ),
    (
        r"(?:主要)?(?:责任|负责|承办|实施|落实|主责|承担|执行)(?:单位|部门|处室|机构|主体|地区)",
        "responsible",
    ),
    (
        r"(?:配合|参加|参与|协办|协助|协同|支持|会办)(?:责任|实施|落实)?(?:单位|部门|处室|机构)",
        "support",
    ),
)
VERBS: tuple[tuple[str, Role], ...] = (
    (
        r"(?:共同|联合|总)?牵头(?:负责|落实|实施|推进|组织实施|组织)?(?![单部人企申考建处机])",
        "lead",
    ),
    (r"会同|会商|(?<=[部委局厅署院会])商(?![务业品标会])", "with"),
    (
        r"(?:(?:按照?|依据?)(?:各自)?(?:职责|职能))?(?:分工)?(?:共同|积极|协同|密切)?(?:配合|协助|协办|参加|参与)(?:实施|落实)?",
        "support",
    ),
    (
        r"(?:(?:按照?|依)(?:照|据)?(?:各自)?(?:职责|职能|工作)?(?:任务)?(?:分工)?|分工|分别|共同|具体|各自|分头|组织)*"
        rf"(?:{RESPONSIBLE}(?:落实|实施|组织实施|推进)?|落实|承担|组织实施|具体实施)",
        "responsible",
    ),
    (r"(?:按照?|依据?)(?:各自)?(?:职责|职能)分工", "responsible"),
)
_LABEL = re.compile(
    "(?:"
    + "|".join(f"(?P<l{i}>{p})" for i, (p, _) in enumerate(LABELS))
    + r")\s?(?:[：:]|为(?=.))\s*"
)
_LABEL_CUES = ("单位", "部门", "处室", "机构", "主体")
_VERB = re.compile("|".join(f"(?P<v{i}>{p})" for i, (p, _) in enumerate(VERBS)))
_EDGE = "，,；;。、 \u3000\n\r\t:：—-"
_TIME = re.compile(
    r"^(?:持续|长期|立即|即日起|适时|每年|全年|同步|分年度|本年度|\d|[一二三四]季度|年底|上半年|下半年).{0,24}?"
    r"(?:完成|推进|实施|见效|启动|前|底|取得阶段性成效并持续推进|组织|开展)?$"
)
_STOP = re.compile(r"[。；;\n]")
_NEXT_LABELLED = re.compile(r"[）)】\]。]|\n(?!\s*(?:$|[、，,]))")


def bracketed_clauses(text: str) -> Iterator[Clause]:
    """Yield the clauses in brackets. Of nested brackets the innermost with a cue is read."""
    cues = places_of_any(text, CUES)
    last = -1
    for begin, end in bracket_pairs(text, LONGEST):
        if last >= begin or not any_between(cues, begin, end):
            continue
        last = begin
        clause = read_clause(text, begin + 1, end - 1)
        if clause:
            shares, is_open = clause
            task = task_before(text, begin)
            yield Clause(begin, end, text[begin:end], "bracket", shares, task, is_open)


def labelled_clauses(text: str) -> Iterator[Clause]:
    """Yield runs of labels outside brackets: 牵头单位：A；配合单位：B."""
    stop = 0
    for at in places_of_any(text, ("牵头单位", "责任单位", "牵头部门", "责任部门", "配合单位")):
        begin = _line_of_labels(text, at)
        if at < stop or begin is None:
            continue
        stop = _end_of_labels(text, at)
        shares, is_open = _labelled(text, begin, stop)
        if shares:
            task = task_before(text, begin)
            yield Clause(begin, stop, text[begin:stop], "label", tuple(shares), task, is_open)


def read_clause(text: str, start: int, end: int) -> tuple[tuple[Share, ...], bool] | None:
    """Read text[start:end] as one clause: its shares and whether the list is open."""
    if _LABEL.search(text, start, end):
        shares, is_open = _labelled(text, start, end)
    else:
        shares, is_open = _verbal(text, start, end)
    return (tuple(shares), is_open) if shares else None


def _labelled(text: str, start: int, end: int) -> tuple[list[Share], bool]:
    shares: list[Share] = []
    is_open = False
    labels = list(_LABEL.finditer(text, start, end))
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        stop = following.start() if following else end
        listed = read_list(text, label.end(), _trimmed_end(text, label.end(), stop))
        role = LABELS[_which(label, "l")][1]
        shares += [
            Share(b, role, label[0].rstrip("：: \n为")) for b in listed.bodies if _plausible(b.name)
        ]
        is_open = is_open or listed.is_open
    return list(one_role_each(shares)), is_open


def _verbal(text: str, start: int, end: int) -> tuple[list[Share], bool]:
    """Read verbs that close their lists; 会同 and 商 open one. Any other rest: no clause."""
    shares: list[Share] = []
    is_open = opened = False
    at = start
    for verb in _VERB.finditer(text, start, end):
        role = VERBS[_which(verb, "v")][1]
        if says_first_leads(text[at : verb.end()]):
            at = verb.end()
            break
        listed = _list_of(text, at, verb.start())
        given: Role = "with" if opened else ("lead" if role == "with" else role)
        if not listed.bodies and not shares:
            return [], False
        shares += [Share(b, given, verb[0]) for b in listed.bodies if not _known(shares, b.name)]
        is_open = is_open or listed.is_open
        opened = role == "with"
        at = verb.end()
    rest = text[at:end].strip(_EDGE)
    if opened:
        listed = _list_of(text, at, end)
        shares += [Share(b, "with", "会同") for b in listed.bodies if not _known(shares, b.name)]
        return list(one_role_each(shares)), is_open or listed.is_open
    if rest and not says_first_leads(text[at:end]) and not _FINE_REST.match(rest):
        return [], False
    return shares, is_open


_FINE_REST = re.compile(
    r"^(?:部门|单位|为牵头.{0,6}|下同|长期|持续|.{0,6}(?:完成|推进|实施)|完成时限.*|\d.{0,20}(?:前|底|完成))$"
)


def _list_of(text: str, start: int, end: int) -> BodyList:
    """Read the list before a verb; remarks on time and connecting words are no bodies."""
    while start < end and text[start] in _EDGE + "由":
        start += 1
    listed = read_list(text, start, _trimmed_end(text, start, end))
    bodies = tuple(b for b in listed.bodies if _plausible(b.name))
    return BodyList(bodies if len(bodies) * 2 > len(listed.bodies) else (), listed.is_open)


def _plausible(name: str) -> bool:
    return 1 < len(name) <= 40 and not _TIME.match(name) and not _NO_NAME.search(name)


_NO_NAME = re.compile(
    r"[：:。！？《》]|^(?:不|以|申报|项目|或|课题|由|对|其中|须|应|请|经)|课题|填写|人$"
)


def _known(shares: list[Share], name: str) -> bool:
    return any(s.body.name == name for s in shares)


def _which(match: re.Match[str], prefix: str) -> int:
    return next(int(k[1:]) for k, v in match.groupdict().items() if k[0] == prefix and v)


def _trimmed_end(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return end


def _line_of_labels(text: str, at: int) -> int | None:
    """Return where a labelled line begins, None where the label stands inside a sentence."""
    begin = text.rfind("\n", max(0, at - 40), at) + 1 if "\n" in text[max(0, at - 40) : at] else (
        0 if at <= 40 else -1
    )  # fmt: skip
    if begin < 0:
        begin = max(0, at - 1)
    lead = text[begin:at].strip(_EDGE + "*●■◆·")
    if not lead or text[at - 1 : at] in ("。", "；", ";"):
        found = _LABEL.match(text, at)
        return at if found and found[0].rstrip().endswith(("：", ":")) else None
    return None


def _end_of_labels(text: str, at: int) -> int:
    """Return where the run of labels ends: at a full stop, or a line that continues no list."""
    stop = min(len(text), at + LONGEST)
    position = at
    while position < stop:
        found = _NEXT_LABELLED.search(text, position, stop)
        if found is None:
            return stop
        following = text[found.end() : found.end() + 24].lstrip()
        if found[0] == "\n" and _LABEL.match(following):
            position = found.end()
            continue
        return found.start()
    return stop
