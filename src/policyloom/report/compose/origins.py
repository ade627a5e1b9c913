"""From the origins of a table or figure to the line that names its sources."""

from __future__ import annotations

from collections.abc import Iterable

from policyloom.model.tables import Row
from policyloom.report.citations import MOST_NAMED, short_name, source_line
from policyloom.report.compose.desk import Desk
from policyloom.report.document import Node, Str
from policyloom.report.wording import label


def sources_under(desk: Desk, origins: Iterable[str]) -> list[Row]:
    """Return the sources below some references, in order, once."""
    found: dict[str, None] = {}
    for origin in dict.fromkeys(origins):
        found |= dict.fromkeys(desk.sources_of(origin))
    rows = (desk.facts.row("sources", source_id) for source_id in found)
    return [row for row in rows if row is not None]


def named_line(desk: Desk, sources: list[Row]) -> tuple[Node, ...]:
    """Return the source line and note the sources that it names as cited."""
    names: dict[str, str] = {}
    for source in sources:
        names.setdefault(short_name(source), source.id)
    for source_id in list(names.values())[:MOST_NAMED]:
        desk.cited[source_id] = None
    return source_line(sources, desk.language)


def own_line(desk: Desk, name: str, sources: list[Row]) -> tuple[Node, ...]:
    """Return the source line of a result; without sources, the authors and the analysis."""
    if sources:
        return named_line(desk, sources)
    result = desk.facts.results.get(name.partition(".")[0])
    by = f"({result.title[desk.language]})" if result else ""
    return (Str(label("own", desk.language) + by),)
