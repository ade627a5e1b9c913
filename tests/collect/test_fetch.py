"""Fetching: what servers do, and what is made of it."""

import gzip
import socket
import ssl
import threading
import zlib
from email.utils import format_datetime
from pathlib import Path

import pytest
from loopback import QUICK, START, Reply, bomb, govcn_page

from policyloom.collect import connection as connections
from policyloom.collect.address import parse_address
from policyloom.collect.connection import Limits, PinnedConnection, request

PAGE = govcn_page("关于连接产业的意见", "现就有关事项答复如下。" * 20)


def test_a_page_comes_with_its_bytes_and_headers(site, client) -> None:
    answer = client.get(site.page("/a.htm", PAGE, headers={"ETag": '"1"'}))
    assert (answer.code, answer.status, answer.header("etag")) == ("", 200, '"1"')
    assert answer.body == PAGE.encode()


def test_we_say_who_we_are_and_ask_for_robots_once(site, client) -> None:
    client.get(site.page("/a.htm", PAGE))
    client.get(site.page("/b.htm", PAGE))
    assert [path for _, path, _ in site.seen] == ["/robots.txt", "/a.htm", "/b.htm"]
    assert all("policyloom" in headers["user-agent"] for _, _, headers in site.seen)


def test_robots_are_obeyed(site, client) -> None:
    site.page("/robots.txt", "User-agent: *\nDisallow: /shut/")
    assert client.get(site.page("/shut/a", PAGE)).code == "collect.robots"
    assert client.get(site.page("/open/a", PAGE)).code == ""
    assert site.asked("/shut/a") == []


def test_where_robots_cannot_be_had_nothing_is_fetched(site, client) -> None:
    site.page("/robots.txt", "", 503)
    assert client.get(site.page("/a", PAGE)).code == "collect.robots_unreachable"
    assert site.asked("/a") == []


def test_robots_refused_to_us_mean_that_there_are_no_rules(site, client) -> None:
    site.page("/robots.txt", "", 403)
    assert client.get(site.page("/a", PAGE)).code == ""


def test_requests_to_a_host_keep_their_distance(site, client, clock) -> None:
    site.page("/robots.txt", "User-agent: *\nCrawl-delay: 7")
    for _ in range(3):
        client.get(site.page("/a", PAGE))
    assert clock.slept == [7, 7, 7]


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (404, "collect.gone"), (410, "collect.gone"), (403, "collect.forbidden"),
        (401, "collect.forbidden"), (451, "collect.forbidden"), (418, "collect.status"),
        (204, "collect.status"), (304, ""),
    ],
)  # fmt: skip
def test_a_status_is_named(site, client, status, code) -> None:
    assert client.get(site.page("/a", "", status)).code == code
    assert len(site.asked("/a")) == 1


def test_a_busy_server_is_asked_again_after_the_time_it_names(site, client, clock) -> None:
    site.page("/robots.txt", "")
    site.pages["/a"] = [Reply("", 429, {"Retry-After": "17"}), Reply(PAGE)]
    assert client.get(site.url("/a")).code == ""
    assert clock.slept == [2, 17]


def test_a_time_of_day_will_do_to_name_it(site, client, clock) -> None:
    when = format_datetime(START.replace(minute=1))
    site.pages["/a"] = [Reply("", 503, {"Retry-After": when}), Reply(PAGE)]
    assert client.get(site.url("/a")).code == ""
    assert clock.slept[-1] == 58


def test_a_broken_server_is_asked_again_with_growing_pauses(site, make_client, clock) -> None:
    site.pages["/a"] = [Reply("", 500), Reply("", 500), Reply(PAGE)]
    assert make_client(pause=0.5).get(site.url("/a")).code == ""
    assert clock.slept == [0.5, 1, 2]


def test_a_server_that_stays_broken_is_left_alone(site, client) -> None:
    assert client.get(site.page("/a", "", 502)).code == "collect.busy"
    assert len(site.asked("/a")) == 3


def test_a_server_that_asks_for_an_hour_is_not_waited_for(site, client, clock) -> None:
    site.page("/a", "", 429, headers={"Retry-After": "3600"})
    assert client.get(site.url("/a")).code == "collect.busy"
    assert max(clock.slept) < 60


def test_what_is_unchanged_is_not_sent_again(site, client) -> None:
    def page(path, headers):
        fresh = headers.get("if-none-match") == '"v1"'
        return Reply("", 304) if fresh else Reply(PAGE, headers={"ETag": '"v1"'})

    site.pages["/a"] = page
    assert client.get(site.url("/a")).status == 200
    assert client.get(site.url("/a"), {"If-None-Match": '"v1"'}).not_modified


# ── redirects ───────────────────────────────────────────────────────────────────────────────────


def test_redirects_are_followed_and_remembered(site, client) -> None:
    site.page("/a", "", 302, headers={"Location": "/b"})
    site.page("/b", "", 301, headers={"Location": site.url("/c", "www.other.test")})
    site.page("/c", PAGE)
    answer = client.get(site.url("/a"))
    assert answer.body == PAGE.encode()
    assert answer.hops == (site.url("/b"), site.url("/c", "www.other.test"))
    assert answer.final == site.url("/c", "www.other.test")


def test_the_robots_of_the_place_redirected_to_count(site, client) -> None:
    site.page("/robots.txt", "User-agent: *\nDisallow: /b")
    site.page("/a", "", 302, headers={"Location": "/b"})
    site.page("/b", PAGE)
    assert client.get(site.url("/a")).code == "collect.robots"
    assert site.asked("/b") == []


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("file:///etc/passwd", "collect.scheme"),
        ("ftp://127.0.0.1/x", "collect.scheme"),
        ("javascript:alert(1)", "collect.scheme"),
        ("http://user:pw@127.0.0.1/", "collect.address"),
        ("http://[::1", "collect.address"),
        ("/a", "collect.redirects"),
        ("", "collect.status"),
    ],
)
def test_a_redirect_astray_is_refused(site, client, location, code) -> None:
    site.page("/a", "", 302, headers={"Location": location})
    assert client.get(site.url("/a")).code == code


def test_a_redirect_to_a_private_address_is_refused(site, make_client) -> None:
    """The public host stands on loopback here; only the resolver knows which names are private."""
    site.page("/a", "", 302, headers={"Location": site.url("/b", "inside.test")})
    site.page("/b", "secret")
    addresses = {"inside.test": ["127.0.0.1", "169.254.169.254"]}
    client = make_client(resolver=lambda host, _: addresses.get(host, ["127.0.0.1"]))
    answer = client.get(site.url("/a", "public.test"))
    assert answer.code == "collect.private"
    assert site.asked("/b") == []


def test_https_after_http_is_tried_and_never_answered_in_the_clear(site, client) -> None:
    site.page("/a", "", 301, headers={"Location": f"https://127.0.0.1:{site.port}/b"})
    answer = client.get(site.url("/a"))
    assert answer.code == "collect.unreachable"
    assert answer.body == b""


def test_endless_redirects_end(site, client) -> None:
    def onward(path, headers):
        return Reply("", 302, {"Location": f"/a?{len(site.seen)}"})

    site.pages["/a"] = onward
    assert client.get(site.url("/a")).code == "collect.redirects"
    assert len(site.asked("/a")) <= QUICK.most_redirects + 1


# ── private addresses and rebinding ─────────────────────────────────────────────────────────────


def test_loopback_is_refused_unless_allowed(site, make_client) -> None:
    client = make_client(allow_private=False)
    assert client.get(site.page("/a", PAGE)).code == "collect.private"
    assert site.seen == []


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "127.1", "localhost"])
def test_other_ways_to_write_loopback_are_refused_too(site, host) -> None:
    from policyloom.collect.fetch import Client

    code = Client(limits=QUICK, pause=0).get(site.url("/a", host)).code
    assert code in ("collect.private", "collect.unreachable")
    assert site.seen == []


def test_the_connection_goes_to_the_address_that_was_checked(site) -> None:
    """The name does not resolve at all: nothing asks for it a second time."""
    site.page("/a", PAGE)
    address = parse_address(site.url("/a", "nowhere.invalid"))
    with PinnedConnection(address, ["127.0.0.1"], QUICK) as connection:
        assert request(connection, address, {}).status == 200
    assert site.seen[0][0] == f"nowhere.invalid:{site.port}"


def test_a_name_that_turns_private_is_refused_at_the_next_request(site, make_client) -> None:
    turns = iter([["127.0.0.1"], ["169.254.169.254"]])
    client = make_client(resolver=lambda *_: next(turns))
    assert client.get(site.page("/a", PAGE)).code == "collect.private"
    assert [path for _, path, _ in site.seen] == ["/robots.txt"]


# ── bodies ──────────────────────────────────────────────────────────────────────────────────────


def test_a_body_cut_short_is_truncated(site, client) -> None:
    answer = client.get(site.page("/a", "half", declared=400))
    assert (answer.code, answer.words["found"]) == ("collect.truncated", "4")
    assert len(site.asked("/a")) == 3


def test_a_body_cut_short_once_is_had_the_next_time(site, client) -> None:
    site.pages["/a"] = [Reply("half", declared=400), Reply(PAGE)]
    assert client.get(site.url("/a")).code == ""


def test_chunks_cut_short_are_truncated(site, client) -> None:
    site.page("/a", b"5\r\nabcde\r\n9\r\nabc", headers={"Transfer-Encoding": "chunked"})
    assert client.get(site.url("/a")).code == "collect.truncated"


def test_chunks_come_whole(site, client) -> None:
    chunked = {"Transfer-Encoding": "chunked", "Connection": "close"}
    site.page("/a", b"5\r\nabcde\r\n0\r\n\r\n", headers=chunked)
    assert client.get(site.url("/a")).body == b"abcde"


@pytest.mark.parametrize("declared", [None, 10])
def test_a_body_over_the_limit_is_refused(site, client, declared) -> None:
    big = b"x" * (QUICK.most_bytes + 1)
    headers = {} if declared is None else {"Transfer-Encoding": "chunked"}
    body = big if declared is None else b"%x\r\n%s\r\n0\r\n\r\n" % (len(big), big)
    answer = client.get(site.page("/a", body, headers=headers))
    assert answer.code == "collect.too_large"
    assert len(site.asked("/a")) == 1


@pytest.mark.parametrize(
    ("packing", "data"),
    [
        ("gzip", gzip.compress(PAGE.encode())),
        ("deflate", zlib.compress(PAGE.encode())),
        ("deflate", zlib.compress(PAGE.encode(), wbits=-15)),
    ],
)
def test_packed_bodies_are_unpacked(site, client, packing, data) -> None:
    site.page("/a", data, headers={"Content-Encoding": packing})
    assert client.get(site.url("/a")).body == PAGE.encode()


def test_a_bomb_is_stopped_at_the_limit(site, client) -> None:
    site.page("/a", bomb(100), headers={"Content-Encoding": "gzip"})
    assert client.get(site.url("/a")).code == "collect.too_large"


@pytest.mark.parametrize(
    ("packing", "data", "code"),
    [
        ("gzip", b"no gzip at all", "collect.damaged"),
        ("br", b"whatever", "collect.damaged"),
        ("gzip", gzip.compress(PAGE.encode())[:-40], "collect.truncated"),
    ],
)
def test_damaged_packing_is_named(site, client, packing, data, code) -> None:
    site.page("/a", data, headers={"Content-Encoding": packing})
    assert client.get(site.url("/a")).code == code


# ── time and connection ─────────────────────────────────────────────────────────────────────────


def test_a_silent_server_is_given_up(site, client) -> None:
    site.page("/a", PAGE, wait=1.5)
    assert client.get(site.url("/a")).code == "collect.too_slow"


def test_a_dripping_server_is_given_up_in_all(site, make_client) -> None:
    site.page("/a", "x" * 100, drip=0.1)
    answer = make_client(limits=Limits(wait_seconds=0.5, total_seconds=0.8)).get(site.url("/a"))
    assert answer.code == "collect.too_slow"


def test_a_closed_port_is_unreachable(client) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    assert client.get(f"http://127.0.0.1:{port}/").code == "collect.unreachable"


def test_an_unknown_name_is_unreachable(make_client) -> None:
    def unknown(host, port):
        raise socket.gaierror(-2, "Name or service not known")

    assert make_client(resolver=unknown).get("http://a.test/").code == "collect.unreachable"


def test_an_answer_that_is_no_http_is_unreachable(client) -> None:
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(2)

    def speak() -> None:
        for _ in range(3):
            try:
                caller, _ = server.accept()
            except OSError:
                return
            with caller:
                caller.sendall(b"220 mail ready\r\n")

    thread = threading.Thread(target=speak)
    thread.start()
    answer = client.get(f"http://127.0.0.1:{server.getsockname()[1]}/")
    server.close()
    thread.join()
    assert answer.code == "collect.unreachable"


# ── https ───────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def secure(site, monkeypatch):
    """The loopback server over https, with a certificate made for www.gov.test alone."""
    pem = Path(__file__).parent / "www.gov.test.pem"
    ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ours.load_cert_chain(pem)
    site.server.socket = ours.wrap_socket(site.server.socket, server_side=True)
    trusting = ssl.create_default_context(cafile=pem)
    monkeypatch.setattr(connections, "_tls", lambda: trusting)
    return site


def test_https_is_spoken_with_the_name_over_the_checked_address(secure, client) -> None:
    secure.page("/a", PAGE)
    answer = client.get(f"https://www.gov.test:{secure.port}/a")
    assert answer.body == PAGE.encode()
    assert secure.seen[-1][0] == f"www.gov.test:{secure.port}"


def test_a_certificate_for_another_name_is_not_trusted(secure, client) -> None:
    assert client.get(f"https://www.other.test:{secure.port}/a").code == "collect.certificate"
    assert secure.seen == []


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(secure, client, monkeypatch) -> None:
    monkeypatch.setattr(connections, "_tls", ssl.create_default_context)
    assert client.get(f"https://www.gov.test:{secure.port}/a").code == "collect.certificate"
