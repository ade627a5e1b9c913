from policyloom.analysis import pilots, risks
from policyloom.model.settings import Codebook, Word

PILOTS = [
    {
        "id": "1",
        "region": "11",
        "sectors": ["ai", "o2o"],
        "date": "2016-05",
        "designated_by": ["m"],
    },
    {"id": "2", "region": "CN", "sectors": ["ai"], "type": "试点"},
    {"id": "3", "region": "12", "sectors": ["o2o"], "date": "2016-01-02"},
]
RISKS = [
    {"id": "1", "kind": "law", "sector": "ai", "since": "2017-06"},
    {"id": "2", "kind": "law", "sector": "o2o"},
    {"id": "3", "kind": "tbt", "sector": "ai", "since": "2018"},
]


def values(result):
    return {name: v.value for name, v in result.values.items()}


def test_pilots_by_region_sector_type_and_year(evidence, options):
    found = values(pilots.run(evidence(pilots=PILOTS), options()))
    assert (found["pilots"], found["placed"], found["nationwide"], found["undated"]) == (3, 2, 1, 1)
    assert (found["sector_ai"], found["sector_o2o"]) == (2, 2)
    assert (found["type_zone"], found["type_pilot"], found["year_2016"]) == (2, 1, 2)
    assert (found["region_11"], found["region_13"], found["regions_seen"]) == (1, 0, 2)
    assert (found["by_m"], found["without_designator"]) == (1, 2)


def test_risks_by_kind_and_sector(evidence, options):
    book = Codebook(
        risk_kinds=(Word(id="law", ko="법", en="Law"), Word(id="tbt", ko="TBT", en="TBT"))
    )
    result = risks.run(evidence(risks=RISKS), options(codebook=book))
    found = values(result)
    assert (found["risks"], found["kinds"], found["undated"]) == (3, 2, 1)
    assert (found["kind_law"], found["kind_tbt"], found["sector_ai"]) == (2, 1, 2)
    assert found["kind_most"] == "법"
    events = result.figures["timeline"].spec["data"]["values"]
    assert [e["spot"] for e in events] == [True, False], "a month is a hollow mark, a year a bar"
