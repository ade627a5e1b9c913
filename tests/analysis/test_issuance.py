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


def test_centralities_of_bodies_and_their_undefined_cases(evidence, options):
    result = issuance.run(evidence(policies=POLICIES, actors=ACTORS), options())
    rows = {row[0]: row for row in result.tables["centralities"].rows}
    assert rows["actors:a"][3:5] == (2, 3)
    assert rows["actors:d"][6:8] == (None, None)
    assert result.values["body_d_closeness"].reason.en == "reaches no other node"
    assert result.values["body_d_eigenvector"].reason.en == "outside the largest connected part"
    inverse = issuance.run(evidence(policies=POLICIES, actors=ACTORS), options(distance="inverse"))
    steps, weighted = (r.values["body_a_closeness"].value for r in (result, inverse))
    assert steps == pytest.approx(2 / 3)
    assert weighted == pytest.approx(2 / 3 * 2 / 1.5)


def test_core_and_communities(evidence, options):
    result = issuance.run(evidence(policies=POLICIES, actors=ACTORS), options(resolution="x"))
    found = {name: v.value for name, v in result.values.items()}
    assert (found["core_bodies"], found["core_names"]) == (3, "a·b·c")
    assert (found["core_k"], found["core_k_bodies"], found["core_k_without_largest"]) == (2, 3, 1)
    assert (found["communities"], found["modularity"]) == (1, 0)
    (row,) = result.tables["communities"].rows
    assert row[2] == "actors:a;actors:b;actors:c"


def test_bodies_by_sector_and_period(evidence, options):
    result = issuance.run(evidence(policies=POLICIES, actors=ACTORS), options())
    rows = result.tables["part_bodies"].rows
    assert [row[2] for row in rows if row[0] == "O2O"] == ["actors:a", "actors:b", "actors:c"]
    assert result.values["ai_top"].reason.en == "2 bodies are equally strong"
    assert result.values["2014_2015_documents"].value == 1


def test_a_study_without_documents_has_an_answer(evidence, options):
    result = issuance.run(evidence(), options())
    assert result.values["documents"].value == 0
    assert "centralities" not in result.tables
