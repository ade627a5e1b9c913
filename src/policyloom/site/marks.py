"""Marks: the small pieces of HTML that every page is made of, escaped.

Texts appear in Korean and English side by side; the style sheet shows the language chosen.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Protocol
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from policyloom.core.text import FormatError, format_value
from policyloom.model.result import Plain, Text

NONE = Markup('<span class="none" title="n.a.">–</span>')
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_BROKEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class Words(Protocol):
    """Anything that has a Korean and an English side."""

    @property
    def ko(self) -> str:
        """Return the Korean side."""
        ...

    @property
    def en(self) -> str:
        """Return the English side."""
        ...


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


def html(*pieces: str) -> Markup:
    """Join pieces of HTML; whoever calls has escaped every text among them.

    Markup.format does the same with checks that cost most of the time of a build.
    """
    return Markup("".join(pieces))  # noqa: S704 - the one place where markup is made from strings


def clean(text: str) -> str:
    """Return a text without the control characters that no page may hold."""
    return text if text.isprintable() else _BROKEN.sub("\ufffd", text)


def language_of(text: str) -> str:
    """Guess the language of a register text from its script: ko, zh or en."""
    if text.isascii():
        return "en"
    if _HANGUL.search(text):
        return "ko"
    return "zh" if _HAN.search(text) else "en"


@cache
def both(korean: str, english: str) -> Markup:
    """Return a text in both languages; one piece where they are the same."""
    if korean == english:
        return one(korean)
    return html(
        '<span class="ko" lang="ko">', escape(clean(korean)),
        '</span><span class="en" lang="en">', escape(clean(english)), "</span>",
    )  # fmt: skip


def text(value: Words) -> Markup:
    """Return anything with `ko` and `en` as a text in both languages."""
    return both(value.ko, value.en)


@cache
def one(value: str) -> Markup:
    """Return a register text as it stands, with its language where it is not Latin."""
    language = language_of(value)
    shown = escape(clean(value))
    return shown if language == "en" else html(f'<span lang="{language}">', shown, "</span>")


@cache
def attribute(name: str, korean: str, english: str) -> Markup:
    """Return an attribute that changes with the language; "text" means the element's content."""
    ko, en = escape(clean(korean)), escape(clean(english))
    pair = f'data-both="{name}" data-ko="{ko}" data-en="{en}"'
    return html(pair) if name == "text" else html(f'{name}="{ko}" {pair}')


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
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,}"


def evidence(reference: str, shown: object, row: int | None = None) -> Markup:
    """Return a value that opens the evidence panel at a reference (or at a row of a table)."""
    at = reference if row is None else f"{reference}@{row}"
    anchor = at if "#" not in at and "%" not in at else _in_hash(at)
    return html('<a class="ev" href="#ref=', escape(anchor), '">', escape(shown), "</a>")


def link(address: str, shown: object) -> Markup:
    """Return a link inside the site, or plain text where there is no page."""
    if not address:
        return escape(shown)
    return html('<a href="', escape(address), '">', escape(shown), "</a>")


def outward(address: str, shown: str = "") -> Markup:
    """Return a link out of the site; anything but http and https stays plain text."""
    words = escape(clean(shown or address))
    if not is_web(address):
        return html('<span class="address">', words, "</span>")
    return html(
        '<a class="out" rel="noopener noreferrer" target="_blank" href="',
        escape(address), '">', words, "</a>",
    )  # fmt: skip


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
        return html()
    name = escape(level)
    return html(f'<span class="trust trust-{name}">', text(word("confidence", level)), "</span>")


def _in_hash(reference: str) -> str:
    return reference.replace("%", "%25").replace("#", "%23")


def marks() -> dict[str, Callable[..., Any]]:
    """Return the marks under the names that templates use."""
    return {
        "b": both, "t": text, "one": one, "attr": attribute, "num": number, "exact": exact,
        "ev": evidence, "a": link, "out": outward, "trust": confidence, "word": word,
        "lang": language_of,
    }  # fmt: skip
