import pytest

from policyloom.analysis import issuance

ACTORS = [{"id": i, "name_ko": i, "region": "CN"} for i in ("a", "b", "c", "d")]
POLICIES = [
    {
        "id": "1",
        "level": "ministry",
        "issuers": ["a", "b"],
        "sectors": ["ai"],
        "date_issued": "2015",
    },
    {"id": "2", "level": "central", "issuers": ["a", "b", "c"], "sectors": ["o2o"]},
    {"id": "3", "level": "ministry", "issuers": ["d"], "sectors": ["ai"]},
    {"id": "4", "level": "ministry", "issuers": ["a", "d"], "status": "draft"},
    {"id": "5", "level": "province", "issuers": ["c", "d"]},
    {"id": "6", "level": "central"},
]


def test_network_of_issued_central_documents(evidence, options):
    result = issuance.run(
        evidence(policies=POLICIES, actors=ACTORS), options(periods=[[2014, 2015]])
    )
    found = {name: v.value for name, v in result.values.items()}
    assert (found["documents"], found["joint"], found["solo"]) == (3, 2, 1)
    assert (found["bodies"], found["pairs"], found["isolates"]) == (4, 3, 1)
    assert found["joint_share"] == pytest.approx(200 / 3)
    assert found["density"] == pytest.approx(0.5)
    assert (found["top_pair"], found["top_pair_documents"]) == ("a–b", 2)
    assert found["body_a_partners"] == 2
    assert found["ai_joint_share"] == 50
    assert found["2014_2015_documents"] == 1
    assert found["without_issuer"] == 1


def test_nodes_never_leave_the_frame(evidence, options):
    spec = (
        issuance.run(evidence(policies=POLICIES, actors=ACTORS), options()).figures["network"].spec
    )
    for node in spec["layer"][1]["data"]["values"]:
        assert 0 <= node["x"] <= 600
        assert 0 <= node["y"] <= 460
