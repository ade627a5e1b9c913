"""One request over one connection to one checked IP address, within limits of time."""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import IO, TYPE_CHECKING

from policyloom.collect.address import Address

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


@dataclass(frozen=True)
class Limits:
    """What one answer may take: seconds to connect, to wait for a byte, in all; bytes; hops."""

    connect_seconds: float = 15.0
    wait_seconds: float = 30.0
    total_seconds: float = 180.0
    most_bytes: int = 60_000_000
    most_redirects: int = 8
    tries: int = 3
    longest_pause: float = 120.0


class TooSlowError(OSError):
    """The answer did not come within its time."""


class _DeadlineReader(io.RawIOBase):
    """Bytes from a socket, each wait cut to what is left of the time for the whole answer."""

    def __init__(self, sock: socket.socket, wait: float, ends: float) -> None:
        self._sock, self._wait, self._ends = sock, wait, ends

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        left = self._ends - time.monotonic()
        if left <= 0:
            raise TooSlowError
        self._sock.settimeout(min(self._wait, left))
        try:
            return self._sock.recv_into(buffer)
        except TimeoutError as failure:
            raise TooSlowError from failure


class _TimedSocket:
    """The part of a socket that http.client uses, with the deadline built in."""

    def __init__(self, sock: socket.socket, wait: float, ends: float) -> None:
        self._sock, self._wait, self._ends = sock, wait, ends

    def sendall(self, data: bytes) -> None:
        try:
            self._sock.sendall(data)
        except TimeoutError as failure:
            raise TooSlowError from failure

    def makefile(self, mode: str) -> IO[bytes]:
        del mode
        return io.BufferedReader(_DeadlineReader(self._sock, self._wait, self._ends))

    def close(self) -> None:
        """Leave the socket open: http.client closes its end before the body is read."""


class PinnedConnection(http.client.HTTPConnection):
    """A connection to given IP addresses, whatever the name resolves to by now.

    Over https the certificate must still be the named host's. The socket is closed on leaving the
    `with` block.
    """

    def __init__(self, address: Address, addresses: Sequence[str], limits: Limits) -> None:
        super().__init__(address.host, address.port)
        self._address, self._addresses, self._limits = address, addresses, limits
        self._plain: socket.socket | None = None

    def connect(self) -> None:
        """Connect to the first address that answers."""
        ends = time.monotonic() + self._limits.total_seconds
        sock = self._first_answering()
        self._plain = sock
        if self._address.scheme == "https":
            sock = _tls().wrap_socket(sock, server_hostname=self._address.host)
            self._plain = sock
        sock.settimeout(self._limits.wait_seconds)
        self.sock = _TimedSocket(sock, self._limits.wait_seconds, ends)

    def __enter__(self) -> PinnedConnection:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
        if self._plain is not None:
            with suppress(OSError):
                self._plain.close()

    def _first_answering(self) -> socket.socket:
        failure: OSError = OSError("no address")
        for ip in self._addresses:
            try:
                where = (ip, self._address.port)
                return socket.create_connection(where, self._limits.connect_seconds)
            except TimeoutError:
                failure = TooSlowError()
            except OSError as error:
                failure = error
        raise failure


def request(
    connection: PinnedConnection, address: Address, headers: Mapping[str, str]
) -> http.client.HTTPResponse:
    """Send a GET and return the answer with its body unread; OSError or HTTPException else."""
    connection.putrequest("GET", address.target, skip_host=True, skip_accept_encoding=True)
    for name, value in {"Host": address.netloc, **headers}.items():
        connection.putheader(name, value)
    connection.endheaders()
    return connection.getresponse()


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()
