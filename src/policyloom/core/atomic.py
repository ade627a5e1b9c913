"""Writing whole or not at all: a reader never meets half a file or half a folder."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_TRIES = 20
"""Windows refuses to rename what a browser or a virus scanner has open; a moment later it may."""


def write_file(path: Path, data: bytes) -> None:
    """Write a file whole: into a temporary one beside it, then moved into place.

    An equal file is left as it is, so its date does not change.
    """
    if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(name).chmod(0o644)
        _move(Path(name), path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """Give an empty folder to fill; on leaving without an exception it takes `path`'s place.

    Whatever stood at `path` before stays until then, and stays for good where the block fails.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}."))
    try:
        yield made
        made.chmod(0o755)
        _swap(made, path)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _swap(made: Path, path: Path) -> None:
    if not path.exists():
        _move(made, path)
        return
    aside = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}.old."))
    _move(path, aside / "old")
    try:
        _move(made, path)
    except OSError:
        _move(aside / "old", path)
        raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _move(source: Path, target: Path) -> None:
    for attempt in range(_TRIES):
        try:
            source.replace(target)
        except PermissionError:
            if attempt == _TRIES - 1:
                raise
            time.sleep(0.05)
        else:
            return
