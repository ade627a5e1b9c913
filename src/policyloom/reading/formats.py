"""One document's bytes to a ReadDocument: the format is told, its reader called.

Runs inside a worker (`worker.py`); nothing here holds time or memory in bounds.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from policyloom.model.document import Format, ReadDocument
from policyloom.reading.archive import documents, open_zip, unpack
from policyloom.reading.blocks import Draft, assemble, refused
from policyloom.reading.detect import Kind, detect
from policyloom.reading.limits import Limits, RefusedError, megabytes

READERS: dict[Format, tuple[str, str]] = {
    "pdf": ("pdf", "read_pdf"),
    "html": ("html", "read_html"),
    "docx": ("docx", "read_docx"),
    "hwp": ("hwp", "read_hwp"),
    "hwpx": ("hwp", "read_hwpx"),
    "text": ("text", "read_text"),
}
"""The module and function that read each format; imported when first met."""

Members = list[tuple[int, str]]


def read_path(path: Path, name: str, members: list[int], limits: Limits) -> ReadDocument | Members:
    """Read a file, or a member of ZIPs in it; a ZIP itself gives the list of its members."""
    form: Format | None = None
    try:
        data = _bytes(path, members, limits)
        kind = detect(data, limits)
        if kind == "zip":
            return _members(data, members, limits)
        form = kind
        return assemble(_reader(form)(data, limits), name, form, limits)
    except RefusedError as refusal:
        return refused(name, form, refusal)
    except RecursionError:
        return refused(name, form, RefusedError("read.too_deep", limit=limits.nesting))
    except ModuleNotFoundError as failure:
        return refused(name, form, RefusedError("read.extra_missing", value=failure.name or "?"))


def _reader(form: Format) -> Callable[[bytes, Limits], Draft]:
    module, function = READERS[form]
    reader: Callable[[bytes, Limits], Draft] = getattr(
        import_module(f"policyloom.reading.{module}"), function
    )
    return reader


def _bytes(path: Path, members: list[int], limits: Limits) -> bytes:
    try:
        with path.open("rb") as stream:
            data = stream.read(limits.size + 1)
    except OSError as failure:
        raise RefusedError("file.unreadable", why=failure.strerror or failure) from failure
    _check_size(len(data), limits)
    for place in members:
        archive = open_zip(data, limits)
        data = unpack(archive, archive.infolist()[place], limits.size)
    return data


def _check_size(size: int, limits: Limits) -> None:
    if size > limits.size:
        shown = f"> {megabytes(limits.size)}"
        raise RefusedError("read.too_large", size=shown, limit=megabytes(limits.size))


def _members(data: bytes, outer: list[int], limits: Limits) -> Members:
    if len(outer) + 1 > limits.archives:
        raise RefusedError("read.too_deep", limit=limits.archives)
    found = documents(open_zip(data, limits))
    if not found:
        raise RefusedError("read.empty")
    return found


__all__ = ["READERS", "Kind", "Members", "read_path"]
