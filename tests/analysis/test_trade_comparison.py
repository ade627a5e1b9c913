import numpy as np
import pytest

from policyloom.analysis import concordance, trade_comparison
from policyloom.methods.trade import constant_market_share

CUT = {"id": "cut", "ko": "나눔", "en": "Split", "basis": "nsf", "groups": ["a", "b"]}


def flow(product, economy, year, value, flow_="export", basis="nsf", **more):
    code = f"{product}.{economy}.{year}.{flow_}.{basis}.{more.get('source', 'S1')}"
    return {
        "id": code, "product": product, "reporter": economy, "year": year, "value_usd": value,
        "flow": flow_, "basis": basis, **more,
    }  # fmt: skip


def exports(product, year, kor, chn, world, **more):
    pairs = (("KOR", kor), ("CHN", chn), ("WLD", world))
    return [flow(product, e, year, v, **more) for e, v in pairs]


TRADE = [
    *exports("a", 2003, 20e9, 10e9, 100e9), *exports("a", 2018, 30e9, 40e9, 200e9),
    *exports("b", 2003, 5e9, 30e9, 300e9), *exports("b", 2018, 10e9, 100e9, 400e9),
    *exports("t", 2003, 40e9, 50e9, 600e9), *exports("t", 2018, 60e9, 190e9, 1000e9),
    *(flow("a", "KOR", y, v, "import") for y, v in ((2003, 10e9), (2018, 30e9))),
    flow("a", "CHN", 2018, 60e9, "import"),
]  # fmt: skip


def run(evidence, options, rows=TRADE, **own):
    return trade_comparison.run(evidence(trade=rows), options(**own))


def values(result):
    return {name: v.value for name, v in result.values.items()}


def test_specialisation_where_both_flows_are_known(evidence, options):
    found = values(run(evidence, options))
    assert found["tsi_nsf_a_kor_first"] == pytest.approx(1 / 3, abs=1e-4)
    assert found["tsi_nsf_a_kor_last"] == 0
    assert found["tsi_nsf_a_chn_last"] == -0.2
    assert "tsi_nsf_b_kor_last" not in found, "no imports of it were seen"


def test_world_shares_of_first_and_last_year(evidence, options):
    found = values(run(evidence, options))
    assert (found["share_nsf_a_kor_first"], found["share_nsf_a_chn_last"]) == (20, 20)
    assert (found["share_nsf_a_first_year"], found["share_nsf_a_last_year"]) == (2003, 2018)


def test_bases_and_sources_never_mix(evidence, options):
    rows = [
        *TRADE, flow("a", "KOR", 2019, 1e9, basis="customs"),
        flow("a", "WLD", 2019, 1e10, basis="reconciled", source="S2"),
        flow("a", "CHN", 2019, 5e9, basis="reconciled", source="S2"),
    ]  # fmt: skip
    assert values(run(evidence, options, rows)) == values(run(evidence, options))


def test_constant_market_shares_are_those_of_the_method(evidence, options):
    found = values(run(evidence, options, decompositions=[CUT]))
    base = [[20.0], [5.0]], [[100.0], [300.0]]
    end = [[30.0], [10.0]], [[200.0], [400.0]]
    told = constant_market_share(base, end)
    for part in ("change", "growth", "commodity", "competitiveness"):
        assert found[f"cms_cut_kor_{part}"] == pytest.approx(getattr(told, part), abs=1e-4)
    assert found["cms_cut_kor_change"] == pytest.approx(15)
    shares = [found[f"cms_cut_kor_{p}_share"] for p in ("growth", "commodity", "competitiveness")]
    assert sum(shares) == pytest.approx(100, abs=0.01)


def test_what_a_total_has_beyond_the_groups_is_a_group(evidence, options):
    found = values(run(evidence, options, decompositions=[{**CUT, "total": "t"}]))
    assert found["cms_cut_kor_change"] == pytest.approx(20)
    parts = np.array(
        [found[f"cms_cut_kor_{p}"] for p in ("growth", "commodity", "competitiveness")]
    )
    assert parts.sum() == pytest.approx(20, abs=1e-3)


def test_a_group_that_is_not_there_is_said(evidence, options):
    result = run(evidence, options, decompositions=[{**CUT, "groups": ["a", "none"]}])
    assert "cms" not in result.tables
    assert any("cut" in note.en for note in result.notes)


def test_low_confidence_is_left_aside(evidence, options):
    doubtful = [*TRADE, *exports("a", 2001, 9e9, 9e9, 10e9, confidence="low")]
    assert values(run(evidence, options, doubtful)) == values(run(evidence, options))


def test_nothing_to_compare_is_no_crash(evidence, options):
    assert not run(evidence, options, []).values
    broken = options(decompositions="all")
    assert trade_comparison.run(evidence(trade=TRADE), broken).notes


def test_the_shipped_study_follows_korea_and_china_from_2003(shipped_results):
    found = values(shipped_results["trade_comparison"])
    assert (found["share_nsf_kti_first_year"], found["share_nsf_kti_last_year"]) == (2003, 2018)
    assert found["share_nsf_kti_chn_last"] == pytest.approx(100 * 1344673 / 8587777, abs=1e-3)
    x, m = 444013, 229553
    assert found["tsi_nsf_kti_kor_last"] == pytest.approx((x - m) / (x + m), abs=1e-4)
    assert found["cms_kti_kor_change"] == pytest.approx((444013 - 139801) / 1000, abs=1e-3)
    assert found["share_customs_8542_first_year"] > 2013, "China's value of 2013 is doubtful"


CLASSES = [
    {"id": "a1", "sector": "ai", "classification": "HS", "code": "8542", "part": "part",
     "trade_product": "8542"},
    {"id": "a2", "sector": "ai", "classification": "HS", "part": "none"},
    {"id": "o1", "sector": "o2o", "classification": "KSIC", "code": "47911", "part": "core"},
]  # fmt: skip


def classes():
    words = {"label": "x", "label_ko": "이름", "label_en": "Label", "confidence": "high"}
    return [{**words, "classification_en": c["classification"], **c} for c in CLASSES]


def test_borders_show_gaps_and_what_the_trade_register_holds(evidence, options):
    rows = [flow("8542", "KOR", 2017, 1.0), flow("8542", "CHN", 2017, 2.0)]
    result = concordance.run(evidence(concordance=classes(), trade=rows), options())
    found = values(result)
    assert (found["classes"], found["core"], found["part"], found["none"]) == (3, 1, 1, 1)
    assert found["ai_none"] == 1
    assert [row[0] for row in result.tables["gaps"].rows] == ["concordance:a2"]
    matrix = {row[0]: row[2:] for row in result.tables["matrix"].rows}
    assert matrix == {"HS": ("◐1 ○1", None), "KSIC": (None, "●1")}
    names = [c.name for c in result.tables["classes"].columns]
    flows = [row[names.index("flows")] for row in result.tables["classes"].rows]
    assert flows == [2, None]


def test_no_borders_is_a_note(evidence, options):
    result = concordance.run(evidence(), options())
    assert result.notes
    assert not result.values
