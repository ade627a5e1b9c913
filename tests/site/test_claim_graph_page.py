"""The graph of claims, demand, clauses and strategies on the site."""

from itertools import pairwise
from pathlib import Path

from policyloom.model.claims import Claim, Support
from policyloom.model.settings import Bilingual
from policyloom.site.claim_layout import lay_out


def claim(id_, *support, against=()):
    text = Bilingual(ko="가", en="A")
    return Claim(id=id_, kind="finding", statement=text, support=support, against=against)


CLAIMS = (
    claim("A", Support(row="policies:P1"), Support(row="policies:P2")),
    claim("B", Support(holds="pairs.gap > 3"), against=(Support(claim="A"),)),
    claim("C", Support(claim="A"), Support(claim="B")),
)


def test_grounds_come_first_and_claims_stand_right_of_what_they_rest_on():
    made = lay_out(CLAIMS)
    assert {b for b in made.boxes if b.startswith("ground:")} == {"ground:policies", "ground:pairs"}
    for tie in made.ties:
        if not tie.against:
            assert made.boxes[tie.start].x < made.boxes[tie.end].x
    weights = {(t.start, t.end): t.n for t in made.ties}
    assert weights["ground:policies", "A"] == 2
    assert [(t.start, t.end) for t in made.ties if t.against] == [("A", "B")]


def test_boxes_do_not_overlap_and_lie_inside():
    claims = [claim(f"F{i}", Support(row=f"policies:P{i}")) for i in range(30)]
    made = lay_out([*claims, *CLAIMS])
    by_layer: dict[int, list[float]] = {}
    for box in made.boxes.values():
        by_layer.setdefault(box.layer, []).append(box.y)
        assert 0 <= box.x < made.width and 0 <= box.y < made.height
    for ys in by_layer.values():
        ordered = sorted(ys)
        assert all(b - a >= 20 for a, b in pairwise(ordered))
    assert lay_out([*claims, *CLAIMS]) == made


def test_no_claims_make_an_empty_layout():
    assert lay_out(()).boxes == {}


def test_the_pages_are_there_in_both_languages(site: Path):
    graph = (site / "claim-graph.html").read_text(encoding="utf-8")
    assert "<svg" in graph and "F-1" in graph
    for name in ("claim-graph", "demand", "clauses", "strategy"):
        text = (site / f"{name}.html").read_text(encoding="utf-8")
        assert 'lang="en"' in text or "data-en" in text or 'class="en"' in text
