"""The catalogue of problems: complete in both languages, and nothing in it is idle."""

import ast
import re
import string
from pathlib import Path

import pytest

from policyloom.core.problem import Problem, catalogue, errors, problem

PACKAGE = Path(__file__).parent.parent.parent / "src" / "policyloom"
CODE = re.compile(r"[a-z]+\.[a-z_]+")


def words(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def strings() -> set[str]:
    found = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


def raised() -> set[str]:
    """Codes given literally where a problem is made, anywhere in the package."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                value = node.args[0].value
                if name in ("problem", "Problem", "report") and isinstance(value, str):
                    found.add(value)
    return {code for code in found if CODE.fullmatch(code)}


@pytest.mark.parametrize("code", catalogue())
def test_a_sentence_is_complete_and_says_the_same_in_both_languages(code) -> None:
    sentence = catalogue()[code]
    assert CODE.fullmatch(code)
    assert sentence.level in ("error", "warning")
    for part in (sentence.message, sentence.cure):
        assert set(part) == {"ko", "en"}
        assert re.search("[가-힣]", part["ko"])
        assert not re.search("[가-힣]", part["en"])
        assert words(part["ko"]) == words(part["en"])
        assert all(name.isidentifier() for name in words(part["ko"]))
        assert words(part["ko"]).isdisjoint({"code", "file", "line", "column"})


def test_every_code_that_is_raised_is_in_the_catalogue() -> None:
    assert sorted(raised() - set(catalogue())) == []


def test_every_code_of_the_catalogue_is_used() -> None:
    used = strings()
    made = {f"{kind}.{what}" for kind in ("csv", "text") for what in ("encoding", "binary")}
    assert sorted(set(catalogue()) - used - made) == []


def test_every_code_is_spelled_out_in_the_rules() -> None:
    from policyloom.files.check import RULES

    assert [c for rule in RULES for c in rule.codes if c not in catalogue()] == []


def test_problems_sort_by_place() -> None:
    late = problem("csv.empty", "b.csv", 1)
    early = problem("cell.empty", "a.csv", 9, "id", value="id")
    assert sorted([late, early]) == [early, late]


def test_a_hostile_value_is_shortened_and_flattened_in_messages() -> None:
    made = problem("id.malformed", "a.csv", 2, "id", value="x\n\x1b[31m" + "y" * 10_000)
    assert len(made.message("ko")) < 400
    assert "\x1b" not in made.message("ko")
    assert "\n" not in made.message("en")


def test_a_value_with_braces_is_shown_as_it_is() -> None:
    made = problem("id.malformed", "a.csv", 2, "id", value="{0.__class__} {x}")
    assert "{0.__class__} {x}" in made.message("en")


def test_a_record_has_exactly_the_promised_keys() -> None:
    made = problem("csv.empty", "a.csv", 1)
    keys = ["code", "level", "file", "line", "column", "message", "cure"]
    assert list(made.as_record()) == keys


def test_errors_are_told_from_warnings() -> None:
    warning = problem("source.unused", "sources.csv", 2, "id", value="S1")
    error = problem("csv.empty", "a.csv", 1)
    assert errors([warning, error]) == [error]


def test_an_unknown_code_or_a_missing_word_is_the_programmers_mistake() -> None:
    with pytest.raises(KeyError):
        problem("no.such_code", "a.csv")
    with pytest.raises(KeyError):
        problem("id.malformed", "a.csv")
    assert isinstance(problem("csv.empty", "a.csv"), Problem)
