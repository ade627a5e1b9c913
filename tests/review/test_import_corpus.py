"""221 real policies by one command: entered, their known defects told, tasks in the matrix."""

import json
from collections import Counter
from pathlib import Path

import pytest

from policyloom.cli import main
from policyloom.core.problem import errors
from policyloom.files.check import check_study
from policyloom.files.load import load_study
from policyloom.files.new import new_study

CORPUS = Path(__file__).parents[3] / "shared" / "corpora" / "cn-ai-policies-central-shandong"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="needs ../shared/corpora"),
]


def number(table: str, no: int) -> str:
    return f"D{no if table == 'central' else no + 166:04d}"


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus") / "study"
    assert new_study(folder) == []
    words = ["import", folder, CORPUS, "--only", "*.xlsx", "--sector", "ai", "--region", "CN"]
    assert main([*map(str, words), "--accept-all", "--as", "Lee"]) == 0
    return folder


def test_all_documents_are_entered_without_an_error(study: Path) -> None:
    loaded, problems = load_study(study)
    assert len([r for r in loaded.table("policies") if r.id.startswith("D")]) == 221
    assert errors([*problems, *check_study(loaded)]) == []


def test_the_known_defects_are_told(study: Path) -> None:
    loaded, _ = load_study(study)
    found = [p for p in check_study(loaded) if p.code.startswith("text.")]
    lines = {r.line: r.id for r in loaded.table("sources")}
    policies = {r.line: r.id for r in loaded.table("policies")}
    twins = {
        frozenset((lines[p.line], dict(p.words)["first"])) for p in found if p.code == "text.same"
    }
    for one, other in (("central", 38), ("central", 41)), (("central", 37), ("shandong", 33)):
        assert frozenset((number(*one), number(*other))) in twins
    assert len([t for t in twins if t <= {number("central", n) for n in (47, 48, 49, 50)}]) == 3
    dated = {policies[p.line] for p in found if p.column.startswith("date_")}
    assert {number("central", 2), number("central", 3)} <= dated
    cut = Counter(p.code for p in found if p.code.startswith("text.cut"))
    assert cut["text.cut_at_limit"] >= 3
    assert number("shandong", 4) in {lines[p.line] for p in found if p.code == "text.cut"}


def test_every_task_leads_to_its_sentence(study: Path) -> None:
    loaded, _ = load_study(study)
    sources = loaded.table("sources").by_id
    tasks = [r for r in loaded.table("responsibilities") if r.text("quote")]
    assert len(tasks) > 500
    for row in tasks:
        source = sources[row.many("sources")[0]]
        kept = study / "derived" / "texts" / f"{source.text('hash')}.json"
        text = json.loads(kept.read_text(encoding="utf-8"))["text"]
        assert text[row["start"] : row["end"]] == row.text("quote")


def test_the_matrix_rests_on_the_tasks(study: Path) -> None:
    from policyloom.build import weave

    woven = weave(study)
    matrix = woven.facts.results["responsibility"].tables["matrix"]
    rows = {row[0]: origins for row, origins in zip(matrix.rows, matrix.origins, strict=True)}
    assert len(rows["actors:miit"]) > 20
    row = woven.facts.row("responsibilities", rows["actors:miit"][0].partition(":")[2])
    assert row.text("quote")
