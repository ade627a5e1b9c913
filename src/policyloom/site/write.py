"""Writing the site: every page, script, style sheet and data file into an empty folder."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from pathlib import Path

from policyloom.core.ids import fingerprint
from policyloom.core.problem import Problem
from policyloom.model.facts import Facts
from policyloom.model.lineage import Lineage
from policyloom.model.study import Study
from policyloom.report.claims import ClaimOutcome
from policyloom.report.figures import vega_script
from policyloom.site.data import DataFile, data_files
from policyloom.site.kept import Answers, Before, Entry, Record
from policyloom.site.material import Material
from policyloom.site.page import MENU, Desk, Page, script_data
from policyloom.site.pages import all_pages

VEGA = "vega.js"


@dataclass(frozen=True)
class Asset:
    """A file to be written: its path in the site and what makes its text.

    `shell` tells what it is made from besides the answers of gateways and our own code.
    """

    path: str
    make: Callable[[], str]
    shell: str = ""


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
    record = renew_site(Material(study, facts, lineage, outcomes, problems), folder, keep=keep)
    return [folder / path for path in record["files"]]


def renew_site(
    material: Material, folder: Path, *, keep: Path | None = None, before: Before | None = None
) -> Record:
    """Write the site into an empty folder, taking over what is not stale from the site before.

    Returns what the next build has to know. `before` must have been made by the same code with the
    same settings.
    """
    with _without_collection(), closing(Desk(material)) as desk:
        answers = Answers(material, before)
        writer = _Writer(folder, material, answers, before)
        for asset in site_files(desk, keep):
            writer.put(asset)
        return answers.record(writer.entries)


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
    shown = [entry.part for entry in menu]
    for page in pages:
        yield Asset(page.path, partial(desk.render, page, menu), _shell(page, shown))
    for data in data_files(desk):
        yield Asset(f"data/{data.name}.js", partial(_script, data), fingerprint(data.key))
    yield from _own_assets()
    yield Asset(f"assets/{VEGA}", partial(_vega, keep))


def _shell(page: Page, menu: Sequence[str]) -> str:
    title = (page.title.ko, page.title.en)
    return fingerprint(page.template, title, page.part, page.key, page.scripts, menu)


def _script(data: DataFile) -> str:
    return script_data(data.name, data.make())


@cache
def _vega(keep: Path | None) -> str:
    return vega_script(keep)


def _own_assets() -> Iterator[Asset]:
    own = files("policyloom.site").joinpath("assets")
    for entry in sorted(own.iterdir(), key=lambda e: e.name):
        if entry.name.endswith((".css", ".js")):
            yield Asset(f"assets/{entry.name}", partial(entry.read_text, encoding="utf-8"))


class _Writer:
    """Writes files into a folder, making each folder below it once."""

    def __init__(
        self, folder: Path, material: Material, answers: Answers, before: Before | None
    ) -> None:
        self._folder = folder
        self._watch = material.watch
        self._answers = answers
        self._before = before
        self._made: set[str] = set()
        self.entries: dict[str, Entry] = {}

    def put(self, asset: Asset) -> None:
        """Write one file, or take it over where it would come out the same."""
        parent, _, _ = asset.path.rpartition("/")
        if parent not in self._made:
            (self._folder / parent).mkdir(parents=True, exist_ok=True)
            self._made.add(parent)
        entry = self._answers.standing(asset.path, asset.shell)
        path = self._folder / asset.path
        if entry is None or self._before is None or not self._before.take(asset.path, entry, path):
            text, asked = self._watch.during(asset.make)
            path.write_bytes(text.encode("utf-8", "replace"))
            entry = Entry.of(path, asset.shell, asked)
        self.entries[asset.path] = entry
