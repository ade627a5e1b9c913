"""Addresses of pages: which file a register row, claim, result or source is shown in.

Addresses are written from the site's root and marked with "@/", which the writer replaces by the
way up from each page. Ids become file names that every file system accepts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from policyloom.core.ids import fingerprint

ROOT = "@/"
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)")
_LONGEST = 60


def page_names(ids: Iterable[str]) -> dict[str, str]:
    """Return a file name (without its ending) for each id; unlike ids get unlike names.

    Names hold only letters, digits, "-" and "_". An id that had to change, is reserved on Windows
    or differs from another only in case gets digits of its content at the end, so the names do
    not depend on the order of the ids.
    """
    plain = {i: _UNSAFE.sub("-", i).strip("-")[:_LONGEST] for i in ids}
    shared = Counter(name.casefold() for name in plain.values())
    return {
        i: name if _is_safe(i, name, shared) else f"{name or 'page'}-{fingerprint(i)[:10]}"
        for i, name in plain.items()
    }


def _is_safe(row_id: str, name: str, shared: Mapping[str, int]) -> bool:
    same = name == row_id and shared[name.casefold()] == 1
    return bool(name) and same and not _RESERVED.fullmatch(name)


def anchor(text: str) -> str:
    """Return an id for an element that stands for a reference or row on its page."""
    name = _UNSAFE.sub("-", text)
    return name if name == text else f"{name[:_LONGEST]}-{fingerprint(text)[:6]}"


@dataclass(frozen=True)
class Addresses:
    """The pages that exist: for each folder of the site, the file name of each id."""

    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def page(self, folder: str, row_id: str) -> str:
        """Return the address of an entity's page, or "" where it has none."""
        name = self.names.get(folder, {}).get(row_id)
        return f"{folder}/{name}.html" if name else ""
