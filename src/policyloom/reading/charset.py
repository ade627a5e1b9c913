"""Bytes to text: byte-order mark first, then what the document declares, then what fits.

gb2312 and gbk are decoded as gb18030, and euc-kr as cp949: supersets that real files need.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "hz": "gb18030",
    "euc_kr": "cp949",
    "johab": "cp949",
    "big5": "big5hkscs",
    "cp950": "big5hkscs",
    "ascii": "utf-8",
    "shift_jis": "cp932",
    "iso8859-1": "cp1252",
}
_LIKELY = [
    *("utf_8", "gb18030", "big5", "cp949", "cp1252"),
    *("utf_16_le", "utf_16_be", "utf_32_le", "utf_32_be"),
]
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})"""
    rb"""|<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})""",
    re.IGNORECASE,
)
_SAMPLE = 40_000
_WESTERN = ("cp1252", "latin-1")


@dataclass(frozen=True)
class Decoded:
    """A text with the encoding it was read in; `sure` is False where it was guessed."""

    text: str
    encoding: str
    sure: bool = True


def wider(name: str) -> str:
    """Return the Python name of an encoding, or of the superset to read it with; "" if unknown."""
    try:
        known = codecs.lookup(name.strip().strip("'\"")).name
    except LookupError:
        return ""
    if not getattr(codecs.lookup(known), "_is_text_encoding", True):
        return ""
    return _WIDER.get(known, known)


def declared(data: bytes) -> str:
    """Return the encoding that an HTML page or XML file declares, "" where it does not."""
    found = _DECLARED.search(data[:4096])
    name = next((g for g in found.groups() if g), b"") if found else b""
    return wider(name.decode("ascii", "replace")) if name else ""


def decode(data: bytes, hint: str = "") -> Decoded:
    """Decode a document; `hint` is what it declares of itself and is believed if it fits."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(data[len(mark) :].decode(encoding, "replace"), encoding)
    for encoding in (hint, "utf-8"):
        text = _strict(data, encoding)
        if text is not None and not _wrong(text, encoding):
            return Decoded(text, encoding)
    guess = _guess(data)
    text = _strict(data, guess)
    if text is not None:
        return Decoded(text, guess, sure=bool(hint and hint == guess))
    return _least_broken(data, [e for e in (hint, guess, "utf-8", "gb18030", "cp949") if e])


def _strict(data: bytes, encoding: str) -> str | None:
    if not encoding or encoding.startswith(("utf-16", "utf-32")):
        return _utf_wide(data, encoding)
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _utf_wide(data: bytes, encoding: str) -> str | None:
    """A page that declares UTF-16 in ASCII bytes is not UTF-16."""
    if not encoding or (data[:1000].count(0) * 8 < len(data[:1000]) and b"<" in data[:200]):
        return None
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _wrong(text: str, encoding: str) -> bool:
    """Western encodings accept any bytes: many letters above ASCII prove another one."""
    if encoding in _WESTERN:
        sample = text[:_SAMPLE]
        return sum(c >= "\x80" for c in sample) * 5 > len(sample)
    return encoding == "utf-8" and text[:2000].count("\x00") * 4 > len(text[:2000])


def _guess(data: bytes) -> str:
    from charset_normalizer import from_bytes  # noqa: PLC0415

    best = from_bytes(_sample(data), cp_isolation=_LIKELY).best()
    return wider(best.encoding) if best else ""


def _sample(data: bytes) -> bytes:
    """Take the beginning up to the end of a line, lest a letter be cut in two."""
    if len(data) <= _SAMPLE:
        return data
    even = _SAMPLE - _SAMPLE % 4
    if data[:2000].count(0) > 200:
        return data[:even]
    end = data.rfind(b"\n", 1000, even)
    return data[: end + 1] if end > 0 else data[:even]


def _least_broken(data: bytes, encodings: list[str]) -> Decoded:
    """Where nothing fits throughout (a cut or patched file), take what loses least."""
    texts = [(data.decode(e, "replace"), e) for e in dict.fromkeys(encodings)]
    text, encoding = min(texts, key=lambda t: t[0].count("\ufffd"))
    return Decoded(text, encoding, sure=False)
