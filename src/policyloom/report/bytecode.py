"""Compiled templates, kept where Python keeps our compiled modules.

Compiling the templates anew takes a quarter of a second a build. They lie beside our own code and
never in a study folder, so nothing from a study is ever loaded as code.
"""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import BytecodeCache


def bytecode_beside(package: str) -> BytecodeCache | None:
    """Return the cache in a package's __pycache__; None where that cannot be written."""
    from jinja2 import FileSystemBytecodeCache  # noqa: PLC0415 - heavy

    folder = Path(str(files(package))) / "__pycache__"
    if not (folder.is_dir() and os.access(folder, os.W_OK)):
        return None
    return FileSystemBytecodeCache(str(folder))
