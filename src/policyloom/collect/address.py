"""Addresses: their one written form, and which machines may be asked.

A name is resolved once; every address it stands for must be public, and the connection goes to one
of those very addresses, so a name cannot be made to point elsewhere between check and use.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, urljoin, urlsplit

Resolve = Callable[[str, int], Sequence[str]]
"""From host name and port to the IP addresses that the name stands for."""

MOST_CHARACTERS = 2_000
_PORTS = {"http": 80, "https": 443}
_KEPT = "!$&'()*+,;=:@/~-._%[]|"
_UNUSABLE = re.compile(r"[\x00-\x20\x7f\\]")
_CARRIERS = ("64:ff9b::/96", "::/96")
"""IPv6 blocks whose last four bytes are an IPv4 address."""

_IP = ipaddress.IPv4Address | ipaddress.IPv6Address


class AddressRefusedError(Exception):
    """An address that is not to be fetched: malformed, of another scheme, or not public."""

    def __init__(self, why: Literal["malformed", "scheme", "private"], value: str) -> None:
        super().__init__(f"{why}: {value}")
        self.why = why
        self.value = value


@dataclass(frozen=True)
class Address:
    """A web address in its one written form: ASCII, no fragment, no credentials."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def origin(self) -> str:
        """Return scheme, host and port, the unit of robots.txt."""
        return f"{self.scheme}://{self.netloc}"

    @property
    def netloc(self) -> str:
        """Return the host as a Host header names it, with the port where it is not the usual."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    def __str__(self) -> str:
        return self.origin + self.target


def parse_address(text: str) -> Address:
    """Read an http or https address; AddressRefusedError for any other text."""
    text = text.strip()
    if len(text) > MOST_CHARACTERS or _UNUSABLE.search(text):
        raise AddressRefusedError("malformed", text)
    try:
        parts = urlsplit(text)
        port = parts.port
        host = _ascii_host(parts.hostname or "")
    except ValueError as failure:
        raise AddressRefusedError("malformed", text) from failure
    scheme = parts.scheme.lower()
    if scheme not in _PORTS:
        raise AddressRefusedError("scheme" if scheme else "malformed", text)
    if not host or port == 0 or "@" in parts.netloc:
        raise AddressRefusedError("malformed", text)
    query = f"?{quote(parts.query, safe=_KEPT + '?')}" if parts.query else ""
    target = quote(parts.path or "/", safe=_KEPT) + query
    return Address(scheme, host, port or _PORTS[scheme], target)


def follow(base: Address, location: str) -> Address:
    """Return where a redirect leads; AddressRefusedError where it leaves http and https."""
    try:
        joined = urljoin(str(base), _latin_as_utf8(location.strip()))
    except ValueError as failure:
        raise AddressRefusedError("malformed", location) from failure
    return parse_address(joined)


def resolve(host: str, port: int) -> tuple[str, ...]:
    """Ask the system for the addresses of a host; OSError where it has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def public_addresses(
    address: Address, resolver: Resolve = resolve, *, allow_private: bool = False
) -> tuple[str, ...]:
    """Return the IP addresses that may be connected to.

    AddressRefusedError where any of them is not public: a name with one foot inside a private
    network is not a public page. `allow_private` admits loopback and private networks, nothing
    else.
    """
    try:
        found = tuple(resolver(address.host, address.port))
    except UnicodeError as failure:
        raise AddressRefusedError("malformed", address.host) from failure
    for text in found:
        ip = ipaddress.ip_address(text.partition("%")[0])
        if not (is_public(ip) or (allow_private and _is_local(ip))):
            raise AddressRefusedError("private", f"{address.host} ({text})")
    return found


def is_public(ip: _IP) -> bool:
    """Tell whether an IP address is one of the open internet, also behind IPv6 in IPv4's stead."""
    inner = _carried(ip)
    if inner is not None:
        return is_public(inner)
    if isinstance(ip, ipaddress.IPv6Address) and ip.is_site_local:
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _is_local(ip: _IP) -> bool:
    """Tell loopback and private networks from what no option admits (link-local, multicast …)."""
    inner = _carried(ip) or ip
    barred = inner.is_link_local or inner.is_multicast or inner.is_unspecified or inner.is_reserved
    return inner.is_loopback or (inner.is_private and not barred)


def _carried(ip: _IP) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address that an IPv6 address stands for, if it does."""
    if isinstance(ip, ipaddress.IPv4Address) or ip.is_loopback or ip.is_unspecified:
        return None
    found = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
    if found is None and any(ip in ipaddress.ip_network(block) for block in _CARRIERS):
        found = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return found


def _ascii_host(host: str) -> str:
    host = host.rstrip(".")
    if ":" in host or host.isascii():
        return host.lower()
    return host.encode("idna").decode("ascii").lower()


def _latin_as_utf8(text: str) -> str:
    """Undo what reading headers as Latin-1 does to a Location written in UTF-8."""
    try:
        return quote(text.encode("latin-1").decode("utf-8"), safe=_KEPT + "?#")
    except UnicodeError:
        return text
