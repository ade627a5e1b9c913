"""Rows are added and taken out; every other byte stays as Excel or a person wrote it."""

from pathlib import Path

import pytest

from policyloom.core.ids import digest
from policyloom.files.append import append_rows, remove_row
from policyloom.files.formats import BOM
from policyloom.model.tables import dictionary

SPEC = dictionary()["responsibilities"]
HEADER = "id,policy,task,task_ko,leads,sources"
ROW = {
    "id": "p1",
    "policy": "C1",
    "task": "建设",
    "task_ko": "구축, 운영",
    "leads": "moi",
    "sources": "S1",
}


def table(folder: Path, data: bytes) -> tuple[Path, str]:
    path = folder / SPEC.file
    path.parent.mkdir()
    path.write_bytes(data)
    return path, digest(data)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", BOM])
@pytest.mark.parametrize("last", [True, False])
def test_the_form_of_the_file_is_kept(tmp_path: Path, end: str, mark: bytes, last: bool) -> None:
    text = f'{HEADER}{end}"T1",C1, 일 ,일,moi,S1{end if last else ""}'
    path, known = table(tmp_path, mark + text.encode())
    assert append_rows(tmp_path, SPEC, known, [ROW]) == []
    line = f'p1,C1,建设,"구축, 운영",moi,S1{end}'
    assert path.read_bytes() == mark + (text + ("" if last else end) + line).encode()


def test_a_file_that_changed_since_is_left_alone(tmp_path: Path) -> None:
    path, _ = table(tmp_path, f"{HEADER}\n".encode())
    assert [p.code for p in append_rows(tmp_path, SPEC, digest(b""), [ROW])] == ["edit.stale"]
    assert path.read_bytes() == f"{HEADER}\n".encode()


def test_a_missing_file_is_made_with_all_columns(tmp_path: Path) -> None:
    assert append_rows(tmp_path, SPEC, "", [ROW]) == []
    header = (tmp_path / SPEC.file).read_text(encoding="utf-8-sig").splitlines()[0]
    assert header == ",".join(SPEC.column_names)


def test_an_optional_column_is_added_to_every_row(tmp_path: Path) -> None:
    path, known = table(tmp_path, f"{HEADER}\nT1,C1,일,일,moi,S1\n\nT2,C1,일,일,moi,S1".encode())
    row = ROW | {"quote": "（工业部\n牵头）", "start": "3"}
    assert append_rows(tmp_path, SPEC, known, [row]) == []
    lines = path.read_text(encoding="utf-8").split("\n")
    assert lines[0] == f"{HEADER},quote,start"
    assert lines[1:4] == ["T1,C1,일,일,moi,S1,,", "", "T2,C1,일,일,moi,S1,,"]
    assert lines[4:] == ['p1,C1,建设,"구축, 운영",moi,S1,"（工业部', '牵头）",3', ""]


@pytest.mark.parametrize("data", [b"", b'a,"b\n', "id,정책\n".encode("cp949")])
def test_a_file_that_is_no_table_is_told(tmp_path: Path, data: bytes) -> None:
    path, known = table(tmp_path, data)
    assert append_rows(tmp_path, SPEC, known, [ROW])
    assert path.read_bytes() == data


def test_taking_out_gives_the_file_back(tmp_path: Path) -> None:
    data = f"{HEADER}\nT1,C1,일,일,moi,S1\n".encode()
    path, known = table(tmp_path, data)
    append_rows(tmp_path, SPEC, known, [ROW])
    assert remove_row(tmp_path, SPEC, digest(path.read_bytes()), ROW) == (True, [])
    assert path.read_bytes() == data
    assert remove_row(tmp_path, SPEC, known, ROW) == (False, [])
