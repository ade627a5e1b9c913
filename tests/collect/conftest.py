"""The loopback server and the clock of the tests of collecting; see loopback.py."""

import threading
from collections.abc import Callable, Iterator
from http.server import ThreadingHTTPServer

import pytest
from loopback import QUICK, FakeClock, Handler, Site

from policyloom.collect.fetch import Client


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    handler = type("Handler", (Handler,), {"site": made})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    made.port, made.server = server.server_port, server
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def make_client(clock: FakeClock) -> Callable[..., Client]:
    def make(**options: object) -> Client:
        given = {"allow_private": True, "limits": QUICK, "resolver": lambda *_: ["127.0.0.1"]}
        return Client(clock=clock, **(given | options))

    return make


@pytest.fixture
def client(make_client: Callable[..., Client]) -> Client:
    return make_client()
