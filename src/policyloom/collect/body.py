"""The body of an answer: read in pieces, unpacked, and never more than may be held."""

from __future__ import annotations

import http.client
import zlib
from collections.abc import Iterator
from typing import Protocol

_PIECE = 65_536
_UNPACKED_PIECE = 1_000_000


class BodyError(Exception):
    """A body that is not taken; `kind` is "too_large", "truncated" or "damaged"."""

    def __init__(self, kind: str, found: int = 0, wanted: int = 0) -> None:
        super().__init__(kind)
        self.kind, self.found, self.wanted = kind, found, wanted


class _Unpacker(Protocol):
    @property
    def unconsumed_tail(self) -> bytes: ...

    @property
    def eof(self) -> bool: ...

    def decompress(self, data: bytes, max_length: int = ..., /) -> bytes: ...


def read_body(response: http.client.HTTPResponse, most: int) -> bytes:
    """Return the unpacked body; BodyError where it is too large, cut short or damaged."""
    announced = _length(response)
    if announced is not None and announced > most:
        raise BodyError("too_large", announced, most)
    packing = (response.getheader("Content-Encoding") or "").strip().lower()
    pieces = _pieces(response, announced, most)
    if packing in ("", "identity"):
        return b"".join(pieces)
    if packing in ("gzip", "x-gzip", "deflate"):
        return b"".join(_unpacked(pieces, packing, most))
    raise BodyError("damaged")


def _length(response: http.client.HTTPResponse) -> int | None:
    text = (response.getheader("Content-Length") or "").strip()
    chunked = "chunked" in (response.getheader("Transfer-Encoding") or "").lower()
    return int(text) if text.isascii() and text.isdigit() and not chunked else None


def _pieces(
    response: http.client.HTTPResponse, announced: int | None, most: int
) -> Iterator[bytes]:
    held = 0
    try:
        while piece := response.read1(_PIECE):
            held += len(piece)
            if held > most:
                raise BodyError("too_large", held, most)
            yield piece
    except http.client.IncompleteRead as failure:
        raise BodyError("truncated", held + len(failure.partial), announced or 0) from failure
    except (ConnectionError, http.client.HTTPException) as failure:
        raise BodyError("truncated", held, announced or 0) from failure
    if announced is not None and held != announced:
        raise BodyError("truncated", held, announced)


def _unpacked(pieces: Iterator[bytes], packing: str, most: int) -> Iterator[bytes]:
    """Unpack in pieces, so that a bomb is noticed when it passes the limit, not afterwards."""
    unpacker: _Unpacker | None = None
    held = 0
    for packed in pieces:
        data = packed
        unpacker = unpacker or _unpacker(packing, data)
        while not unpacker.eof:
            try:
                made = unpacker.decompress(data, _UNPACKED_PIECE)
            except zlib.error as failure:
                raise BodyError("damaged") from failure
            held += len(made)
            if held > most:
                raise BodyError("too_large", held, most)
            yield made
            data = unpacker.unconsumed_tail
            if not data and len(made) < _UNPACKED_PIECE:
                break
    if unpacker is not None and not unpacker.eof:
        raise BodyError("truncated", held)


def _unpacker(packing: str, start: bytes) -> _Unpacker:
    """Return a decompressor; "deflate" means a zlib stream, or a bare one from some servers."""
    if packing == "deflate":
        head = int.from_bytes(start[:2], "big")
        bare = len(start) < 2 or start[0] & 0x0F != 8 or head % 31 != 0
        return zlib.decompressobj(-zlib.MAX_WBITS if bare else zlib.MAX_WBITS)
    return zlib.decompressobj(zlib.MAX_WBITS | 16)
