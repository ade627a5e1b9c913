"""Real documents, where the shared material lies beside the project."""

import json
import re
import zipfile
from html import unescape
from pathlib import Path

import pytest

from policyloom.core.problem import errors
from policyloom.reading.normal import clean
from policyloom.reading.read import read_files

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
pytestmark = pytest.mark.skipif(not CORPORA.is_dir(), reason="../shared is not here")


def test_all_hangul_files_are_read_or_refused() -> None:
    paths = sorted([*CORPORA.glob("kr-hwp5-samples/**/*.hwp"), *CORPORA.glob("kr-hwpx*/**/*.hwpx")])
    found = {d.file: d for d in read_files(paths, root=CORPORA)}
    assert len(found) == len(paths) >= 85
    refusals = {n: errors(d.problems)[0].code for n, d in found.items() if not d.text}
    assert set(refusals.values()) == {"read.empty", "read.encrypted"}
    assert refusals["kr-hwp5-samples/distribution.hwp"] == "read.encrypted"
    notes = found["kr-hwp5-samples/basic/각주미주.hwp"]
    assert [notes.words(p) for p in notes.passages if p.kind == "footnote"] == ["sssd"]
    spans = {(p.row_span, p.column_span) for d in found.values() for p in d.passages}
    assert len(spans) > 10


def test_no_character_of_hwpx_bodies_is_lost() -> None:
    paths = sorted(CORPORA.glob("kr-hwpx-samples/**/*.hwpx"))
    for path, document in zip(paths, read_files(paths), strict=True):
        raw = sorted("".join(clean(_body_of(path)).split()))
        held = sorted("".join(document.text.split()))
        for character in raw:
            held.remove(character)


def _body_of(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        names = [n for n in archive.namelist() if re.match(r"Contents/section\d+\.xml", n)]
        xml = "".join(archive.read(name).decode() for name in names)
    body = re.sub(r"<hp:(header|footer)\b.*?</hp:\1>", "", xml, flags=re.DOTALL)
    found = re.findall(r"<hp:t(?: [^>]*)?>(.*?)</hp:t>", body, flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", " ", " ".join(found)))


def test_state_council_pages_give_fields_title_and_body() -> None:
    folder = CORPORA / "cn-statecouncil-html"
    lines = (folder / "metadata.jsonl").read_text(encoding="utf-8").splitlines()
    wanted = {entry["id"]: entry for entry in map(json.loads, lines)}
    fields = {
        "index_number": "索引号",
        "title": "标题",
        "issuer": "发文机关",
        "doc_number": "发文字号",
        "date_written": "成文日期",
        "date_published": "发布日期",
    }
    found = list(read_files(sorted(folder.glob("html/*.html"))))
    assert len(found) == 15
    for document in found:
        entry = wanted[Path(document.file).stem]
        assert {k: document.metadata[v] for k, v in fields.items()} == {k: entry[k] for k in fields}
        assert document.title == entry["title"]
        titled = "".join(document.words(p) for p in document.passages if p.kind == "title")
        assert titled.replace(" ", "") == entry["title"]
        assert "索引号" not in document.text.replace(" ", "")
        assert len(document.text) > 0.5 * entry["chars"]


def test_policy_texts_come_back_in_every_encoding(tmp_path: Path) -> None:
    source = CORPORA / "cn-ai-policies-central-shandong" / "derived" / "policies.jsonl"
    texts = [_longest(json.loads(line)) for line in source.read_text("utf-8").splitlines()]
    encodings = ("utf-8", "gb18030", "utf-16")
    paths = []
    for number, text in enumerate(texts):
        paths.append(tmp_path / f"{number:03}.txt")
        paths[-1].write_bytes(text.encode(encodings[number % 3], "replace"))
    found = list(read_files(paths))
    assert len(found) == 221
    assert [d.text for d in found] == [clean(text) for text in texts]


def _longest(record: dict) -> str:
    return max((v for v in record.values() if isinstance(v, str)), key=len)
