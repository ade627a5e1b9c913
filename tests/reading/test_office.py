"""DOCX, HWP 5 and HWPX: headings, merged cells, notes, revisions."""

import document_samples as samples
import pytest

from policyloom.model.document import Format, ReadDocument
from policyloom.reading.blocks import assemble
from policyloom.reading.docx import read_docx
from policyloom.reading.hwp import read_hwp, read_hwpx
from policyloom.reading.limits import Limits, RefusedError

READERS = {"docx": read_docx, "hwp": read_hwp, "hwpx": read_hwpx}


def read(form: Format, data: bytes) -> ReadDocument:
    return assemble(READERS[form](data, Limits()), f"a.{form}", form, Limits())


def kinds(document: ReadDocument) -> list[tuple[str, int, str]]:
    return [(p.kind, p.level, document.words(p)) for p in document.passages if p.kind != "cell"]


def test_a_word_document_keeps_headings_notes_and_accepted_revisions() -> None:
    document = read("docx", samples.docx())
    assert document.title == samples.TITLE
    assert kinds(document) == [
        ("title", 0, samples.TITLE),
        ("heading", 1, "一、总体要求"),
        ("paragraph", 0, samples.BODY),
        ("heading", 2, "（一）任务"),
        ("paragraph", 0, "修订前插入"),
        ("footnote", 0, "脚注文字"),
    ]


def test_a_word_table_keeps_merged_cells() -> None:
    document = read("docx", samples.docx())
    cells = {document.words(p): p for p in document.passages if p.kind == "cell"}
    assert (cells["合并"].row_span, cells["合并"].column_span) == (2, 2)
    assert (cells["末格"].row, cells["末格"].column) == (3, 3)


@pytest.mark.parametrize("form", ["hwp", "hwpx"])
def test_hangul_documents_keep_text_and_tables(form) -> None:
    document = read(form, getattr(samples, form)())
    assert samples.BODY in document.text
    assert samples.KOREAN in document.text
    cells = {document.words(p): (p.row, p.column) for p in document.passages if p.kind == "cell"}
    assert cells["항만청"] == (2, 3)


def test_hwpx_keeps_headings_and_notes() -> None:
    document = read("hwpx", samples.hwpx())
    told = kinds(document)
    assert ("heading", 1, samples.TITLE) in told
    assert ("heading", 1, "추진 과제") in told
    assert ("footnote", 0, "각주의 글입니다.") in told
    assert document.title == samples.TITLE


def test_entities_of_a_document_type_are_refused() -> None:
    bad = samples.with_member(samples.docx(), "word/document.xml", "<!DOCTYPE a><a/>")
    with pytest.raises(RefusedError, match=r"read\.damaged"):
        read("docx", bad)
