"""`policyloom read`: one object a document, with the promised keys."""

import json
from pathlib import Path

import document_samples as samples
import pytest

from policyloom import read_command
from policyloom.cli import main

PROMISED = [
    *("file", "format", "language", "title", "doc_number", "index_number", "issuers"),
    *("date_issued", "date_published", "type", "addressee", "citations", "responsibilities"),
    *("regions", "agencies", "targets", "chars", "problems"),
]


def run(capsys, *arguments: str) -> tuple[int, list[dict]]:
    status = main(["read", *arguments])
    return status, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_an_object_a_document_with_the_promised_keys(tmp_path: Path, capsys) -> None:
    (tmp_path / "a.html").write_bytes(samples.page())
    (tmp_path / "b.zip").write_bytes(samples.zipped({"c.txt": samples.BODY.encode()}))
    status, found = run(capsys, str(tmp_path), "--format", "jsonl")
    assert status == 0
    assert [list(record) for record in found] == [PROMISED] * 2
    assert found[0]["title"] == samples.TITLE
    assert found[0]["language"] == "zh"
    assert found[1]["file"].endswith("b.zip!/c.txt")
    assert found[1]["chars"] == len(samples.BODY)


def test_a_refused_file_is_a_record_too_and_sets_the_status(tmp_path: Path, capsys) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n")
    status, [record] = run(capsys, str(path), "--lang", "en")
    assert status == 1
    assert record["format"] is None
    assert record["issuers"] == []
    assert record["problems"][0]["code"] == "read.unknown_format"
    assert "PNG" in record["problems"][0]["message"]


def test_missing_libraries_are_named_kindly(tmp_path: Path, capsys, monkeypatch) -> None:
    monkeypatch.setattr(read_command, "_NEEDED", ("no_such_library",))
    assert main(["read", str(tmp_path)]) == 2
    assert "pip install 'policyloom[documents]'" in capsys.readouterr().out


@pytest.mark.parametrize("flag", ["--text"])
def test_the_text_comes_along_when_asked_for(tmp_path: Path, capsys, flag) -> None:
    (tmp_path / "a.txt").write_text("one\n\n\n\ntwo", encoding="utf-8")
    _, [record] = run(capsys, str(tmp_path / "a.txt"), flag)
    assert record["text"] == "one\n\ntwo"
