"""Text reuse on Spark: the rows of one machine."""

import json
import random
from importlib.util import find_spec

import pytest

pytest.importorskip("numba", reason="numba is not installed (extra: reuse)")

from policyloom.core.problem import ProblemsError
from policyloom.methods.reuse.documents import Text
from policyloom.methods.reuse.index import Index
from policyloom.model.settings import EngineSettings
from policyloom.scale.reuse import Line, _read, _repeated, match_on_spark
from policyloom.store.spark import spark_problems

SPARK = EngineSettings(
    kind="spark", master="local[2]", settings={"spark.sql.shuffle.partitions": "2"}
)
FORMULA = "各省、自治区、直辖市人民政府,国务院各部委、各直属机构:现印发给你们,请认真贯彻执行。"


def corpus(seed):
    """Return lines with central texts, and local ones that copy, edit and reorder them."""
    chance = random.Random(seed)
    alphabet = [chr(0x4E00 + k) for k in range(3000)]

    def words(count):
        return "".join(chance.choices(alphabet, k=count))

    lines, central = [], []
    for k in range(8):
        central.append(FORMULA + words(600))
        lines.append({"id": f"c{k}", "text": central[-1], "side": "central"})
    for k in range(40):
        parts = []
        for _ in range(chance.randint(0, 3)):
            text = chance.choice(central)
            start = chance.randrange(50, 500)
            piece = list(text[start : start + chance.randint(40, 120)])
            for at in range(0, len(piece), chance.choice((7, 12, 999))):
                piece[at] = chance.choice(alphabet)
            parts += [words(60), "".join(piece)]
        text = FORMULA + "\n　".join(parts) + words(80)
        lines.append({"id": f"지역 {k % 37}", "text": text, "side": "local"})
    chance.shuffle(lines)
    return lines


@pytest.mark.slow
def test_rows_are_those_of_one_machine(tmp_path):
    found = list(spark_problems(SPARK))
    if found:
        pytest.skip("; ".join(p.message("en") for p in found))
    lines = corpus(7)
    file = tmp_path / "문서.jsonl"
    text = "\n".join(json.dumps(line, ensure_ascii=bool(k % 2)) for k, line in enumerate(lines))
    file.write_text(text + "\n\n", encoding="utf-8")
    index = Index(jobs=1)
    index.add(Text(d["id"], d["text"]) for d in lines if d["side"] == "central")
    expected = index.match([Text(d["id"], d["text"]) for d in lines if d["side"] == "local"])
    assert len(expected) > 40
    assert {m.boilerplate for m in expected} == {True, False}
    assert list(match_on_spark(str(file), SPARK)) == expected
    file.write_text('{"id": "a", "text": "x", "side": "central"}\n[]\n\n{"id": 3}\n', "utf-8")
    with pytest.raises(ProblemsError) as caught:
        list(match_on_spark(str(file), SPARK))
    assert [(p.code, p.line) for p in caught.value.problems] == [
        ("scale.line", 2), ("scale.line", 4),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "fault"),
    [("{", "JSON"), ("[]", "id"), ("7", "id"), ('{"id": 1, "text": "x"}', "id"),
     ('{"id": "a", "text": null}', "text"), ('{"id": "a", "text": "x"}', "side"),
     ('{"id": "a", "text": "x", "side": "both"}', "side")],
)  # fmt: skip
def test_faulty_lines_say_what_is_wrong(text, fault):
    assert list(_read((text, 4))) == [Line(4, fault=fault)]


def test_lines_are_read():
    assert list(_read((" \t", 0))) == []
    text = '{"id": "a", "text": "가", "side": "central", "date": "2015"}'
    assert list(_read((text, 2))) == [Line(2, "a", "가", is_source=True)]
    repeated = [Line(0, "a", "x", is_source=True), Line(5, "a", "y", is_source=True)]
    assert [(p.code, p.line) for p in _repeated("d.jsonl", repeated)] == [("scale.twice", 6)]


def test_a_missing_engine_is_a_problem(monkeypatch):
    if find_spec("pyspark") is None:
        with pytest.raises(ProblemsError):
            list(match_on_spark("x.jsonl", SPARK))
        return
    monkeypatch.setenv("JAVA_HOME", "/nowhere")
    with pytest.raises(ProblemsError) as caught:
        list(match_on_spark("x.jsonl", SPARK))
    assert [p.code for p in caught.value.problems] == ["engine.no_java"]
