"""What a responsibility clause says: bodies in roles, a task, a place.

    （国家知识产权局牵头，工业和信息化部等按职责分工负责）
    责任单位：省发展改革委、省科技厅
    由科技部牵头，会同有关部门制定……

Roles follow the printed verb or label: 牵头 leads; 负责, 分工负责, 落实, 责任单位 are responsible,
jointly where no lead is named; 配合, 参加, 参与 support; X会同Y: X leads, with Y. A list without
牵头 has a lead only where the document says 列第一位者为牵头单位.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from policyloom.extract.bodies import Body
from policyloom.extract.scan import places

Role = Literal["lead", "responsible", "support", "with"]
Form = Literal["bracket", "label", "table", "sentence"]

_FIRST_LEADS = re.compile(
    r"(?:排|列)(?:在|名)?(?:第一|首)(?:位|个)?(?:者|的)?(?:单位|部门|的)?(?:为|是)?(?:主)?牵头"
)
_FOLLOWING = "下同"
RESPONSIBLE = (
    r"(?<!认真)(?<!高度)(?<!严肃)负责"
    r"(?!人(?!才|民|口|防|事|工|力|类|居|身|体|大|社|员[的培管录招])"
    r"|任(?!命|免|务|期)|同志|干部|单位|制(?![定订作造]))"
)
"""The verb 负责, not 负责人 (a person), 负责任 (conscientious) or 负责制 (a system)."""


@dataclass(frozen=True)
class Share:
    """A body in a role, with the word that gives it the role."""

    body: Body
    role: Role
    word: str


@dataclass(frozen=True)
class Clause:
    """One responsibility clause: `quote` is text[start:end], the task lies beside it.

    `with_` are the bodies that a lead acts together with (会同): they count as support where only
    three roles are told apart. `is_open` says that the list is not complete (等部门).
    """

    start: int
    end: int
    quote: str
    form: Form
    shares: tuple[Share, ...]
    task: str = ""
    is_open: bool = False
    rule: str = field(default="responsibility-1", compare=False)

    @property
    def lead(self) -> list[str]:
        """Return who leads, in printed order."""
        return self._named("lead")

    @property
    def responsible(self) -> list[str]:
        """Return who is responsible: jointly where nobody leads."""
        return self._named("responsible")

    @property
    def support(self) -> list[str]:
        """Return who supports or is consulted."""
        return self._named("support", "with")

    @property
    def with_(self) -> list[str]:
        """Return the bodies that the lead acts together with (会同)."""
        return self._named("with")

    @property
    def generic(self) -> list[str]:
        """Return the groups among the bodies: 有关部门, 各地区."""
        return [s.body.name for s in self.shares if s.body.generic]

    @property
    def words(self) -> list[str]:
        """Return the role words as printed, each once."""
        return list(dict.fromkeys(s.word for s in self.shares))

    def _named(self, *roles: Role) -> list[str]:
        return list(dict.fromkeys(s.body.name for s in self.shares if s.role in roles))


STRENGTH: dict[Role, int] = {"lead": 2, "responsible": 1, "with": 0, "support": 0}
"""Which role a body keeps where a clause gives it several."""


def one_role_each(shares: Iterable[Share]) -> tuple[Share, ...]:
    """Keep a body that stands under several labels once, in the strongest role."""
    kept: dict[str, Share] = {}
    for share in shares:
        known = kept.get(share.body.name)
        if known is None or STRENGTH[share.role] > STRENGTH[known.role]:
            kept[share.body.name] = share
    return tuple(kept.values())


def first_leads(text: str, clauses: Iterable[Clause]) -> list[Clause]:
    """Make the first body of a list the lead where the document says so.

    The rule holds for the whole document, whether it stands in a clause of its own (下同) or in
    the first bracket; it does not touch clauses that name a lead.
    """
    said = any(_FIRST_LEADS.search(text, max(0, at - 16), at + 2) for at in places(text, "牵头"))
    return [_with_first_lead(c) if said else c for c in clauses]


def _with_first_lead(clause: Clause) -> Clause:
    if any(s.role == "lead" for s in clause.shares):
        return clause
    first = next((i for i, s in enumerate(clause.shares) if s.role == "responsible"), None)
    if first is None:
        return clause
    shares = list(clause.shares)
    shares[first] = replace(shares[first], role="lead")
    return replace(clause, shares=tuple(shares))


def says_first_leads(words: str) -> bool:
    """Tell whether words only state the rule that the first of a list leads."""
    return bool(_FIRST_LEADS.search(words)) or words.strip("，,；;。 ") == _FOLLOWING
