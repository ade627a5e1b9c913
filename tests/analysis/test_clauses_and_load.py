"""Risk by clause, and the sources that carry most."""

from dataclasses import replace

from policyloom.analysis.load_bearing import run as weigh
from policyloom.analysis.risk_clauses import run
from policyloom.model.claims import Claim, Support
from policyloom.model.settings import Bilingual

CLAUSE = {
    "id": "C1", "clause": "第三十七条", "quote": "应当在境内存储",
    "what_ko": "저장", "what_en": "Store",
    "activity": "저장", "activity_en": "Storing", "sectors": ["ai"], "stage": "transfer",
    "risks": ["R2", "R1"], "sources": ["S1"], "confidence": "medium",
}  # fmt: skip
RISKS = [
    {"id": "R1", "since": "2017-06", "sources": ["S1"]},
    {"id": "R2", "since": "2018-05", "sources": ["S1", "S2"], "kind": "tbt"},
]


def test_reports_are_counted_from_the_risks_that_a_clause_names(evidence, options):
    result = run(evidence(clauses=[CLAUSE], risks=RISKS), options(trade_kinds=["tbt"]))
    columns = [c.name for c in result.tables["clauses"].columns]
    row = dict(zip(columns, result.tables["clauses"].rows[0], strict=True))
    assert (row["reports"], row["sources"], row["since"]) == (2, 2, "2017-06")
    assert result.values["most"].value == 2
    assert result.values["concerns"].value == 1
    assert result.tables["concerns"].rows[0][-1] == "第三十七条"
    assert [r[1] for r in result.tables["reports"].rows] == ["risks:R1", "risks:R2"]


def test_nobody_judged_means_empty_not_low(evidence, options):
    result = run(evidence(clauses=[CLAUSE], risks=RISKS), options())
    columns = [c.name for c in result.tables["clauses"].columns]
    row = dict(zip(columns, result.tables["clauses"].rows[0], strict=True))
    assert row["likelihood"] is None and row["effect"] is None and row["judged_by"] is None
    assert result.values["judged"].value == 0
    judged = {**CLAUSE, "likelihood": "high", "effect": "low", "judged_by": "김"}
    result = run(evidence(clauses=[judged], risks=RISKS), options())
    assert result.values["judged"].value == 1


def test_a_clause_without_reports_is_shown_with_none(evidence, options):
    result = run(evidence(clauses=[{**CLAUSE, "risks": []}]), options())
    assert result.values["reported"].value == 0
    drawn = result.figures["stages"].spec["data"]["values"]
    assert [d["word"] for d in drawn] == ["0/1"]


def test_no_clauses_is_a_result(evidence, options):
    result = run(evidence(), options())
    assert result.values["clauses"].value == 0 and not result.figures


def test_the_weightiest_source_comes_first(evidence, options):
    text = Bilingual(ko="가", en="A")

    def claim(id_, kind="finding", **support):
        return Claim(id=id_, kind=kind, statement=text, support=(Support(**support),))

    claims = (
        claim("A", row="risks:R1"), claim("B", source="S2"), claim("P", "proposal", claim="A"),
    )  # fmt: skip
    store = evidence(risks=RISKS, sources=[{"id": "S1"}, {"id": "S2"}])
    result = weigh(store, replace(options(), extra={"claims": claims}))
    rows = result.tables["sources"].rows
    assert [(r[0], r[2], r[3], r[4]) for r in rows] == [
        ("sources:S1", 2, 1, "P"), ("sources:S2", 1, 0, None)
    ]  # fmt: skip
    assert result.values["proposals_at_stake"].value == 1
    assert result.values["most"].value == 2
