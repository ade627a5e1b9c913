"""The ledger of two documents: every status has its rule, and what is missing proves nothing."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyloom.extract.items import find_items
from policyloom.extract.measures import find_measures
from policyloom.files.held import HeldText
from policyloom.held.ledger import write_out
from policyloom.methods.ledger import CARRIED, COPIED, FOUND, WHOLE, ledger_of
from policyloom.model.ledger import CLOSE, OPEN, PairLedger, Response, pair_from_record

BUOYS = "统一航标编码和通信规范，分段改造主航道航标。到2020年，建成智能航标1200座。"
PORTS = "推广无人集卡和远程岸桥，完善港口与铁路的信息衔接。装卸自动化率达到60%。"
DATA = "鼓励企业向社会开放港口调度和海况数据，更新间隔不超过十分钟。"
CENTRAL = (
    "关于推进智能航运发展的指导意见\n\n"
    "一、总体要求。坚持安全第一、开放共享、先行先试，推动航运转型。\n"
    "二、重点任务\n"
    f"（一）建设智能航标网。{BUOYS}\n（二）改造传统港口。{PORTS}\n（三）开放航运数据。{DATA}\n"
    "三、组织实施。各省制定方案，报送落实情况。\n航运部\n2015年3月20日\n"
)


def compared(central: str, regional: str, *, whole: bool = True) -> PairLedger:
    a = write_out(HeldText("a", central))
    return ledger_of(a, write_out(HeldText("b", regional), whole=whole))


def answers(regional: str, *, whole: bool = True) -> list[Response]:
    """Return the responses of the three tasks, the frame left out."""
    found = compared(CENTRAL, regional, whole=whole).responses
    return [r for r, item in zip(found, find_items(CENTRAL), strict=True) if not item.frame]


def regional(*tasks: str) -> str:
    lines = [f"（{'一二三四五'[k]}）{task}" for k, task in enumerate(tasks)]
    return "某省实施方案\n\n一、主要任务\n" + "\n".join(lines) + "\n某省政府\n2016年1月1日\n"


def test_the_items_are_the_tasks_and_the_frame_is_told_apart() -> None:
    items = find_items(CENTRAL)
    assert [(i.label, i.heading, i.frame) for i in items] == [
        ("一、", "总体要求", True),
        ("（一）", "建设智能航标网", False),
        ("（二）", "改造传统港口", False),
        ("（三）", "开放航运数据", False),
        ("三、", "组织实施", True),
    ]
    assert CENTRAL[items[-1].start : items[-1].end].endswith("落实情况。"), "no signature"


def test_short_parts_belong_to_the_one_above_and_articles_of_procedure_are_frame() -> None:
    text = (
        "第一条 根据有关法律，制定本办法。\n第二条 车辆应当记录下列各项信息并保存：\n"
        "1. 控制模式；\n2. 车辆位置；\n第三条 本办法自2020年1月1日起施行。\n"
    )
    assert [(i.label, i.frame) for i in find_items(text)] == [
        ("第一条", True), ("第二条", False), ("第三条", True),
    ]  # fmt: skip
    korean = "머리말\n기업은 항만 자료를 사회에 공개하여야 하며, 간격은 십 분을 넘지 않는다.\n끝"
    assert [i.heading[:3] for i in find_items(korean)] == ["기업은"]
    assert len(find_items("推动港口企业向社会开放调度和海况等各类数据。\n短。\n")) == 1
    assert find_items("") == []


@pytest.mark.parametrize(
    ("text", "kind", "value", "unit", "sense", "total"),
    [
        ("到2020年，建成智能航标1200座", "number", 1200, "座", "more", True),
        ("每个沿海省至少建成2个智慧港口", "number", 2, "个", "more", False),
        ("装卸自动化率达到60％", "number", 60, "%", "more", False),
        ("投资3.5亿元", "number", 350_000_000, "元", "more", False),
        ("每车不低于五百万元人民币", "number", 5_000_000, "元", "more", False),
        ("不得超过六小时", "number", 6, "小时", "less", False),
        ("应当在5个工作日内报告", "number", 5, "个工作日", "less", False),
        ("最近3年内无违法记录", "number", 3, "年", "more", False),
        ("期限为三年", "number", 3, "年", "either", False),
        ("不少于三公里", "number", 3, "公里", "more", False),
    ],
)
def test_a_number_says_what_more_of_it_means(text, kind, value, unit, sense, total) -> None:
    (m,) = [m for m in find_measures(text) if m.kind == kind]
    assert (m.value, m.unit, m.sense, m.total) == (value, unit, sense, total)


def test_years_articles_and_words_made_of_numerals_are_no_numbers() -> None:
    text = "根据第3条和汀政发〔2015〕7号，2016年5月1日起，每个单位设一个窗口，服务千家万户。"
    assert [m for m in find_measures(text) if m.kind == "number"] == []


@pytest.mark.parametrize(
    ("old", "new", "status", "direction"),
    [
        ("到2020年，建成智能航标1200座", "到2020年，建成智能航标240座", "carried out", "share"),
        ("到2020年，建成智能航标1200座", "到2018年，建成智能航标240座", "strengthened", "earlier"),
        ("到2020年，建成智能航标1200座", "到2021年，建成智能航标240座", "narrowed", "later"),
        ("建成智能航标1200座", "建成智能航标1500座", "strengthened", "higher"),
    ],
)
def test_deadlines_and_national_totals(old, new, status, direction) -> None:
    first = answers(regional(f"建设智能航标网。{BUOYS.replace(old, new)}"))[0]
    assert first.status == status
    assert direction in {c.direction for c in first.changes}


@pytest.mark.parametrize(
    ("new", "status"),
    [("达到60%", "carried out"), ("达到30%", "narrowed"), ("达到75%", "strengthened")],
)
def test_shares_are_compared_directly(new, status) -> None:
    found = answers(regional(f"改造传统港口。{PORTS.replace('达到60%', new)}"))
    assert [r.status for r in found] == ["skipped", status, "skipped"]


def test_binding_words_and_upper_bounds() -> None:
    firmer = DATA.replace("鼓励企业", "企业必须")
    assert answers(regional(f"开放航运数据。{firmer}"))[2].status == "strengthened"
    slower = DATA.replace("十分钟", "三十分钟")
    (change,) = answers(regional(f"开放航运数据。{slower}"))[2].changes
    assert (change.direction, change.effect) == ("higher", -1), "a longer limit asks less"
    both = firmer.replace("十分钟", "三十分钟")
    mixed = answers(regional(f"开放航运数据。{both}"))[2]
    assert (mixed.status, mixed.mixed) == ("narrowed", True)


def test_a_part_of_an_item_is_narrowed() -> None:
    found = answers(regional("改造传统港口。装卸自动化率达到60%。发展冷链水运，培育龙头企业。"))[1]
    assert found.status == "narrowed"
    assert FOUND <= found.coverage < WHOLE


def test_a_text_that_is_not_whole_proves_no_skipping() -> None:
    text = regional(f"改造传统港口。{PORTS}")
    assert [r.status for r in answers(text)] == ["skipped", "carried out", "skipped"]
    assert [r.status for r in answers(text, whole=False)] == ["unknown", "carried out", "unknown"]
    cut = write_out(HeldText("a", CENTRAL), whole=False)
    new = regional("发展冷链水运。依托江河发展林果冷链运输，培育一批龙头企业。")
    assert ledger_of(cut, write_out(HeldText("b", new))).added == ()
    ((item, words),) = compared(CENTRAL, new).added
    assert item.heading == "发展冷链水运"
    assert words.strip().endswith("龙头企业。")


def test_traditional_characters_and_reworded_sentences_are_met_again() -> None:
    text = regional("改造傳統港口。推廣無人集卡和遠程岸橋，完善港口與鐵路的信息銜接。")
    assert answers(text)[1].status == "carried out"
    reworded = regional("改造传统港口。全面推广远程岸桥与无人集卡，港口和铁路信息衔接进一步完善。")
    found = answers(reworded)[1]
    assert found.status in ("carried out", "narrowed")
    assert found.coverage > CARRIED > found.copied, "met again by its words, hardly copied"


def test_passages_lie_where_they_say_and_marks_leave_the_words_alone() -> None:
    text = regional(f"改造传统港口。{PORTS.replace('60%', '30%')}")
    (beside,) = answers(text)[1].beside
    plain = beside.b_marked.replace(OPEN, "").replace(CLOSE, "")
    assert plain == text[beside.b_start : beside.b_end]
    assert f"{OPEN}30{CLOSE}%" in beside.b_marked or f"{OPEN}30%{CLOSE}" in beside.b_marked


def test_a_pair_survives_json() -> None:
    made = compared(
        CENTRAL,
        regional(
            f"改造传统港口。{PORTS.replace('60%', '30%')}", "发展冷链水运，培育一批龙头企业和品牌。"
        ),
    )
    record = json.loads(json.dumps(made.as_record(), ensure_ascii=False))
    assert pair_from_record(record) == made


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_any_two_texts_have_a_ledger(a: str, b: str) -> None:
    made = compared(f"（一）{a}{PORTS}", f"一、{b}")
    again = compared(f"（一）{a}{PORTS}", f"一、{b}")
    assert made == again
    for response in made.responses:
        assert 0 <= response.coverage <= 1
        assert 0 <= response.copied <= 1


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from([BUOYS, PORTS, DATA]), min_size=1, max_size=3, unique=True))
def test_a_copy_carries_out_exactly_what_it_copies(parts: list[str]) -> None:
    found = answers(regional(*parts))
    expected = ["carried out" if p in parts else "skipped" for p in (BUOYS, PORTS, DATA)]
    assert [r.status for r in found] == expected


@pytest.mark.parametrize(
    "text", ["\n" * 3000, "（一）" * 2000, "一、" + "啊" * 20_000, "\ud800\x00" * 500, "1." * 3000]
)
def test_hostile_texts_end(text: str) -> None:
    compared(text, text)
    compared(CENTRAL, text)
    compared(text, CENTRAL)


def test_what_reuse_finds_the_ledger_finds() -> None:
    """Where the compiled search finds a copied passage in an item, the item is no skipped one."""
    pytest.importorskip("numba")
    from policyloom.methods.reuse.documents import Document
    from policyloom.methods.reuse.search import find_reuse

    text = regional(f"各项工作。{PORTS}", "发展冷链水运，培育一批龙头企业和品牌。")
    spans = find_reuse([Document("c", CENTRAL, "central"), Document("l", text, "local")])
    items = [i for i in find_items(CENTRAL) if not i.frame]
    for item, response in zip(items, answers(text), strict=True):
        both = [min(m.a_end, item.end) - max(m.a_start, item.start) for m in spans]
        reused = max(both, default=0) >= COPIED
        assert reused == (response.status != "skipped")
