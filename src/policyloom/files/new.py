"""Making a study folder: from the template, or from the finished example."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from policyloom.core.atomic import new_folder, write_file
from policyloom.core.problem import Problem, problem
from policyloom.files.formats import write_csv
from policyloom.files.schema import FOLDER, stored_schemas
from policyloom.model.tables import TableSpec, dictionary

EXAMPLE = "china-internet-plus"
_LEFT_OUT = frozenset({"derived", "documents", "__pycache__"})


def new_study(folder: Path, example: bool = False) -> list[Problem]:
    """Make a study in a folder that does not exist yet or is empty; nothing is overwritten.

    Returns the problems: none where the study was made, and then it checks clean and builds.
    """
    folder = Path(folder).absolute()
    name = folder.name or str(folder)
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            return [problem("new.not_empty", name, value=str(folder))]
        source = example_folder() if example else None
        if example and source is None:
            return [problem("new.no_example", name, value=EXAMPLE)]
        contents = dict(_tree(source)) if source is not None else template_files()
        _write(folder, contents)
    except OSError as failure:
        why = failure.strerror or type(failure).__name__
        return [problem("new.unwritable", name, value=str(folder), why=why)]
    return []


def example_folder() -> Traversable | None:
    """Return the example study: packaged with the program, or in the checkout it runs from."""
    package = files("policyloom")
    packaged = package.joinpath("studies", EXAMPLE)
    if packaged.joinpath("study.yaml").is_file():
        return packaged
    checkout = Path(str(package)).parent.parent / "studies" / EXAMPLE
    return checkout if (checkout / "study.yaml").is_file() else None


def template_files() -> dict[str, bytes]:
    """Return the files of a new study by name: every table of the dictionary with its header.

    The template's own tables name only the columns that they fill; the rest come from the
    dictionary, so that a new column appears in new studies by itself.
    """
    contents = dict(_tree(files("policyloom.files").joinpath("template")))
    for spec in dictionary().values():
        contents[spec.file] = _full_table(spec, contents.get(spec.file, b"").decode("utf-8"))
    for name, text in stored_schemas():
        contents[f"{FOLDER}/{name}"] = text.encode("utf-8")
    return dict(sorted(contents.items()))


def _full_table(spec: TableSpec, partial: str) -> bytes:
    rows = csv.DictReader(io.StringIO(partial, newline=""))
    filled = ([row.get(name) or "" for name in spec.column_names] for row in rows)
    return write_csv([list(spec.column_names), *filled])


def _tree(folder: Traversable, before: str = "") -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.name.startswith(".") or entry.name in _LEFT_OUT:
            continue
        name = before + entry.name
        if entry.is_dir():
            yield from _tree(entry, f"{name}/")
        elif entry.is_file():
            yield name, entry.read_bytes()


def _write(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write the files; a folder that is not there yet appears whole or not at all."""
    if folder.exists():
        _fill(folder, contents)
        return
    with new_folder(folder) as made:
        _fill(made, contents)


def _fill(folder: Path, contents: Mapping[str, bytes]) -> None:
    for name, data in contents.items():
        write_file(folder / name, data)
