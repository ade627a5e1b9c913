"""Rules on promises, claimed differences and strategies."""

from pathlib import Path

import pytest

from policyloom.files.check import check_study
from policyloom.files.load import load_study

TINY = Path(__file__).parents[1] / "studies" / "tiny"
CODES = ("promise.", "distinct.", "strategy.")


@pytest.fixture
def codes(tmp_path):
    """Return a function that checks a copy of the tiny study with some files changed."""
    import shutil

    def check(**files):
        folder = tmp_path / "study"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(TINY, folder, ignore=shutil.ignore_patterns("derived"))
        for name, text in files.items():
            path = folder / name.replace("__", "/").replace("_csv", ".csv")
            path.write_text(text, encoding="utf-8")
        study, _ = load_study(folder)
        assert study is not None
        found = [p.code for p in check_study(study) if p.code.startswith(CODES)]
        return sorted(found)

    return check


HEAD = "id,promise,promise_en,fate,where,why\n"


def test_the_tiny_study_is_clean(codes):
    assert codes() == []


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("P1,가,A,delivered,제1장,", []),
        ("P1,가,A,delivered,제9장,", ["promise.where"]),
        ("P1,가,A,delivered,제1장 제9절,", ["promise.where"]),
        ("P1,가,A,delivered,registers/none.csv,", ["promise.where"]),
        ("P1,가,A,delivered,sources.csv; report/01.md,", []),
        ("P1,가,A,delivered,../../etc/passwd,", ["promise.where"]),
        ("P1,가,A,delivered,claims.yaml의 NO-01,", ["promise.where"]),
        ("P1,가,A,delivered,,", ["promise.no_where"]),
        ("P1,가,A,dropped,,", ["promise.no_why"]),
        ("P1,가,A,open,,", []),
    ],
)
def test_a_promise_names_a_place_that_exists_and_says_why(codes, row, expected):
    assert codes(plan__promises_csv=HEAD + row + "\n") == expected


def test_a_difference_that_is_not_there_is_told(codes):
    head = "id,title,author,year,purpose,methods,contents,is_this_study\n"
    rows = "A,가,나,2016,다,문헌,옛것,false\nB,가,나,2018,다,문헌;설문,우주탐사,true\n"
    found = codes(plan__prior_studies_csv=head + rows, plan__promises_csv=HEAD)
    assert found == ["distinct.missing", "distinct.missing"]
    told = HEAD + "P1,설문 실시,Survey,dropped,,하지 않음\n"
    assert codes(plan__prior_studies_csv=head + rows, plan__promises_csv=told) == [
        "distinct.missing"
    ]
