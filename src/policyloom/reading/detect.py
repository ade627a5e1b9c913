"""What a file is, told by its content and never by its name."""

from __future__ import annotations

import re
import zipfile
from typing import Literal

from policyloom.model.document import Format
from policyloom.reading.archive import open_zip
from policyloom.reading.limits import Limits, RefusedError

Kind = Format | Literal["zip"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_WIDE_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_PLAIN = b"\r\n \t0123456789"
_HTML = re.compile(
    rb"<\s*(!doctype\s+html|html|head|body|title|meta|div|p|table|span|h[1-6]|script|br)\b",
    re.IGNORECASE,
)
_NAMED = (
    (b"HWP Document File V", "HWP 3"),
    (b"{\\rtf", "RTF"),
    (b"%!PS", "PostScript"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"BM", "BMP"),
    (b"RIFF", "RIFF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"SQLite format 3", "SQLite"),
    (b"MZ", "EXE"),
    (b"\x7fELF", "ELF"),
    (b"ALZ\x01", "ALZ"),
    (b"EGGA", "EGG"),
)
_OTHER_PACKAGES = (
    ("xl/workbook.xml", "XLSX"),
    ("ppt/presentation.xml", "PPTX"),
    ("META-INF/container.xml", "EPUB"),
    ("content.xml", "ODF"),
)
_BINARY_NAMES = ("BMP", "EXE", "RIFF", "bzip2")
"""Their signatures are also the beginnings of words."""


def detect(data: bytes, limits: Limits) -> Kind:
    """Return the format; RefusedError for an empty file and for formats that are not read."""
    head = data[:4096]
    if not data.strip(b"\x00 \t\r\n"):
        raise RefusedError("read.empty")
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(_OLE):
        return _ole(data)
    if head.startswith(_ZIP):
        return _zip(open_zip(data, limits))
    for mark, name in _NAMED:
        if head.startswith(mark) and (name not in _BINARY_NAMES or _binary(head)):
            raise _unknown(name)
    return _text(head)


def _ole(data: bytes) -> Kind:
    if b"HWP Document File" in data:
        return "hwp"
    if _wide("EncryptedPackage") in data:
        raise RefusedError("read.encrypted")
    for stream, name in (("WordDocument", "DOC"), ("Workbook", "XLS"), ("PowerPoint", "PPT")):
        if _wide(stream) in data:
            raise _unknown(name)
    raise _unknown("OLE")


def _wide(name: str) -> bytes:
    return name.encode("utf-16-le")


def _zip(archive: zipfile.ZipFile) -> Kind:
    names = set(archive.namelist())
    if "word/document.xml" in names:
        return "docx"
    if any(name.startswith("Contents/section") for name in names):
        return "hwpx"
    for part, name in _OTHER_PACKAGES:
        if part in names:
            raise _unknown(name)
    return "zip"


def _text(head: bytes) -> Kind:
    wide = _wide_text(head)
    if wide:
        plain = head.decode(wide, "replace").encode("ascii", "replace")
        return "html" if _is_html(plain) else "text"
    if _binary(head):
        raise _unknown("?")
    if b"<HWPML" in head:
        raise _unknown("HWPML")
    return "html" if _is_html(head) else "text"


def _is_html(head: bytes) -> bool:
    """Tell a page from a text that merely mentions a tag: tags come early or often."""
    found = [m.start() for m in _HTML.finditer(head)]
    return bool(found) and (found[0] < 512 or len(found) > 5)


def _wide_text(head: bytes) -> str:
    """Return the encoding of UTF-16 or UTF-32; without a mark its spaces and line ends tell it."""
    for mark, encoding in _WIDE_MARKS:
        if head.startswith(mark):
            return encoding
    pairs = [head[i : i + 2] for i in range(0, len(head) - 1, 2)]
    little = sum(p[1] == 0 and p[0] in _PLAIN for p in pairs)
    big = sum(p[0] == 0 and p[1] in _PLAIN for p in pairs)
    odd = sum(p in (b"\x00\x00", b"\xff\xff") for p in pairs)
    if odd or max(little, big) * 100 <= len(pairs):
        return ""
    return "utf-16-le" if little > big else "utf-16-be"


def _binary(head: bytes) -> bool:
    control = sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in head)
    return control * 50 > len(head)


def _unknown(name: str) -> RefusedError:
    return RefusedError("read.unknown_format", value=name)
