"""ZIP archives: checked before anything is unpacked, and members read within a limit.

The sizes that a ZIP states are not believed: every member is unpacked with a counter.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from policyloom.reading.limits import Limits, RefusedError, megabytes

_CHUNK = 1 << 20
_ENCRYPTED = 0x1
_UTF8_NAME = 0x800
_NAME_ENCODINGS = ("utf-8", "cp949", "gb18030")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError)


def open_zip(data: bytes, limits: Limits) -> zipfile.ZipFile:
    """Open a ZIP held in memory; refuse what is broken, encrypted or states too much."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN as failure:
        raise RefusedError("read.damaged", why=str(failure) or "ZIP") from failure
    members = archive.infolist()
    if len(members) > limits.members:
        raise RefusedError("read.too_many_files", count=len(members), limit=limits.members)
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise RefusedError("read.encrypted")
    _count(sum(member.file_size for member in members), limits)
    return archive


def check_zip(data: bytes, limits: Limits) -> None:
    """Unpack a whole ZIP without keeping it; refuse a bomb, also one that lies about its sizes."""
    archive = open_zip(data, limits)
    total = 0
    for member in archive.infolist():
        for chunk in _chunks(archive, member):
            total += len(chunk)
            _count(total, limits)


def unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> bytes:
    """Return a member's bytes; refuse it as soon as it is larger than `most`."""
    parts: list[bytes] = []
    size = 0
    for chunk in _chunks(archive, member):
        size += len(chunk)
        if size > most:
            raise RefusedError("read.bomb", size=f"> {megabytes(most)}", limit=megabytes(most))
        parts.append(chunk)
    return b"".join(parts)


def documents(archive: zipfile.ZipFile) -> list[tuple[int, str]]:
    """Return the members that may be documents: their places in the ZIP, and readable names.

    The names lead nowhere outside: they are relative and have no parts that climb.
    """
    found = []
    for place, member in enumerate(archive.infolist()):
        parts = PurePosixPath(readable_name(member).replace("\\", "/")).parts
        plain = [part for part in parts if part not in ("/", "..")]
        hidden = any(part.startswith(".") or part == "__MACOSX" for part in plain)
        if plain and not member.is_dir() and not hidden:
            found.append((place, "/".join(plain)))
    return found


def readable_name(member: zipfile.ZipInfo) -> str:
    """Return a member's name; old Korean and Chinese archivers do not say how they wrote it."""
    if member.flag_bits & _UTF8_NAME:
        return member.filename
    try:
        raw = member.filename.encode("cp437")
    except UnicodeEncodeError:
        return member.filename
    for encoding in _NAME_ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename


def _chunks(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with archive.open(member) as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk
    except (*_BROKEN, RuntimeError) as failure:
        raise RefusedError("read.damaged", why=str(failure) or "ZIP") from failure


def _count(size: int, limits: Limits) -> None:
    if size > limits.unpacked:
        raise RefusedError("read.bomb", size=megabytes(size), limit=megabytes(limits.unpacked))
