"""`policyloom qca`: what it prints, and what it says of every table that cannot be compared."""

import json

import pytest

from policyloom.cli import main

ROWS = [
    ("가", 1, 0.67, 0.67), ("나", 0.67, 1, 1), ("다", 0.33, 1, 0.33), ("라", 0, 0.33, 0),
    ("마", 1, 0, 0.33), ("바", 0.67, 0.67, 0.67),
]  # fmt: skip
HEAD = "case,A,B,Y"


def written(rows=ROWS, head=HEAD, sep=","):
    lines = [head.replace(",", sep), *(sep.join(map(str, row)) for row in rows)]
    return "\n".join(lines) + "\n"


@pytest.fixture
def run(tmp_path, capsys):
    def call(text, *words, conditions="A,B", outcome="Y", encoding="utf-8", name="data.csv"):
        path = tmp_path / name
        if text is not None:
            path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        asked = ["qca", str(path), "--outcome", outcome, "--conditions", conditions]
        code = main([*asked, *words, "--lang", "en"])
        shown = capsys.readouterr()
        assert "Traceback" not in shown.err
        return code, shown.out, shown.err

    return call


def test_json_has_the_promised_shape(run):
    code, out, _ = run(written(), "--format", "json", "--expect", "A=1,B=1")
    assert code == 0
    found = json.loads(out)
    assert set(found["truth_table"][0]) == {
        "config", "OUT", "n", "incl", "PRI", "cases", "contradiction",
    }  # fmt: skip
    assert found["truth_table"][3]["cases"] == ["가", "나", "바"]
    assert [row["config"] for row in found["truth_table"]] == ["00", "01", "10", "11"]
    assert [row["OUT"] for row in found["truth_table"]] == ["0", "0", "0", "1"]
    assert {n["cond"] for n in found["necessity"]} == {"A", "B", "~A", "~B"}
    assert [s["type"] for s in found["solutions"]] == [
        "conservative", "parsimonious", "intermediate",
    ]  # fmt: skip
    for solution in found["solutions"]:
        (model,) = solution["models"]
        (term,) = model["terms"]
        assert term["term"] == "A*B"
        assert set(term) == {"term", "inclS", "PRI", "covS", "covU"}
        # By hand: A*B = .67 .67 .33 0 0 .67, min with Y = .67 .67 .33 0 0 .67; sum of Y is 3.
        assert term["inclS"] == pytest.approx(1)
        assert term["covS"] == pytest.approx(2.34 / 3)
    robust = found["robustness"]
    assert robust["sample"] == {"cases": 6, "conditions": 2, "rows": 4, "possible": 4}
    assert robust["solutions"]["conservative"]["flip_distance"]["distance"] == 1
    assert robust["single_changes"] == 6 * 3 * 3


def test_text_tells_table_solution_and_robustness(run):
    code, out, err = run(written())
    assert code == 0
    assert "Truth table (A, B)" in out
    assert "Model 1: A*B" in out
    assert "flip distance 1" in out
    assert "--incl-cut" in out
    assert err == ""
    _, out, _ = run(written(), "--no-robust")
    assert "flip distance" not in out


def test_korean_is_the_first_language(tmp_path, capsys):
    path = tmp_path / "d.csv"
    path.write_text(written(), encoding="utf-8")
    assert main(["qca", str(path), "--outcome", "Y", "--conditions", "A,B", "--lang", "ko"]) == 0
    out = capsys.readouterr().out
    assert "진리표" in out
    assert "뒤집힘 거리 1" in out


def test_the_negated_outcome_is_analysed_apart(run):
    _, out, _ = run(written(), "--format", "json", outcome="~Y")
    found = json.loads(out)
    assert found["outcome"] == "~Y"
    assert {r["config"] for r in found["truth_table"] if r["OUT"] == "1"} == {"00", "01", "10"}
    models = found["solutions"][0]["models"]
    assert [{t["term"] for t in m["terms"]} for m in models] == [{"~A", "~B"}]


def test_robustness_is_left_to_be_asked_for_where_it_takes_long(run):
    names = "ABCDEFG"
    rows = [(f"c{i}", *[(i >> b) & 1 for b in range(7)], i % 2) for i in range(0, 100, 7)]
    text = written(rows, "case," + ",".join(names) + ",Y")
    _, out, _ = run(text.replace(",Y", ",Z"), conditions=",".join(names[1:]), outcome="Z")
    assert "flip distance" in out
    _, out, _ = run(text, conditions=",".join(names[:6]) + ",G", outcome="~Y", name="x.csv")
    assert "flip distance" not in out


def test_multi_value_terms_are_written_with_their_values(run):
    rows = [("a", 0, 1, 1), ("b", 1, 1, 1), ("c", 2, 1, 1), ("d", 0, 0, 0), ("e", 1, 0, 1),
            ("f", 2, 0, 0)]  # fmt: skip
    code, out, _ = run(written(rows), "--incl-cut", "1", "--format", "json")
    assert code == 0
    (model,) = json.loads(out)["solutions"][0]["models"]
    assert [t["term"] for t in model["terms"]] == ["A{1}", "B"]
    code, _, err = run(written(rows), "--expect", "A=3")
    assert (code, "qca.expect" in err) == (1, True)
    assert run(written(rows), "--expect", "A=1|2")[0] == 0


def test_raw_columns_are_calibrated_by_anchors(run, tmp_path):
    (tmp_path / "anchors.csv").write_text("set,out,cross,full\nA,0,50,100\nB,,10,\n")
    rows = [("a", 90, 12, 1), ("b", 70, 11, 1), ("c", 20, 10, 0), ("d", 60, 3, 0), ("e", 10, 2, 0)]
    anchors = str(tmp_path / "anchors.csv")
    code, out, _ = run(written(rows), "--calibration", anchors, "--format", "json")
    assert code == 0
    found = json.loads(out)
    assert [t["term"] for t in found["solutions"][0]["models"][0]["terms"]] == ["A*B"]
    moved = {(r["set"], r["anchor"]) for r in found["robustness"]["anchors"]}
    assert moved == {("A", "out"), ("A", "cross"), ("A", "full")}
    code, _, err = run(written(rows))
    assert (code, "qca.range" in err) == (1, True)
    (tmp_path / "anchors.csv").write_text("set,out,cross,full\nA,0,500,100\n")
    code, _, err = run(written(rows), "--calibration", anchors)
    assert (code, "qca.anchors" in err) == (1, True)
    (tmp_path / "anchors.csv").write_text("name,low\nA,0\n")
    assert "qca.anchor_columns" in run(written(rows), "--calibration", anchors)[2]


def test_alternative_sets_are_tried(run):
    rows = [(*row, a2) for row, a2 in zip(ROWS, [1, 1, 0, 0, 1, ""], strict=True)]
    text = written(rows, "case,A,B,Y,A2")
    _, out, err = run(text, "--alternatives", "A=A2", "--format", "json")
    assert "qca.missing" not in err
    (other,) = json.loads(out)["robustness"]["alternatives"]
    assert other["name"] == "A → A2"
    assert other["cases_without_score"] == ["바"]
    assert "qca.alternative" in run(text, "--alternatives", "A=B")[2]
    assert "qca.column" in run(text, "--alternatives", "A=A9")[2]


BAD = {
    "constant outcome": (written([(n, a, b, 1) for n, a, b, _ in ROWS]), "qca.constant_outcome"),
    "score above 1": (written([*ROWS, ("사", 1.2, 1, 1)]), "qca.range"),
    "score below 0": (written([*ROWS, ("사", -0.1, 1, 1)]), "qca.range"),
    "outcome of 2": (written([*ROWS, ("사", 1, 1, 2)]), "qca.range"),
    "a word": (written([*ROWS, ("사", "high", 1, 1)]), "qca.value"),
    "infinite": (written([*ROWS, ("사", "inf", 1, 1)]), "qca.value"),
    "not a number": (written([*ROWS, ("사", "nan", 1, 1)]), "qca.value"),
    "duplicate case": (written([*ROWS, ("가", 1, 1, 1)]), "qca.duplicate_case"),
    "duplicate case with a gap": (written([*ROWS, ("가", "", 1, 1)]), "qca.duplicate_case"),
    "condition as outcome": (written([(n, a, y, y) for n, a, _, y in ROWS]), "qca.is_outcome"),
    "condition against outcome": (
        written([(n, a, int(y < 0.5), int(y > 0.5)) for n, a, _, y in ROWS]), "qca.is_outcome",
    ),
    "cells too few": (written([*ROWS, ("사", 1)]), "csv.cells"),
    "empty file": ("", "csv.empty"),
    "only a header": (HEAD + "\n", "qca.no_cases"),
    "all incomplete": (written([(n, "", b, y) for n, _, b, y in ROWS]), "qca.no_cases"),
    "semicolons": (written(sep=";"), "qca.column"),
    "column twice": (written(head="case,A,A,Y"), "qca.column"),
    "binary": (b"\x00\x01PK\x03\x04", "csv.binary"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_compared_is_told_with_a_cure(run, name):
    text, code = BAD[name]
    left, out, err = run(text)
    assert left in (1, 2)
    assert out == ""
    assert code in err
    assert "cure:" in err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--incl-cut", "1.5"], "qca.cut"),
        (["--incl-cut", "nan"], "qca.cut"),
        (["--pri-cut", "-1"], "qca.cut"),
        (["--n-cut", "0"], "qca.cut"),
        (["--expect", "Z=1"], "qca.expect"),
        (["--expect", "A=yes"], "qca.expect"),
        (["--scale", "0,2"], "qca.scale"),
        (["--scale", "0,x"], "qca.scale"),
        (["--case", "nobody"], "qca.column"),
    ],
)
def test_options_out_of_range_are_told(run, words, code):
    left, out, err = run(written(), *words)
    assert (left, out) == (1, "")
    assert code in err


def test_columns_that_are_not_there_or_named_twice(run):
    assert "qca.column" in run(written(), conditions="A,C")[2]
    assert "qca.column" in run(written(), outcome="Z")[2]
    assert "qca.column_twice" in run(written(), conditions="A,B,Y")[2]
    assert "qca.column_twice" in run(written(), conditions="A,A")[2]
    assert "qca.no_conditions" in run(written(), conditions=" , ")[2]
    assert run(None, name="none.csv")[0] == 2


def test_missing_cells_leave_the_case_out_and_name_it(run):
    rows = [*ROWS[:2], ("다", "", 1, 0.33), *ROWS[3:]]
    code, out, err = run(written(rows), "--format", "json")
    assert code == 0
    assert "qca.missing" in err
    assert "다" in err
    assert "다" not in json.loads(out)["cases"]
    assert [p["code"] for p in json.loads(out)["problems"]] == ["qca.missing"]


def test_a_score_of_one_half_is_told_and_in_no_row(run):
    rows = [*ROWS[:2], ("다", 0.5, 1, 0.33), *ROWS[3:]]
    code, out, err = run(written(rows), "--format", "json")
    assert code == 0
    assert "qca.half" in err
    found = json.loads(out)
    assert found["no_row"] == ["다"]
    assert all("다" not in row["cases"] for row in found["truth_table"])


def test_no_positive_row_gives_no_solution_and_says_so(run):
    rows = [(n, a, b, round(y / 4, 4)) for n, a, b, y in ROWS]
    code, out, err = run(written(rows), "--incl-cut", "1", "--format", "json")
    assert code == 0
    assert "qca.no_positive" in err
    found = json.loads(out)
    assert [s["models"] for s in found["solutions"]] == [[], []]
    assert found["robustness"]["solutions"]["parsimonious"]["verdict"] == "no_model"


def test_contradictory_rows_are_named_and_explain_nothing(run):
    rows = [("a", 1, 0, 1), ("b", 1, 0, 0), ("c", 0, 1, 1), ("d", 0, 1, 0)]
    code, out, err = run(written(rows), "--incl-cut", "1", "--format", "json")
    assert code == 0
    assert err.count("qca.contradiction") == 2
    assert "a, b" in err
    found = json.loads(out)
    assert all(row["contradiction"] and row["OUT"] == "0" for row in found["truth_table"])
    assert all(s["models"] == [] for s in found["solutions"])


def test_only_positive_rows_are_told(run):
    rows = [(n, a, b, 1 if n != "라" else 0.9) for n, a, b, _ in ROWS]
    _, _, err = run(written(rows))
    assert "qca.no_negative" in err


def test_more_conditions_than_cases_are_warned_of(run):
    rows = [("a", 1, 0, 1), ("b", 0, 1, 0)]
    code, _, err = run(written(rows[:2]), "--incl-cut", "1")
    assert code == 1, "with two cases a condition always equals the outcome or its negation"
    rows = [("a", 1, 0.67, 0.67), ("b", 0.33, 1, 0)]
    code, _, err = run(written(rows))
    assert code == 0
    assert "qca.too_few_cases" in err


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp949"])
def test_files_as_spreadsheets_write_them(run, encoding):
    code, out, err = run(written(), "--format", "json", encoding=encoding)
    if code == 0:
        assert json.loads(out)["cases"] == [row[0] for row in ROWS]
    else:
        assert encoding == "cp949"
        assert "csv.encoding" in err
