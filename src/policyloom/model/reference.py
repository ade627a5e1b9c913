"""References: the addresses by which prose, claims and people name a piece of evidence.

::

    adoption.provinces_found         a named value of a result
    figures:ai-papers.KOR.2017       a register row; its main cell where a number is wanted
    policies:C001#date_issued        a cell of a register row
    sources:S0014   claim:F-AI-03    a source, a claim
    figure:adoption.map   table:corpus.levels   document:report/03-ai.md
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

MAIN_CELL = {
    "figures": "value",
    "trade": "value_usd",
    "case_conditions": "score",
    "budget": "printed",
}
"""The column meant where a reference names only the row of one of these tables."""

KINDS = frozenset({"claim", "figure", "table", "document", "case"})


@dataclass(frozen=True)
class Reference:
    """A parsed reference. `kind` is "value", "row", or one of KINDS."""

    kind: str
    table: str
    name: str
    column: str = ""

    def __str__(self) -> str:
        if self.kind == "value":
            return f"{self.table}.{self.name}"
        if self.kind == "row":
            return f"{self.table}:{self.name}" + (f"#{self.column}" if self.column else "")
        return f"{self.kind}:{self.name}"


@lru_cache(maxsize=1 << 16)
def parse_reference(text: str) -> Reference | None:
    """Read a reference; None where the text has none of the forms above."""
    text = text.strip()
    head, colon, rest = text.partition(":")
    if colon:
        if not head or not rest:
            return None
        if head in KINDS:
            return Reference(head, "", rest)
        name, _, column = rest.partition("#")
        return Reference("row", head, name, column) if name else None
    analysis, dot, name = text.partition(".")
    return Reference("value", analysis, name) if dot and analysis and name else None
