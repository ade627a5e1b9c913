"""What one document may cost, and how a reader says that it will not read one."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """The most that reading one document may take.

    `memory` is held by the operating system where it can (Linux, mostly macOS); elsewhere the
    other limits stand alone. `nesting` is the depth of elements, `archives` that of ZIPs in ZIPs,
    `unpacked` the bytes of everything in a ZIP (also of DOCX and HWPX) together.
    """

    seconds: float = 30.0
    memory: int = 2000 * MEGABYTE
    size: int = 100 * MEGABYTE
    pages: int = 3000
    nesting: int = 250
    characters: int = 12_000_000
    unpacked: int = 400 * MEGABYTE
    members: int = 5000
    archives: int = 3

    def as_record(self) -> dict[str, Any]:
        """Return the limits as a plain object, for the worker's command line."""
        return asdict(self)


class RefusedError(Exception):
    """Raised by a reader that will not read a document; becomes its one problem."""

    def __init__(self, code: str, **words: object) -> None:
        super().__init__(code)
        self.code = code
        self.words = words


def megabytes(size: int) -> str:
    """Write a number of bytes for a message."""
    return f"{size / MEGABYTE:,.1f} MB"
