"""Lists of bodies as clauses print them: 商务部、国家林草局等部门, 各区、市政府, 组织、科技等部门.

The grammar needs no registry of names: it cuts at separators, keeps 和 inside a name
(工业和信息化部) and joins what only makes a name together (市、区两级财政部门). Names
stay as printed, without the spaces and line breaks that a layout put into them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

ENDINGS = (
    r"(?:部门|部委|部(?![门级分署队委])|委员会|委(?![员托派办])|局|署|厅|办公室|办(?![公理法事好])|院|银行|分行"
    r"|支行|总行|政府|地区|各地|各级|地方|部门|单位|小组|专班|领导组|工作组|组|总会|协会|学会|联合会|联盟|理事会|常委会|会"
    r"|中心|公司|集团|机关|机构|法院|检察院|大学|学院|学校|高校|研究院|实验室|司|处|站|足协|科协|残联|妇联"
    r"|工商联|贸促会|共青团|青年团|团委|团省委|团市委|工会|党委|党组|工委|兵团|旗县区|区市|市州|县区|区县|市县|方面|盟|旗|州"
    r"|联席会议|(?:行业|社会|党|群团|经济|自治|合作|服务|科技|公益|群众|慈善|工会|有关|相关|基层)组织|主任会议|主席团|使馆|领馆|海关|国库|军队|部队|院所|研究所|事务所|管理所|派出所|县|区|市|省|镇|乡|街道|园区|开发区|高新区|自贸区|管委会|警备区|军区|军委|总队|支队|团体|企业|政协|人大)"
)
_BODY = re.compile(rf"^.{{0,118}}{ENDINGS}(?:[（(][^（）()]{{1,12}}[）)])?$")
_OFFICIAL = re.compile(
    r"(?:部门|部委|部|委员会|委|局|署|厅|办公室|办|院|银行|政府|地区|各地|各级|小组|专班|工作组|机关|机构|法院|检察院|司|处"
    r"|管委会|党委|工委|领导组|兵团|方面|会|联席会议|(?:党|经济|自治|服务|科技|群团|基层)组织|主任会议|主席团|海关|国库|军队|团体|中心|组)(?:[（(][^（）()]{1,12}[）)])?$"
)
_GENERIC = re.compile(
    r"^(?:(?:国务院|中央和国家机关|省直|市直|省级|市级|省|市|本级|上级)?(?:各|有关|相关|各有关|各相关|其他|其它|多个|一个)"
    r"{0,2}(?:部门|部委|单位|地区|方面|机构|地方|各地|成员单位|职能部门))$"
)
SEPARATORS = re.compile(r"[、，,；;/]|\s*及其(?=办公室)|\s*(?:以及|并及)\s*|及|和|与|或者?|\s+")
_CUTS = re.compile(rf"[（(][^（）()\n]{{1,12}}[）)]|{SEPARATORS.pattern}")
_SOFT = frozenset(("和", "与", "及", "或", "或者"))
GROUPS = "部门|单位|机构|部委|地方|地区|方面"
"""What closes a list that is not complete: 等部门, 等有关方面."""

_SHORT = 4
"""Code points; a first name that is shorter opens the name of a group: 海关、税务等部门."""

_PLACE = re.compile(r"(?:区|县|市|州|旗|镇|乡)$")
"""Places before 等 only say which offices are meant: 开发区、高新区等功能区管理委员会."""

_KIND = re.compile(r"^(?:各类|有关|相关)?(?:群团|社会|人民|群众)(?:组织|团体)$")
"""What a list closed by 等 is of: 工会、共青团等群团组织."""

_ETC = re.compile(
    rf"(?<![高中平同])等(?:[^、，,；;\s]{{0,12}}?(?:{GROUPS})(?:[和、]单位)?(?![^、，,；;及和与\s]))?"
)
_SHARED_HEAD = re.compile(r"^(?:各|有关|相关|各有关|有关各)(?:区|县|市|州|旗|镇|街道)$")
_ELLIPTIC_TAIL = re.compile(r"(?:部门|政府|主管部门|机构)$")
_BARE = frozenset(("部门", "单位", "地区", "地方", "机构"))
_GROUP = re.compile(r"^(?:各|有关|相关|国务院有关)")
_GROUP_END = re.compile(r"(?:有关|相关|其他|其它|的)(?:部门|地区|机构)$")
_OWNER = re.compile(r"(?:国务院|政府|委员会|党委|军区|机关)$")
_KIND_OF_CITY = re.compile(r"(?:设区的市|省辖市|地级市|县级市|自治州)$")
_LEVEL_OFFICE = re.compile(
    r"(?:不设区的)?(?:市|县|区|州|旗)(?:[（(][^（）()]{1,8}[）)])?.{0,12}(?:政府|部门)$"
)
_SHARED_OWNER = re.compile(
    r"^[^的]{0,12}(?:国务院|政府|委员会|党委|军区|机关)的(?:有关|相关|其他)?(?:部门|机构|单位)$"
)
"""What belongs to two owners together: 国务院和中央军事委员会的有关部门."""

PERSON = re.compile(
    r"^[^\d\x00]{0,14}(?<!代表)(?:[^各代]人|[^学记]者|业主|个人|人员|公民|家属|[民巡交干法]警|职工|[^委成]员|户|村民|居民)$"
)
"""Who stands beside bodies in a list but is none: 产权人, 生产经营者, 工作人员."""

_LEVEL = re.compile(
    r"^(?:各|有关|相关|所在(?:地的?)?|当地|沿线)?(?:(?:省|市|区|县|州|镇|乡)(?:和|及|与|或者?))?(?:省|自治区|直辖市|计划单列市|设区的市|不设区的市|省辖市|地级市|县级市|市辖区|自治[州县旗]"
    r"|市|区|县|州|旗|地|盟|乡|民族乡|镇|街道|省份|新疆生产建设兵团)"
    r"(?:级|[（(][^（）()]{1,8}[）)])?$"
)
_OFFICE = re.compile(
    r"(?:部门|政府|局|厅|委|办|机构|机关|办公室|委员会|院|定的单位)(?:[（(][^（）()]{1,12}[）)])?$"
)
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Body:
    """A body as printed, with its place (spaces inside the place are not part of the name)."""

    name: str
    start: int
    end: int

    @property
    def generic(self) -> bool:
        """Tell whether it names a group rather than a body: 有关部门, 各地区."""
        return bool(_GENERIC.match(self.name))


@dataclass(frozen=True)
class BodyList:
    """Bodies in printed order; `is_open` where the list ends in 等."""

    bodies: tuple[Body, ...]
    is_open: bool = False


def read_list(text: str, start: int, end: int) -> BodyList:
    """Read text[start:end] as a list of bodies; what follows 等 only says that there are more."""
    etc = _etc(text, start, end)
    if etc is None:
        return BodyList(tuple(_joined(text, _items(text, start, end))))
    head = _items(text, start, etc.start())
    rest = _items(text, etc.end(), end) if etc.end() < end else []
    if len(head) > 1 and len(etc[0]) == 1 and rest and _KIND.search(_name(text, *rest[0])):
        rest = rest[1:]
    names = [_name(text, *item) for item in head]
    complete = [is_body(n) and _LEVEL.match(n) is None for n in names]
    if head and rest and all(_PLACE.search(n) for n in names):
        return BodyList((_body(text, head[0][0], end),), is_open=True)
    opens = bool(head) and (not complete[0] or len(names[0]) < _SHORT)
    first = complete.index(False) if False in complete else len(head)
    if opens and len(etc[0]) > 1 and sum(complete) * 2 < len(complete):
        bodies = [_body(text, head[0][0], etc.end())]
    elif 0 < first < len(head) and len(etc[0]) > 1 and not any(complete[first:]):
        bodies = [*_joined(text, head[:first]), _body(text, head[first][0], etc.end())]
    else:
        bodies = _joined(text, head)
    bodies += [b for b in _joined(text, rest) if is_body(b.name)]
    return BodyList(tuple(bodies), is_open=True)


def is_body(name: str) -> bool:
    """Tell whether a text ends like the name of a body."""
    return bool(_BODY.match(name))


def is_official(name: str) -> bool:
    """Tell whether a text ends like a body of state or party, not a firm or a place."""
    return bool(_OFFICIAL.search(name)) and is_body(name)


def _etc(text: str, start: int, end: int) -> re.Match[str] | None:
    return _ETC.search(text, start + 1, end) if start + 1 < end else None


def _items(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a list into items; 和, 与, 及 only cut between two names."""
    items: list[tuple[int, int]] = []
    begin = start
    for match in _CUTS.finditer(text, start, end):
        mark = match[0].strip()
        if mark[:1] in ("（", "("):
            continue
        if mark == "、" and _one_group(text, begin, match, end):
            continue
        if mark in _SOFT and not _divides(text, begin, match, end):
            continue
        if not mark and _broken_name(text, begin, match, end):
            continue
        items.append((begin, match.start()))
        begin = match.end() - (mark == "及其")
    items.append((begin, end))
    return [(a, b) for a, b in items if text[a:b].strip()]


def _divides(text: str, begin: int, match: re.Match[str], end: int) -> bool:
    """Tell whether 和 stands between two bodies rather than inside the name of one."""
    left = _name(text, begin, match.start())
    following = SEPARATORS.split(text[match.end() : min(end, match.end() + 40)], maxsplit=1)[0]
    right = "".join(following.split())
    if not left:
        return True
    if PERSON.search(left):
        return True
    if not is_body(left) or (right in _BARE and (_GROUP.match(left) or _GROUP_END.search(left))):
        return False
    if _KIND_OF_CITY.search(left) and _LEVEL_OFFICE.match(right):
        return False
    if _SHARED_OWNER.search(right) and _OWNER.search(left):
        return False
    return bool(right) and (is_body(right) or _GENERIC.match(right) is not None or len(right) <= 12)


def _one_group(text: str, begin: int, match: re.Match[str], end: int) -> bool:
    """Tell whether 、 stands inside the name of a group: 有关预算部门、单位."""
    following = SEPARATORS.split(text[match.end() : min(end, match.end() + 8)], maxsplit=1)[0]
    return following == "单位" and bool(_GROUP.match(_name(text, begin, match.start())))


def _broken_name(text: str, begin: int, match: re.Match[str], end: int) -> bool:
    """Tell whether white space stands inside a name that a layout broke."""
    left = _name(text, begin, match.start())
    return not is_body(left) or not text[match.end() : end].strip()


def _joined(text: str, items: list[tuple[int, int]]) -> list[Body]:
    """Join items that only make a name together with the next one."""
    bodies: list[Body] = []
    pending: int | None = None
    for index, (a, b) in enumerate(items):
        name = _name(text, a, b)
        if _incomplete(text, items, index, name):
            pending = a if pending is None else pending
            continue
        bodies.append(_body(text, a if pending is None else pending, b))
        pending = None
    return bodies


def _incomplete(text: str, items: list[tuple[int, int]], index: int, name: str) -> bool:
    """Tell whether an item only makes a name with the next: 各省、自治区、直辖市财政厅（局）."""
    if index + 1 == len(items) or PERSON.search(name):
        return False
    if _SHARED_HEAD.match(name) or (not is_body(name) and _waits(text, items, index)):
        return True
    return bool(_LEVEL.match(name)) and any(
        _OFFICE.search(_name(text, a, b)) and _LEVEL.match(_name(text, a, b)) is None
        for a, b in items[index + 1 : index + 6]
    )


def _waits(text: str, items: list[tuple[int, int]], index: int) -> bool:
    """Tell whether an item that is no name is completed by a later one: 市、区两级财政部门."""
    following = [_name(text, a, b) for a, b in items[index + 1 :]]
    ending = next((name for name in following if is_body(name)), "")
    return ending.endswith(("部门", "机构", "单位")) or bool(re.search(r"[（(]", ending))


def _body(text: str, start: int, end: int) -> Body:
    while start < end and (text[start].isspace() or text[start] == "\x00"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] == "\x00"):
        end -= 1
    return Body(_name(text, start, end), start, end)


def _name(text: str, start: int, end: int) -> str:
    return _SPACES.sub("", text[start:end]).strip("\x00")
