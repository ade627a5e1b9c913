"""The box of a case: participants, dated events, disputes, gaps and causes, compactly."""

from tiny import make_facts, table

from policyloom.report.claims import test_claims as judge
from policyloom.report.compose import compose_report
from policyloom.report.document import CaseBox
from policyloom.report.walking import plain_text, walk

CHAPTER = {"01.md": "# 장\n\n:::{case} AI01\n:::\n"}
TOLD = {
    "case_roles": (
        {"id": "r1", "case": "AI01", "kind": "authority", "name": "시 정부", "role": "면허를 냈다",
         "sources": ("S3",), "confidence": "high"},
        {"id": "r2", "case": "AI01", "kind": "firm", "name": "회사", "sources": ("S3",),
         "confidence": "high"},
    ),
    "case_events": (
        {"id": "e1", "case": "AI01", "kind": "step", "what": "개시", "date": "2017-12-02",
         "sources": ("S3",), "confidence": "high"},
        {"id": "e2", "case": "AI01", "kind": "outcome", "what": "57위", "matter": "순위",
         "sources": ("S3",), "confidence": "high"},
        {"id": "e3", "case": "AI01", "kind": "outcome", "what": "35위", "matter": "순위",
         "reported_by": "시 정부", "sources": ("S3",), "confidence": "high"},
        {"id": "e4", "case": "AI01", "kind": "finance", "what": "기금", "sources": ("S3",),
         "confidence": "high"},
    ),
    "case_causes": (
        {"id": "c1", "case": "AI01", "cause": "law", "direction": "success", "stance": "for",
         "evidence": "문장", "coder": "A", "sources": ("S3",), "confidence": "medium"},
    ),
}  # fmt: skip


def box(told=TOLD):
    facts = make_facts(CHAPTER)
    facts.study.tables.update({name: table(name, *rows) for name, rows in told.items()})
    outcomes, _ = judge(facts.study, facts)
    document, problems, trail = compose_report(facts.study, facts, outcomes)
    assert not [p for p in problems if p.file.endswith("01.md")]
    found = next(n for n in walk(document) if isinstance(n, CaseBox))
    fields = {f.label: plain_text(f.children) for f in (*found.fields, *found.scores)}
    return fields, {reference for _, reference in trail.uses}


def test_the_dossier_stands_in_the_box_and_rests_on_its_rows() -> None:
    fields, uses = box()
    assert fields["정부"] == "시 정부 — 면허를 냈다"
    assert fields["기업"] == "회사"
    assert fields["이력"] == "2017. 12. 2 개시"
    assert fields["지정·규제·재정·조세"] == "재정·자금: 기금"
    assert fields["엇갈리는 주장: 순위"] == "(1) 57위; (2) 35위 [시 정부]"
    assert "조세" in fields["보지 못한 것"]
    assert "기업의 역할" in fields["보지 못한 것"]
    assert fields["원인: 성공 (맞는 근거)"] == "law"
    assert {"case_roles:r1", "case_events:e3", "case_causes:c1"} <= uses


def test_without_a_dossier_the_box_shows_the_case_alone() -> None:
    fields, _ = box({})
    assert "보지 못한 것" not in fields
    assert "주도 정부" in fields
