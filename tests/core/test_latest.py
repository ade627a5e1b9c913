"""What is kept in memory: made again when, and only when, what it was made from changed."""

import pytest

from policyloom.core.latest import Latest
from policyloom.core.lazy import Lazy


def test_an_equal_source_gives_the_thing_kept_and_another_is_made_anew():
    made = []
    latest: Latest[list[str]] = Latest()

    def of(source):
        return latest.of("a.csv", source, lambda: made.append(source) or [source])

    first = of("x")
    assert of("".join(["x"])) is first
    assert of("y") == ["y"]
    assert of("x") == ["x"]
    assert made == ["x", "y", "x"], "only the last is kept"


def test_names_do_not_share_what_they_keep():
    latest: Latest[str] = Latest()
    assert latest.of("a", "same", lambda: "one") == "one"
    assert latest.of("b", "same", lambda: "two") == "two"


def test_a_source_that_could_not_be_made_is_tried_again():
    latest: Latest[int] = Latest()
    tries = iter([ValueError(), 3])

    def make():
        found = next(tries)
        if isinstance(found, ValueError):
            raise found
        return found

    with pytest.raises(ValueError):
        latest.of("a", 1, make)
    assert latest.of("a", 1, make) == 3


def test_a_lazy_mapping_is_made_at_the_first_look_and_once():
    calls = []
    lazy = Lazy(lambda: calls.append(1) or {"a": 1, "b": 2})
    assert not calls
    assert "a" in lazy
    assert lazy["b"] == 2
    assert dict(lazy) == {"a": 1, "b": 2}
    assert len(lazy) == 2
    assert lazy.get("c") is None
    assert calls == [1]
