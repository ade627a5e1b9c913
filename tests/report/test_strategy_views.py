"""Strategies in the report: items, fields and lineage, every cell a claim."""

import pytest
from tiny import composed

from policyloom.model.claims import Claim, Support, SwotItem
from policyloom.model.settings import Bilingual
from policyloom.report.document import ClaimBox, TableBlock
from policyloom.report.walking import plain_text, walk


def _claim(id_, kind, text, support, **more):
    said = Bilingual(ko=text, en=text)
    return Claim(id=id_, kind=kind, statement=said, support=support, **more)


ROW = Support(row="policies:C001")
CLAIMS = (
    _claim("F-1", "finding", "강점이 있다", (ROW,),
           swot=(SwotItem(actor="firms", side="strength"),)),
    _claim("R-1", "risk", "위협이 있다", (Support(source="S3"),),
           swot=(SwotItem(actor="firms", side="threat"),)),
    _claim(
        "P-1", "proposal", "지킨다", (Support(claim="F-1"), Support(claim="R-1")),
        addressee=("산업부",), owner=Bilingual(ko="기업", en="Firms"),
        preconditions=(Bilingual(ko="규칙이 정해진다", en="Rules are settled"),),
        would_change=Bilingual(ko="위협이 사라지면 거둔다", en="If the threat goes"),
    ),
)  # fmt: skip


def rows(view):
    text = f"# 장\n\n:::{{claims}}\n:as: {view}\n:::\n"
    document, problems, uses = composed({"01.md": text}, claims=CLAIMS)
    assert not [p for p in problems if p.level == "error"]
    tables = [n for n in walk(document.parts[0].blocks) if isinstance(n, TableBlock)]
    assert len(tables) == 1 and tables[0].label, "it is a numbered table"
    assert ("document:report/01.md:3", "claim:P-1") in uses
    return [([plain_text(c.children) for c in r.cells], r.origins) for r in tables[0].rows]


def test_items_stand_by_actor_and_side_with_their_statements():
    assert rows("swot") == [
        (["기업", "강점", "F-1 강점이 있다"], ("claim:F-1",)),
        (["기업", "위협", "R-1 위협이 있다"], ("claim:R-1",)),
    ]


def test_a_strategy_stands_in_its_field_with_the_items_it_cites():
    fields = {cells[0][:2]: cells[1] for cells, _ in rows("tows")}
    assert fields == {"SO": "-", "WO": "-", "ST": "P-1 (F-1, R-1)", "WT": "-"}


def test_lineage_names_everything_that_a_proposal_carries():
    ((cells, origins),) = [r for r in rows("lineage") if r[1] == ("claim:P-1",)]
    assert cells == [
        "P-1", "F-1, R-1", "-", "산업부", "기업", "규칙이 정해진다", "위협이 사라지면 거둔다"
    ]  # fmt: skip
    assert origins == ("claim:P-1",)


def test_the_box_of_a_proposal_prints_owner_preconditions_and_what_would_change():
    text = "# 장\n\n:::{claims}\n:kind: proposal\n:::\n"
    document, _, _ = composed({"01.md": text}, claims=CLAIMS)
    (box,) = [n for n in walk(document.parts[0].blocks) if isinstance(n, ClaimBox)]
    groups = {name: [plain_text(line) for line in lines] for name, lines in box.groups}
    assert groups["맡을 주체"] == ["기업"]
    assert groups["전제"] == ["규칙이 정해진다"]
    assert groups["생각을 바꿀 증거"] == ["위협이 사라지면 거둔다"]


@pytest.mark.parametrize("text", ["숫자 7이 있다", "{n}`adoption.none`"])
def test_texts_of_proposals_are_checked_as_statements_are(text):
    said = Bilingual(ko=text, en="A")
    claims = (*CLAIMS[:2], CLAIMS[2].model_copy(update={"would_change": said}))
    _, problems, _ = composed({"01.md": "# 장\n"}, claims=claims)
    assert {p.code for p in problems} & {"report.bare_number", "report.unknown_reference"}
