"""Asking a host: its address with a key that is never written down, and its answer as JSON.

What goes wrong is a `Refusal`, which carries the code of the problem and the words of its sentence.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote, urlsplit

from policyloom.collect.fetch import Answer, Client
from policyloom.collect.sniff import HTML, file_type

KEY_VARIABLE: Final = "POLICYLOOM_COMTRADE_KEY"
KEY_HEADER: Final = "Ocp-Apim-Subscription-Key"
KEY_HOSTS: Final = frozenset({"comtradeapi.un.org"})
"""Where the key may be sent; only over https."""

_OF_THE_HOST: Final[Mapping[int, str]] = {
    400: "data.refused", 401: "data.key", 403: "data.quota", 404: "data.unknown",
    409: "data.limit", 413: "data.limit", 422: "data.refused", 429: "data.rate",
}  # fmt: skip
_MOST_ANSWERS: Final = 400


class Refusal(Exception):  # noqa: N818 - not an error of the program: what a host said
    """An answer that is of no use: the code of the problem, and the words of its sentence."""

    def __init__(self, code: str, **words: object) -> None:
        super().__init__(code)
        self.code = code
        self.words = {name: str(value) for name, value in words.items()}


@dataclass(frozen=True)
class Part:
    """One answer of a round: where it came from and its bytes."""

    address: str
    body: bytes
    at: str = ""
    media: str = ""


@dataclass
class Asker:
    """Asks for the addresses of one request and keeps what came, in order.

    `key_hosts` are the hosts that get the key: pairs of scheme and host.
    """

    client: Client
    key: str = ""
    key_hosts: frozenset[tuple[str, str]] = frozenset(("https", host) for host in KEY_HOSTS)
    parts: list[Part] = field(default_factory=list)
    asked: int = 0

    def sends_key(self, base: str) -> bool:
        """Tell whether there is a key and the host of an address may have it."""
        parts = urlsplit(base)
        return bool(self.key) and (parts.scheme, parts.hostname or "") in self.key_hosts

    def get(self, address: str, accept: str) -> Part:
        """Return what came from an address; Refusal where nothing of use did."""
        self.asked += 1
        if self.asked > _MOST_ANSWERS:
            raise Refusal("data.too_many", count=_MOST_ANSWERS)
        secret = {KEY_HEADER: self.key} if self.sends_key(address) else {}
        answer = self.client.get(address, {"Accept": accept}, secret)
        _refuse(answer)
        if self.key and self.key.encode() in answer.body:
            raise Refusal("data.key_shown", address=address)
        at = self.client.clock.now().isoformat()
        return Part(address, answer.body, at, answer.header("content-type"))

    def keep(self, part: Part) -> int:
        """Keep an answer as one of the round, and return its number from 0."""
        self.parts.append(part)
        return len(self.parts) - 1


def key_from_environment() -> str:
    """Return the key that the user has put in the environment; "" where there is none."""
    key = os.environ.get(KEY_VARIABLE, "").strip()
    return key if key.isascii() and key.isprintable() else ""


def with_query(base: str, given: Mapping[str, str]) -> str:
    """Return an address with these fields; those it has in its query already stay as they are."""
    path, _, query = base.partition("?")
    has = {part.partition("=")[0] for part in query.split("&") if part}
    added = (f"{n}={quote(v, safe=',:')}" for n, v in given.items() if v and n not in has)
    return path + "?" + "&".join([*(part for part in query.split("&") if part), *added])


def beside_query(base: str, path: str) -> str:
    """Return a base address with a path put behind it, before its query."""
    start, mark, query = base.partition("?")
    return start.rstrip("/") + path + mark + query


def read_json(part: Part) -> object:
    """Return an answer as JSON; Refusal where it is a web page, broken off or no JSON."""
    if file_type(part.body, "", part.address) == HTML:
        raise Refusal("data.page", address=part.address)
    try:
        made: object = json.loads(part.body.decode("utf-8-sig"), parse_constant=lambda _: None)
    except (ValueError, RecursionError) as failure:
        raise Refusal("data.not_json", address=part.address) from failure
    return made


def _refuse(answer: Answer) -> None:
    code = _OF_THE_HOST.get(answer.status, "") if answer.code else ""
    if code:
        raise Refusal(code, status=answer.status, address=answer.asked)
    if answer.code:
        raise Refusal(answer.code, **{"address": answer.asked, **answer.words})
    if not answer.body.strip():
        raise Refusal("data.empty", address=answer.asked)
