"""What a build depends on: every file of a study folder, by content."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from policyloom.core.ids import digest, fingerprint

LARGE = 1_000_000
"""Bytes above which a held document is told apart by size and time of change, not by content."""

_NOT_INPUTS = frozenset({"derived", "__pycache__"})


def input_digests(folder: Path) -> dict[str, str]:
    """Return a digest for every input file by its path in the folder, sorted.

    Left out: derived/, hidden files, and the lock and temporary files that office programs make.
    """
    found = {}
    for path in sorted(_walk(folder)):
        name = path.relative_to(folder).as_posix()
        found[name] = _digest(path, name)
    return found


def _walk(folder: Path) -> Iterator[Path]:
    for entry in os.scandir(folder):
        if entry.name.startswith((".", "~$")) or entry.name in _NOT_INPUTS:
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path))
        elif entry.is_file(follow_symlinks=False):
            yield Path(entry.path)


def _digest(path: Path, name: str) -> str:
    about = path.stat()
    if about.st_size > LARGE:
        return fingerprint(name, about.st_size, about.st_mtime_ns)
    return digest(path.read_bytes())
