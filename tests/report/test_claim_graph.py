"""The graph of claims: contradictions, old figures, lost caveats and layers."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from tiny import table

from policyloom.model.claims import Claim, Support
from policyloom.model.facts import Facts
from policyloom.model.settings import Bilingual, StudySettings
from policyloom.model.study import Study
from policyloom.report.claim_graph import (
    contested,
    layers,
    lost_caveats,
    opposed_conditions,
    stale_figures,
)
from policyloom.report.claims import ClaimOutcome
from policyloom.report.document import ClaimBox, ClaimMark, Document, Paragraph, Part

SETTINGS = {
    "format": 1, "id": "t", "title": {"ko": "가", "en": "A"},
    "period": {"start": 2014, "end": 2018},
    "nation": "CN", "sectors": [{"id": "ai", "ko": "가", "en": "A"}],
    "factors": [{"id": "m", "ko": "가", "en": "A"}],
}  # fmt: skip


def claim(id_, *support, kind="finding", against=()):
    made = tuple(Support(holds=s) if isinstance(s, str) else s for s in support)
    text = Bilingual(ko="가", en="A")
    return Claim(id=id_, kind=kind, statement=text, support=made, against=tuple(against))


def pairs(*claims):
    return [(o.one, o.other) for o in opposed_conditions(claims)]


def test_conditions_that_leave_no_value_are_opposed_whichever_way_they_are_written():
    assert pairs(claim("A", "a.x > b.y"), claim("B", "b.y >= a.x")) == [("A", "B")]
    assert pairs(claim("A", "a.x > 10"), claim("B", "5 > a.x")) == [("A", "B")]
    assert pairs(claim("A", "a.x == 3"), claim("B", "a.x != 3")) == [("A", "B")]
    assert pairs(claim("A", "a.x >= 3 and c.z < 1"), claim("B", "a.x < 3")) == [("A", "B")]


def test_conditions_that_can_hold_together_are_not():
    assert pairs(claim("A", "a.x >= b.y"), claim("B", "b.y >= a.x")) == []
    assert pairs(claim("A", "a.x > 5"), claim("B", "a.x < 10")) == []
    assert pairs(claim("A", "a.x > 5"), claim("B", "a.z < 5")) == []
    assert pairs(claim("A", "a.x > 5 and a.x < 3")) == [], "one claim alone fails its own test"


BOUND = st.tuples(st.sampled_from(["<", "<=", ">", ">=", "=="]), st.integers(-3, 3))


@given(st.lists(BOUND, min_size=2, max_size=5))
def test_opposed_means_that_no_number_satisfies_all(bounds):
    import operator

    ops = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
           "==": operator.eq}  # fmt: skip
    claims = [claim(f"C{i}", f"a.x {sign} {n}") for i, (sign, n) in enumerate(bounds)]
    numbers = [x / 2 for x in range(-10, 11)]  # halves lie between all the bounds
    possible = any(all(ops[sign](x, n) for sign, n in bounds) for x in numbers)
    assert bool(opposed_conditions(claims)) == (not possible)


def test_evidence_named_against_without_a_note_is_contested_within_a_kind():
    row = Support(row="risks:R1")
    one, other = claim("A", row), claim("B", "a.x > 1", against=[row])
    assert [(o.one, o.other, o.over) for o in contested([one, other])] == [("A", "B", "risks:R1")]
    explained = claim("B", "a.x > 1", against=[Support(row="risks:R1", note="한쪽만 말한다")])
    assert contested([one, explained]) == []
    assert contested([one, claim("B", "a.x > 1", kind="risk", against=[row])]) == []
    assert contested([one, claim("B", Support(claim="A"), against=[row])]) == []
    held = claim("A", "b.y < a.x")
    same = claim("B", "c.z > 1", against=[Support(holds="a.x > b.y")])
    assert len(contested([held, same])) == 1, "a condition written the other way round"


def facts(*rows, claims):
    figures = [
        {"indicator": "i", "economy": "KOR", "unit": "x", "definition": "one", "value": 1.0} | r
        for r in rows
    ]
    settings = StudySettings.model_validate(SETTINGS)
    study = Study(None, settings, tables={"figures": table("figures", *figures)}, claims=claims)  # type: ignore[arg-type]
    return Facts(study, {})


def test_a_figure_is_stale_when_the_period_holds_a_later_one_of_its_series():
    rows = [{"id": f"i.KOR.{y}", "year": y} for y in (2015, 2017, 2020)]
    old = claim("A", "figures:i.KOR.2015 > 0")
    found = stale_figures(facts(*rows, claims=(old,)))
    assert [(s.claim, s.figure, s.latest) for s in found] == [
        ("A", "figures:i.KOR.2015", "figures:i.KOR.2017")
    ]
    told = claim("A", "figures:i.KOR.2015 > 0", against=[Support(row="figures:i.KOR.2017")])
    assert stale_figures(facts(*rows, claims=(told,))) == []


def test_another_definition_or_economy_does_not_make_a_figure_stale():
    rows = [
        {"id": "a", "year": 2015},
        {"id": "b", "year": 2017, "definition": "two"},
        {"id": "c", "year": 2018, "economy": "CHN"},
    ]
    assert stale_figures(facts(*rows, claims=(claim("A", "figures:a > 0"),))) == []


def _document(*blocks):
    part = Part("chapter", "report/01.md", "c1", "1", "ko", (), tuple(blocks))
    return Document("", "", "", (), "", "", None, (part,))  # type: ignore[arg-type]


def test_a_caveat_is_lost_where_no_part_prints_the_box():
    doubtful = claim("A", "a.x > 1", against=[Support(row="risks:R1")])
    outcome = ClaimOutcome(
        doubtful, holds=True, verdicts=(), strength="weak", sources=(), remarks=(), problems=()
    )
    mark = Paragraph((ClaimMark("A", "weak", "근거 약함", ()),), 3)
    assert lost_caveats([outcome], _document(mark)) == [("A", "report/01.md")]
    box = ClaimBox("A", "", "weak", "", (), ())
    assert lost_caveats([outcome], _document(mark, box)) == []
    plain = replace(outcome, claim=claim("A", "a.x > 1"))
    assert lost_caveats([plain], _document(mark)) == []


def test_layers_are_the_longest_way_and_circles_end():
    below = [claim("A", "a.x > 1"), claim("B", Support(claim="A")),
             claim("C", Support(claim="A"), Support(claim="B")),
             claim("D", Support(claim="D2")), claim("D2", Support(claim="D"))]  # fmt: skip
    found = layers(below)
    assert (found["A"], found["B"], found["C"]) == (0, 1, 2)
    assert set(found) == {"A", "B", "C", "D", "D2"}
