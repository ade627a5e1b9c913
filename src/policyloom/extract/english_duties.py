"""Responsibilities in English, the basics: The Ministry of Shipping shall take the lead."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policyloom.extract.bodies import Body
from policyloom.extract.shares import Clause, Role, Share, one_role_each
from policyloom.extract.tasks import without_label

_NAME = (
    r"(?:(?:State|National|General|Central|Federal|Provincial|Joint)\s)?"
    r"(?:Ministry|Department|Commission|Office|Administration|Bureau|Agency|Committee|Council)"
    r"\s(?:of|for|on)\s(?:the\s)?[A-Z][A-Za-z]+(?:(?:,|\sand|\sof|\sfor)?\s[A-Z][A-Za-z]+){0,6}"
    r"|(?!The\s)(?:[A-Z][a-z]+\s(?:and\s)?){1,5}(?:Commission|Administration|Agency|Bureau)(?!\s(?:of|for|on)\b)"
    r"|State Council"
)
_MUST = r"(?:shall|will|must|should|is to|are to)\s(?:jointly\s)?"
_VERBS: tuple[tuple[str, Role], ...] = (
    (
        rf"{_MUST}(?:take the lead|lead|coordinate)\b"
        r"|(?:takes|take) the lead\b|leads\b|coordinates\b",
        "lead",
    ),
    (rf"(?:{_MUST}be|is|are)\s(?:jointly\s)?(?:responsible for|in charge of)\b", "responsible"),
    (
        rf"{_MUST}(?:support|assist|participate|take part|cooperate)\b"
        r"|(?:supports|assists|participates|cooperates)\b",
        "support",
    ),
)
_VERB = "|".join(f"(?P<v{i}>{form})" for i, (form, _) in enumerate(_VERBS))
_TOGETHER = r"(?:together|jointly|in cooperation|in coordination) with (?:the )?"
_SAID = re.compile(
    rf"(?P<one>{_NAME})(?:,?\sand\s(?:the\s)?(?P<two>{_NAME}))?"
    rf"(?:,\s{_TOGETHER}(?P<other>{_NAME}))?,?\s(?:{_VERB})"
)
_BEHIND: tuple[tuple[re.Pattern[str], Role], ...] = (
    (re.compile(rf"\b[Ll]ed by (?:the )?(?P<who>{_NAME})"), "lead"),
    (re.compile(rf"\b[Ll]ead (?:agency|agencies|ministry|body): (?P<who>{_NAME})"), "lead"),
    (re.compile(rf"(?:lies with|implemented by) (?:the )?(?P<who>{_NAME})"), "responsible"),
)
_SUPPORTERS = re.compile(r"\b[Ss]upporting (?:agency|agencies|ministries|bodies): ")
_EACH = re.compile(rf"(?:{_NAME.replace('(?:,|', '(?:')})")
_WITH = re.compile(rf"(?:together|jointly|in cooperation|in coordination) with (?:the )?({_NAME})")
_CUES = (" lead", "coordinate", "responsible for", "support", "assist", "participate", "take part",
         "cooperate", "in charge of", "Led by", "led by", "Lead ", "lies with", "implemented by",
         "Supporting")  # fmt: skip
_SENTENCE = re.compile(r"(?:(?:No|Art|Ref)\.|[^.\n]|\.(?=\S))+\.?")


def english_clauses(text: str) -> Iterator[Clause]:
    """Yield a clause for every sentence that gives bodies a role."""
    if not any(cue in text for cue in _CUES):
        return
    before = ""
    for sentence in _SENTENCE.finditer(text):
        words = sentence[0]
        start = sentence.start() + len(words) - len(words.lstrip())
        has_cue = any(cue in words for cue in _CUES)
        shares, behind = _shares(text, start, sentence.end()) if has_cue else ([], "")
        if shares:
            task = without_label(behind if len(behind) > 5 else before)
            quote = text[start : sentence.end()]
            yield Clause(start, sentence.end(), quote, "sentence", one_role_each(shares), task)
        before = words.strip(" .\n")


def _shares(text: str, start: int, end: int) -> tuple[list[Share], str]:
    shares: list[Share] = []
    behind = start
    for match in _SAID.finditer(text, start, end):
        which = next(i for i in range(len(_VERBS)) if match[f"v{i}"])
        for group in ("one", "two"):
            if match[group]:
                body = Body(match[group], *match.span(group))
                shares.append(Share(body, _VERBS[which][1], match[f"v{which}"]))
        if match["other"]:
            shares.append(Share(Body(match["other"], *match.span("other")), "with", "with"))
        behind = match.end()
    for form, role in _BEHIND:
        for match in form.finditer(text, start, end):
            body = Body(match["who"], *match.span("who"))
            shares.append(Share(body, role, match[0][: match.start("who") - match.start()].strip()))
            behind = match.end()
    for label in _SUPPORTERS.finditer(text, start, end):
        each = _EACH.finditer(text, label.end(), end)
        shares += [Share(Body(m[0], *m.span()), "support", label[0].strip(": ")) for m in each]
        behind = end
    if shares:
        joined = _WITH.finditer(text, behind, end)
        shares += [Share(Body(m[1], *m.span(1)), "with", "with") for m in joined]
    return shares, text[behind:end].strip(" .,:")
