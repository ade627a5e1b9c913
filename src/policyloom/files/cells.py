"""Cells: from the text in a CSV file to a value of the dictionary's type, or the fault in it."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from policyloom.core.dates import parse_date
from policyloom.model.tables import Cell, ColumnType

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,119}")
_INT = re.compile(r"[+-]?[0-9]{1,18}")
_NUMBER = re.compile(r"[+-]?[0-9]{1,40}(?:\.[0-9]{1,40})?(?:[eE][+-]?[0-9]{1,3})?")
_SEPARATED = re.compile(r"[+-]?[0-9]{1,3}(?:[,' ][0-9]{3})+(?:\.[0-9]+)?")
_URL = re.compile(r"https?://[^\s<>\"]+")
_DATE_FORM = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", re.ASCII)
_DATE_PARTS = re.compile(
    r"(\d{4})\D{1,3}(\d{1,2})(?:\D{1,3}(\d{1,2}))?\D{0,2}|(\d{4})(\d{2})(\d{2})"
)

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
_FORMULA = re.compile(r"=|[+\-@][\w.+-]{0,60}[A-Za-z]\w{0,60}[(|!]")
_MARKUP = re.compile(
    r"<\s{0,3}/?\s{0,3}(?:script|iframe|object|embed|svg|img|style|link|meta|base|form|input|html|body|a|b"
    r"|i|u|p|br|hr|em|strong|font|span|div|sup|sub|ul|ol|li|table|tr|td|th)\b[^<]*>|<\s{0,3}script\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Fault:
    """What is wrong with a cell: the problem's code, the words of its sentences, and the value.

    `value` is what was understood all the same; None where nothing can be relied on.
    """

    code: str
    words: Mapping[str, str] = field(default_factory=dict)
    value: Cell = None


def text_faults(text: str) -> Iterator[Fault]:
    """Yield what may mislead people or programs in a text cell; the text itself is kept."""
    control = _CONTROL.search(text)
    if control:
        yield Fault("cell.control", {"character": f"U+{ord(control.group()):04X}"})
    if "\ufffd" in text:
        yield Fault("cell.replacement", {"value": text})
    if text[0] in "=+-@" and _FORMULA.match(text):
        yield Fault("cell.formula", {"value": text})
    if "<" in text and _MARKUP.search(text):
        yield Fault("cell.html", {"value": text})


def _text(text: str) -> Cell | Fault:
    return text


def _id(text: str) -> Cell | Fault:
    return text if _ID.fullmatch(text) else Fault("id.malformed", {"value": text})


def _int(text: str) -> Cell | Fault:
    if _INT.fullmatch(text):
        return int(text)
    if _NUMBER.fullmatch(text):
        return Fault("number.not_whole", {"value": text})
    return _number_fault(text)


def _number(text: str) -> Cell | Fault:
    if not _NUMBER.fullmatch(text):
        return _number_fault(text)
    value = float(text)
    if not math.isfinite(value):
        return Fault("number.malformed", {"value": text})
    if "E+" in text:
        return Fault("number.exponent", {"value": text, "meant": f"{value:.0f}"}, value)
    return int(text) if _INT.fullmatch(text) else value


def _number_fault(text: str) -> Fault:
    """Say which of the usual ways of writing a number was met."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain != text and _NUMBER.fullmatch(plain):
        return Fault("number.fullwidth", {"value": text, "meant": plain})
    if _SEPARATED.fullmatch(plain):
        return Fault("number.separator", {"value": text, "meant": re.sub("[,' ]", "", plain)})
    return Fault("number.malformed", {"value": text})


def _date(text: str) -> Cell | Fault:
    if parse_date(text) is not None and text.isascii():
        return text
    if _DATE_FORM.fullmatch(text):
        return Fault("date.impossible", {"value": text})
    return Fault("date.malformed", {"value": text, "meant": _date_meant(text)})


def _date_meant(text: str) -> str:
    """Write a date in the study's form where its order is plain, else show the form."""
    match = _DATE_PARTS.fullmatch(unicodedata.normalize("NFKC", text))
    if match:
        parts = [part for part in match.groups() if part]
        iso = "-".join(part.zfill(2) for part in parts)
        if parse_date(iso):
            return iso
    return "YYYY-MM-DD"


def _url(text: str) -> Cell | Fault:
    return text if _URL.fullmatch(text) else Fault("url.malformed", {"value": text})


def _flag(text: str) -> Cell | Fault:
    value = {"true": True, "false": False}.get(text.lower())
    return Fault("flag.malformed", {"value": text}) if value is None else value


def _many(text: str) -> Cell | Fault:
    meant = text.replace("；", ";")
    words = tuple(word for word in map(str.strip, meant.split(";")) if word)
    once = tuple(dict.fromkeys(words))
    if meant != text:
        return Fault("list.separator", {"value": text, "meant": meant}, once)
    if len(once) < len(words):
        twice = next(word for word in once if words.count(word) > 1)
        return Fault("list.repeated", {"value": twice}, once)
    return words or None


CONVERT: Mapping[ColumnType, Callable[[str], Cell | Fault]] = {
    "id": _id,
    "text": _text,
    "int": _int,
    "number": _number,
    "date": _date,
    "score": _number,
    "url": _url,
    "code": _text,
    "codes": _many,
    "ref": _text,
    "refs": _many,
    "list": _many,
    "flag": _flag,
}
"""How a cell of each column type is read."""

FREE: frozenset[ColumnType] = frozenset({"text", "list"})
"""Column types that hold free text, where `text_faults` looks."""
