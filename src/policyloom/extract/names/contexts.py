"""False friends: what stands before or after a form and makes it part of another word.

General rules hang on the last character of a form (教育部 + 门), on the prefix of a local body
(城 + 市公安局) and on short place names (南京 + 路); rules of single forms are data (contexts.csv).
"""

from __future__ import annotations

import re
from functools import cache

from policyloom.extract.names.registry import rows

Checks = tuple[re.Pattern[str] | None, re.Pattern[str] | None]
"""What may not stand directly before, and directly after."""

_AFTER_ENDING = {
    "部": r"门(?!户)|署|件|位|队|落|份|分(?![别工管期批头解配级类送设年阶步局享])",
    "委": r"[员托派任以]",
    "办": r"[法理事学好成案结税件展医园]|公(?!厅|室)",
    "局": r"[面部势限促域]",
    "府": r"采购|购买|性|投资|补助|补贴|间|债|和社会资本|引导基金",
    "协": r"[同调作议力]",
    "厅": r"[堂]",
    "부": r"[문분품상속하담족]",
}
_BEFORE_PREFIX = {
    "市": r"[城都超上股楼门夜集菜]$",
    "区": r"[地社园景灾库林牧疫片校厂战街]$",
}
_SCHOOLS = (
    "师范|理工|科技|工业|农业|农林|林业|医科|中医药|交通|财经|外国语|民族|航空航天|邮电|电子科技|"
    "体育|海洋|石油|矿业|信息工程|工程|政法|工商|建筑|城市|联合|化工|传媒|音乐|美术|电影|戏剧|语言"
)
_AFTER_SHORT_PLACE = (
    r"[东西南北中一二三四五六七八九十]?(?:路(?![径线桥网段演由况政侧灯程局透])|街|大道)"
    rf"|(?:{_SCHOOLS}){{0,2}}(?:大学(?![生城习])|学院)"
    r"|区(?![域位块间划分别县市政级内])|县(?![域级城乡市区委政])"
)
_HANGUL_BEFORE = re.compile(r"[가-힣]$")
_WORD_BEFORE = re.compile(r"[A-Za-z0-9]$")
_WORD_AFTER = re.compile(r"[A-Za-z0-9]")


@cache
def _single_forms() -> dict[str, tuple[str, str]]:
    return {row["form"]: (row["before"], row["after"]) for row in rows("contexts")}


@cache
def _compiled(before: str, after: str) -> Checks:
    return (
        re.compile(f"(?:{before})$") if before else None,
        re.compile(after) if after else None,
    )


def _alphabet(form: str) -> Checks:
    """Latin names stand between other characters; Korean ones begin a word, particles follow."""
    before = _HANGUL_BEFORE if "가" <= form[0] <= "힣" else None
    if form[0].isascii() and form[0].isalnum():
        before = _WORD_BEFORE
    after = _WORD_AFTER if form[-1].isascii() and form[-1].isalnum() else None
    return before, after


def checks(form: str, *, is_short_place: bool = False, prefix: str = "") -> tuple[Checks, ...]:
    """Return what forbids a form where it stands; most forms have nothing."""
    before, after = _single_forms().get(form, ("", ""))
    ending = "" if is_short_place else _AFTER_ENDING.get(form[-1], "")
    place = _AFTER_SHORT_PLACE if is_short_place else ""
    befores = [part for part in (before, _BEFORE_PREFIX.get(prefix, "")) if part]
    afters = [part for part in (after, ending, place) if part]
    made = _compiled("|".join(befores).replace("$", ""), "|".join(afters))
    return tuple(pair for pair in (made, _alphabet(form)) if pair != (None, None))


@cache  # few distinct sets, so that they stay near while texts are read
def neighbours(rules: tuple[Checks, ...]) -> tuple[frozenset[str], frozenset[str]] | None:
    """Return characters before and after which alone can forbid a form; None for other alphabets.

    They are all Chinese characters that the rules mention: more than needed, never fewer.
    """
    if any(
        check in (_HANGUL_BEFORE, _WORD_BEFORE, _WORD_AFTER) for pair in rules for check in pair
    ):
        return None
    before = "".join(pair[0].pattern for pair in rules if pair[0])
    after = "".join(pair[1].pattern for pair in rules if pair[1])
    return frozenset(before), frozenset(after)


def forbidden(rules: tuple[Checks, ...], text: str, start: int, end: int) -> bool:
    """Say whether the text around a form makes it part of another word."""
    for before, after in rules:
        if after is not None and after.match(text, end):
            return True
        if before is not None and start and before.search(text, max(0, start - 3), start):
            return True
    return False
