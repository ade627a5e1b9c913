"""Fingerprints and ids that come from content."""

from __future__ import annotations

import hashlib
import json


def fingerprint(*parts: object) -> str:
    """Return 16 hexadecimal digits over the parts; equal parts give equal digits anywhere.

    Parts are written as canonical JSON, so ("ab", "c") and ("a", "bc") differ.
    """
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def digest(data: bytes) -> str:
    """Return the SHA-256 of bytes in hexadecimal, as written in sources.csv."""
    return hashlib.sha256(data).hexdigest()
