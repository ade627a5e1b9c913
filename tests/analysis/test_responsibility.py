from policyloom.analysis import responsibility

ACTORS = [
    {"id": "miit", "name_ko": "공신부", "kind": "ministry", "region": "CN"},
    {"id": "most", "name_ko": "과기부", "kind": "ministry", "region": "CN"},
    {"id": "cpc-11", "name_ko": "시 선전부", "kind": "party", "region": "11"},
    {"id": "all", "name_ko": "각급 정부", "kind": "generic"},
]
POLICIES = [{"id": "P", "sectors": ["ai", "o2o"]}, {"id": "Q", "sectors": ["ai"]}]
TASKS = [
    {"id": "1", "policy": "P", "leads": ["miit"], "supports": ["most", "all"]},
    {"id": "2", "policy": "Q", "leads": ["miit", "most"]},
    {"id": "3", "policy": "Q", "leads": ["cpc-11"]},
]


def run(evidence, options):
    store = evidence(policies=POLICIES, actors=ACTORS, responsibilities=TASKS)
    return responsibility.run(store, options())


def test_leads_and_supports_by_sector(evidence, options):
    found = {name: v.value for name, v in run(evidence, options).values.items()}
    assert (found["tasks"], found["policies"], found["with_support"]) == (3, 2, 1)
    assert (found["lead_miit"], found["lead_miit_ai"], found["lead_miit_o2o"]) == (2, 2, 1)
    assert (found["support_most"], found["support_most_ai"]) == (1, 1)
    assert (found["sector_ai_tasks"], found["sector_o2o_tasks"]) == (3, 1)
    assert found["sector_ai_top_lead"] == "공신부"
    assert (found["national_bodies"], found["local_bodies"], found["generic_bodies"]) == (2, 1, 1)


def test_a_local_party_committee_is_not_a_national_body(evidence, options):
    tables = run(evidence, options).tables
    assert [row[0] for row in tables["matrix"].rows] == ["actors:miit", "actors:most"]
    assert [row[0] for row in tables["matrix_local"].rows] == ["actors:cpc-11"]
    assert [row[0] for row in tables["matrix_generic"].rows] == ["actors:all"]


def test_many_equal_leads_name_no_leader(evidence, options):
    names = ["a", "b", "c", "d"]
    actors = [{"id": n, "name_ko": n, "kind": "ministry", "region": "CN"} for n in names]
    tasks = [{"id": n, "policy": "Q", "leads": [n]} for n in names]
    store = evidence(policies=POLICIES, actors=actors, responsibilities=tasks)
    value = responsibility.run(store, options()).values["sector_ai_top_lead"]
    assert value.value is None
    assert value.reason.en == "4 bodies lead equally many tasks"


def test_every_cell_rests_on_its_own_clauses(evidence, options):
    table = run(evidence, options).tables["cells"]
    found = {(r[0], r[4], r[6]): (r[7], o) for r, o in zip(table.rows, table.origins, strict=True)}
    assert found["actors:miit", "AI", "Lead"] == (2, ("responsibilities:1", "responsibilities:2"))
    assert found["actors:miit", "O2O", "Lead"] == (1, ("responsibilities:1",))
    assert found["actors:all", "AI", "Support"] == (1, ("responsibilities:1",))
    assert ("actors:most", "O2O", "Lead") not in found
