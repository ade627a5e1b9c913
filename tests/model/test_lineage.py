"""Lineage: back to sources and forward to print."""

from dataclasses import replace

from policyloom.model.claims import Claim, Support
from policyloom.model.facts import Facts
from policyloom.model.lineage import Trail, lineage
from policyloom.model.result import Result, Text, Value
from policyloom.model.settings import Bilingual
from policyloom.model.study import Study

PLACE = "document:report/01.md:7"
USES = ((PLACE, "claim:F-1"), (PLACE, "policies:P2#date_issued"))


def facts_of(study: Study) -> Facts:
    gap = Value(30, Text("차이", "gap"), origins=("figures:chips.KOR.2017",))
    claim = Claim(
        id="F-1",
        kind="finding",
        statement=Bilingual(ko="앞선다", en="Leads"),
        support=(Support(holds="pairs.gap > 3"),),
    )
    return Facts(
        replace(study, claims=(claim,)),
        {"pairs": Result("pairs", Text("쌍", "Pairs"), {"gap": gap})},
    )


def graph(study: Study):
    return lineage(facts_of(study), USES)


def test_a_sentence_leads_back_to_its_sources(chips: Study) -> None:
    back = graph(chips).back(PLACE)
    assert back[:2] == [(1, "claim:F-1"), (1, "policies:P2#date_issued")]
    assert (2, "pairs.gap") in back
    assert (4, "sources:S1") in back
    assert (2, "sources:S4") in back


def test_a_source_leads_forward_to_the_sentence(chips: Study) -> None:
    reached = [reference for _, reference in graph(chips).forward("sources:S1")]
    assert "claim:F-1" in reached
    assert PLACE in reached
    assert "figures:chips.CHN.2017" not in reached


def test_a_trail_builds_the_graph_once_and_the_same(chips: Study) -> None:
    trail = Trail(facts_of(chips), USES)
    assert trail.lineage is trail.lineage
    assert trail.lineage == graph(chips)
