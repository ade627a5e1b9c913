"""Claims are tested against the evidence."""

from tiny import composed, make_facts

from policyloom.model.claims import Claim, Support
from policyloom.model.settings import Bilingual
from policyloom.report.claims import test_claims as judge

TEXT = Bilingual(ko="말", en="Words")


def _claim(*support, against=(), name="F-1", statement=TEXT):
    return Claim(id=name, kind="finding", statement=statement, support=support, against=against)


def _judge(*claims):
    facts = make_facts({}, claims=claims)
    outcomes, problems = judge(facts.study, facts)
    return {o.claim.id: o for o in outcomes}, [(p.code, p.file) for p in problems], problems


def test_a_failing_condition_names_both_numbers():
    outcomes, codes, problems = _judge(_claim(Support(holds="adoption.provinces_found >= 20")))
    assert codes == [("claim.fails", "claims.yaml")]
    assert "16 >= 20" in problems[0].message()
    assert outcomes["F-1"].strength == "failed"


def test_what_rests_on_a_failed_claim_falls_with_it():
    outcomes, codes, _ = _judge(
        _claim(Support(claim="F-1"), name="P-1"),
        _claim(Support(holds="adoption.provinces_found > 20")),
    )
    assert sorted(code for code, _ in codes) == ["claim.fails", "claim.rests_on_failed"]
    assert not outcomes["P-1"].holds


def test_dangling_support_is_an_error():
    _, codes, _ = _judge(
        _claim(Support(row="policies:C9"), Support(source="S9"), Support(claim="X"),
               Support(holds="adoption.none > 1"), Support(holds="adoption.unknown > 1"))
    )  # fmt: skip
    assert sorted(code for code, _ in codes) == ["claim.dangling"] * 4 + ["claim.undefined"]


def test_a_circle_is_told():
    _, codes, _ = _judge(_claim(Support(claim="B"), name="A"), _claim(Support(claim="A"), name="B"))
    assert "claim.circle" in [code for code, _ in codes]


def test_strength_follows_independent_sources():
    one, _, _ = _judge(_claim(Support(source="S1")))
    assert one["F-1"].strength == "weak"
    assert [r.ko for r in one["F-1"].remarks] == ["근거가 한 곳뿐이다."]
    three, _, _ = _judge(
        _claim(Support(row="policies:C001"), Support(source="S2"), Support(source="S4"))
    )
    assert three["F-1"].strength == "strong"
    doubtful, _, _ = _judge(
        _claim(Support(row="policies:C001"), Support(row="policies:P001"), Support(source="S4"))
    )
    assert doubtful["F-1"].strength == "moderate"


def test_counter_evidence_that_fell_is_a_warning():
    against = (Support(holds="adoption.provinces_found > 99"),)
    outcomes, codes, _ = _judge(_claim(Support(source="S1"), against=against))
    assert codes == [("claim.against_fails", "claims.yaml")]
    assert outcomes["F-1"].holds


def test_statements_hold_no_typed_numbers():
    statement = Bilingual(ko="16개 성", en='{q}`S1 "x"`')
    _, problems, _ = composed({}, claims=(_claim(Support(source="S1"), statement=statement),))
    assert {p.code for p in problems} == {"report.bare_number", "report.unknown_role"}
    assert {p.file for p in problems} == {"claims.yaml"}


def test_a_quotation_in_support_is_compared(held):
    facts = make_facts({}, held, (_claim(Support(source="S1", quote="没有这句话")),))
    _, problems = judge(facts.study, facts)
    assert [p.code for p in problems] == ["claim.quote_not_found"]
