"""Clauses in brackets, after labels and in sentences."""

from policyloom.extract.responsibility import find_clauses
from policyloom.extract.shares import Clause


def one(text: str) -> Clause:
    (clause,) = find_clauses(text)
    assert clause.quote == text[clause.start : clause.end]
    return clause


def test_task_is_the_paragraph_before_the_bracket():
    clause = one(
        "一、总体要求\n（一）建设平台。加快建设工业互联网平台。（工业和信息化部牵头，财政部参与）"
    )
    assert clause.task == "建设平台。加快建设工业互联网平台。"
    assert (clause.lead, clause.support) == (["工业和信息化部"], ["财政部"])


def test_a_second_clause_in_a_paragraph_has_its_own_task():
    first, second = find_clauses("做甲事。（教育部负责）做乙事。（科技部、财政部负责）")
    assert (first.task, second.task) == ("做甲事。", "做乙事。")
    assert second.responsible == ["科技部", "财政部"]


def test_line_breaks_inside_names_vanish_and_offsets_stay():
    text = "推进示范。\n（国家发展改革\n委、工业和信\n息化部牵头，各有关\n部门配合）"
    clause = one(text)
    assert clause.lead == ["国家发展改革委", "工业和信息化部"]
    assert clause.support == ["各有关部门"]
    for share in clause.shares:
        assert "".join(text[share.body.start : share.body.end].split()) == share.body.name


def test_a_clause_on_its_own_line_belongs_to_the_paragraph_above():
    clause = one(
        "3.培育企业。支持中小企业上云。\n责任单位：省工业和信息化厅、省财政厅，各市人民政府\n4.其他"
    )
    assert clause.form == "label"
    assert clause.responsible == ["省工业和信息化厅", "省财政厅", "各市人民政府"]
    assert clause.task == "培育企业。支持中小企业上云。"


def test_three_labels_in_a_row():
    clause = one("推进。\n牵头单位：科技局\n配合单位：教育局、人社局\n责任单位：各区政府\n\n下一段")
    assert clause.lead == ["科技局"]
    assert clause.support == ["教育局", "人社局"]
    assert clause.responsible == ["各区政府"]


def test_first_of_a_list_leads_only_where_the_document_says_so():
    assert one("做事。（教育部、财政部负责）").lead == []
    said = find_clauses(
        "做事。（教育部、财政部负责，列第一位者为牵头单位，下同）\n再做。（科技部、商务部负责）"
    )
    assert [c.lead for c in said] == [["教育部"], ["科技部"]]
    assert [c.responsible for c in said] == [["财政部"], ["商务部"]]


def test_sentences():
    clause = one("由科技部牵头，会同财政部、税务总局等部门研究制定支持政策。")
    assert (clause.lead, clause.with_, clause.is_open) == (["科技部"], ["财政部", "税务总局"], True)
    assert clause.task.startswith("研究制定支持政策") or "研究制定" in clause.task
    assert one("本办法由国家能源局负责解释。").responsible == ["国家能源局"]
    assert one("各地区、各有关部门要积极配合，形成合力。").support == ["各地区", "各有关部门"]


def test_what_hands_out_nothing():
    for text in (
        "支持龙头企业牵头组建创新联合体。",
        "企业法定代表人负责制。",
        "项目牵头申报单位和参与单位应为独立法人。",
        "（不含任务或课题负责人）",
        "对所提供数据的真实性负责。",
        "形成党委领导、政府负责、社会协同、公众参与的治理体系。",
    ):
        assert find_clauses(text) == [], text


def test_names_that_only_stand_together_stay_together():
    assert one("（责任单位：市工业和信息化局，各区、市政府）").responsible == [
        "市工业和信息化局", "各区、市政府",
    ]  # fmt: skip
    assert one("（各省、自治区、直辖市财政厅（局）负责）").responsible == [
        "各省、自治区、直辖市财政厅（局）"
    ]


def test_what_stands_between_a_body_and_its_verb():
    assert one("国务院商务主管部门依照本条例规定，负责全国的特许经营管理。").responsible == [
        "国务院商务主管部门"
    ]
    assert one("环境保护、市场监督等有关部门在各自职责范围内负责相关工作。").responsible == [
        "环境保护、市场监督等有关部门"
    ]
    assert one("市人民政府设立禁毒委员会，负责协调禁毒工作。").responsible == ["禁毒委员会"]


def test_what_a_duty_qualifies_belongs_to_the_name():
    assert one("省人民政府负责药品监督管理的部门负责化妆品监督工作。").responsible == [
        "省人民政府负责药品监督管理的部门"
    ]
    assert find_clauses("由负责水路运输管理的部门责令改正。") == []


def test_principles_hand_out_nothing():
    for text in ("坚持政府主导、保障基本的原则。", "各级党委必须认真负责地解决问题。"):
        assert find_clauses(text) == [], text


def said(text: str) -> set[tuple[str, str]]:
    return {
        ("support" if s.role == "with" else s.role, s.body.name)
        for clause in find_clauses(text)
        for s in clause.shares
    }


def test_groups_of_bodies_stay_one_name():
    assert said("省辖市、县（市、区）人事行政部门负责继续教育工作。") == {
        ("responsible", "省辖市、县（市、区）人事行政部门")
    }
    assert said("开发区、高新区等功能区管理委员会按照批准的职责，负责相关工作。") == {
        ("responsible", "开发区、高新区等功能区管理委员会")
    }
    assert said("地震主管部门和规划、农村工作等相关部门，按照职责分工做好工作。") == {
        ("responsible", "地震主管部门"),
        ("responsible", "规划、农村工作等相关部门"),
    }
    assert said("由国务院和中央军事委员会的有关部门按照各自职责分工组织实施。") == {
        ("responsible", "国务院和中央军事委员会的有关部门")
    }


def test_persons_beside_bodies_are_none_and_hide_nobody():
    assert said("有关主管部门和生产经营者应当配合测定工作。") == {("support", "有关主管部门")}
    assert said("由产权人或者管理使用单位负责养护。") == {("responsible", "管理使用单位")}
    assert said("由有关机关对直接负责的主管人员给予处分。") == set()


def test_a_verb_goes_on_with_its_subject_unless_another_is_made_to_act():
    assert said("街道办事处应当加强管理，并积极支持、协助公安机关查处。") == {
        ("support", "街道办事处")
    }
    assert said("县民政局可以招募监督员，协助做好劝阻工作。") == set()
    assert said("县人民政府应当配备管理人员，负责交通安全工作。") == set()


def test_what_is_denied_or_wished_is_no_duty():
    assert said("建设主管部门未会同财政部门制定方案。") == set()
    assert said("鼓励基层组织、科研机构等参与保护工作。") == set()


def test_a_role_verb_takes_the_owner_of_the_duty_between_body_and_verb():
    assert said("街道办事处对主管部门查处违法建设的行为应当予以配合。") == {
        ("support", "街道办事处")
    }


def test_the_strongest_role_of_a_body_counts():
    assert said("教育局、劳动局按照职责分工予以取缔或者会同公安局予以取缔。") == {
        ("lead", "教育局"),
        ("lead", "劳动局"),
        ("support", "公安局"),
    }
    assert said("国务院办公厅负责牵头推进平台建设。") == {("lead", "国务院办公厅")}
