"""Attention and terms over held texts: the tutorial, literal texts, and studies that hold none."""

import json
import math
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from policyloom.analysis import attention, terms
from policyloom.analysis.catalogue import entry
from policyloom.files.load import load_study
from policyloom.fingerprints import entry_fingerprint, options_of
from policyloom.held.policy_texts import policy_texts
from policyloom.held.texts import hold_texts
from policyloom.model.facts import Facts
from policyloom.model.policy_texts import PolicyText, PolicyTexts
from policyloom.model.reference import parse_reference
from policyloom.model.result import Result, localise, result_from_record
from policyloom.model.study import Study
from policyloom.store.evidence import open_evidence

ROOT = Path(__file__).parents[2]
POLICIES = [
    {"id": "A", "date_issued": "2015-01-02", "sectors": ["ai"], "level": "central"},
    {"id": "B", "date_issued": "2016", "sectors": ["ai", "o2o"], "level": "ministry"},
    {"id": "C", "sectors": ["o2o"], "level": "province"},
    {"id": "K", "date_issued": "2016", "sectors": ["o2o"], "level": "province"},
    {"id": "D", "date_issued": "2016", "status": "draft"},
    {"id": "N", "date_issued": "2017", "sectors": ["ai"]},
]
GLOSSARY = [
    {"id": "ai", "zh": "人工智能", "ko": "인공지능", "en": "AI"},
    {"id": "new-ai", "zh": "新一代人工智能", "ko": "차세대 인공지능"},
    {"id": "car", "zh": "智能汽车", "ko": "스마트카"},
]
TEXTS = {
    "A": ("zh", "新一代人工\n智能。人工智能与智能汽车"),
    "B": ("zh", "人工智能，人工智能！"),
    "C": ("zh", "无"),
    "K": ("ko", "인공지능과 스마트카"),
    "D": ("zh", "人工智能" * 9),
}


def texts(found=TEXTS):
    forms = {g["id"]: {k: g[k] for k in ("zh", "ko", "en") if k in g} for g in GLOSSARY}
    made = {p: PolicyText(p, f"S{p}", language, text) for p, (language, text) in found.items()}
    return PolicyTexts(made, frozenset({"N"}), forms)


def run(module, evidence, options, found=TEXTS, **own) -> Result:
    asked = replace(options(**own), extra={"texts": texts(found)})
    return module.run(evidence(policies=POLICIES, glossary=GLOSSARY), asked)


def rows(result, table):
    found = result.tables[table]
    names = [c.name for c in found.columns]
    return [dict(zip(names, row, strict=True)) for row in found.rows]


def values(result):
    return {name: v.value for name, v in result.values.items()}


@pytest.mark.parametrize("module", [attention, terms])
def test_what_is_held_is_told_and_drafts_are_left_out(evidence, options, module):
    result = run(module, evidence, options)
    found = values(result)
    assert (found["documents"], found["not_held"], found["drafts"], found["unread"]) == (4, 1, 1, 1)
    assert found["characters"] == 17 + 10 + 1 + 9
    every = {ref for t in result.tables.values() for origins in t.origins for ref in origins}
    assert "policies:D" not in every
    assert any("4 of 5" in note.en for note in result.notes)


def test_attention_by_hand(evidence, options):
    result = run(attention, evidence, options)
    found = values(result)
    # 人工智能 stands twice in A (once inside the longer term), twice in B, and 인공지능 once in K.
    assert (found["term_ai_hits"], found["term_ai_share"]) == (5, 75)
    assert found["term_ai_rate"] == pytest.approx(10_000 * 5 / 37)
    assert found["term_ai_mean_rate"] == pytest.approx(10_000 * (2 / 17 + 2 / 10 + 0 + 1 / 9) / 4)
    years = {(r["group"], r["term_en"]): r for r in rows(result, "years")}
    assert years["2015", "AI"]["hits"] == 2
    assert years["2016", "AI"]["documents"] == 2
    assert years["날짜 미상", "AI"]["share"] == 0, "a held text that does not mention it"
    assert ("2017", "AI") not in years, "nothing is held of 2017"
    sectors = {(r["group_en"], r["term_ko"]): r["mentioning"] for r in rows(result, "sectors")}
    assert sectors["AI", "인공지능"] == 2
    (row,) = [r for r in rows(result, "terms") if r["term"] == "glossary:car"]
    assert (row["hits"], row["mentioning"]) == (2, 2)
    origins = result.tables["terms"].origins[
        [r["term"] for r in rows(result, "terms")].index("glossary:car")
    ]
    assert set(origins) == {"policies:A", "policies:K"}
    blank = result.figures["years"].spec["data"]["values"]
    assert {d["column"]["ko"] for d in blank} == {"2015", "2016", "날짜 미상"}


def test_a_language_that_a_term_lacks_is_not_counted_as_silence(evidence, options):
    english = {"A": ("en", "chain and AI"), "B": ("zh", "人工智能")}
    result = run(attention, evidence, options, english, terms=["ai", "new-ai", "car"])
    assert values(result)["term_ai_hits"] == 2
    assert values(result)["term_car_share"] == 0
    by = {r["term"]: r["documents"] for r in rows(result, "terms")}
    assert by == {"glossary:ai": 2, "glossary:new-ai": 1, "glossary:car": 1}
    only = run(attention, evidence, options, {"A": ("en", "AI")}, terms=["car"])
    assert only.values["term_car_share"].value is None
    assert "language" in only.values["term_car_share"].reason.en


def test_terms_by_hand(evidence, options):
    result = run(terms, evidence, options)
    found = values(result)
    assert (found["terms_found"], found["terms_count"]) == (3, 7)
    by = {r["name_ko"]: r for r in rows(result, "terms")}
    assert (by["인공지능"]["count"], by["인공지능"]["documents"]) == (4, 3)
    assert by["차세대 인공지능"]["count"] == 1, "the longest term at a place, and once"
    years = {(r["group"], r["name_ko"]): r["weight"] for r in rows(result, "years_terms")}
    assert years["2015", "차세대 인공지능"] == pytest.approx(math.log(4) / 3)
    assert years["2015", "인공지능"] == pytest.approx(math.log(4 / 3) / 3)
    assert years["2016", "인공지능"] == pytest.approx((1 + 1 / 2) * math.log(4 / 3) / 2)
    (pair,) = rows(result, "terms_pairs")
    assert {pair["one_ko"], pair["other_ko"]} == {"인공지능", "스마트카"}
    assert (pair["both"], pair["first"], pair["second"]) == (2, 3, 2)
    assert pair["equivalence"] == pytest.approx(4 / 6)
    assert pair["ochiai"] == pytest.approx(2 / math.sqrt(6))
    assert pair["jaccard"] == pytest.approx(2 / 3)
    smooth = run(terms, evidence, options, rule="smooth-l2", least=3)
    assert "terms_pairs" not in smooth.tables
    assert values(smooth)["terms_pairs"] == 0
    weights = {r["name_ko"]: r["weight"] for r in rows(smooth, "terms")}
    assert weights["인공지능"] != by["인공지능"]["weight"]


def test_words_that_are_left_out_are_not_listed(evidence, options):
    sides = list(zip("发建推试管改", "展设进点理造", strict=True))
    text = "，".join(f"{a}智能航运{b}，{b}智能{a}" for a, b in sides)
    every = run(terms, evidence, options, {"A": ("zh", text), "B": ("zh", text)})
    assert {"智能航运", "智能"} <= {r["name_ko"] for r in rows(every, "words")}
    some = run(terms, evidence, options, {"A": ("zh", text)}, leave_out=["智能航运"])
    assert "智能航运" not in {r["name_ko"] for r in rows(some, "words")}


@pytest.mark.parametrize("module", [attention, terms])
def test_a_term_without_a_visible_character_stands_nowhere(evidence, options, module):
    blank = PolicyTexts(texts().texts, frozenset(), {"ai": {"zh": "\u200b", "ko": "인공지능"}})
    asked = replace(options(), extra={"texts": blank})
    result = module.run(evidence(policies=POLICIES, glossary=GLOSSARY), asked)
    assert [r["name_ko"] for r in rows(result, "terms")] == ["인공지능"]


@pytest.mark.parametrize(("module", "name"), [(attention, "terms"), (terms, "words_found")])
def test_nothing_held_says_so(evidence, options, module, name):
    result = run(module, evidence, options, {})
    assert values(result)["documents"] == 0
    assert result.values[name].value is None
    assert result.values[name].reason.ko
    assert not result.tables
    assert not result.figures
    assert any("No text is held" in note.en for note in result.notes)
    asked = attention.run(evidence(policies=POLICIES, glossary=GLOSSARY), options(terms=["ai"]))
    assert asked.values["term_ai_share"].value is None


def held(folder: Path) -> Study:
    study, problems = load_study(folder)
    assert study is not None, problems
    hold_texts(study)
    return study


@pytest.fixture(scope="module")
def tutorial(tmp_path_factory) -> Study:
    folder = tmp_path_factory.mktemp("texts") / "tutorial"
    shutil.copytree(ROOT / "studies" / "tutorial", folder, ignore=shutil.ignore_patterns("derived"))
    return held(folder)


def answered(study: Study, name: str) -> Result:
    row = entry(name)
    return row.load()(open_evidence(study, row.tables), options_of(study, row))


def test_the_tutorial_is_counted_in_simplified_characters(tutorial):
    found = policy_texts(tutorial)
    assert set(found.texts) == {"C1", "M1", "M2", "M3", "P1", "P2", "P3", "P4", "P5", "L1"}
    assert "智慧港口" in found.texts["P3"].text, "the document itself is in traditional characters"
    result = answered(tutorial, "attention")
    drafts = {"P4"}
    for term, zh in (("smart-port", "智慧港口"), ("smart-shipping", "智能航运")):
        plain = {p: "".join(t.text.split()) for p, t in found.texts.items() if p not in drafts}
        name = f"term_{term.replace('-', '_')}"
        hits = sum(text.count(zh) for text in plain.values())
        assert result.values[f"{name}_hits"].value == hits > 0
        having = sum(zh in text for text in plain.values())
        assert result.values[f"{name}_share"].value == pytest.approx(100 * having / len(plain))
    assert result.values["drafts"].value == 1
    (port,) = [
        r
        for r in rows(result, "sectors")
        if (r["group_en"], r["term_en"]) == ("Smart ports", "smart port")
    ]
    assert port["hits"] == "".join(found.texts["P3"].text.split()).count("智慧港口")


def test_the_tutorials_words_and_networks(tutorial):
    result = answered(tutorial, "terms")
    words = {r["name_ko"]: r for r in rows(result, "words")}
    assert {"智能航运", "试点", "港口"} <= set(words)
    assert words["智能航运"]["documents"] == 9
    assert words["智能航运"]["weight"] == 0, "by the classic rule"
    assert set(result.figures) == {"terms_network", "words_network"}
    again = result_from_record(json.loads(json.dumps(result.as_record(), ensure_ascii=False)))
    assert again.as_record() == result.as_record()


def test_a_changed_text_makes_the_results_stale(tutorial, tmp_path):
    folder = tmp_path / "tutorial"
    shutil.copytree(tutorial.folder, folder)
    row = entry("attention")
    before = entry_fingerprint(held(folder), row)
    assert entry_fingerprint(held(folder), row) == before
    path = folder / "documents" / "lanchuan.txt"
    path.write_text(path.read_text(encoding="utf-8") + "\n智慧港口。", encoding="utf-8")
    study = held(folder)
    assert entry_fingerprint(study, row) != before
    more = answered(study, "attention").values["term_smart_port_hits"].value
    assert more == answered(tutorial, "attention").values["term_smart_port_hits"].value + 1


@pytest.mark.parametrize("name", ["attention", "terms", "pmc", "policy_strength"])
def test_the_tutorials_figures_are_valid_and_its_rows_rest_on_rows(tutorial, name):
    from altair.vegalite.v6.schema.core import Root

    result = answered(tutorial, name)
    facts = Facts(tutorial, {name: result})
    assert result.figures
    for figure in result.figures.values():
        for language in ("ko", "en"):
            Root.from_dict(localise(figure.spec, language), validate=True)
    for table in result.tables.values():
        assert len(table.origins) == len(table.rows)
        assert all(table.origins)
    named = {ref for t in result.tables.values() for own in t.origins for ref in own}
    named |= {ref for value in result.values.values() for ref in value.origins}
    for reference in (parse_reference(ref) for ref in named):
        assert reference
        assert facts.row(reference.table, reference.name), reference


def test_the_tutorials_codings(tutorial):
    strength, index = answered(tutorial, "policy_strength"), answered(tutorial, "pmc")
    # C1 is a guiding opinion of the Chancellery (4), M1 and M3 are notices of ministries (1).
    found = {y: strength.values[f"effect_{y}"].value for y in (2015, 2016, 2017)}
    assert found == {2015: (5 + 3) * 4, 2016: (2 + 4) * 1, 2017: (3 + 4) * 1}
    assert index.values["policy_c1_index"].value == pytest.approx(1 / 2 + 1 / 2 + 7)
    assert index.values["policy_m1_index"].value is None, "one cell could not be told"
    assert index.values["policy_p5_index"].value == pytest.approx(0.5 + 0.5 + 1 + 2 / 3 + 0.5 + 1)
