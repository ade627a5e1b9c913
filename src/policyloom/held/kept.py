"""The proposals of each document as they were last made: derived/proposals/<source>.jsonl.

They are made again when the document, what the registers say or our own rules changed; a file that
is damaged or was altered by hand is not believed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from policyloom.core.atomic import write_file
from policyloom.core.ids import digest, fingerprint
from policyloom.files.rules_texts import Pair
from policyloom.model.study import Study
from policyloom.model.tables import dictionary

FOLDER = "derived/proposals"
_INDEX = "index.json"
_SEEN = ("policies", "actors", "regions")
"""Registers of which proposing may see every row."""


class Prints:
    """Fingerprints of all that the proposals of a document rest on."""

    def __init__(self, study: Study) -> None:
        files = [dictionary()[table].file for table in _SEEN]
        self._common = fingerprint([study.inputs.get(name, "") for name in files], _rules())
        self._entered: dict[str, list[Mapping[str, Any]]] = {}
        for row in study.table("responsibilities"):
            self._entered.setdefault(row.text("policy"), []).append(row.cells)

    def of(self, pair: Pair) -> str:
        """Return the fingerprint for a policy and its document."""
        entered = self._entered.get(pair.row.id, [])
        held = pair.held
        return fingerprint(
            self._common, pair.source.id, pair.row.id, held.hash, held.made_by, entered
        )


class Kept:
    """The kept proposals of a study, as plain records."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / FOLDER
        self._index = _read_index(self._folder / _INDEX)
        self._changed = False

    def read(self, source: str, now: str) -> list[dict[str, Any]] | None:
        """Return a document's proposals; None where they are stale, absent or damaged."""
        entry = self._index.get(source)
        if not isinstance(entry, list) or entry[:1] != [now]:
            return None
        try:
            data = (self._folder / f"{source}.jsonl").read_bytes()
        except OSError:
            return None
        if entry[1:] != [digest(data)]:
            return None
        return [json.loads(line) for line in data.splitlines()]

    def write(self, source: str, now: str, records: Sequence[Mapping[str, Any]]) -> None:
        """Keep a document's proposals."""
        lines = [json.dumps(record, ensure_ascii=False, sort_keys=True) for record in records]
        data = "".join(f"{line}\n" for line in lines).encode("utf-8")
        write_file(self._folder / f"{source}.jsonl", data)
        self._index[source] = [now, digest(data)]
        self._changed = True

    def close(self) -> None:
        """Write down what the kept proposals rest on."""
        if self._changed:
            data = json.dumps(self._index, sort_keys=True, indent=0)
            write_file(self._folder / _INDEX, data.encode("utf-8"))


def _read_index(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


@cache
def _rules() -> str:
    """Return a fingerprint of the code that proposes; that which searches is in `made_by`."""
    here = Path(__file__).parent
    files = [*sorted(here.glob("*.py")), here.parent / "files" / "rules_texts.py"]
    return fingerprint([digest(path.read_bytes()) for path in files])
