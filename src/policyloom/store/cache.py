"""What was computed before, kept under derived/ until its fingerprint changes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from policyloom.core.atomic import write_file


@dataclass(frozen=True)
class Cache:
    """JSON records in a folder, each with the fingerprint of what it was made from."""

    folder: Path

    def read(self, name: str, fingerprint: str) -> dict[str, Any] | None:
        """Return a record, or None where there is none, a stale one or a damaged one."""
        try:
            kept = json.loads((self.folder / f"{name}.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        if not isinstance(kept, dict) or kept.get("fingerprint") != fingerprint:
            return None
        record = kept.get("record")
        return record if isinstance(record, dict) else None

    def holds(self, name: str, fingerprint: str) -> bool:
        """Tell whether a record of this fingerprint was kept, by the beginning of its file."""
        head = _head(fingerprint).encode("utf-8")
        try:
            with (self.folder / f"{name}.json").open("rb") as stream:
                return stream.read(len(head)) == head
        except OSError:
            return False

    def write(self, name: str, fingerprint: str, record: Mapping[str, Any]) -> None:
        """Keep a record."""
        text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
        content = f"{_head(fingerprint)}{text}}}"
        write_file(self.folder / f"{name}.json", content.encode("utf-8"))


def _head(fingerprint: str) -> str:
    return f'{{"fingerprint":{json.dumps(fingerprint)},"record":'
