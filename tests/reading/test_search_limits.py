"""The search in a document that was read has the limits of reading, and costs no text."""

import os
import sys
import time
from pathlib import Path

import pytest
import searches

from policyloom.reading.limits import Limits
from policyloom.reading.read import Searched, read_and_search

NAMES = ("one.txt", "endless.txt", "three.txt")


@pytest.fixture(autouse=True)
def reachable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the worker import the searches of these tests."""
    paths = [str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(p for p in paths if p))


def found(folder: Path, search, limits: Limits) -> list[Searched]:
    for name in NAMES:
        (folder / name).write_text(f"A text named {name}.\n", encoding="utf-8")
    paths = [folder / name for name in NAMES]
    return list(read_and_search(search, paths, limits, root=folder, workers=2))


def test_what_is_found_comes_with_its_document_in_order(tmp_path: Path) -> None:
    made = found(tmp_path, searches.count, Limits())
    assert [s.document.file for s in made] == list(NAMES)
    assert [s.found for s in made] == [
        {"letters": len(s.document.text), "passages": 1} for s in made
    ]


@pytest.mark.parametrize(
    ("search", "limits", "why"),
    [
        (searches.never_ends, Limits(seconds=1.5), "> 1.5 s"),
        (searches.swallows, Limits(memory=350_000_000), "> 350.0 MB"),
        (searches.fails, Limits(), "RecursionError: too deep"),
    ],
)
def test_a_search_that_breaks_off_costs_no_text(tmp_path: Path, search, limits, why) -> None:
    if search is searches.swallows and sys.platform != "linux":
        pytest.skip("the system does not hold memory limits")
    start = time.monotonic()
    one, lost, three = found(tmp_path, search, limits)
    assert time.monotonic() - start < 20
    assert lost.found is None
    assert lost.document.text == "A text named endless.txt."
    (told,) = lost.document.problems
    assert (told.code, told.file, dict(told.words)["why"]) == ("read.searched", "endless.txt", why)
    assert told.level == "warning"
    assert told.cure("ko")
    assert one.found
    assert three.found
