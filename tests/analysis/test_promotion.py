import pytest

from policyloom.analysis import promotion
from policyloom.analysis.promotion_actors import KINDS
from policyloom.analysis.promotion_parties import Directory
from policyloom.analysis.spans import Span, spans
from policyloom.model.result import Text
from policyloom.model.tables import dictionary

ACTORS = [
    {"id": "miit", "name": "工信部", "name_ko": "공신부", "kind": "ministry", "region": "CN"},
    {"id": "most", "name": "科技部", "name_ko": "과기부", "kind": "ministry", "region": "CN"},
    {"id": "mofcom", "name": "商务部", "name_ko": "상무부", "kind": "ministry", "region": "CN"},
    {"id": "all", "name": "各级政府", "name_ko": "각급 정부", "kind": "generic"},
    {"id": "gov-11", "name_ko": "가성 정부", "kind": "provincial-government", "region": "11"},
]


def policy(code, sectors, issuers, year="2016"):
    return {
        "id": code, "level": "ministry", "sectors": sectors, "issuers": issuers,
        "date_issued": year, "region": "CN",
    }  # fmt: skip


POLICIES = [
    policy("A1", ["ai"], ["most"], "2014"),
    policy("A2", ["ai"], ["most"], "2015"),
    policy("A3", ["ai"], ["most"]),
    policy("O1", ["o2o"], ["mofcom", "miit"]),
    policy("O2", ["o2o"], ["mofcom", "miit"], "2018"),
    policy("O3", ["o2o"], ["mofcom"], "2018"),
    policy("X", ["ai", "o2o"], ["miit"], "2018") | {"status": "draft"},
]
TASKS = [
    {"id": "T1", "policy": "A1", "leads": ["most"], "supports": ["miit", "all"]},
    {"id": "T2", "policy": "A1", "leads": ["most", "miit"]},
    {"id": "T3", "policy": "O1", "leads": ["mofcom"], "supports": ["miit"]},
    {"id": "T4", "policy": "O2", "leads": ["mofcom"], "supports": ["miit", "mofcom"]},
]
FIRMS = [{"id": "F1", "name": "百度", "name_ko": "바이두", "sector": "ai", "region": "11"}]
PILOTS = [
    {"id": "P1", "sectors": ["ai"], "designated_by": ["most"], "firms": ["百度", "清华大学"]},
    {"id": "P2", "sectors": ["o2o"], "firms": ["百度(Baidu)", "度小满"]},
    {"id": "P3", "sectors": ["o2o"]},
]
CASES = [
    {"id": "C1", "sector": "ai", "lead_government": "공신부-가성 정부 협약", "firms": ["百度集团"]},
    {"id": "C2", "sector": "o2o", "lead_government": "나시 인민정부(2016)"},
]


@pytest.fixture
def run(evidence, options):
    store = evidence(
        policies=POLICIES, actors=ACTORS, responsibilities=TASKS, firms=FIRMS, pilots=PILOTS,
        cases=CASES,
    )  # fmt: skip

    def ask(**own):
        return promotion.run(store, options(**own))

    return ask


def values(result):
    return {name: v.value for name, v in result.values.items()}


def test_breadth_depth_and_share_of_lead(run):
    found = values(run(least_tasks=3))
    # A body that leads and supports one task holds it once.
    assert (found["role_mofcom_tasks"], found["role_mofcom_lead_share"]) == (2, 100)
    assert (found["role_miit_tasks"], found["role_miit_lead_share"]) == (4, 25)
    assert found["role_miit_breadth"] == pytest.approx(2)
    assert (found["role_miit_depth"], found["role_most_breadth"]) == (2, 1)
    assert (found["broadest"], found["ranked_bodies"]) == ("공신부", 1)
    assert values(run())["broadest"] is None
    assert run().values["broadest"].reason.en == "no body holds enough tasks"


def test_every_row_of_the_roles_rests_on_its_own_rows(run):
    table = run().tables["roles"]
    row = next(i for i, cells in enumerate(table.rows) if cells[0] == "actors:most")
    assert set(table.origins[row]) == {
        "responsibilities:T1", "responsibilities:T2", "policies:A1", "policies:A2", "policies:A3",
    }  # fmt: skip


def test_bodies_and_tasks_as_two_modes(run):
    found = values(run())
    assert (found["tasks"], found["task_bodies"], found["task_ties"]) == (4, 4, 9)
    assert (found["task_pair"], found["task_pair_tasks"]) == ("공신부–상무부", 2)
    rows = {tuple(r[:2]): r for r in run().tables["task_pairs"].rows}
    # T1 has three bodies and counts a half, T2 has two and counts one.
    assert rows["actors:miit", "actors:most"][-1] == 1.5


def test_sectors_are_tested_by_documents(run):
    result = run()
    found = values(result)
    assert (found["first_distance"], found["first_p"]) == (1, pytest.approx(2 / 20))
    assert found["first_least_p"] == pytest.approx(1 / 20)
    # Leads: one document of AI against two of O2O, so that three arrangements are all there are.
    assert found["leads_p"] == pytest.approx(1 / 3)
    rows = result.tables["leads_by_sector"].rows
    shares = {row[0]: row[4:] for row in rows}
    assert shares["actors:most"] == (75, 0)
    assert any("작은 표본" in note.ko for note in result.notes)
    assert not any("작은 표본" in note.ko for note in run(small=1).notes)


def test_joint_issuance_by_sector_is_tested_exactly(run):
    found = values(run(periods=[[2014, 2016], [2017, 2018]]))
    assert found["joint_ai_o2o_difference"] == pytest.approx(-200 / 3)
    assert found["joint_ai_o2o_p"] == pytest.approx(0.4)
    assert found["joint_2014_2016_2017_2018_p"] == 1


def test_projects_of_governments_firms_and_institutes(run):
    result = run(names={"百度集团": "百度"}, institutes=["度小满"])
    found = values(result)
    assert (found["projects"], found["projects_with_all"]) == (4, 1)
    assert (found["parties_firm"], found["top_firm"], found["top_firm_projects"]) == (
        1, "바이두", 3,
    )  # fmt: skip
    assert (found["parties_institute"], found["firms_across_names"]) == (2, "바이두")
    parties = {row[1]: row for row in result.tables["parties"].rows}
    assert set(parties) == {
        "바이두",
        "清华大学",
        "度小满",
        "과기부",
        "공신부",
        "가성 정부",
        "나시 인민정부",
    }
    assert (parties["바이두"][0], parties["나시 인민정부"][0]) == ("firms:F1", None)
    assert values(run())["parties_firm"] == 3


def test_centre_and_regions_side_by_side(run):
    rows = {row[0]: row for row in run().tables["sides"].rows}
    assert rows["인공지능"][2:6] == (0, 3, 0, 0)
    assert rows["인공지능"][6:10] == (2, 0, 0, 0)
    assert values(run())["sector_ai_local_share"] == 0


def test_kinds_of_bodies_and_what_they_do(run):
    result = run()
    found = values(result)
    assert (found["actors"], found["actors_acting"], found["actors_ministry"]) == (5, 4, 3)
    rows = {row[1]: row[2:] for row in result.tables["actors"].rows}
    assert rows["Ministries"] == (3, 3, 3, 2, 1)
    assert rows["Generic"] == (1, 0, 0, 1, 0)


def test_an_empty_study_has_an_answer_without_numbers(evidence, options):
    result = promotion.run(evidence(), options())
    assert (result.values, result.tables, result.figures) == ({}, {}, {})


@pytest.mark.parametrize(
    "own",
    [
        {"levels": 3, "periods": "2015", "least_tasks": "five", "draws": -1, "names": ["x"]},
        {"periods": [[2018, 2014], [2015], None], "seed": None, "institutes": None},
    ],
)
def test_options_that_make_no_sense_are_as_if_not_given(run, own):
    assert values(run(**own)) == values(run())


def test_periods_default_to_thirds_of_the_study(options):
    assert spans(options()) == [Span(2014, 2015), Span(2016, 2017), Span(2018, 2018)]
    assert spans(options(periods=[[2014, 2018]])) == [Span(2014, 2018)]
    assert not Span(2014, 2015).holds(None)
    assert Span(2018, 2018).text == Text("2018년", "2018")


@pytest.mark.parametrize(
    "name", ["", " ", "(", "（）", "((((", ")x(", "百度（", "\u0000", "a" * 5000]
)
def test_hostile_names_are_parties_or_nothing(name):
    directory = Directory([], [], {}, {}, [])
    found = directory.firm(name)
    assert found is None or found.name.ko
    assert all(p.name.ko for p in directory.governments(name))


def test_the_shipped_study(shipped_results):
    """Only what holds whatever rows are added: parts of a whole, and p-values between bounds."""
    result = shipped_results["promotion"]
    found = values(result)
    for test in ("leads", "first", "issuers"):
        assert 0 <= found[f"{test}_distance"] <= 1
        assert found[f"{test}_least_p"] <= found[f"{test}_p"] <= 1
    assert found["projects_with_all"] <= found["projects_with_both"] <= found["projects"]
    for table in result.tables.values():
        assert all(table.origins)


def test_every_kind_of_the_dictionary_has_words():
    assert list(KINDS) == list(dictionary()["actors"].column("kind").words)
