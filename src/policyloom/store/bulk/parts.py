"""One file out of parts that are written one after another, without encoding anything twice.

A Parquet file is its row groups followed by a description of where each lies. So parts of one
shape are joined by copying their bytes and adding up their descriptions with the places moved.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from policyloom.store.bulk.thrift import Part, Reader, Struct, write_structure

_MARK = b"PAR1"
_SCHEMA, _ROWS, _GROUPS = 2, 3, 4
_GROUP_COLUMNS, _GROUP_PLACE, _GROUP_NUMBER = 1, 5, 7
_COLUMN_PLACES = (2, 4, 6)
"""In a column chunk: file_offset, offset_index_offset, column_index_offset."""
_COLUMN_ABOUT = 3
_ABOUT_PLACES = (9, 10, 11, 14)
"""In its description: the pages of data, of the index, of the dictionary, the Bloom filter."""


class ParquetParts:
    """Joins Parquet files of one schema into `target`; `close` makes it readable."""

    def __init__(self, target: Path) -> None:
        self._out: BinaryIO = target.open("wb")
        self._out.write(_MARK)
        self._first: Struct = []
        self._rows = 0
        self._groups: list[Struct] = []

    def add(self, part: Path) -> None:
        """Append a part. ValueError where it is no Parquet file or of another schema."""
        with part.open("rb") as file:
            footer, ends = _footer(file)
            shift = self._out.tell() - len(_MARK)
            file.seek(len(_MARK))
            _copy(file, self._out, ends - len(_MARK))
        if not self._first:
            self._first = footer
        elif _get(footer, _SCHEMA) != _get(self._first, _SCHEMA):
            raise ValueError(f"{part} has other columns than the parts before it")
        self._rows += _get(footer, _ROWS)
        for group in _get(footer, _GROUPS)[1]:
            _move_group(group, shift, len(self._groups))
            self._groups.append(group)

    def close(self) -> None:
        """Write the description and close. ValueError where no part was added."""
        with self._out as out:
            if not self._first:
                raise ValueError("a file needs one part at least")
            for part in self._first:
                if part.number == _ROWS:
                    part.value = self._rows
                elif part.number == _GROUPS:
                    part.value = (part.value[0], self._groups)
            about = write_structure(self._first)
            out.write(about + len(about).to_bytes(4, "little") + _MARK)

    def abandon(self) -> None:
        """Close without finishing; the file is of no use then."""
        self._out.close()


class CsvParts:
    """Joins CSV files that each begin with the same header line."""

    def __init__(self, target: Path) -> None:
        self._out: BinaryIO = target.open("wb")
        self._empty = True

    def add(self, part: Path) -> None:
        """Append a part, without its header line where it is not the first."""
        with part.open("rb") as file:
            if not self._empty:
                file.readline()
            self._empty = False
            shutil.copyfileobj(file, self._out, 1 << 20)

    def close(self) -> None:
        """Close the file."""
        self._out.close()

    abandon = close


def _footer(file: BinaryIO) -> tuple[Struct, int]:
    """Return a file's description and where it begins."""
    size = file.seek(0, 2)
    file.seek(max(size - 8, 0))
    tail = file.read(8)
    length = int.from_bytes(tail[:4], "little")
    if len(tail) < 8 or tail[4:] != _MARK or length + 12 > size:
        raise ValueError("this is no Parquet file")
    file.seek(size - 8 - length)
    return Reader(file.read(length)).structure(), size - 8 - length


def _copy(source: BinaryIO, target: BinaryIO, left: int) -> None:
    while left > 0:
        block = source.read(min(left, 1 << 20))
        if not block:
            raise ValueError("the file ends early")
        target.write(block)
        left -= len(block)


def _get(fields: Struct, number: int) -> Any:  # noqa: ANN401 - depends on the field
    return next((part.value for part in fields if part.number == number), None)


def _move_group(group: Struct, shift: int, number: int) -> None:
    for part in group:
        if part.number == _GROUP_PLACE:
            part.value += shift
        elif part.number == _GROUP_NUMBER:
            part.value = number
        elif part.number == _GROUP_COLUMNS:
            for column in part.value[1]:
                _move(column, _COLUMN_PLACES, shift)
                _move(_get(column, _COLUMN_ABOUT) or [], _ABOUT_PLACES, shift)


def _move(fields: Struct, places: tuple[int, ...], shift: int) -> None:
    for part in _matching(fields, lambda p: p.number in places and p.value > 0):
        part.value += shift


def _matching(fields: Struct, wanted: Callable[[Part], bool]) -> Iterator[Part]:
    return (part for part in fields if part.kind in (5, 6) and wanted(part))
