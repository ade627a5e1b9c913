"""Korean names of Chinese places by the rule: the known ones come out, doubtful ones do not."""

import pytest

from policyloom.extract.names import registry
from policyloom.extract.names.hangul import BY_RULE, cuts, korean_name, table, transcribe

PROVINCES_OTHERWISE = {
    "Inner Mongolia": "Neimenggu",
    "Shaanxi": "Shanxi",
    "Xizang (Tibet)": "Xizang",
}


def of_level(level):
    return [r for r in registry.regions().values() if r.level == level]


def test_the_table_writes_the_syllables_of_pinyin():
    assert len(table()) > 400
    wanted = {"jia": "자", "jiong": "중", "qu": "취", "xue": "쉐", "xiong": "슝", "zhi": "즈",
              "ri": "르", "si": "쓰", "lve": "뤠", "nv": "뉘", "gui": "구이", "wei": "웨이",
              "lun": "룬", "weng": "웡", "zhuang": "좡", "quan": "취안", "er": "얼"}  # fmt: skip
    assert {s: transcribe([s]) for s in wanted} == wanted
    with pytest.raises(KeyError):
        transcribe(["xing", "gol"])


def test_every_province_with_a_korean_name_comes_out():
    seen = 0
    for region in of_level("province"):
        if region.name_ko:
            pinyin = PROVINCES_OTHERWISE.get(region.name_en, region.name_en)
            made = {transcribe(way) for way in cuts(pinyin, len(region.short))}
            assert region.name_ko.partition("(")[0] in made
            seen += 1
    assert seen == 31


def test_every_city_with_a_korean_name_read_elsewhere_comes_out():
    read = [r for r in of_level("prefecture") if r.name_ko and BY_RULE not in r.source.split()]
    assert len(read) == 16
    assert {r.name: korean_name(r) for r in read} == {r.name: r.name_ko for r in read}


def test_names_by_the_rule_are_marked_and_are_what_the_rule_says():
    marked = [r for r in of_level("prefecture") if BY_RULE in r.source.split()]
    assert len(marked) == 255
    assert {r.name: korean_name(r) for r in marked} == {r.name: r.name_ko for r in marked}
    assert all(r.name_ko not in r.forms for r in marked)


def test_what_pinyin_does_not_settle_stays_empty():
    by_name = {r.name: r for r in of_level("prefecture")}
    for name in ("呼和浩特市", "哈尔滨市", "延边朝鲜族自治州", "抚顺市", "锡林郭勒盟"):
        assert not by_name[name].name_ko
        assert korean_name(by_name[name]) is None


def test_a_name_that_cuts_in_two_ways_is_decided_by_other_names():
    by_name = {r.name: r for r in of_level("prefecture")}
    assert cuts("Jinan", 2) == [("ji", "nan"), ("jin", "an")]
    assert cuts("Xi'an", 2) == [("xi", "an")]
    assert by_name["济南市"].name_ko == "지난시"
    assert by_name["大兴安岭地区"].name_ko == "다싱안링지구"
    assert by_name["吕梁市"].name_ko == "뤼량시"
