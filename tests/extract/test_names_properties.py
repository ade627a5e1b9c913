"""What holds for every text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyloom.core.dates import PartialDate
from policyloom.extract import names
from policyloom.extract.names import registry

pytest.importorskip("ahocorasick_rs")

PIECES = [
    "国家发展改革委", "省发展改革委", "科技局", "教育部", "门", "青岛市", "大理", "、", "和",
    "，", "的", "委宣传部", "中共", "人民政府", "办公厅", "海南", "黄", "北京", "大学", "建",
    "成都市", "各", "市", "省", "有关部门", "산업부", "문", "Beijing", "x", "𠀀", "🙂", "\n",
    "内蒙古", "南京", "路", "财政厅", "雄安",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=30).map("".join)
REGIONS = st.sampled_from([None, "370000", "370200", "310000", "xiongan"])


@given(TEXTS, REGIONS)
def test_mentions_are_exact_ordered_and_apart(text, region):
    found = names.find(text, region=region)
    assert all(text[m.start : m.end] == m.form and m.form for m in found)
    assert all(first.end <= second.start for first, second in pairwise(found))


@given(TEXTS)
def test_every_agency_and_place_can_be_looked_up(text):
    for mention in names.find(text):
        if mention.kind == "agency":
            assert names.agency(mention.id) is not None
        elif mention.kind == "region":
            assert names.region(mention.id) is not None


@given(TEXTS)
def test_the_same_text_gives_the_same(text):
    assert names.find(text) == names.find(text)


@given(TEXTS, TEXTS)
def test_a_blank_line_parts_texts(first, second):
    gap = "\n。\n"
    apart = [m.id for m in (*names.find(first), *names.find(second))]
    assert [m.id for m in names.find(first + gap + second)] == apart


def test_the_registries_are_sound():
    known = registry.agencies()
    for agency in known.values():
        assert agency.source
        for other in agency.predecessors:
            assert agency.id in known[other].successors, (agency.id, other)
        for other in agency.successors:
            assert agency.id in known[other].predecessors, (agency.id, other)
        if agency.valid_from and agency.valid_to:
            assert agency.valid_from.first <= agency.valid_to.last
        assert isinstance(agency.valid_from, PartialDate | None)


def test_the_divisions_are_complete():
    levels = [place.level for place in registry.regions().values()]
    assert levels.count("province") == 34
    assert levels.count("prefecture") + levels.count("grouping") == 342 + 1  # with 莱芜
    assert levels.count("new-area") == 19
    parents = {place.parent for place in registry.regions().values() if place.parent}
    assert parents <= set(registry.regions())
    assert all(place.source for place in registry.regions().values())
