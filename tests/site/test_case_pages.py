"""Dossiers, firms and causes on the site: every text escaped, every gap said, each score named."""

from pathlib import Path

import pytest
from made_up import make_material, table, write
from made_up_rows import HOSTILE

EVENT = {"case": "C/1", "sources": ("S1",), "confidence": "high"}
TOLD = {
    "case_roles": [
        {**EVENT, "id": "r1", "kind": "firm", "name": HOSTILE, "role": HOSTILE, "firm": "F1"},
        {**EVENT, "id": "r2", "kind": "university", "name": "대학"},
    ],
    "case_events": [
        {**EVENT, "id": "e1", "kind": "step", "what": "개시", "date": "2016-04"},
        {**EVENT, "id": "e2", "kind": "outcome", "what": "57위", "matter": HOSTILE},
        {**EVENT, "id": "e3", "kind": "outcome", "what": "35위", "matter": HOSTILE,
         "reported_by": "시 정부"},
    ],
    "case_causes": [
        {**EVENT, "id": "c1", "cause": "law", "direction": "failure", "stance": "against",
         "evidence": HOSTILE, "test": "hoop", "coder": "r1"},
    ],
    "firms": [
        {"id": "F1", "name": "甲公司", "name_ko": "갑회사", "sector": "ai", "sources": ("S1",)},
    ],
    "firm_traits": [
        {**EVENT, "id": "t1", "firm": "F1", "trait": "advantage", "what": "규모"},
    ],
    "pilots": [
        {"id": "P9", "name": "区", "type": "示范区", "region": "110000", "sectors": ("ai",),
         "firms": ("甲公司（北京）", "乙公司"), "sources": ("S1",), "confidence": "high"},
    ],
    "case_conditions": [
        {**EVENT, "id": "s1", "condition": "anchor", "score": 0.67, "evidence": "한 사람의 읽기",
         "coder": "r1"},
        {**EVENT, "id": "s2", "condition": "anchor", "score": 0.33, "evidence": "다른 사람의 읽기",
         "coder": "r2"},
        {**EVENT, "id": "s3", "condition": "anchor", "score": 0.5, "evidence": "합의",
         "coder": "둘", "standing": "adjudicated"},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    material = make_material()
    material.study.tables.update({name: table(name, rows) for name, rows in TOLD.items()})
    folder = tmp_path_factory.mktemp("told") / "site"
    write(material, folder, tmp_path_factory.mktemp("kept"))
    return folder


@pytest.fixture(scope="module")
def case(told: Path) -> str:
    return next((told / "cases").glob("*.html")).read_text(encoding="utf-8")


def test_a_dossier_shows_every_part_and_escapes_it(case: str) -> None:
    assert "<script>alert" not in case
    assert case.count("alert(&#39;x&#39;)") >= 3
    for part in ("연표", "문제와 대응", "성과와 밝힌 이", "엇갈리는 주장", "무엇 때문인가"):
        assert part in case
    assert "[" in case
    assert "시 정부" in case


def test_gaps_are_named(case: str) -> None:
    gaps = case.split("보지 못한 것: ", 1)[1].split("</p>", 1)[0]
    assert "조세" in gaps
    assert "성과를 밝힌 이" not in gaps
    assert "한 일을 보지 못하였다" in case, "a university of which only the name is known"


def test_every_coder_s_score_and_the_adjudicated_one_are_shown(case: str) -> None:
    for words in ("한 사람의 읽기", "다른 사람의 읽기", "합의", "조정: "):
        assert words in case


def test_a_firm_has_a_page_with_traits_cases_and_pilots(told: Path) -> None:
    page = (told / "firms" / "F1.html").read_text(encoding="utf-8")
    assert "갑회사" in page
    assert "규모" in page
    assert "보고된 것을 보지 못하였다" in page, "no limit was seen"
    assert "pilots:P9" in page
    assert 'href="../cases/' in page
    assert "firms/F1.html" in (told / "firms.html").read_text(encoding="utf-8")


def test_a_study_without_dossiers_has_plain_cases_and_no_page_of_causes(site: Path) -> None:
    page = next((site / "cases").glob("*.html")).read_text(encoding="utf-8")
    assert "연표" not in page.split("<h1>", 1)[1]
    assert not (site / "causes.html").exists()


@pytest.mark.slow
def test_the_causes_of_the_shipped_study_lead_to_their_evidence(shipped_site: Path) -> None:
    page = (shipped_site / "causes.html").read_text(encoding="utf-8")
    for name in ("matrix", "tree_success", "tree_failure", "tree_limit"):
        assert f'data-figure="causes.{name}"' in page
    assert 'href="#ref=case_causes:SC11.c' in page
    assert "causes.html" in (shipped_site / "cases.html").read_text(encoding="utf-8")
