"""The document as one HTML file that works offline, and its pieces for the site.

Everything that comes from a study passes Jinja's escaping or JSON; the page forbids remote loads,
and only our own two scripts may run in it (by their hashes).
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policyloom.report.bytecode import bytecode_beside
from policyloom.report.document import (
    BLOCKS,
    INLINES,
    Box,
    CaseBox,
    Cite,
    Document,
    FigureBlock,
    FootnoteMark,
    Heading,
    TableBlock,
)
from policyloom.report.figures import Pictures, vega_script
from policyloom.report.footing import references
from policyloom.report.walking import plain_text, walk
from policyloom.report.wording import word

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

SHOWS = INLINES | BLOCKS
_TEMPLATES = "templates"
_LISTED: tuple[tuple[str, type | tuple[type, ...]], ...] = (
    ("tables", TableBlock),
    ("figures", FigureBlock),
    ("boxes", (Box, CaseBox)),
)


@dataclass(frozen=True)
class Fragment:
    """A part of the report as HTML, for the one file or a page of the site."""

    id: str
    kind: str
    label: str
    title: str
    language: str
    html: Markup


@dataclass(frozen=True)
class Entry:
    """A line of a table of contents."""

    id: str
    text: str
    level: int = 1


def write_html(document: Document, pictures: Pictures, folder: Path | None = None) -> bytes:
    """Return the report as one file; `folder` keeps the library's script between builds."""
    from markupsafe import Markup  # noqa: PLC0415 - with jinja2

    fragments = render_chapters(document, pictures)
    script = asset("report.js")
    bundle = vega_script(folder) if pictures else ""
    page = _environment().get_template("report.html")
    made = page.render(
        document=document,
        fragments=fragments,
        contents=list(contents(document)),
        listings=[(name, list(_listing(document, kinds))) for name, kinds in _LISTED],
        policy=content_policy([s for s in (bundle, script) if s]),
        style=Markup(asset("report.css")),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        bundle=Markup(bundle),  # noqa: S704 - the library's script
        evidence=Markup(script_json(dict(document.evidence))),  # noqa: S704 - JSON with < escaped
        figures=Markup(script_json(figure_specs(pictures))),  # noqa: S704 - JSON with < escaped
    )
    return made.encode("utf-8", "replace")


def render_chapters(document: Document, pictures: Pictures) -> list[Fragment]:
    """Return each part of the report as a fragment of HTML, without page, styles or scripts."""
    template = _environment().get_template("part.html")
    noted = _problems(document)
    made = []
    for part in document.parts:
        html = template.render(
            part=part,
            lang=part.language,
            footnotes=[
                n for n in walk(part.title + part.blocks) if isinstance(n, Cite | FootnoteMark)
            ],
            problems=noted.get(part.file, []) if document.style.draft else [],
            pictures=pictures,
            has=document.evidence.__contains__,
        )
        title = plain_text(part.title)
        made.append(Fragment(part.id, part.kind, part.label, title, part.language, _safe(html)))
    return made


def contents(document: Document) -> Iterator[Entry]:
    """Yield the table of contents: parts and their sections of the first two levels."""
    for part in document.parts:
        yield Entry(part.id, f"{part.label} {plain_text(part.title)}".strip())
        for block in part.blocks:
            if isinstance(block, Heading) and block.level <= 3:
                text = f"{block.number} {plain_text(block.children)}".strip()
                yield Entry(block.id, text, block.level)


def asset(name: str) -> str:
    """Return a style sheet or script of the report."""
    return files("policyloom.report").joinpath(_TEMPLATES, name).read_text(encoding="utf-8")


def figure_specs(pictures: Pictures) -> dict[str, Any]:
    """Return the specifications for the screen by "name|language", as the script asks for them."""
    return {f"{name}|{language}": p.spec for (name, language), p in pictures.items()}


def script_json(value: object) -> str:
    """Return JSON that may stand inside a script element whatever its texts are."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def content_policy(scripts: list[str]) -> str:
    """Return a policy that loads nothing remote and runs only the scripts given."""
    sums = (hashlib.sha256(script.encode("utf-8")).digest() for script in scripts)
    hashes = " ".join(f"'sha256-{base64.b64encode(s).decode()}'" for s in sums)
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _listing(document: Document, kinds: type | tuple[type, ...]) -> Iterator[Entry]:
    for part in document.parts:
        for node in walk(part.blocks):
            if isinstance(node, kinds) and isinstance(
                node, TableBlock | FigureBlock | Box | CaseBox
            ):
                yield Entry(node.id, f"{node.label}. {plain_text(node.caption)}")


def _problems(document: Document) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for problem in document.problems:
        found[problem.file].append(f"{problem.line}: {problem.message()}")
    return found


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - heavy

    made = Environment(
        loader=PackageLoader("policyloom.report", _TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=False,
        bytecode_cache=bytecode_beside("policyloom.report"),
    )
    made.globals |= {
        "word": word, "unknown": _unknown, "data_address": _data_address, "references": references,
    }  # fmt: skip
    return made


def _unknown(kind: str) -> str:
    raise TypeError(f"the HTML templates cannot show {kind}")


def _data_address(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode("utf-8")).decode("ascii")


def _safe(html: str) -> Markup:
    from markupsafe import Markup  # noqa: PLC0415 - with jinja2

    return Markup(html)  # noqa: S704 - what the autoescaping template made
