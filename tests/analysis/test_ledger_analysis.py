"""The ledger of studies: the tutorial's planted statuses, real rules, and what is not held."""

import csv
import io
import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

from policyloom.analysis.catalogue import entry
from policyloom.files.load import load_study
from policyloom.files.new import new_study
from policyloom.fingerprints import entry_fingerprint, options_of
from policyloom.held.ledger import FOLDER, study_ledger
from policyloom.held.texts import hold_texts
from policyloom.model.result import Result, result_from_record
from policyloom.model.study import Study
from policyloom.store.evidence import open_evidence

ROOT = Path(__file__).parents[2]
PLANTED = json.loads((ROOT / "tests" / "tutorial_planted.json").read_text(encoding="utf-8"))
POLICIES = {
    "lanchuan.txt": "P1", "biwan.txt": "P2", "yinpu.txt": "P3", "shuanglin.txt": "P4",
    "songya.docx": "P5",
}  # fmt: skip
CORPUS = ROOT.parent / "shared/corpora/cn-ai-policies-central-shandong/derived/policies.jsonl"


def held(folder: Path) -> Study:
    study, problems = load_study(folder)
    assert study is not None, problems
    hold_texts(study)
    return study


def answered(study: Study) -> Result:
    row = entry("ledger")
    return row.load()(open_evidence(study, row.tables), options_of(study, row))


def rows(result: Result, table: str, **wanted: object) -> list[dict]:
    found = result.tables[table]
    names = [c.name for c in found.columns]
    made = [dict(zip(names, row, strict=True)) for row in found.rows]
    return [r for r in made if all(r[k] == v for k, v in wanted.items())]


def copied(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("ledger") / "tutorial"
    shutil.copytree(ROOT / "studies" / "tutorial", folder, ignore=shutil.ignore_patterns("derived"))
    return folder


@pytest.fixture(scope="module")
def tutorial(tmp_path_factory) -> Study:
    return held(copied(tmp_path_factory))


@pytest.fixture(scope="module")
def ledger(tutorial) -> Result:
    return answered(tutorial)


PAIRED = [g for g in PLANTED["ledger"] if g["b"] is not None]


@pytest.mark.parametrize("gold", PAIRED, ids=[f"{g['region']}-{g['task']}" for g in PAIRED])
def test_every_planted_response_is_found(ledger, gold) -> None:
    document = f"policies:{POLICIES[gold['b']]}"
    if gold["response"] == "added":
        found = rows(ledger, "added", central="policies:C1", document=document)
        (item,) = [r for r in found if gold["task"] in r["item"]]
        assert item["start"] <= gold["b_start"] < gold["b_end"] <= item["end"]
        return
    found = rows(ledger, "items", central="policies:C1", document=document)
    (item,) = [r for r in found if gold["task"] in r["item"]]
    assert item["status"] == gold["response"]
    if gold["a_quote"]:
        assert item["start"] <= gold["a_start"] < gold["a_end"] <= item["end"]
        beside = rows(ledger, "passages", central="policies:C1", document=document, n=item["n"])
        assert any(b["b_start"] <= gold["b_start"] < b["b_end"] for b in beside)


WAYS = {
    "a share of the national number": "A share of the national number",
    "number halved": "Lower", "number raised": "Higher", "number doubled": "Higher",
    "deadline two years later": "Later", "deadline one year later": "Later",
    "deadline two years earlier": "Earlier", "deadline one year earlier": "Earlier",
}  # fmt: skip


@pytest.mark.parametrize("gold", [g for g in PAIRED if g["changes"]])
def test_every_planted_change_is_found_where_it_stands(ledger, gold) -> None:
    document = f"policies:{POLICIES[gold['b']]}"
    found = rows(ledger, "changes", central="policies:C1", document=document)
    inside = [
        c for c in found
        if gold["a_start"] <= c["a_start"] < gold["a_end"]
        and gold["b_start"] <= c["b_start"] < gold["b_end"]
    ]  # fmt: skip
    assert {WAYS[change] for change in gold["changes"]} == {c["way_en"] for c in inside}


def test_no_more_is_found_than_was_planted(ledger) -> None:
    planted = Counter(g["response"] for g in PAIRED)
    values = {s: ledger.values[f"c1_{s.replace(' ', '_')}"].value for s in planted}
    assert values == dict(planted)


def test_a_region_without_a_document_is_unknown_not_skipped(ledger) -> None:
    own = rows(ledger, "items", central="policies:C1", place_en="Chiyuan")
    assert {r["status"] for r in own} == {"unknown"}
    assert {r["coverage"] for r in own} == {None}
    assert {r["note_en"] for r in own} == {"No carrying-out document in the register"}
    (profile,) = rows(ledger, "regions", region_en="Chiyuan")
    assert profile["skipped"] is None
    assert ledger.values["c1_places_unknown"].value == 1


def test_a_city_is_a_place_of_its_own_and_a_draft_is_called_one(ledger) -> None:
    own = rows(ledger, "items", central="policies:M1")
    assert {r["place"] for r in own} == {"란촨성 岚港市"}
    drafts = rows(ledger, "items", document="policies:P4", status="narrowed")
    assert all("Draft" in r["note_en"] for r in drafts)


def test_a_result_survives_json_and_the_figure_shows_every_cell(ledger) -> None:
    again = result_from_record(json.loads(json.dumps(ledger.as_record(), ensure_ascii=False)))
    assert again.as_record() == ledger.as_record()
    cells = ledger.figures["c1_matrix"].spec["data"]["values"]
    assert Counter(c["status"]["en"] for c in cells)["Unknown"] == 5
    assert len([c for c in cells if c["mark"][0] != "+"]) == 30


def test_comparisons_are_kept_and_only_new_ones_made(tutorial, monkeypatch) -> None:
    first = study_ledger(tutorial)
    assert len(list((tutorial.folder / FOLDER).glob("*.json"))) >= 6
    monkeypatch.setattr("policyloom.held.ledger.ledger_of", None)
    assert study_ledger(tutorial) == first


def test_damaged_and_missing_texts(tmp_path_factory) -> None:
    folder = copied(tmp_path_factory)
    row = entry("ledger")
    before = entry_fingerprint(held(folder), row)
    lanchuan = folder / "documents" / "lanchuan.txt"
    text = lanchuan.read_text(encoding="utf-8")
    lanchuan.write_text(text[: text.index("港口调度、") + 5], encoding="utf-8")
    (folder / "documents" / "biwan.txt").unlink()
    (folder / "documents" / "yinpu.txt").write_bytes(b"")
    shutil.rmtree(folder / FOLDER, ignore_errors=True)
    study = held(folder)
    assert entry_fingerprint(study, row) != before
    result = answered(study)
    status = {r["place_en"]: r for r in rows(result, "items", central="policies:C1", n=4)}
    assert status["Lanchuan"]["status"] == "unknown", "a cut text proves no skipping"
    assert status["Lanchuan"]["note_en"] == "The text breaks off"
    assert status["Biwan"]["status"] == status["Yinpu"]["status"] == "unknown"
    assert status["Shuanglin"]["status"] == "skipped"
    assert result.values["pairs_held"].value == 4
    assert rows(result, "documents", regional="policies:P2")[0]["why_en"] != ""


def test_a_text_may_connect_what_the_register_does_not(tmp_path_factory) -> None:
    folder = copied(tmp_path_factory)
    path = folder / "registers" / "policies.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("issued,all,C1,T05", "issued,all,,T05"),
        encoding="utf-8",
    )
    study = held(folder)
    assert ("C1", "P1") in study_ledger(study).cited
    assert rows(answered(study), "items", document="policies:P1")


def test_the_shipped_study_says_that_it_holds_no_texts(shipped) -> None:
    result = answered(shipped)
    pairs, compared = result.values["pairs"].value, result.values["pairs_held"].value
    assert pairs > 50
    assert compared == 0
    assert result.values["pairs_unknown"].value == pairs
    assert rows(result, "items") == []
    assert result.figures == {}
    assert sum(r["missing"] for r in rows(result, "regions")) <= pairs
    assert all(r["skipped"] is None for r in rows(result, "regions"))
    assert "not skipped" in result.notes[0].en


def test_a_study_without_pairs_says_so(evidence, options) -> None:
    result = entry("ledger").load()(evidence(policies=[{"id": "P1"}]), options())
    assert result.values["pairs"].value == 0
    assert "No regional document" in result.notes[0].en


# ── real rules ──────────────────────────────────────────────────────────────────────────────────

DOCUMENTS = {
    "C1": ("central-70", "ministry", "NUR", "", ""),
    "Q1": ("shandong-36", "city", "N10", "青岛市", "C1"),
    "J1": ("shandong-32", "city", "N10", "济南市", "C1"),
}


@pytest.fixture(scope="module")
def road_tests(tmp_path_factory) -> Result:
    if not CORPUS.exists():
        pytest.skip("../shared/corpora is not here")
    lines = [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()]
    texts = {f"{r['table']}-{r['no']}": r["content_zh"] or "" for r in lines}
    folder = tmp_path_factory.mktemp("road") / "study"
    new_study(folder, example=False)
    (folder / "documents").mkdir(exist_ok=True)
    sources, policies = [], []
    for code, (name, level, region, printed, central) in DOCUMENTS.items():
        (folder / "documents" / f"{name}.txt").write_text(texts[name], encoding="utf-8")
        sources.append({
            "id": f"D{code}", "kind": "policy", "title": name, "language": "zh",
            "file": f"documents/{name}.txt",
        })  # fmt: skip
        policies.append({
            "id": code, "title": name, "title_is": "description", "title_ko": name,
            "level": level, "region": region, "region_printed": printed, "type": "办法",
            "status": "issued", "sectors": "all", "implements": central,
            "sources": f"D{code}", "confidence": "high",
        })  # fmt: skip
    _replace(folder / "sources.csv", sources)
    _replace(folder / "registers" / "policies.csv", policies)
    return answered(held(folder))


def _replace(path: Path, made: list[dict[str, str]]) -> None:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        names = next(csv.reader(stream))
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(made)
    path.write_text(stream.getvalue(), encoding="utf-8")


@pytest.mark.parametrize(("code", "least", "literal"), [("Q1", 85, 60), ("J1", 75, 25)])
def test_road_test_rules_are_traced_item_by_item(road_tests, code, least, literal) -> None:
    own = rows(road_tests, "items", document=f"policies:{code}")
    counts = Counter(r["status"] for r in own)
    taken = sum(counts[s] for s in ("carried out", "strengthened", "narrowed"))
    assert len(own) > 90
    assert taken > 0.85 * len(own)
    assert counts["carried out"] > 0.7 * len(own)
    assert counts["skipped"] > 0
    assert sum(r["copied"] > 95 for r in own) >= literal, "word for word"
    assert sum(r["coverage"] > 55 for r in own) >= least
    added = rows(road_tests, "added", document=f"policies:{code}")
    assert 5 <= len(added) <= 25
    assert any("联席" in r["words"] for r in added), "the city's own joint body"


def test_what_one_city_changed(road_tests) -> None:
    """Jinan asks three years of driving and three scoring periods where the centre asks two."""
    changes = rows(road_tests, "changes", document="policies:J1")
    pairs = {(c["theirs"], c["own"].replace(" ", "")): c["effect_en"] for c in changes}
    assert pairs["2年", "3年"] == "Stricter"
    assert pairs["30个月", "18个月"] == "Stricter"
    passages = rows(road_tests, "passages", document="policies:J1")
    assert all(p["a_end"] > p["a_start"] and p["b_end"] > p["b_start"] for p in passages)
