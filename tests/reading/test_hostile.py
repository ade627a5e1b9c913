"""Two hundred hostile files: each ends in text or in one coded refusal, within the limits."""

import time

import pytest
from hostile_samples import hostile

from policyloom.core.problem import errors
from policyloom.reading.limits import Limits
from policyloom.reading.read import read_files

LIMITS = Limits(seconds=20, pages=1000, unpacked=50_000_000, members=2000)
EXPECTED = {
    "bomb.zip": "read.bomb",
    "bomb-that-lies.zip!/zeros.txt": "read.damaged",
    "bomb-of-many.zip": "read.bomb",
    "deep.zip!/in.zip!/in.zip!/in.zip": "read.too_deep",
    "crowd.zip": "read.too_many_files",
    "encrypted.zip": "read.encrypted",
    "empty.zip": "read.empty",
    "bomb.docx": "read.bomb",
    "bomb.hwpx": "read.bomb",
    "laughs.docx": "read.damaged",
    "outside.docx": "read.damaged",
    "deep.docx": "read.too_deep",
    "deep.html": "read.too_deep",
    "deep-table.html": "read.too_deep",
    "unclosed.html": "read.too_deep",
    "deep.hwpx": "read.too_deep",
    "outside.hwpx": "read.damaged",
    "script-only.html": "read.empty",
    "entity.xhtml": "read.empty",
    "empty.txt": "read.empty",
    "noise.txt": "read.unknown_format",
    "pages.pdf": "read.too_many_pages",
    "locked.pdf": "read.encrypted",
    "scan.pdf": "read.no_text_layer",
    "locked.docx": "read.encrypted",
    "locked.hwp": "read.encrypted",
    "distributed.hwp": "read.encrypted",
    "old.hwp": "read.unknown_format",
    "old.doc": "read.unknown_format",
}
READ = ("line.txt", "line.html", "script.html", "spans.html", "wide.docx", "charset.html")


@pytest.mark.slow
def test_all_end_in_a_result_or_a_coded_refusal(tmp_path) -> None:
    files = hostile()
    assert len(files) >= 200
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    start = time.monotonic()
    found = {d.file: d for d in read_files([tmp_path / n for n in files], LIMITS, root=tmp_path)}
    assert time.monotonic() - start < 300
    assert {name.partition("!/")[0] for name in found} == set(files)
    for document in found.values():
        refusals = errors(document.problems)
        assert bool(document.text) != bool(refusals), document.file
        assert len(refusals) <= 1
        assert all(p.message("ko") and p.cure("en") for p in document.problems)
    assert {n: errors(found[n].problems)[0].code for n in EXPECTED} == EXPECTED
    assert all(found[name].text for name in READ)
    assert "alert" not in found["script.html"].text
    assert "root:" not in "".join(d.text for d in found.values())
