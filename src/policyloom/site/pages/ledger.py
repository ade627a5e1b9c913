"""The ledger: what each region made of the items of central documents, passage beside passage."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policyloom.model.result import Text
from policyloom.site.ledger import centrals, lines, sheet_view
from policyloom.site.page import Desk, Page
from policyloom.site.result_tables import table_views

PATH = "ledger.html"


def pages(desk: Desk) -> Iterator[Page]:
    """Yield the overview and a page for each central document whose text is held."""
    if "ledger" not in desk.material.analyses():
        return
    result = desk.material.result("ledger")
    if result is None or not result.tables["documents"].rows:
        return
    title = Text("이행 대장", "Ledger")
    yield Page(PATH, "ledger.html", title, "ledger", _overview)
    for central in centrals(result):
        name = desk.references.name(central)
        title = Text(f"이행 대장: {name.ko}", f"Ledger: {name.en}")
        yield Page(_path(desk, central), "ledger_central.html", title, "ledger", _sheet, central,
                   ("figures",))  # fmt: skip


def _path(desk: Desk, central: str) -> str:
    page = desk.material.page("policies", central.removeprefix("policies:"))
    return f"ledger/{page.rpartition('/')[2]}"


def _overview(desk: Desk, _: str) -> dict[str, Any]:
    result = desk.material.result("ledger")
    assert result is not None, "a page is made for what there is"
    views = table_views(desk.references, result)
    followed = centrals(result)
    items = lines(result.tables["items"])
    sheets = []
    for central in followed:
        own = [row for row in items if row["central"] == central]
        known = [row for row in own if row["document"]]
        sheets.append({
            "central": central,
            "path": f"@/{_path(desk, central)}",
            "count": len({row["n"] for row in own}),
            "places": len({row["place"] for row in known}),
            "unknown": len({row["place"] for row in own} - {row["place"] for row in known}),
        })  # fmt: skip
    return {
        "values": result.values,
        "notes": result.notes,
        "sheets": sheets,
        "regions": views["regions"],
        "documents": views["documents"],
    }


def _sheet(desk: Desk, central: str) -> dict[str, Any]:
    result = desk.material.result("ledger")
    assert result is not None, "a page is made for what there is"
    names = [name for name in result.figures if result.figures[name].origins[:1] == (central,)]
    return {
        "sheet": sheet_view(result, central),
        "notes": result.notes,
        "figure": (names[0], result.figures[names[0]]) if names else None,
    }
