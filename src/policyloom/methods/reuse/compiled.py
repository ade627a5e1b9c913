"""How the kernels of this package are compiled, and where what was compiled is kept.

Kernels are compiled on their first call (numba) and kept on disk, so that only the first start
after an installation compiles. They lie in a folder of the user's cache that is named after the
kernels' own source and the compiler's version: a changed kernel never meets its old code, also
where one kernel calls another, and an installation that cannot be written to works. The folder is
NUMBA_CACHE_DIR where that is set, else the cache folder of the platform. Where no folder can be
written, kernels are compiled in every process.

A kernel is compiled for every type that it is called with, and a bare constant is a type of its
own; so constants are passed as `int(np.int64(1))`, which is an integer like any other.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

EXTRA = "reuse"
"""The optional part of the installation that brings the compiler."""


class CompilerMissingError(ImportError):
    """The compiler is not installed; `policyloom[reuse]` brings it."""

    def __init__(self) -> None:
        super().__init__("numba is missing: pip install 'policyloom[reuse]'")


def compiler_at_hand() -> bool:
    """Tell whether the compiler is installed, without loading it."""
    return find_spec("numba") is not None


def kept_before() -> bool:
    """Tell whether kernels were compiled by an earlier start, so that this one is quick."""
    folder = _folder(version("numba")) if compiler_at_hand() else None
    return folder is not None and any(folder.rglob("*.nbi"))


def kernel(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function of arrays and numbers; it runs without the interpreter's lock.

    Raises:
        CompilerMissingError: numba is not installed.
    """
    if not compiler_at_hand():
        raise CompilerMissingError
    return _compile(function)


def kernel_or_plain(function: Callable[P, R]) -> Callable[P, R]:
    """Compile where the compiler is installed; otherwise the function runs as it is, slowly."""
    return _compile(function) if compiler_at_hand() else function


def _compile(function: Callable[P, R]) -> Callable[P, R]:
    import numba  # noqa: PLC0415 - a third of a second that only reuse pays for

    folder = _folder(version("numba"))
    if folder is None:
        made: Callable[P, R] = numba.njit(nogil=True)(function)
        return made
    config: Any = numba.config
    before, config.CACHE_DIR = config.CACHE_DIR, str(folder)
    try:
        made = numba.njit(nogil=True, cache=True)(function)
    finally:
        config.CACHE_DIR = before
    return made


@cache
def _folder(compiler: str) -> Path | None:
    """Return the folder for compiled kernels, made; None where none can be written."""
    digest = hashlib.sha256(compiler.encode())
    for source in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(source.read_bytes())
    name = f"reuse-{digest.hexdigest()[:16]}"
    for base in _bases():
        folder = base / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                return folder
        except OSError:
            continue
    return None


def _bases() -> list[Path]:
    """Return the folders to try: the user's wish, else the platform's cache."""
    wished = os.environ.get("NUMBA_CACHE_DIR")
    if wished:
        return [Path(wished) / "policyloom"]
    try:
        home = Path.home()
    except RuntimeError:  # a user without a home, as in a bare container
        return []
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return [base / "policyloom"]
