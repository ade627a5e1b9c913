"""Writing the site: every page, script, style sheet and data file into an empty folder."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from policyloom.core.problem import Problem
from policyloom.model.facts import Facts
from policyloom.model.lineage import Lineage
from policyloom.model.study import Study
from policyloom.report.claims import ClaimOutcome
from policyloom.report.figures import vega_script
from policyloom.site.data import data_files
from policyloom.site.material import Material
from policyloom.site.page import MENU, Desk, script_data
from policyloom.site.pages import all_pages

VEGA = "vega.js"


@dataclass(frozen=True)
class Asset:
    """A file to be written: its path in the site and its text."""

    path: str
    text: str


def write_site(  # noqa: PLR0913 - what a build knows, and where it may keep the large script
    study: Study,
    facts: Facts,
    lineage: Lineage,
    outcomes: Mapping[str, ClaimOutcome],
    problems: Sequence[Problem],
    folder: Path,
    *,
    keep: Path | None = None,
) -> list[Path]:
    """Write the site into an empty folder and return the files in order.

    The same input gives the same bytes. Nothing else is read or written, except Vega's script in
    `keep`, a folder where it is left for the next build.
    """
    with _without_collection():
        return _write_all(Material(study, facts, lineage, outcomes, problems), folder, keep)


def _write_all(material: Material, folder: Path, keep: Path | None) -> list[Path]:
    writer = _Writer(folder)
    with closing(Desk(material)) as desk:
        return [writer.put(asset) for asset in site_files(desk, keep)]


@contextmanager
def _without_collection() -> Iterator[None]:
    """Hold back the garbage collector: pages make millions of small objects and no cycles.

    Its passes over them took a third of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def site_files(desk: Desk, keep: Path | None = None) -> Iterator[Asset]:
    """Yield every file of the site."""
    pages = list(all_pages(desk))
    written = {page.path for page in pages}
    menu = tuple(entry for entry in MENU if entry.address in written)
    for page in pages:
        yield Asset(page.path, desk.render(page, menu))
    for name, value in data_files(desk):
        yield Asset(f"data/{name}.js", script_data(name, value))
    yield from _own_assets()
    yield Asset(f"assets/{VEGA}", _vega(keep))


@cache
def _vega(keep: Path | None) -> str:
    return vega_script(keep)


def _own_assets() -> Iterator[Asset]:
    own = files("policyloom.site").joinpath("assets")
    for entry in sorted(own.iterdir(), key=lambda e: e.name):
        if entry.name.endswith((".css", ".js")):
            yield Asset(f"assets/{entry.name}", entry.read_text(encoding="utf-8"))


class _Writer:
    """Writes files into a folder, making each folder below it once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: set[str] = set()

    def put(self, asset: Asset) -> Path:
        """Write one file and return where it is."""
        parent, _, _ = asset.path.rpartition("/")
        if parent not in self._made:
            (self._folder / parent).mkdir(parents=True, exist_ok=True)
            self._made.add(parent)
        path = self._folder / asset.path
        path.write_bytes(asset.text.encode("utf-8", "replace"))
        return path
