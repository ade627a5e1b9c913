"""Citations of other documents: 《title》 with or without a number in brackets behind it.

Nested titles (《…〈…〉…》 and 《…《…》…》) belong to the outer one. The verb before a citation says
what is done with it; a citation inside the citing document's own title, followed by 的 and a type
(关于贯彻落实《…》的行动计划), says that the document implements the cited one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from policyloom.core.text import normalise_quote
from policyloom.extract.doc_numbers import parse_number
from policyloom.extract.script import as_printed, simplified
from policyloom.extract.titles import TYPES

LONGEST_TITLE = 240

_MARKS = re.compile("[《》]")
_BEHIND = re.compile(r"\s?[（(\[【]")
_STANDARD = re.compile(r"^(?:GB|GB/T|GB/Z|ISO|IEC|YD|HJ|DB\d*)[ /T]*[\d.]+", re.IGNORECASE)
_VERBS = (
    "贯彻落实", "深入贯彻落实", "全面贯彻落实", "认真贯彻落实", "贯彻", "落实", "执行", "按照",
    "根据", "依据", "依照", "遵照", "印发", "转发", "制定", "修订", "废止", "参照", "结合", "实施",
    "发布", "出台", "编制", "遵守", "符合", "衔接", "对照", "违反", "推进", "公布", "下发",
)  # fmt: skip
_VERB = re.compile(
    rf"({'|'.join(sorted(_VERBS, key=len, reverse=True))})(?:好|了|的|我省|国家|本)?\s?$"
)
_JOINED = re.compile(r"[》）)][、，,和与及以 ]{1,3}$")
_OWN_TITLE = re.compile(
    rf"(?:[（(\[【][^》]{{0,40}}?[）)\]】])?的(?:[^，。；、《]{{0,12}})?(?:{'|'.join(TYPES)})"
)
_KOREAN = re.compile(r"「(?P<words>(?=[^「」]*[가-힣])[^「」\n]{2,200})」")
_KOREAN_TYPES = re.compile(
    r"(?:법|법률|시행령|규칙|규정|고시|훈령|예규|지침|조례|계획|방안|대책|전략|의견|통지|로드맵|협약|협정|선언)$"
)
_GLUED_NUMBER = re.compile(r"[（(][^（）()]*[）)]$")
_SHORT_FOR = re.compile(r"(?:以下|下)(?:简|统)称|简称")


@dataclass(frozen=True)
class Citation:
    """A cited document with the place of the title mark, and of its number if one follows.

    `anaphoric` marks a short form that refers back (《条例》); `policy` is the register id that the
    citation was resolved to.
    """

    start: int
    end: int
    quote: str
    title: str
    doc_number: str | None = None
    verb: str | None = None
    anaphoric: bool = False
    implements: bool = False
    policy: str | None = None


def find_citations(text: str) -> list[Citation]:
    """Return the citations of a text, in order; nested titles only as part of the outer one."""
    found: list[Citation] = []
    shorts: set[str] = set()
    rules = simplified(text)
    for begin, end in _title_spans(rules):
        made = _citation(rules, begin, end, found[-1] if found else None, shorts)
        if made:
            found.append(made)
    if rules is not text:
        found = [_printed(c, text, rules) for c in found]
    return sorted([*found, *_korean(text)], key=lambda c: c.start)


def _printed(citation: Citation, text: str, rules: str) -> Citation:
    """Return a citation with title and quote as the text prints them."""
    title = as_printed(citation.title, text, rules, citation.start)
    return replace(citation, quote=text[citation.start : citation.end], title=title)


def _korean(text: str) -> Iterator[Citation]:
    """Yield titles in Korean marks: 「해운법」, 「지도의견(汀政发〔2015〕7号)」."""
    for match in _KOREAN.finditer(text) if "「" in text else ():
        words = match["words"]
        inside = _GLUED_NUMBER.search(words)
        number = parse_number(inside[0][1:-1]) if inside else None
        title = words[: inside.start()].strip() if inside and number else words.strip()
        behind, stop = _number_behind(text, match.end())
        cited = (number.text if number else None) or behind
        if cited or _KOREAN_TYPES.search(_GLUED_NUMBER.sub("", title)):
            yield Citation(match.start(), stop, text[match.start() : stop], title, cited)


def _title_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the outermost 《…》 of at most the longest title; what never closes is given up."""
    depth, begin = 0, 0
    for match in _MARKS.finditer(text):
        at = match.start()
        if depth and at - begin > LONGEST_TITLE:
            depth = 0
        if text[at] == "《":
            begin = begin if depth else at
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                yield begin, at + 1


def _citation(
    text: str, begin: int, end: int, previous: Citation | None, shorts: set[str]
) -> Citation | None:
    title = "".join(text[begin + 1 : end - 1].split("\n")).strip()
    if not title:
        return None
    number, stop = _number_behind(text, end)
    if _SHORT_FOR.search(text, max(0, begin - 6), begin):
        shorts.add(title)
        return None
    verb = _verb_before(text, begin, previous)
    implements = verb is not None and bool(_OWN_TITLE.match(text, end, end + 70))
    anaphoric = title in TYPES or title in shorts
    return Citation(begin, stop, text[begin:stop], title, number, verb, anaphoric, implements)


def _number_behind(text: str, end: int) -> tuple[str | None, int]:
    """Return the document number in the brackets behind a title, and where the citation ends."""
    opened = _BEHIND.match(text, end, end + 2)
    if opened is None:
        return None, end
    inside = text[opened.end() : opened.end() + 60]
    if _STANDARD.match(inside):
        return None, end
    number = parse_number(inside)
    if number is None or number.start > 12:
        return None, end
    stop = opened.end() + number.end
    return number.text, stop + (text[stop : stop + 1] in ("）", ")", "]", "】"))


def _verb_before(text: str, begin: int, previous: Citation | None) -> str | None:
    window = text[max(0, begin - 12) : begin].rstrip("“\"'‘")
    match = _VERB.search(window)
    if match:
        return match[1].removeprefix("深入").removeprefix("全面").removeprefix("认真")
    if previous and begin - previous.end <= 3 and _JOINED.search(text[previous.end - 1 : begin]):
        return previous.verb
    return None


@dataclass(frozen=True)
class Registered:
    """What the register knows of a policy, as far as a citation can name it."""

    id: str
    title: str
    number: str = ""


class Register:
    """Finds the policy that a citation means: by number first, then by title.

    A number that several policies carry decides nothing unless the title agrees with one of them.
    """

    def __init__(self, policies: Sequence[Registered]) -> None:
        self._by_number: dict[str, list[Registered]] = {}
        self._by_title: dict[str, list[Registered]] = {}
        for policy in policies:
            number = parse_number(policy.number) if policy.number else None
            if number:
                self._by_number.setdefault(number.text, []).append(policy)
            for key in _title_keys(policy.title):
                self._by_title.setdefault(key, []).append(policy)

    @classmethod
    def of_rows(cls, rows: Sequence[Mapping[str, object]]) -> Register:
        """Make a register out of rows of policies.csv."""
        return cls(
            [
                Registered(str(r["id"]), str(r.get("title") or ""), str(r.get("number") or ""))
                for r in rows
            ]
        )

    def resolve(self, title: str, doc_number: str | None) -> str | None:
        """Return the id of the one policy that is meant; None where none or several are."""
        titled = [p for key in _title_keys(title) for p in self._by_title.get(key, ())]
        if doc_number:
            numbered = self._by_number.get(doc_number, [])
            both = {p.id for p in numbered} & {p.id for p in titled}
            ids = both or {p.id for p in numbered}
            if ids:
                return ids.pop() if len(ids) == 1 else None
        ids = {p.id for p in titled}
        return ids.pop() if len(ids) == 1 else None


def _title_keys(title: str) -> list[str]:
    """Return the forms a title is compared in: whole, and what it says it issues."""
    title = simplified(title)
    keys = [normalise_quote(_GLUED_NUMBER.sub("", title)).replace(" ", "")]
    inner = re.search(r"印发[《<]([^》>]+)[》>]", title) or re.search(
        r"印发(?!.*[《<])(.+)的通知$", title
    )
    if inner:
        keys.append(normalise_quote(inner[1]).replace(" ", ""))
    return [k for k in dict.fromkeys(keys) if len(k) > 4]
