"""Numbers of chapters, sections, tables, figures and boxes, and where cross references lead.

Numbering runs over the parsed chapters before anything is composed, so a reference may look ahead.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from policyloom.report.compose.parse import Body, Directive, Element, directives, heading_id
from policyloom.report.document import PartKind

GANADA = "가나다라마바사아자차카타파하"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_WORDS = {
    "ko": {"figure": "그림", "table": "표", "box": "글상자"},
    "en": {"figure": "Figure", "table": "Table", "box": "Box"},
}
_PLACES = {"foreword": "서언", "summary": "요약", "summary-en": "ES"}
_COUNTED = {
    "figure": "figure", "table": "table", "register": "table", "case": "box", "box": "box",
    "footing": "table",
}  # fmt: skip


@dataclass(frozen=True)
class ParsedPart:
    """A chapter file after parsing: what it is, its language and its body."""

    file: str
    kind: PartKind
    body: Body

    @property
    def language(self) -> str:
        """Return the language of its prose."""
        return "en" if self.kind == "summary-en" else "ko"

    @property
    def stem(self) -> str:
        """Return the file's name without folder and ending."""
        return PurePosixPath(self.file).stem


@dataclass(frozen=True)
class Target:
    """Something with a number: its printed label and its id in the document."""

    label: str
    id: str


@dataclass
class Numbering:
    """All labels of a report. `at` finds a directive's by (file, line), `named` by reference."""

    parts: dict[str, Target] = field(default_factory=dict)
    at: dict[tuple[str, int], Target] = field(default_factory=dict)
    named: dict[str, Target] = field(default_factory=dict)
    headings: dict[tuple[str, int], Target] = field(default_factory=dict)
    repeated: list[tuple[str, int, str]] = field(default_factory=list)


def number_parts(parts: Sequence[ParsedPart]) -> Numbering:
    """Number every part and what it holds."""
    made = Numbering()
    counts = {"chapter": 0, "annex": 0}
    for part in parts:
        if part.kind in counts and not _only_references(part):
            counts[part.kind] += 1
        _number_part(made, part, counts)
    return made


def slug(text: str) -> str:
    """Return a text as an id of a document: letters, digits, dots and dashes only."""
    return re.sub(r"[^\w.-]+", "-", text).strip("-")


CLAIM_TABLES = frozenset({"table", "swot", "tows", "lineage"})
"""Views of claims that are numbered tables."""


def counted_as(directive: Directive) -> str | None:
    """Return the kind of number that a directive takes: figure, table, box, or none."""
    if directive.name == "claims":
        return "table" if directive.options.get("as") in CLAIM_TABLES else None
    return _COUNTED.get(directive.name)


def directive_names(directive: Directive) -> tuple[str, ...]:
    """Return the references under which a directive can be cross-referenced.

    A figure or table goes by its own name; its `id` option names it as well.
    """
    own = directive.options.get("id", "")
    names = [f"{counted_as(directive)}:{own}"] if own else []
    if directive.argument and directive.name in {"figure", "table", "register", "case"}:
        names.append(f"{directive.name}:{directive.argument}")
    return tuple(names)


def _number_part(made: Numbering, part: ParsedPart, counts: Mapping[str, int]) -> None:
    identity = f"part-{slug(part.stem)}"
    label, place = _part_label(part, counts)
    made.parts[part.file] = Target(label, identity)
    made.named[f"chapter:{part.stem}"] = Target(label or part.stem, identity)
    _number_headings(made, part, identity)
    running = {"figure": 0, "table": 0, "box": 0}
    for directive in directives(part.body):
        counted = counted_as(directive)
        if counted is None:
            continue
        running[counted] += 1
        word = _WORDS[part.language][counted]
        target = Target(
            f"{word} {place}-{running[counted]}", f"{counted}-{slug(place)}-{running[counted]}"
        )
        made.at[part.file, directive.line] = target
        for name in directive_names(directive):
            _name(made, name, target, part.file, directive.line)


def _part_label(part: ParsedPart, counts: Mapping[str, int]) -> tuple[str, str]:
    """Return what stands before a part's title, and what stands in the numbers of its tables."""
    if part.kind == "chapter":
        return f"제{counts['chapter']}장", str(counts["chapter"])
    if _only_references(part):
        return "", "참고문헌"
    if part.kind == "annex":
        return f"부록 {counts['annex']}", f"부록 {counts['annex']}"
    return "", _PLACES[part.kind]


def _only_references(part: ParsedPart) -> bool:
    """Tell whether an annex is the list of references, which carries no number."""
    found = [d.name for d in directives(part.body)]
    others = [e for e in part.body.elements if e.directive is None and e.tag != "h1"]
    return part.kind == "annex" and found == ["sources"] and not others


def _number_headings(made: Numbering, part: ParsedPart, identity: str) -> None:
    levels = [0] * 7
    for element in part.body.elements:
        if element.type != "heading" or element.tag == "h1":
            continue
        level = int(element.tag[1])
        levels[level] += 1
        levels[level + 1 :] = [0] * (6 - level)
        numbered = part.kind in {"chapter", "annex"}
        number = section_number(level, levels[level]) if numbered else ""
        content, own = heading_id(_content(element))
        path = "-".join(str(n) for n in levels[2 : level + 1])
        target = Target(number, own or f"{identity}-{path}")
        made.headings[part.file, element.line] = target
        if own:
            path_words = [section_number(n, levels[n]) for n in range(2, level + 1) if levels[n]]
            place = [made.parts[part.file].label, *(_in_prose(w) for w in path_words)]
            label = " ".join(place) if numbered else f"‘{content}’"
            _name(made, f"section:{own}", Target(label, own), part.file, element.line)


def section_number(level: int, count: int) -> str:
    """Return a section's number: 1. 가. 1) 가) ① for levels 2 to 6."""
    letter = GANADA[(count - 1) % len(GANADA)]
    circled = _CIRCLED[(count - 1) % len(_CIRCLED)]
    return {2: f"{count}.", 3: f"{letter}.", 4: f"{count})", 5: f"{letter})", 6: circled}[level]


def _in_prose(number: str) -> str:
    """Return a section's number as prose names it: 1. is 1절."""
    return (
        f"{number[:-1]}절" if number[:-1].isdigit() and number.endswith(".") else number.rstrip(".")
    )


def _content(element: Element) -> str:
    inline = element.children[0].inline if element.children else None
    return inline.content if inline is not None else ""


def _name(made: Numbering, name: str, target: Target, file: str, line: int) -> None:
    """Name a target; a name made by the author may come once, else the first one counts."""
    if name not in made.named:
        made.named[name] = target
    elif name.split(":", 1)[0] in {"section", "box"} or (
        name.startswith("table:") and "." not in name
    ):
        made.repeated.append((file, line, name))
