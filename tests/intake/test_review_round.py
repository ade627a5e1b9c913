"""A board's comments from the HWP form to the plan page and the printed report."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import table_files as made

from policyloom.cli import main
from policyloom.files.new import new_study

FORM = [
    ["번호", "심의위원", "심의의견", "조치결과", "반영 내용", "반영 여부"],
    ["1", "위원 A", "범위를 밝힐 것", "", "", ""],
    ["2", "위원 B", "출처를 늘릴 것", "늘렸음", "", ""],
    ["3", "위원 C", "제목을 줄일 것", "줄였음", "report/01.md의 제목", "반영"],
    ["4", "위원 C", "사례를 뺄 것", "근거가 있어 둠", "", "미반영"],
]


@pytest.mark.slow
def test_comments_are_open_until_answered_and_print_in_the_form(tmp_path: Path) -> None:
    study = tmp_path / "study"
    assert new_study(study) == []
    chapter = study / "report" / "a1.md"
    directive = "\n:::{table} plan.comments_midterm\n:::\n"
    chapter.write_text(chapter.read_text(encoding="utf-8") + directive, encoding="utf-8")
    form = tmp_path / "의견.hwpx"
    form.write_bytes(made.hwpx(FORM))
    fixed = ["--set", "round=연구중간심의회", "stage=중간심의", "date=2018. 6. 20."]
    assert main(["import", str(study), str(form), "--into", "reviews", *fixed]) == 0
    assert main(["check", str(study)]) == 0
    assert main(["build", str(study)]) == 0
    page = (study / "derived" / "site" / "plan.html").read_text(encoding="utf-8")
    cards = re.findall(r'class="big">.*?>(\d+)<', page)
    assert cards == ["5", "1", "1", "3"], "the template has a settled comment of its own"
    assert 'id="table-comments_midterm"' in page
    assert 'id="table-comments_final"' not in page
    report = (study / "derived" / "report" / "report.html").read_text(encoding="utf-8")
    table = report.split("중간심의의 심의의견과 반영 결과", 2)[-1].partition("</table>")[0]
    for words in ("심의위원", "(답변 대기)", "(반영 대기)", "(반영하지 않음)", "미반영"):
        assert words in table
