"""Writing whole or not at all."""

import os
from pathlib import Path

import pytest

from policyloom.core.atomic import new_folder, write_file


def test_a_file_is_written_whole_and_nothing_else_is_left(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "a.txt"
    write_file(target, b"one")
    write_file(target, b"two")
    assert target.read_bytes() == b"two"
    assert [p.name for p in target.parent.iterdir()] == ["a.txt"]


def test_an_equal_file_keeps_its_date(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    write_file(target, b"same")
    os.utime(target, (1, 1))
    write_file(target, b"same")
    assert target.stat().st_mtime == 1


def test_a_folder_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "site"
    for name in ("old", "new"):
        with new_folder(target) as folder:
            (folder / name).write_text(name)
    assert [p.name for p in target.iterdir()] == ["new"]
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_a_failure_leaves_the_old_folder(tmp_path: Path) -> None:
    target = tmp_path / "site"
    with new_folder(target) as folder:
        (folder / "good").write_text("good")
    with pytest.raises(RuntimeError), new_folder(target) as folder:
        (folder / "half").write_text("half")
        raise RuntimeError
    assert [p.name for p in target.iterdir()] == ["good"]
    assert [p.name for p in tmp_path.iterdir()] == ["site"]
