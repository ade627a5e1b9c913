"""What workers are told to do with documents in tests of their limits."""

import time
from typing import Any

from policyloom.model.document import ReadDocument


def count(document: ReadDocument) -> dict[str, Any]:
    return {"letters": len(document.text), "passages": len(document.passages)}


def never_ends(document: ReadDocument) -> dict[str, Any]:
    if "endless" in document.text:
        time.sleep(600)
    return count(document)


def swallows(document: ReadDocument) -> dict[str, Any]:
    if "endless" in document.text:
        return {"letters": len(bytearray(400_000_000))}
    return count(document)


def fails(document: ReadDocument) -> dict[str, Any]:
    if "endless" in document.text:
        raise RecursionError("too deep")
    return count(document)
