"""Rules on review rounds: open comments are told as open, changes name places that exist."""

import shutil
from pathlib import Path

import pytest

from policyloom.files.check import check_study
from policyloom.files.load import load_study

TINY = Path(__file__).parents[1] / "studies" / "tiny"
HEAD = "id,round,stage,date,comment,response,change,outcome\n"


@pytest.fixture
def found(tmp_path):
    """Return a function that gives the problems of reviews of a copy of the tiny study."""
    folder = tmp_path / "study"
    shutil.copytree(TINY, folder, ignore=shutil.ignore_patterns("derived"))

    def check(*rows: str, **files: str):
        (folder / "plan").mkdir(exist_ok=True)
        (folder / "plan" / "reviews.csv").write_text(HEAD + "\n".join(rows), encoding="utf-8")
        for name, text in files.items():
            (folder / name.replace("_yaml", ".yaml")).write_text(text, encoding="utf-8")
        study, _ = load_study(folder)
        assert study is not None
        return [p for p in check_study(study) if p.code.startswith("review.")]

    check.folder = folder
    return check


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (",,,", None), ("길다,,,", "review.no_response"), ("길다,줄임,,", "review.no_change"),
        ("길다,줄임,서론,", None), ("길다,그대로 둠,,declined", None),
        ("길다,,,declined", "review.no_response"), ("길다,줄임,,partly", "review.no_change"),
        (",줄임,,", "review.no_comment"), (",,서론,", "review.no_comment"),
    ],
)  # fmt: skip
def test_what_is_open_is_a_warning(found, cells, code):
    told = found(f"V1,중간심의회,midterm,2018-06-20,{cells}")
    assert [p.code for p in told] == ([code] if code else [])
    assert all(p.level == "warning" for p in told)
    assert all(p.line == 2 and p.column.startswith("V1.") for p in told)


def chapter(folder):
    study, _ = load_study(folder)
    return next(c for c in study.chapters if c.kind == "chapter"), study


@pytest.mark.parametrize(
    "place",
    [
        "report/none.md", "claim:NO-01", "section:no-such", "chapter:none", "제9장", "제1장 제99절",
        "제1장 제0절", "sources:NONE", "registers/none.csv", "report/../../etc/passwd.txt",
    ],
)  # fmt: skip
def test_a_place_that_does_not_exist_is_an_error(found, place):
    (told,) = found(f"V1,중간심의회,midterm,,길다,줄임,서론을 {place}에서 줄임,")
    assert (told.code, told.level, told.column) == ("review.change", "error", "V1.change")


def test_places_that_exist_and_words_that_only_look_like_places(found):
    one, study = chapter(found.folder)
    stem = one.file.rpartition("/")[2].removesuffix(".md")
    claim, source = study.claims[0].id, study.table("sources").rows[0].id
    path = found.folder / one.file
    path.write_text(one.text + "\n## 새 절 {#new-section}\n\n글.\n", encoding="utf-8")
    good = (
        f"{one.file}의 첫 문단(제1장 제1절); claim:{claim}. sources:{source}와 section:new-section."
        f" chapter:{stem}을 고침"
    )
    assert found(f'V1,중간심의회,midterm,,길다,줄임,"{good}",') == []
    assert (
        found('V1,중간심의회,midterm,,길다,줄임,"비율 3:4, 시각 10:30, 참고:없음, table:x",') == []
    )


def test_claims_that_could_not_be_read_are_not_missing(found):
    rows = "V1,중간심의회,midterm,,길다,줄임,claim:F-01,"
    assert [p.code for p in found(rows)] == ["review.change"]
    assert found(rows, claims_yaml="- [broken") == []
