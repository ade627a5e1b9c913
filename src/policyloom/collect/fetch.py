"""Fetching one address politely: robots.txt, pauses, retries, redirects by hand, limits.

What a server does wrong is an answer like any other (`Answer.code` says what); nothing here raises
for it.
"""

from __future__ import annotations

import http.client
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Final

from policyloom.collect.address import (
    Address,
    AddressRefusedError,
    Resolve,
    follow,
    parse_address,
    public_addresses,
    resolve,
)
from policyloom.collect.body import BodyError, read_body
from policyloom.collect.clock import Clock
from policyloom.collect.connection import Limits, PinnedConnection, TooSlowError, request
from policyloom.collect.pace import Pace
from policyloom.collect.robots import MOST_BYTES, Robots, parse_robots

PRODUCT: Final = "policyloom"
AGENT: Final = "Mozilla/5.0 (compatible; policyloom/0.1; policy research archive)"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PASSING = frozenset({429, 500, 502, 503, 504})
_GONE = frozenset({404, 410})
_NO_RULES = frozenset(range(400, 500)) - {429}
"""Statuses over robots.txt that mean: there are no rules."""

_OF_THE_HOST = frozenset(
    {"collect.private", "collect.unreachable", "collect.too_slow", "collect.certificate"}
)
"""Failures over robots.txt that would meet any page of the host, and are told as they are."""
_REFUSED_CODES = {
    "malformed": "collect.address",
    "scheme": "collect.scheme",
    "private": "collect.private",
}
_BODY_CODES = {
    "too_large": "collect.too_large",
    "truncated": "collect.truncated",
    "damaged": "collect.damaged",
}


@dataclass(frozen=True)
class Answer:
    """What came of asking for an address.

    `code` is "" where a body came (status 200) or the copy held is still good (304); otherwise the
    code of the problem, with `words` for its sentence. `final` is where redirects ended.
    """

    asked: str
    final: str
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    code: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    hops: tuple[str, ...] = ()
    retry_after: float = 0.0

    @property
    def not_modified(self) -> bool:
        """Tell whether the server says that nothing changed since the copy held."""
        return not self.code and self.status == HTTPStatus.NOT_MODIFIED

    def header(self, name: str) -> str:
        """Return a header by its lower-case name; "" where the answer has none."""
        return self.headers.get(name, "")


@dataclass
class Client:
    """Asks for addresses, one at a time per host. Safe to use from several threads."""

    clock: Clock = field(default_factory=Clock)
    limits: Limits = field(default_factory=Limits)
    pause: float = 2.0
    allow_private: bool = False
    resolver: Resolve = resolve
    _pace: Pace = field(init=False)
    _robots: dict[str, Robots | Answer] = field(default_factory=dict)
    _asking: dict[str, threading.Lock] = field(default_factory=dict)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._pace = Pace(self.clock, self.pause)

    def get(
        self,
        text: str,
        known: Mapping[str, str] | None = None,
        secret: Mapping[str, str] | None = None,
    ) -> Answer:
        """Ask for an address.

        `known` are the conditions of the copy held (If-None-Match, If-Modified-Since) and what form
        is wanted (Accept). `secret` headers (a key) go to the address's own origin alone, never
        where it redirects to another.
        """
        try:
            address = parse_address(text)
        except AddressRefusedError as refusal:
            return _refused(text, text, refusal)
        answer = self._followed(address, dict(known or {}), dict(secret or {}), obey=True)
        return replace(answer, asked=text)

    def _followed(
        self,
        address: Address,
        known: Mapping[str, str],
        secret: Mapping[str, str],
        *,
        obey: bool,
    ) -> Answer:
        """Follow redirects by hand, so that every hop is checked like the first address."""
        start, hops, origin = str(address), [str(address)], address.origin
        while True:
            forbidden = self._forbidden(address) if obey else None
            if forbidden is not None:
                return replace(forbidden, asked=start, hops=tuple(hops[1:]))
            sent = {**known, **(secret if address.origin == origin else {})}
            answer = replace(self._retried(address, sent), asked=start, hops=tuple(hops[1:]))
            if answer.code or answer.status not in _REDIRECTS:
                return answer
            if not answer.header("location"):
                return _failed(answer, "collect.status", status=str(answer.status))
            try:
                address = follow(address, answer.header("location"))
            except AddressRefusedError as refusal:
                return replace(_refused(start, str(address), refusal), hops=answer.hops)
            if str(address) in hops or len(hops) > self.limits.most_redirects:
                return _failed(answer, "collect.redirects", final=str(address))
            hops.append(str(address))

    def _forbidden(self, address: Address) -> Answer | None:
        """Return the refusal where robots.txt forbids an address or cannot be had."""
        with self._guard:
            lock = self._asking.setdefault(address.origin, threading.Lock())
        with lock:
            if address.origin not in self._robots:
                self._robots[address.origin] = self._ask_robots(address)
        found = self._robots[address.origin]
        if isinstance(found, Answer):
            return replace(found, final=str(address))
        if found.allows(address.target):
            return None
        return Answer(str(address), str(address), code="collect.robots")

    def _ask_robots(self, address: Address) -> Robots | Answer:
        place = replace(address, target="/robots.txt")
        answer = self._followed(place, {}, {}, obey=False)
        if answer.status == HTTPStatus.OK and not answer.code:
            rules = parse_robots(answer.body[:MOST_BYTES], PRODUCT)
            self._pace.slow_down(address.host, rules.delay)
            return rules
        if answer.status in _NO_RULES:
            return Robots()
        if answer.code in _OF_THE_HOST:
            return answer
        return replace(answer, code="collect.robots_unreachable", words={})

    def _retried(self, address: Address, known: Mapping[str, str]) -> Answer:
        """Ask again where the failure may pass, each time after a longer pause."""
        answer = Answer(str(address), str(address))
        for attempt in range(self.limits.tries):
            with self._pace.turn(address.host):
                answer = self._once(address, known)
            passing = answer.code in ("collect.busy", "collect.truncated", "collect.unreachable")
            last = attempt == self.limits.tries - 1 or self.clock.stopped
            if not passing or last or answer.retry_after > self.limits.longest_pause:
                return answer
            self._pace.hold(address.host, max(answer.retry_after, float(2**attempt)))
        return answer

    def _once(self, address: Address, known: Mapping[str, str]) -> Answer:
        asked = str(address)
        try:
            allowed = public_addresses(address, self.resolver, allow_private=self.allow_private)
            with PinnedConnection(address, allowed, self.limits) as connection:
                return self._answer(asked, request(connection, address, _headers(known)))
        except AddressRefusedError as refusal:
            return _refused(asked, asked, refusal)
        except BodyError as failure:
            words = {"found": f"{failure.found:,}", "wanted": f"{failure.wanted:,}"}
            return Answer(asked, asked, 200, code=_BODY_CODES[failure.kind], words=words)
        except (TooSlowError, TimeoutError):
            seconds = f"{self.limits.total_seconds:.0f}"
            return Answer(asked, asked, code="collect.too_slow", words={"seconds": seconds})
        except ssl.SSLCertVerificationError as failure:
            why = failure.verify_message or "?"
            return Answer(asked, asked, code="collect.certificate", words={"why": why})
        except (OSError, http.client.HTTPException) as failure:
            why = getattr(failure, "strerror", None) or type(failure).__name__
            return Answer(asked, asked, code="collect.unreachable", words={"why": str(why)})

    def _answer(self, asked: str, response: http.client.HTTPResponse) -> Answer:
        status = response.status
        headers = {name.lower(): _shown(value) for name, value in response.getheaders()}
        answer = Answer(asked, asked, status, headers)
        if status == HTTPStatus.OK:
            return replace(answer, body=read_body(response, self.limits.most_bytes))
        if status == HTTPStatus.NOT_MODIFIED or status in _REDIRECTS:
            return answer
        words = {"status": str(status)}
        if status in _GONE:
            return replace(answer, code="collect.gone", words=words)
        if status in _PASSING:
            pause = _retry_after(headers.get("retry-after", ""), self.clock)
            return replace(answer, code="collect.busy", words=words, retry_after=pause)
        code = "collect.forbidden" if status in (401, 403, 451) else "collect.status"
        return replace(answer, code=code, words=words)


def _headers(known: Mapping[str, str]) -> dict[str, str]:
    return {
        "User-Agent": AGENT,
        "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
        "Accept-Language": "zh-CN,zh;q=0.9,ko;q=0.8,en;q=0.7",
        "Accept-Encoding": "gzip, deflate",
        "Connection": "close",
        **known,
    }


def _retry_after(text: str, clock: Clock) -> float:
    """Read Retry-After, seconds or a date; 0 where there is none or it is past."""
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        return max(0.0, (parsedate_to_datetime(text) - clock.now()).total_seconds())
    except (ValueError, TypeError):
        return 0.0


def _shown(value: str) -> str:
    return value[:4_000]


def _failed(answer: Answer, code: str, **words: str) -> Answer:
    return replace(answer, code=code, words=words)


def _refused(asked: str, final: str, refusal: AddressRefusedError) -> Answer:
    words = {"target": refusal.value}
    return Answer(asked, final, code=_REFUSED_CODES[refusal.why], words=words)
