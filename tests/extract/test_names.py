"""Names in texts: what they are resolved to, when and where."""

import csv
from pathlib import Path

import pytest

from policyloom.extract import names
from policyloom.extract.names import Name

pytest.importorskip("ahocorasick_rs")

STUDY = Path(__file__).parents[2] / "studies" / "china-internet-plus"


def ids(text, **options):
    return [(m.form, m.id) for m in names.find(text, **options)]


def test_a_list_of_central_bodies_in_full_and_short():
    assert ids("（国家发展改革委、工信部、网信办牵头，财政部等配合）") == [
        ("国家发展改革委", "ndrc"),
        ("工信部", "miit"),
        ("网信办", "cac"),
        ("财政部", "mof"),
    ]


def test_offsets_are_code_points_also_behind_astral_characters():
    text = "𠀀𠀀商务部🙂科技部"
    assert [text[m.start : m.end] for m in names.find(text)] == ["商务部", "科技部"]


def test_a_general_office_counts_as_its_ministry():
    assert ids("工业和信息化部办公厅") == [("工业和信息化部办公厅", "miit")]
    assert ids("国务院办公厅") == [("国务院办公厅", "state-council-office")]


def test_a_local_body_takes_the_place_before_it():
    assert ids("济南市科技局、内蒙古通信管理局、山东省委宣传部") == [
        ("济南市科技局", "370100-dst"),
        ("内蒙古通信管理局", "150000-comms-admin"),
        ("山东省委宣传部", "cpc-370000-propaganda"),
    ]


def test_a_local_body_takes_the_region_of_the_document():
    text = "省发展改革委牵头"
    assert ids(text, region="370000") == [("省发展改革委", "370000-drc")]
    assert ids(text, region="370200") == [("省发展改革委", "370000-drc")]
    assert ids(text) == [("省发展改革委", "province-drc")]


def test_a_city_body_needs_a_city():
    assert ids("市科技局", region="370200") == [("市科技局", "370200-dst")]
    assert ids("市经济信息化委", region="310000") == [("市经济信息化委", "310000-eic")]
    assert ids("市科技局", region="370000") == [("市科技局", "city-dst")]


def test_each_province_has_its_own_and_none_is_meant():
    assert ids("各省发展改革委", region="370000") == [("省发展改革委", "province-drc")]


def test_a_list_carries_its_owner_on():
    text = "内蒙古自治区经济和信息化委、发展改革委、财政厅"
    assert [i for _, i in ids(text)] == ["150000-eic", "150000-drc", "150000-finance"]
    assert ids("自治区政府国资委", region="640000")[1] == ("国资委", "640000-sasac")
    assert ids("省委、财政厅", region="370000")[1] == ("财政厅", "370000-finance")
    assert ids("发展改革委、财政部") == [("发展改革委", "ndrc"), ("财政部", "mof")]


@pytest.mark.parametrize(
    ("form", "date", "expected"),
    [
        ("广电总局", "2015-06-01", "sapprft"),
        ("广电总局", "2018-10", "nrta"),
        ("行政安全部", "2016-01-01", None),
        ("행정안전부", "2010-05-01", "kr-mopas"),
        ("행정안전부", "2018-01-01", "kr-mois"),
        ("工商总局", "2016-05-01", "saic"),
        ("发改委", None, "ndrc"),
        ("科技局", None, "local-dst"),
        ("各项工作", None, None),
        ("科技部、财政部", None, None),
    ],
)
def test_a_form_is_resolved_at_its_date(form, date, expected):
    assert names.resolve_agency(form, date=date) == expected


def test_the_work_goes_on_in_the_successors():
    day = names.agency("samr").valid_from
    assert str(day) == "2018-03"
    later = names.agency("nrra").valid_from
    assert names.in_force("saic", later) == ("samr",)
    assert names.in_force("moh", later) == ("nhc",)
    assert names.in_force("ndrc", later) == ("ndrc",)
    assert names.in_force("saic", names.agency("kr-mpss").valid_from) == ("saic",)


def test_composed_bodies_can_be_looked_up():
    body = names.agency("370100-dst")
    assert (body.name, body.kind, body.region) == ("济南市科学技术局", "city-department", "370100")
    assert names.agency("gov-370000").kind == "provincial-government"
    assert names.agency("cpc-410000-office").kind == "party"
    assert names.agency("province-drc").region == ""
    assert names.agency("999999-drc") is None
    assert names.agency("nothing") is None


def test_names_of_the_study_are_found_and_cached_by_set():
    extra = names.from_register([{"id": "F1", "name": "科大讯飞", "name_en": "iFlytek"}])
    assert ids("科大讯飞（iFlytek）在合肥", extra=extra) == [
        ("科大讯飞", "F1"),
        ("iFlytek", "F1"),
        ("合肥", "340100"),
    ]
    assert [m.kind for m in names.find("科大讯飞", extra=extra)] == ["firm"]


def test_the_ids_of_the_study_win():
    extra = (Name("工业和信息化部装备工业司", "miit-equipment", "agency"),)
    assert ids("工业和信息化部装备工业司", extra=extra)[0][1] == "miit-equipment"


def test_every_public_body_of_the_shipped_study_is_known_by_its_id():
    beyond = {"local-office", "generic", "firm", "institute"}
    with (STUDY / "registers" / "actors.csv").open(encoding="utf-8-sig") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] not in beyond]
    own = {
        r["id"] for r in rows if "group" in r["id"] or r["id"] in {"cnta-smart", "miit-equipment"}
    }
    wrong = {
        row["name"]: names.resolve_agency(row["name"], date="2016-06")
        for row in rows
        if row["id"] not in own and names.resolve_agency(row["name"], date="2016-06") != row["id"]
    }
    assert wrong == {}


def test_provinces_bear_the_codes_of_the_shipped_study():
    with (STUDY / "regions.csv").open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            if row["level"] == "region":
                assert names.region(row["id"]).name == row["name"]
                assert ids(row["name"]) == [(row["name"], row["id"])]
                assert ids(row["short"]) == [(row["short"], row["id"])]


def test_korean_and_english_names():
    text = "산업통상자원부와 교육부는 중국 국가발전개혁위원회, Ministry of Commerce와"
    assert [i for _, i in ids(text)] == ["kr-motie", "kr-moe", "ndrc", "mofcom"]


def test_generic_bodies_are_marked():
    found = names.find("有关部门、各地区、商务部")
    assert [(m.kind, m.id) for m in found] == [
        ("generic", "relevant-departments"),
        ("generic", "all-regions"),
        ("agency", "mofcom"),
    ]
