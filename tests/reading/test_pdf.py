"""PDF: paragraphs across lines and pages, furniture out, ruled tables, scans told."""

import document_samples as samples
import pytest

from policyloom.model.document import ReadDocument
from policyloom.reading.blocks import assemble
from policyloom.reading.limits import Limits, RefusedError
from policyloom.reading.pdf import read_pdf


def read(data: bytes) -> ReadDocument:
    return assemble(read_pdf(data, Limits()), "a.pdf", "pdf", Limits())


@pytest.fixture(scope="module")
def document() -> ReadDocument:
    return read(samples.pdf())


def test_lines_are_joined_to_paragraphs_also_across_pages(document) -> None:
    paragraphs = [document.words(p) for p in document.passages if p.kind == "paragraph"]
    assert paragraphs.count(samples.BODY) == 7
    assert paragraphs[0] == "岛发〔2020〕15号"
    assert paragraphs[-1] == "最后一段。"


def test_no_gap_stands_between_chinese_and_digits(document) -> None:
    assert "〕 15" not in document.text
    assert "到2025年，" in document.text


def test_running_heads_and_page_numbers_are_left_out(document) -> None:
    assert document.pages == 3
    assert "文件汇编" not in document.text
    assert "—" not in document.text


def test_the_title_is_a_heading_on_page_one(document) -> None:
    first = document.passages[0]
    assert (first.kind, first.level, first.page) == ("heading", 1, 1)
    assert document.words(first) == document.title == samples.TITLE
    assert document.passages[-1].page == 3


def test_a_ruled_table_keeps_merged_cells(document) -> None:
    cells = {document.words(p): p for p in document.passages if p.kind == "cell"}
    assert list(cells) == ["任务", "牵头", "配合", "渔业上云", "渔业局", "港务局 等", "全部十二个"]
    assert cells["渔业上云"].row_span == 2
    assert (cells["全部十二个"].row, cells["全部十二个"].column_span) == (3, 2)


def test_a_korean_word_broken_by_the_line_is_whole_again() -> None:
    source = '#set page(width: 150pt)\n#set text(font: "Noto Sans CJK KR", lang: "ko")\n'
    assert samples.KOREAN in read(samples.pdf(source + samples.KOREAN * 4)).text


def test_notes_do_not_cut_the_paragraph_that_goes_on_to_the_next_page() -> None:
    source = "#set page(width: 200pt, height: 200pt)\n#set par(justify: true)\n"
    words = "The island names three lead agencies and says how they share the work. "
    made = read(samples.pdf(f"{source}First.#footnote[A note on the first page.] {words * 12}"))
    told = [(p.kind, p.page) for p in made.passages]
    assert told == [("paragraph", 1), ("footnote", 1)]
    assert made.text.count("share the work") == 12


def test_two_columns_are_read_one_after_the_other() -> None:
    words = "The strategy names three agencies and says how they share the work. " * 3
    paragraphs = [f"{words}Paragraph {number}." for number in range(8)]
    source = "#set page(width: 400pt, height: 300pt, columns: 2)\n#set par(justify: true)\n"
    made = read(samples.pdf(source + "\n\n".join(paragraphs)))
    assert made.text.splitlines() == paragraphs


def test_a_scan_is_told_and_so_is_a_page_without_anything() -> None:
    with pytest.raises(RefusedError, match=r"read\.no_text_layer"):
        read(samples.scan())
    with pytest.raises(RefusedError, match=r"read\.empty"):
        read(samples.pdf("#rect()"))


def test_scanned_pages_among_others_are_named() -> None:
    dot = 'bytes((0, 0, 255)), format: (encoding: "rgb8", width: 1, height: 1)'
    mixed = read(samples.pdf(f"words on a page\n#pagebreak()\n#image({dot}, width: 50pt)"))
    assert [p.code for p in mixed.problems] == ["read.pages_without_text"]
    assert dict(mixed.problems[0].words) == {"count": "1", "value": "2"}


def test_too_many_pages_are_refused() -> None:
    with pytest.raises(RefusedError, match=r"read\.too_many_pages"):
        read_pdf(samples.pdf(), Limits(pages=2))
