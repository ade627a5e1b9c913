"""`policyloom reuse`: what it prints, and what it says of lines that are no documents."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from policyloom import reuse_command
from policyloom.cli import main

PASSAGE = "推动汽车智能化、网联化技术发展和应用，规范道路测试与示范应用管理，制定本规范。"
KEYS = ["a", "a_start", "a_end", "b", "b_start", "b_end", "score", "boilerplate"]


def lines(*records: object) -> bytes:
    return b"".join(json.dumps(r, ensure_ascii=False).encode() + b"\n" for r in records)


def document(name: object, text: str = PASSAGE, **more: str) -> dict[str, object]:
    return {"id": name, "text": text, **more}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "docs.jsonl"


def found(capsys: pytest.CaptureFixture[str]) -> list[dict]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_matches_have_exactly_the_promised_keys(file, capsys) -> None:
    file.write_bytes(
        lines(
            document("l", "甲" + PASSAGE, side="local"),
            document(7, "乙丙" + PASSAGE, side="central"),
        )
    )
    assert main(["reuse", str(file)]) == 0
    (match,) = found(capsys)
    assert list(match) == KEYS
    assert match == dict(
        zip(KEYS, [7, 2, 2 + len(PASSAGE), "l", 1, 1 + len(PASSAGE), 1.0, False], strict=True)
    )


def test_dates_tell_the_direction_and_out_writes_a_file(file, tmp_path, capsys) -> None:
    file.write_bytes(
        b"\xef\xbb\xbf\n" + lines(document("x", date="2020"), document("y", date="2018-02"))
    )
    assert main(["reuse", str(file), "--out", str(tmp_path / "m.jsonl"), "--jobs", "1"]) == 0
    assert capsys.readouterr().out == ""
    (line,) = (tmp_path / "m.jsonl").read_text("utf-8").splitlines()
    assert (json.loads(line)["a"], json.loads(line)["b"]) == ("y", "x")


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (b"{\n", "json"),
        (b"[" * 100_000 + b"\n", "json"),
        (b'{"id": "z", "text": "\xff"}\n', "encoding"),
        (b"\xff\xfe\n", "encoding"),
        (b"[1, 2]\n", "object"),
        (lines({"text": "x"}), "id"),
        (lines(document(None)), "id"),
        (lines(document("a")), "same_id"),
        (lines({"id": "z"}), "text"),
        (lines({"id": "z", "text": 5}), "text"),
        (lines(document("z", side="both")), "side"),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_matched(bad, code, file, capsys) -> None:
    file.write_bytes(lines(document("a")) + bad + lines(document("b")))
    assert main(["reuse", str(file), "--lang", "en"]) == 1
    printed = capsys.readouterr()
    assert f"{file}:2" in printed.err
    assert f"error reuse.{code}\n" in printed.err
    assert "Traceback" not in printed.err
    assert [json.loads(line)["b"] for line in printed.out.splitlines()] == ["b"]


def test_warnings_leave_the_status_alone(file, capsys) -> None:
    file.write_bytes(lines(document("a", date="2020-13"), document("b"), document("c", "")))
    assert main(["reuse", str(file)]) == 0
    printed = capsys.readouterr()
    assert "reuse.date" in printed.err
    assert "reuse.no_text" in printed.err
    assert len(printed.out.splitlines()) == 1


def test_where_one_has_a_side_all_must(file, capsys) -> None:
    file.write_bytes(
        lines(document("a", side="central"), document("b"), document("c", side="local"))
    )
    assert main(["reuse", str(file)]) == 1
    printed = capsys.readouterr()
    assert f"{file}:2 [side]" in printed.err
    assert [json.loads(line)["b"] for line in printed.out.splitlines()] == ["c"]


def test_one_side_alone_has_no_pairs(file, capsys) -> None:
    file.write_bytes(lines(document("a", side="local"), document("b", side="local")))
    assert main(["reuse", str(file)]) == 0
    printed = capsys.readouterr()
    assert "reuse.one_side" in printed.err
    assert printed.out == ""


@pytest.mark.parametrize(
    "options", [["--min-length", "5"], ["--jobs", "-1"]], ids=["too short", "jobs"]
)
def test_options_that_make_no_sense(options, file, capsys) -> None:
    file.write_bytes(lines(document("a")))
    assert main(["reuse", str(file), *options]) == 2
    assert "policyloom: " not in capsys.readouterr().err


def test_no_file_and_no_compiler(file, monkeypatch, capsys) -> None:
    assert main(["reuse", str(file)]) == 2
    file.write_bytes(b"\n\n")
    assert main(["reuse", str(file)]) == 0
    monkeypatch.setattr(reuse_command, "find_spec", lambda _: None)
    assert main(["reuse", str(file)]) == 2
    assert "policyloom[reuse]" in capsys.readouterr().err


def test_standard_input(monkeypatch, capsys) -> None:
    data = io.TextIOWrapper(io.BytesIO(lines(document("a"), document("b"))), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", data)
    assert main(["reuse", "-"]) == 0
    assert len(found(capsys)) == 1


def test_reading_lines_does_not_load_the_compiler(file) -> None:
    file.write_bytes(lines(document("a")))
    code = (
        "import sys\nfrom policyloom.reuse_command import read_documents\n"
        f"read = read_documents(open({str(file)!r}, 'rb'), 'x')\n"
        "print(len(read.documents), 'numba' in sys.modules, 'numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", "False", "False"]
