"""What was collected: names that every system takes, bytes never overwritten, a log that grows."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyloom.collect.store import LOG, Record, Store, raw_name, safe_name
from policyloom.core.ids import digest

RECORD = Record("S1", "2018-05-02T09:00:00+00:00", "new", "http://a.test/x", sha256="ab", file="f")
WINDOWS = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.I)


@given(st.text(max_size=200))
def test_any_text_becomes_a_name_that_every_system_takes(text) -> None:
    name = safe_name(text)
    assert 0 < len(name.encode()) <= 61
    assert not re.search(r'[\x00-\x1f<>:"/\\|?*]', name)
    assert not name.endswith((".", " "))
    assert not name.startswith((".", "~"))
    assert not WINDOWS.fullmatch(name)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("http://www.gov.cn/a/content_1.htm?x=1", "www.gov.cn/content_1-ab.html"),
        ("http://www.gov.cn/", "www.gov.cn/index-ab.html"),
        ("http://a.cn:8080/%E6%84%8F%E8%A7%81.pdf", "a.cn_8080/意见-ab.html"),
        ("http://a.cn/..%2f..%2fetc%2fpasswd", "a.cn/etc_passwd-ab.html"),
        ("http://[2606:4700::1]/NUL.txt", "[2606_4700__1]/_NUL-ab.html"),
        ("http://a.cn/CON", "a.cn/_CON-ab.html"),
    ],
)
def test_a_stored_file_is_named_for_its_address(address, name) -> None:
    assert raw_name(address, "ab", ".html") == f"documents/raw/{name}"


def test_bytes_are_stored_once_and_never_overwritten(tmp_path) -> None:
    store = Store(tmp_path)
    first = store.keep("http://a.test/x.htm", b"one", ".html")
    assert store.keep("http://a.test/x.htm", b"one", ".html") == first
    other = store.keep("http://a.test/x.htm", b"two", ".html")
    assert other != first
    assert (tmp_path / first).read_bytes() == b"one"
    assert len(list((tmp_path / "documents/raw/a.test").iterdir())) == 2


def test_a_name_taken_by_other_bytes_is_left_alone(tmp_path) -> None:
    taken = tmp_path / raw_name("http://a.test/x", digest(b"one")[:10], ".html")
    taken.parent.mkdir(parents=True)
    taken.write_bytes(b"someone else's")
    made = Store(tmp_path).keep("http://a.test/x", b"one", ".html")
    assert (tmp_path / made).read_bytes() == b"one"
    assert taken.read_bytes() == b"someone else's"


def test_the_log_only_grows_and_is_read_back(tmp_path) -> None:
    Store(tmp_path).add(RECORD)
    before = (tmp_path / LOG).read_bytes()
    Store(tmp_path).add(Record("S2", "", "gone", "http://b.test/", hops=("http://c.test/",)))
    assert (tmp_path / LOG).read_bytes().startswith(before)
    store = Store(tmp_path)
    assert store.records("S1") == (RECORD,)
    assert store.records("S2")[0].hops == ("http://c.test/",)
    assert store.problems == []


def test_a_line_cut_off_is_reported_and_the_next_starts_anew(tmp_path) -> None:
    Store(tmp_path).add(RECORD)
    with (tmp_path / LOG).open("ab") as stream:
        stream.write(b'{"source": "S2", "ki')
    store = Store(tmp_path)
    assert [(p.code, p.line) for p in store.problems] == [("collect.log", 2)]
    store.add(RECORD)
    lines = (tmp_path / LOG).read_bytes().splitlines()
    assert json.loads(lines[2])["source"] == "S1"


@pytest.mark.parametrize(
    "line",
    [b"[]", b"1", b'{"source":"S1"}', b'{"source":1,"kind":"new"}', b'{"kind":"new"}', b"\xff",
     b'{"source":"S1","kind":"new","status":"x"}', b"[" * 100_000],
)  # fmt: skip
def test_lines_that_are_no_records_are_skipped(tmp_path, line) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / LOG).write_bytes(line + b"\n")
    store = Store(tmp_path)
    assert [p.code for p in store.problems] == ["collect.log"]
    assert store.records("S1") == ()
