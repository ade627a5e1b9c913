"""The front: dispatch by content, processes that may die, archives, order, records."""

import zipfile
from itertools import islice
from pathlib import Path

import document_samples as samples
import pytest

from policyloom.core.problem import errors
from policyloom.model.document import ReadDocument
from policyloom.reading.archive import readable_name
from policyloom.reading.limits import Limits
from policyloom.reading.read import read_file, read_files
from policyloom.reading.record import as_record, from_record


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def codes(document: ReadDocument) -> list[str]:
    return [p.code for p in errors(document.problems)]


def test_every_format_is_told_by_its_content(tmp_path) -> None:
    given = {f: d for f, d in samples.samples().items() if f != "zip"}
    paths = [put(tmp_path, f"file-{form}.bin", data) for form, data in given.items()]
    found = list(read_files(paths, root=tmp_path))
    assert [d.format for d in found] == ["pdf", "html", "docx", "hwp", "hwpx", "text"]
    assert [d.file for d in found] == [f"file-{form}.bin" for form in given]
    assert all(samples.BODY in d.text for d in found)


def test_a_zip_gives_each_of_its_documents_in_order(tmp_path) -> None:
    inner = samples.zipped({"c.txt": b"inner"})
    members = {"a.html": samples.page(), "b.zip": inner, "__MACOSX/x": b"x", "../../up.txt": b"up"}
    paths = [
        put(tmp_path, "one.zip", samples.zipped(members)),
        put(tmp_path, "z.txt", b"last"),
    ]
    found = list(read_files(paths, root=tmp_path))
    assert [d.file for d in found] == [
        "one.zip!/a.html",
        "one.zip!/b.zip!/c.txt",
        "one.zip!/up.txt",
        "z.txt",
    ]
    assert codes(read_file(paths[0])) == ["read.several"]


def test_names_of_old_korean_archives_are_readable() -> None:
    member = zipfile.ZipInfo("정책.txt".encode("cp949").decode("cp437"))
    assert readable_name(member) == "정책.txt"
    member.flag_bits = 0x800
    assert readable_name(member) != "정책.txt"


def test_a_document_that_takes_too_long_costs_only_itself(tmp_path) -> None:
    slow = put(tmp_path, "slow.txt", b"x\n" * 1_500_000)
    good = put(tmp_path, "good.txt", b"good")
    found = list(read_files([slow, good], Limits(seconds=1.5), workers=1))
    assert codes(found[0]) == ["read.time"]
    assert found[1].text == "good"


@pytest.mark.skipif(
    not Path("/proc/self").exists(), reason="only Linux holds memory limits reliably"
)
def test_a_document_that_takes_too_much_memory_costs_only_itself(tmp_path) -> None:
    large = put(tmp_path, "large.txt", ("字" * 20_000_000).encode())
    good = put(tmp_path, "good.txt", b"good")
    found = list(read_files([large, good], Limits(memory=160_000_000), workers=1))
    assert codes(found[0])[0] in ("read.memory", "read.crashed")
    assert found[1].text == "good"


def test_limits_of_size_and_length_hold(tmp_path) -> None:
    path = put(tmp_path, "a.txt", b"word " * 1000)
    assert codes(read_file(path, Limits(size=100))) == ["read.too_large"]
    assert codes(read_file(path, Limits(characters=100))) == ["read.too_long"]
    assert codes(read_file(tmp_path / "none.txt")) == ["file.missing"]


def test_an_iterator_left_early_leaves_no_process(tmp_path) -> None:
    paths = [put(tmp_path, f"{i}.txt", b"text") for i in range(50)]
    found = read_files(paths, workers=2)
    assert len(list(islice(found, 3))) == 3
    found.close()


def test_a_record_gives_the_document_back(tmp_path) -> None:
    document = read_file(put(tmp_path, "a.html", samples.page()))
    assert from_record(as_record(document)) == document
    missing = read_file(tmp_path / "none")
    assert from_record(as_record(missing)) == missing
