"""A Parquet file of full grids: every row a pair of an outer and an inner key, in that order.

A grid needs no rows to be made in order to be written. A column of the outer key is as many runs as
there are keys; one of the inner key is the same bytes over and over; one of cells is an array as it
lies in memory. So writing costs little more than the disk. Source of the form: Apache Parquet.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Literal

import numpy as np
from numpy.typing import NDArray

from policyloom.store.bulk.levels import bits_for, marks, packed, repeated, run
from policyloom.store.bulk.thrift import Part, Struct, write_structure

_MARK = b"PAR1"
_I16, _I32, _I64, _BINARY, _LIST, _STRUCT = 4, 5, 6, 8, 9, 12
_PLAIN, _RLE, _CODED = 0, 3, 8
_AS_IT_IS, _GZIP = 0, 2
_TEXT = (6, 0)
_KINDS = {"int16": (1, 16), "int32": (1, 17), "float32": (4, None), "float64": (5, None)}
"""Parquet's type and its reading: whole numbers lie in 32 bits, texts in bytes as UTF-8."""
_WORTH_PACKING = 0.25
"""The share of zeros from which amounts are packed; others hardly get smaller and take longer."""

By = Literal["outer", "inner", "cells"]


@dataclass(frozen=True)
class Column:
    """A column of a grid: one value an outer key, one an inner key, or one a cell (in a row each).

    Numbers have NaN where empty; texts are codes into `words`, -1 where empty. `kind` is the type
    in the file: int16, int32, float32, float64 or text.
    """

    name: str
    by: By
    values: NDArray[Any]
    kind: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Piece:
    """A column of one group, encoded: pages, their sizes, and what is said of them."""

    pages: tuple[tuple[bytes, Any], ...]
    plain_size: int
    about: Mapping[str, Any]


class GridFile:
    """Writes grids one after another into `target`; `close` makes it readable."""

    def __init__(self, target: Path, notes: Mapping[str, str], most_rows: int = 1_500_000) -> None:
        self._out: BinaryIO = target.open("wb")
        self._out.write(_MARK)
        self._notes, self._most = notes, most_rows
        self._schema: list[Struct] = []
        self._groups: list[Struct] = []
        self._rows = 0

    def add(self, columns: Sequence[Column], outer: int, inner: int) -> None:
        """Append a grid of `outer` times `inner` rows. ValueError where columns are others."""
        schema = _schema(columns)
        if self._schema and self._schema != schema:
            raise ValueError("a grid has other columns than the grids before it")
        self._schema = schema
        step = max(1, self._most // max(1, inner))
        for first in range(0, outer, step):
            last = min(first + step, outer)
            parts = [_part(column, first, last, inner) for column in columns]
            self._group(parts, last - first, inner)

    def _group(self, columns: Sequence[Column], outer: int, inner: int) -> None:
        begins, chunks, plain = self._out.tell(), [], 0
        for column in columns:
            piece = _encoded(column, outer, inner)
            chunks.append(self._chunk(column, piece, outer * inner))
            plain += piece.plain_size
        size = self._out.tell() - begins
        self._groups.append([
            Part(1, _LIST, (_STRUCT, chunks)), Part(2, _I64, plain),
            Part(3, _I64, outer * inner), Part(5, _I64, begins), Part(6, _I64, size),
            Part(7, _I16, len(self._groups)),
        ])  # fmt: skip
        self._rows += outer * inner

    def _chunk(self, column: Column, piece: _Piece, rows: int) -> Struct:
        begins, places = self._out.tell(), []
        for head, data in piece.pages:
            places.append(self._out.tell())
            self._out.write(head)
            self._out.write(data)
        coded = len(places) > 1
        about = [
            Part(1, _I32, _type(column)[0]),
            Part(2, _LIST, (_I32, sorted({_PLAIN, _RLE, *([_CODED] if coded else [])}))),
            Part(3, _LIST, (_BINARY, [column.name.encode()])), Part(4, _I32, piece.about["codec"]),
            Part(5, _I64, rows), Part(6, _I64, piece.plain_size),
            Part(7, _I64, self._out.tell() - begins), Part(9, _I64, places[-1]),
            *([Part(11, _I64, places[0])] if coded else []),
            Part(12, _STRUCT, piece.about["statistics"]),
        ]  # fmt: skip
        return [Part(2, _I64, begins), Part(3, _STRUCT, about)]

    def close(self) -> None:
        """Write the description and close. ValueError where no grid was added."""
        with self._out as out:
            if not self._schema:
                raise ValueError("a file needs one grid at least")
            root = [Part(4, _BINARY, b"rows"), Part(5, _I32, len(self._schema))]
            notes = [[Part(1, _BINARY, k.encode()), Part(2, _BINARY, v.encode())]
                     for k, v in self._notes.items()]  # fmt: skip
            by_type: list[Struct] = [[Part(1, _STRUCT, [])] for _ in self._schema]
            about = write_structure([
                Part(1, _I32, 1), Part(2, _LIST, (_STRUCT, [root, *self._schema])),
                Part(3, _I64, self._rows), Part(4, _LIST, (_STRUCT, self._groups)),
                Part(5, _LIST, (_STRUCT, notes)), Part(6, _BINARY, b"policyloom"),
                Part(7, _LIST, (_STRUCT, by_type)),
            ])  # fmt: skip
            out.write(about + len(about).to_bytes(4, "little") + _MARK)

    def abandon(self) -> None:
        """Close without finishing; the file is of no use then."""
        self._out.close()


def _type(column: Column) -> tuple[int, int | None]:
    return _TEXT if column.kind == "text" else _KINDS[column.kind]


def _schema(columns: Sequence[Column]) -> list[Struct]:
    made: list[Struct] = []
    for column in columns:
        kind, reading = _type(column)
        name = Part(4, _BINARY, column.name.encode())
        more = [] if reading is None else [Part(6, _I32, reading)]
        made.append([Part(1, _I32, kind), Part(3, _I32, 1), name, *more])  # 1: may be empty
    return made


def _part(column: Column, first: int, last: int, inner: int) -> Column:
    """Return a column's share of some outer keys."""
    values = column.values
    if column.by == "outer":
        values = values[first:last]
    elif column.by == "cells":
        values = values.reshape(-1)[first * inner : last * inner]
    return Column(column.name, column.by, values, column.kind, column.words)


def _encoded(column: Column, outer: int, inner: int) -> _Piece:
    numbers = column.kind != "text"
    if column.by == "cells" and numbers:
        return _amounts(column)
    empty = np.isnan(column.values) if numbers else column.values < 0
    filled: NDArray[np.bool_] = ~np.asarray(empty)
    if not filled.any():
        return _piece(column, outer * inner, outer * inner, run(0, outer * inner, 1), None, [])
    known = column.values[filled]
    entries, codes = np.unique(known, return_inverse=True)
    dictionary = [column.words[i] for i in entries] if not numbers else entries
    width = bits_for(len(entries))
    if column.by == "outer":
        levels, data = repeated(filled, inner, 1), repeated(codes, inner, width)
        missing = int((~filled).sum()) * inner
    elif column.by == "inner":
        levels, data = marks(filled) * outer, packed(codes, width) * outer
        missing = int((~filled).sum()) * outer
    else:
        levels, data = marks(filled), packed(codes, width)
        missing = int((~filled).sum())
    return _piece(column, outer * inner, missing, levels, bytes([width]) + data, dictionary)


def _amounts(column: Column) -> _Piece:
    """Encode numbers a cell: as they lie in memory, packed where many are zero."""
    values = column.values.astype(_stored(column), copy=False)
    filled = ~np.isnan(values)
    known = values if filled.all() else values[filled]
    levels = marks(filled)
    levels = len(levels).to_bytes(4, "little") + levels
    size = len(levels) + known.nbytes
    pack = 1 - np.count_nonzero(known) / max(1, len(known)) >= _WORTH_PACKING
    data = levels + known.tobytes()
    codec = _GZIP if pack else _AS_IT_IS
    body = _gzip(data, zlib.Z_RLE) if pack else data
    head = _page(size, len(body), len(values), _PLAIN)
    about = {"codec": codec, "statistics": _statistics(column, known, len(values) - len(known))}
    return _Piece(((head, body),), size + len(head), about)


def _piece(
    column: Column, rows: int, missing: int, levels: bytes, data: bytes | None, entries: Any,  # noqa: ANN401
) -> _Piece:  # fmt: skip
    """Put dictionary and codes into pages; without codes, all cells are empty."""
    body = len(levels).to_bytes(4, "little") + levels + (data or b"")
    packed_body = _gzip(body)
    encoding = _PLAIN if data is None else _CODED
    pages = [(_page(len(body), len(packed_body), rows, encoding), packed_body)]
    size = len(body) + len(pages[0][0])
    if data is not None:
        words = _dictionary(column, entries)
        packed_words = _gzip(words)
        head = _dictionary_page(len(words), len(packed_words), len(entries))
        pages.insert(0, (head, packed_words))
        size += len(words) + len(head)
    about = {"codec": _GZIP, "statistics": _statistics(column, entries, missing)}
    return _Piece(tuple(pages), size, about)


def _stored(column: Column) -> str:
    return {1: "<i4", 4: "<f4", 5: "<f8"}[_type(column)[0]]


def _dictionary(column: Column, entries: Any) -> bytes:  # noqa: ANN401 - texts or numbers
    if column.kind != "text":
        return bytes(np.asarray(entries).astype(_stored(column)).tobytes())
    texts = [text.encode() for text in entries]
    return b"".join(len(text).to_bytes(4, "little") + text for text in texts)


def _statistics(column: Column, known: Any, missing: int) -> Struct:  # noqa: ANN401
    """Return the number of empty cells and, so that readers may pass over a group, the range."""
    said = [Part(3, _I64, missing)]
    if len(known) == 0:
        return said
    if column.kind == "text":
        texts = sorted(text.encode() for text in known)
        low, high = texts[0], texts[-1]
    else:
        # The form asks for the zero of the outer sign, since the two zeros are one number.
        ends = np.array([known.min(), known.max()], dtype=_stored(column))
        if ends.dtype.kind == "f":
            ends = np.where(ends == 0, np.array([-0.0, 0.0], dtype=ends.dtype), ends)
        low, high = ends[:1].tobytes(), ends[1:].tobytes()
    return [*said, Part(5, _BINARY, high), Part(6, _BINARY, low)]


def _page(plain: int, size: int, rows: int, encoding: int) -> bytes:
    inner = [Part(1, _I32, rows), Part(2, _I32, encoding), Part(3, _I32, _RLE), Part(4, _I32, _RLE)]
    return write_structure([
        Part(1, _I32, 0), Part(2, _I32, plain), Part(3, _I32, size), Part(5, _STRUCT, inner),
    ])  # fmt: skip


def _dictionary_page(plain: int, size: int, entries: int) -> bytes:
    inner = [Part(1, _I32, entries), Part(2, _I32, _PLAIN)]
    return write_structure([
        Part(1, _I32, 2), Part(2, _I32, plain), Part(3, _I32, size), Part(7, _STRUCT, inner),
    ])  # fmt: skip


def _gzip(data: bytes, strategy: int = zlib.Z_DEFAULT_STRATEGY) -> bytes:
    """Pack; for amounts only runs are looked for, since nothing else in them repeats."""
    made = zlib.compressobj(1, zlib.DEFLATED, 31, 9, strategy)
    return made.compress(data) + made.flush()
