"""The texts of the shared corpora, addressed by file and record, as the gold names them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from policyloom.reading.read import read_file

csv.field_size_limit(2**27)


@lru_cache(maxsize=4)
def texts(path: Path) -> dict[str, str]:
    """Return the texts of a file by record.

    The record of a JSON Lines file of policies is `table:no`, of other files of many documents the
    number of the row from 0, of a file of one document the empty string.
    """
    return dict(_records(path))


def _records(path: Path) -> Iterator[tuple[str, str]]:
    if path.suffix == ".jsonl":
        with path.open(encoding="utf-8") as lines:
            for index, line in enumerate(lines):
                row = json.loads(line)
                text = row.get("content_zh") or row.get("content") or ""
                yield (f"{row['table']}:{row['no']}" if "table" in row else str(index)), text
    elif path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as lines:
            for index, row in enumerate(csv.DictReader(lines)):
                if "full_text" in row:
                    yield "", row["full_text"]
                else:
                    yield str(index), row["paragraph_text"]
    elif path.suffix == ".html":
        yield "", read_file(path).text
    else:
        yield "", path.read_text(encoding="utf-8")
