import re

from hypothesis import given
from hypothesis import strategies as st

from policyloom.site.addresses import anchor, page_names


def test_plain_ids_keep_their_names():
    assert page_names(["P1", "S0014"]) == {"P1": "P1", "S0014": "S0014"}


def test_no_id_leaves_the_folder():
    names = page_names(["../../etc/passwd", "C:\\x", "a/b", "..", ""])
    assert all(re.fullmatch(r"[A-Za-z0-9_-]+", name) for name in names.values())


def test_names_that_windows_reserves_are_changed():
    assert page_names(["CON", "lpt1"])["CON"] != "CON"
    assert page_names(["CON", "lpt1"])["lpt1"] != "lpt1"


def test_ids_that_differ_in_case_only_get_different_files():
    names = page_names(["S2", "s2"])
    assert len({name.casefold() for name in names.values()}) == 2


@given(st.sets(st.text(max_size=80), max_size=20))
def test_unlike_ids_get_unlike_names_in_any_order(ids: set[str]):
    names = page_names(sorted(ids))
    assert names == page_names(sorted(ids, reverse=True))
    assert len({name.casefold() for name in names.values()}) == len(ids)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,80}", name) for name in names.values())


@given(st.text())
def test_anchors_hold_no_character_that_html_minds(text: str):
    assert re.fullmatch(r"[A-Za-z0-9_-]*", anchor(text))
