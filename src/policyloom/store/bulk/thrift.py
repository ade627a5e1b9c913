"""The compact notation of Thrift, in which a Parquet file describes itself, read and written.

A structure is a list of fields (number, type, value) in order, so that what is read can be written
again without knowing what it means.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any

Struct = list["Part"]

_TRUE, _FALSE, _DOUBLE, _BINARY, _LIST, _SET, _STRUCT = 1, 2, 7, 8, 9, 10, 12
_INTEGERS = (4, 5, 6)


@dataclass
class Part:
    """One field; a list's value is its element type and its elements."""

    number: int
    kind: int
    value: Any


class Reader:
    """Reads from the start of `data`; ValueError where it is not compact Thrift."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def structure(self) -> Struct:
        """Read fields up to the stop byte."""
        fields: Struct = []
        number = 0
        while True:
            head = self._byte()
            if head == 0:
                return fields
            kind = head & 15
            step = head >> 4
            number = number + step if step else self._zigzag()
            is_truth = kind in (_TRUE, _FALSE)
            fields.append(Part(number, kind, kind == _TRUE if is_truth else self._value(kind)))

    def _byte(self) -> int:
        try:
            found = self._data[self._at]
        except IndexError:
            raise ValueError("the description of the file ends early") from None
        self._at += 1
        return found

    def _varint(self) -> int:
        found = shift = 0
        while True:
            byte = self._byte()
            found |= (byte & 127) << shift
            if byte < 128:
                return found
            shift += 7

    def _zigzag(self) -> int:
        found = self._varint()
        return (found >> 1) ^ -(found & 1)

    def _bytes(self, size: int) -> bytes:
        found = self._data[self._at : self._at + size]
        if len(found) < size:
            raise ValueError("the description of the file ends early")
        self._at += size
        return found

    def _value(self, kind: int) -> Any:  # noqa: ANN401 - depends on the kind
        if kind in _INTEGERS:
            return self._zigzag()
        if kind == _DOUBLE:
            return struct.unpack("<d", self._bytes(8))[0]
        if kind == _BINARY:
            return self._bytes(self._varint())
        if kind in (_LIST, _SET):
            return self._list()
        if kind == _STRUCT:
            return self.structure()
        raise ValueError(f"the description of the file holds a field of kind {kind}")

    def _list(self) -> tuple[int, list[Any]]:
        head = self._byte()
        size = head >> 4
        if size == 15:
            size = self._varint()
        kind = head & 15
        if kind in (_TRUE, _FALSE):  # in lists a truth value is a byte of its own
            return kind, [self._byte() == 1 for _ in range(size)]
        return kind, [self._value(kind) for _ in range(size)]


def write_structure(fields: Struct) -> bytes:
    """Return the bytes of a structure."""
    out = bytearray()
    number = 0
    for part in fields:
        kind = part.kind
        if kind in (_TRUE, _FALSE):
            kind = _TRUE if part.value else _FALSE
        step = part.number - number
        if 0 < step < 16:
            out.append(step << 4 | kind)
        else:
            out.append(kind)
            out += _varint(_folded(part.number))
        number = part.number
        if kind not in (_TRUE, _FALSE):
            out += _written(kind, part.value)
    out.append(0)
    return bytes(out)


def _written(kind: int, value: Any) -> bytes:  # noqa: ANN401 - depends on the kind
    if kind in _INTEGERS:
        return _varint(_folded(value))
    if kind == _DOUBLE:
        return struct.pack("<d", value)
    if kind == _BINARY:
        return _varint(len(value)) + bytes(value)
    if kind == _STRUCT:
        return write_structure(value)
    return _written_list(*value)


def _written_list(inner: int, items: list[Any]) -> bytes:
    size = len(items)
    head = bytes([size << 4 | inner]) if size < 15 else bytes([240 | inner]) + _varint(size)
    if inner in (_TRUE, _FALSE):
        return head + bytes(1 if item else 2 for item in items)
    return head + b"".join(_written(inner, item) for item in items)


def _folded(value: int) -> int:
    return (value << 1) ^ (value >> 63)


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)
