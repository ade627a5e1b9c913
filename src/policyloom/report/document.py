"""The document tree: what a report is, before it is HTML, PDF or anything else.

Few kinds of node, all frozen. Texts are plain; no node carries markup of any output format, so
nothing that an author writes can reach a writer's own language. `kind` names the node for writers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Literal

from policyloom.core.problem import Problem
from policyloom.model.settings import ReportStyle

if TYPE_CHECKING:
    from policyloom.report.places import Place

Verdict = Literal["found", "not held", "not found"]
Strength = Literal["strong", "moderate", "weak", "failed"]
PartKind = Literal["foreword", "summary", "chapter", "annex", "summary-en"]


@dataclass(frozen=True)
class Node:
    """Anything in the tree."""

    kind: ClassVar[str] = ""


# --- inlines -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Str(Node):
    """Plain words."""

    kind: ClassVar[str] = "str"
    text: str


@dataclass(frozen=True)
class LineBreak(Node):
    """A new line within a paragraph."""

    kind: ClassVar[str] = "break"


@dataclass(frozen=True)
class Emph(Node):
    """Emphasised words."""

    kind: ClassVar[str] = "emph"
    children: tuple[Node, ...]


@dataclass(frozen=True)
class Strong(Node):
    """Strongly emphasised words."""

    kind: ClassVar[str] = "strong"
    children: tuple[Node, ...]


@dataclass(frozen=True)
class NumberMark(Node):
    """A number, date or word taken from a fact."""

    kind: ClassVar[str] = "number"
    text: str
    reference: str
    confidence: str = ""


@dataclass(frozen=True)
class QuoteMark(Node):
    """A quotation with the verdict of its comparison."""

    kind: ClassVar[str] = "quotation"
    text: str
    source: str
    verdict: Verdict


@dataclass(frozen=True)
class Cite(Node):
    """A footnote that names sources; `children` is its text."""

    kind: ClassVar[str] = "cite"
    number: int
    sources: tuple[str, ...]
    children: tuple[Node, ...]


@dataclass(frozen=True)
class FootnoteMark(Node):
    """A footnote of the author's own."""

    kind: ClassVar[str] = "footnote"
    number: int
    children: tuple[Node, ...]


@dataclass(frozen=True)
class TermMark(Node):
    """A locked term or a name; `reference` is its row (glossary:internet-plus, policies:C001)."""

    kind: ClassVar[str] = "term"
    text: str
    reference: str


@dataclass(frozen=True)
class ClaimMark(Node):
    """A claim's statement in running text, with its strength."""

    kind: ClassVar[str] = "claim"
    claim: str
    strength: Strength
    label: str
    children: tuple[Node, ...]


@dataclass(frozen=True)
class LinkMark(Node):
    """A link: to a web address, or to an id in the report ("#fig-adoption-map")."""

    kind: ClassVar[str] = "link"
    address: str
    children: tuple[Node, ...]
    reference: str = field(default="", repr=False)
    """What a cross reference names, such as "table:con-thesis"."""


@dataclass(frozen=True)
class SourceMark(Node):
    """A source's short name under a table or figure, or its entry in a list."""

    kind: ClassVar[str] = "source"
    source: str
    text: str
    address: str = ""


# --- blocks --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Block(Node):
    """A block; `line` is where it begins in its chapter file."""


@dataclass(frozen=True)
class Heading(Block):
    """A section heading; level 2 is the first below the chapter title."""

    kind: ClassVar[str] = "heading"
    level: int
    number: str
    id: str
    children: tuple[Node, ...]
    line: int = 0


@dataclass(frozen=True)
class Sentence:
    """A sentence of a paragraph with what it rests on; no node, as it prints nothing of its own.

    `marks` are roles and references of the marks that show in it; `rests_on` are references that
    its author named besides, and `view` says that it is the author's reading of them.
    """

    children: tuple[Node, ...]
    space: tuple[Node, ...]
    line: int
    marks: tuple[tuple[str, str], ...] = ()
    rests_on: tuple[str, ...] = ()
    view: bool = False

    @property
    def footed(self) -> bool:
        """Tell whether the sentence leads anywhere."""
        return bool(self.marks or self.rests_on)


@dataclass(frozen=True)
class Paragraph(Block):
    """A paragraph. Its `sentences` hold its children once more, divided; print does without."""

    kind: ClassVar[str] = "paragraph"
    children: tuple[Node, ...]
    line: int = 0
    sentences: tuple[Sentence, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class ListBlock(Block):
    """A list; each item is a run of blocks."""

    kind: ClassVar[str] = "list"
    ordered: bool
    items: tuple[tuple[Node, ...], ...]
    line: int = 0


@dataclass(frozen=True)
class Quote(Block):
    """A block quotation."""

    kind: ClassVar[str] = "quote"
    blocks: tuple[Node, ...]
    line: int = 0


@dataclass(frozen=True)
class Note(Block):
    """A remark set off from the text."""

    kind: ClassVar[str] = "note"
    label: str
    blocks: tuple[Node, ...]
    line: int = 0


@dataclass(frozen=True)
class TableColumn:
    """A column: its heading and how its cells stand."""

    label: str
    align: Literal["left", "right", "center"] = "left"
    weight: float = 1.0


@dataclass(frozen=True)
class TableCell:
    """A cell; `heat` between 0 and 1 shades it."""

    children: tuple[Node, ...]
    heat: float | None = None


@dataclass(frozen=True)
class TableRow:
    """A row and the references that it was computed from."""

    cells: tuple[TableCell, ...]
    origins: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableBlock(Block):
    """A numbered table."""

    kind: ClassVar[str] = "table"
    id: str
    name: str
    label: str
    caption: tuple[Node, ...]
    unit: str
    columns: tuple[TableColumn, ...]
    rows: tuple[TableRow, ...]
    notes: tuple[tuple[Node, ...], ...] = ()
    source_line: tuple[Node, ...] = ()
    line: int = 0


@dataclass(frozen=True)
class FigureBlock(Block):
    """A numbered figure; writers draw `name` in `language`."""

    kind: ClassVar[str] = "figure"
    id: str
    name: str
    label: str
    caption: tuple[Node, ...]
    unit: str
    alt: str
    language: str
    width: int = 100
    notes: tuple[tuple[Node, ...], ...] = ()
    source_line: tuple[Node, ...] = ()
    line: int = 0


@dataclass(frozen=True)
class BoxField:
    """A labelled line of a case dossier."""

    label: str
    children: tuple[Node, ...]


@dataclass(frozen=True)
class CaseBox(Block):
    """A case dossier: fields, the scores with their evidence, sources."""

    kind: ClassVar[str] = "case"
    id: str
    name: str
    label: str
    caption: tuple[Node, ...]
    fields: tuple[BoxField, ...]
    scores_label: str = ""
    scores: tuple[BoxField, ...] = ()
    source_line: tuple[Node, ...] = ()
    line: int = 0


@dataclass(frozen=True)
class Box(Block):
    """A numbered box with text of the author."""

    kind: ClassVar[str] = "box"
    id: str
    label: str
    caption: tuple[Node, ...]
    blocks: tuple[Node, ...]
    line: int = 0


@dataclass(frozen=True)
class ClaimBox(Block):
    """A claim with everything that speaks for and against it, under labelled groups."""

    kind: ClassVar[str] = "claimbox"
    claim: str
    title: str
    strength: Strength
    strength_label: str
    statement: tuple[Node, ...]
    groups: tuple[tuple[str, tuple[tuple[Node, ...], ...]], ...]
    line: int = 0


@dataclass(frozen=True)
class GapList(Block):
    """What was looked for and not seen."""

    kind: ClassVar[str] = "gaps"
    items: tuple[BoxField, ...]
    line: int = 0


@dataclass(frozen=True)
class Bibliography(Block):
    """Sources in sections."""

    kind: ClassVar[str] = "bibliography"
    sections: tuple[tuple[str, tuple[SourceMark, ...]], ...]
    line: int = 0


@dataclass(frozen=True)
class ProblemList(Block):
    """Open problems, for drafts; filled in when all chapters are composed."""

    kind: ClassVar[str] = "problems"
    items: tuple[str, ...] = ()
    line: int = 0


# --- the whole -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """One file of the report: foreword, summary, chapter or annex."""

    kind: PartKind
    file: str
    id: str
    label: str
    language: str
    title: tuple[Node, ...]
    blocks: tuple[Node, ...]


@dataclass(frozen=True)
class Document:
    """The report. `evidence` maps each reference used to what a reader sees behind it."""

    title: str
    subtitle: str
    institute: str
    authors: tuple[str, ...]
    date: str
    title_en: str
    style: ReportStyle
    parts: tuple[Part, ...]
    evidence: Mapping[str, object] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    statements: Mapping[tuple[str, str], tuple[Node, ...]] = field(default_factory=dict)
    """Statement of each claim by (claim id, language)."""
    places: Mapping[str, Place] = field(default_factory=dict, repr=False)
    """What sentences point to within the report, by reference."""


INLINES: frozenset[str] = frozenset(c.kind for c in Node.__subclasses__() if c is not Block)
BLOCKS: frozenset[str] = frozenset(c.kind for c in Block.__subclasses__())
