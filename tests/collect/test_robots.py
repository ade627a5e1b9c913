"""robots.txt after RFC 9309."""

import pytest

from policyloom.collect.robots import parse_robots

RULES = b"""
# examples of the RFC
User-agent: *
Disallow: /private/
Disallow: *.gif$
Disallow: /example/
Allow: /example/page
Crawl-delay: 5

User-agent: otherbot
User-agent: policyloom
Disallow: /only-for-us
Allow: /
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/private/a", False),
        ("/example/x", False),
        ("/example/page/1", True),
        ("/a/b.gif", False),
        ("/a/b.gif?x", True),
        ("/robots.txt", True),
        ("/%70rivate/a", False),
    ],
)
def test_the_longest_rule_of_the_group_for_all_decides(path, allowed) -> None:
    assert parse_robots(RULES, "another").allows(path) is allowed


def test_a_group_that_names_us_is_the_only_one_that_counts() -> None:
    robots = parse_robots(RULES, "policyloom")
    assert robots.allows("/private/a")
    assert not robots.allows("/only-for-us")
    assert robots.delay == 0


def test_the_pause_asked_for_is_read() -> None:
    assert parse_robots(RULES, "another").delay == 5


def test_on_a_tie_allow_wins() -> None:
    assert parse_robots(b"User-agent: *\nDisallow: /a\nAllow: /a", "x").allows("/a/b")


def test_an_empty_rule_forbids_nothing() -> None:
    assert parse_robots(b"\xef\xbb\xbfUser-agent: *\nDisallow:", "x").allows("/a")
    robots = parse_robots(b"User-agent: *\nDisallow: /\n\nUser-agent: x\nDisallow:", "x")
    assert robots.allows("/a")


@pytest.mark.parametrize("data", [b"", b"<html>no rules</html>", b"\xff\xfe\x00", b"Disallow: /"])
def test_what_is_no_rules_forbids_nothing(data) -> None:
    assert parse_robots(data, "x").allows("/a")


def test_hostile_patterns_end_at_once() -> None:
    rules = b"User-agent: *\nDisallow: /" + b"a*" * 5_000 + b"$"
    assert parse_robots(rules, "x").allows("/" + "a" * 5_000) in (True, False)
