"""Names that are part of other words."""

import pytest

from policyloom.extract import names

pytest.importorskip("ahocorasick_rs")

NOTHING = [
    "教育部门", "财政部门", "科技部门", "公安部门", "工业和信息化部门", "商务部署", "公安部队",
    "中山大学", "吉林大学", "北京理工大学", "南京路", "南京东路", "朝阳区", "朝阳产业",
    "黄河南岸", "太湖北岸", "珠江西岸", "渤海南部", "沿海南下", "太行山西麓", "孙中山",
    "广覆盖大连接", "隆重庆祝", "创新乡村治理", "美丽新乡村", "巩固原有成果", "重大理论问题",
    "境内江河", "推广东西部协作", "长江门户", "入海口", "第三亚非会议", "建成都市圈",
    "形成都市型农业", "确保定位准确", "长治久安", "文山会海", "各位来宾", "阿里巴巴", "宁德时代",
    "普洱茶", "哈密瓜", "省委托管理", "市政府采购", "城市公安局", "社区科技局面", "公安局面",
    "金融办法", "政产学研科协同", "경제산업부문", "환경부담금",
]  # fmt: skip


@pytest.mark.parametrize("text", NOTHING)
def test_nothing_is_named(text):
    assert [m for m in names.find(text) if m.kind != "generic"] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("上海南站", ["310000"]),
        ("上海南京路", ["310000"]),
        ("吉林省吉林市，吉林", ["220000", "220200", "220000"]),
        ("海南省和海南藏族自治州、海南州", ["460000", "632500", "632500"]),
        ("山西与陕西", ["140000", "610000"]),
        ("江西省", ["360000"]),
        ("沈阳、朝阳、铁岭", ["210100", "211300", "211200"]),
        ("佛山、中山和东莞", ["440600", "442000", "441900"]),
        ("河南和河南岸线", ["410000"]),
        ("大连接入5G，大连", ["210200"]),
        ("教育部门户网站", ["moe"]),
        ("财政部分别下达", ["mof"]),
        ("上海、大理", ["310000", "532900"]),
        ("市政府办公厅", ["gov-city-office"]),
        ("城市管理局", ["local-urban-management"]),
        ("浦东新区政府与雄安新区", ["gov-na-pudong", "xiongan"]),
        ("成都市", ["510100"]),
        ("医保定点与保定", ["130600"]),
        ("长春", ["220100"]),
        ("四川南充", ["510000", "511300"]),
        ("青海玉树", ["630000", "632700"]),
        ("南京中山植物园", ["320100"]),
        ("新晋中国工程院院士", ["cae"]),
    ],
)
def test_only_what_is_meant_is_named(text, expected):
    assert [m.id for m in names.find(text)] == expected


def test_a_doubtful_place_counts_in_documents_of_its_province():
    assert names.find("推动朝阳发展") == ()
    assert [m.id for m in names.find("推动朝阳发展", region="210000")] == ["211300"]


def test_a_firm_named_after_a_place_yields_to_the_place():
    extra = (names.Name("北京现代", "F30"),)
    assert [m.id for m in names.find("北京现代投产", extra=extra)] == ["F30"]
    assert [m.id for m in names.find("北京现代农业示范区", extra=extra)] == ["110000"]
