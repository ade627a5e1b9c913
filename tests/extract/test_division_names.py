"""Chinese places: how many there are, and English names as their source prints them."""

import csv
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[3] / "shared" / "tables"
CITIES = SHARED / "policy-adoption-cn-cities-kr-provinces" / "china_city_pop.csv"
CODES = SHARED / "cn-admin-divisions" / "cities.csv"


def divisions():
    path = files("policyloom.extract").joinpath("data", "divisions.csv")
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def test_second_level_rows_are_333_places_and_9_groupings():
    levels = Counter(row["level"] for row in divisions())
    merged = [row["name"] for row in divisions() if "laiwu" in row["source"]]
    assert merged == ["莱芜市"]
    assert (levels["prefecture"] - len(merged), levels["grouping"]) == (333, 9)
    if not CODES.is_file():
        pytest.skip(f"{CODES} is not here")
    with CODES.open(encoding="utf-8") as lines:
        assert len(list(csv.DictReader(lines))) == 342


def test_english_names_are_told_apart_and_sourced():
    named = [row for row in divisions() if row["level"] == "prefecture" and row["name_en"]]
    assert len(named) == 303
    assert all({"gpl-covid", "actors"} & set(row["source"].split()) for row in named)
    doubles = Counter((row["parent"], row["name_en"]) for row in named)
    assert max(doubles.values()) == 1
    by_name = {row["name"]: row["name_en"] for row in named}
    wanted = {"西安市": "Xi'an", "厦门市": "Xiamen", "六安市": "Lu'an", "呼和浩特市": "Hohhot"}
    assert {name: by_name[name] for name in wanted} == wanted


def test_english_names_stand_in_the_table_they_come_from():
    if not CITIES.is_file():
        pytest.skip(f"{CITIES} is not here")
    with CITIES.open(encoding="utf-8") as lines:
        printed = {row["adm2_name"] for row in csv.DictReader(lines)}
    own = {row["name_en"] for row in divisions() if "gpl-covid" in row["source"].split()}
    assert len(own & printed) > 250
