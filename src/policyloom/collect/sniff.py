"""What bytes are, by their first bytes and not by what anyone calls them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policyloom.collect.address import parse_address


@dataclass(frozen=True)
class FileType:
    """A kind of file: its name, and the ending it is stored with."""

    name: str
    ending: str


HTML = FileType("html", ".html")
UNKNOWN = FileType("unknown", ".bin")
_TEXT = FileType("text", ".txt")
_MAGIC = (
    (b"%PDF-", FileType("pdf", ".pdf")),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileType("ole", ".ole")),
    (b"PK\x03\x04", FileType("zip", ".zip")),
    (b"{\\rtf", FileType("rtf", ".rtf")),
    (b"\xff\xd8\xff", FileType("jpeg", ".jpg")),
    (b"\x89PNG", FileType("png", ".png")),
)
_NAMED = {
    "ole": (".doc", ".xls", ".ppt", ".hwp"),
    "zip": (".docx", ".xlsx", ".pptx", ".hwpx", ".ofd", ".zip", ".ods", ".odt"),
    "text": (".csv", ".json", ".xml", ".txt", ".tsv"),
}
"""Endings in an address that may say more closely what a container holds."""

_HTML_TYPES = ("text/html", "application/xhtml+xml")
_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|div|table|p)\b", re.IGNORECASE
)
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def file_type(data: bytes, content_type: str, address: str) -> FileType:
    """Tell what came; the address's ending only chooses among kinds that fit the bytes."""
    start = data[:2_000].lstrip(b"\xef\xbb\xbf\x00 \t\r\n")
    for magic, kind in _MAGIC:
        if start.startswith(magic):
            return _closer(kind, address)
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    media = content_type.partition(";")[0].strip().lower()
    if _MARKUP.search(start) or (media in _HTML_TYPES and not _BINARY.search(start)):
        return HTML
    if _BINARY.search(start) and not wide:
        return UNKNOWN
    return _closer(_TEXT, address)


def expects_file(address: str) -> bool:
    """Tell whether an address names a file to be stored rather than a page to be read."""
    ending = _ending(address)
    return ending == ".pdf" or any(ending in endings for endings in _NAMED.values())


def _closer(kind: FileType, address: str) -> FileType:
    ending = _ending(address)
    return FileType(kind.name, ending) if ending in _NAMED.get(kind.name, ()) else kind


def _ending(address: str) -> str:
    name = parse_address(address).target.partition("?")[0].rpartition("/")[2]
    return "." + name.rpartition(".")[2].lower() if "." in name else ""
