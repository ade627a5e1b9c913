"""Marks: the small pieces of HTML that every page is made of, escaped.

Texts appear in Korean and English side by side; the style sheet shows the language chosen.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from policyloom.core.text import FormatError, format_value
from policyloom.model.result import Plain, Text

NONE = Markup('<span class="none" title="n.a.">–</span>')
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_BROKEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@cache
def words() -> Mapping[str, Mapping[str, Text]]:
    """Return the readers' words for the codes of the data dictionary, by column."""
    text = files("policyloom.site").joinpath("words.toml").read_text(encoding="utf-8")
    return {
        column: {code: Text(*pair) for code, pair in entries.items()}
        for column, entries in tomllib.loads(text).items()
    }


def word(column: str, code: str) -> Text:
    """Return the reader's word for a code; the code itself where there is none."""
    return words().get(column, {}).get(code) or Text(code, code)


def clean(text: str) -> str:
    """Return a text without the control characters that no page may hold."""
    return _BROKEN.sub("\ufffd", text)


def language_of(text: str) -> str:
    """Guess the language of a register text from its script: ko, zh or en."""
    if _HANGUL.search(text):
        return "ko"
    return "zh" if _HAN.search(text) else "en"


def both(korean: str, english: str) -> Markup:
    """Return a text in both languages; one piece where they are the same."""
    if korean == english:
        return one(korean)
    return Markup('<span class="ko" lang="ko">{}</span><span class="en" lang="en">{}</span>').format(
        clean(korean), clean(english)
    )


def text(value: Any) -> Markup:
    """Return anything with `ko` and `en` as a text in both languages."""
    return both(value.ko, value.en)


def one(value: str) -> Markup:
    """Return a register text as it stands, with its language where it is not Latin."""
    language = language_of(value)
    if language == "en":
        return escape(clean(value))
    return Markup('<span lang="{}">{}</span>').format(language, clean(value))


def attribute(name: str, korean: str, english: str) -> Markup:
    """Return an attribute that changes with the language; "text" means the element's content."""
    pair = Markup('data-both="{}" data-ko="{}" data-en="{}"').format(name, korean, english)
    return pair if name == "text" else Markup('{}="{}" {}').format(Markup(name), korean, pair)


def number(value: Plain, form: str = "") -> str:
    """Write a value for readers in the report's formats; "" for none."""
    if value is None:
        return ""
    if isinstance(value, str | bool):
        return str(value)
    try:
        return format_value(value, form)
    except FormatError:
        return format_value(value)


def exact(value: Plain) -> str:
    """Write a register's number with all the digits that it has; "" for none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "" if value is None else str(value)
    return f"{value:,}" if isinstance(value, int) or value.is_integer() is False else f"{value:,.0f}"


def evidence(reference: str, shown: Any, row: int | None = None) -> Markup:
    """Return a value that opens the evidence panel at a reference (or at a row of a table)."""
    at = reference if row is None else f"{reference}@{row}"
    form = Markup('<a class="ev" href="#ref={}" data-ref="{}">{}</a>')
    return form.format(_in_hash(at), at, shown)


def link(address: str, shown: Any) -> Markup:
    """Return a link inside the site, or plain text where there is no page."""
    return Markup('<a href="{}">{}</a>').format(address, shown) if address else escape(shown)


def outward(address: str, shown: str = "") -> Markup:
    """Return a link out of the site; anything but http and https stays plain text."""
    shown = clean(shown or address)
    if not is_web(address):
        return Markup('<span class="address">{}</span>').format(shown)
    return Markup('<a class="out" rel="noopener noreferrer" target="_blank" href="{}">{}</a>').format(
        address, shown
    )


def is_web(address: str) -> bool:
    """Tell whether an address may become a link."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and not _BROKEN.search(address)


def confidence(level: str) -> Markup:
    """Return the mark of a confidence; nothing where none is given."""
    if not level:
        return Markup("")
    return Markup('<span class="trust trust-{}">{}</span>').format(level, text(word("confidence", level)))


def _in_hash(reference: str) -> str:
    return reference.replace("%", "%25").replace("#", "%23")


def marks() -> dict[str, Callable[..., Any]]:
    """Return the marks under the names that templates use."""
    return {
        "b": both, "t": text, "one": one, "attr": attribute, "num": number, "exact": exact,
        "ev": evidence, "a": link, "out": outward, "trust": confidence, "word": word,
        "lang": language_of,
    }  # fmt: skip
