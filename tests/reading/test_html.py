"""Pages: fields into metadata, the body without the site, tables with their spans."""

import document_samples as samples
import pytest

from policyloom.model.document import ReadDocument
from policyloom.reading.blocks import assemble
from policyloom.reading.html import read_html
from policyloom.reading.limits import Limits, RefusedError


def read(page: str | bytes) -> ReadDocument:
    data = page.encode() if isinstance(page, str) else page
    return assemble(read_html(data, Limits()), "page.html", "html", Limits())


def words(document: ReadDocument, kind: str) -> list[str]:
    return [document.words(p) for p in document.passages if p.kind == kind]


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gb18030"])
def test_an_official_page_gives_its_fields_and_its_body(charset) -> None:
    document = read(samples.page(charset))
    assert document.metadata["索引号"] == "000099/2020-00001"
    assert document.metadata["发文机关"] == "岛务院、渔业局"
    assert document.metadata["发文字号"] == "岛发〔2020〕1号"
    assert document.metadata["成文日期"] == "2020年01月02日"
    assert document.metadata["发布日期"] == "2020年01月09日"
    assert document.title == document.metadata["标题"] == samples.TITLE
    assert document.language == "zh"
    assert samples.BODY in document.text
    for outside in ("新闻动态", "版权所有", "假标题", "隐藏的文字", "color"):
        assert outside not in document.text


def test_title_lines_headings_and_line_breaks_are_told() -> None:
    document = read(samples.page())
    assert words(document, "title") == ["关于推进数字岛", "建设的指导意见"]
    assert words(document, "heading") == ["一、总体要求"]
    assert words(document, "paragraph")[-2:] == ["岛务院", "2020年1月2日"]


def test_cells_keep_their_place_and_spans() -> None:
    document = read(samples.page())
    cells = {document.words(p): p for p in document.passages if p.kind == "cell"}
    merged, below = cells["渔业上云"], cells["港务局\n配合"]
    assert (merged.table, merged.row, merged.column, merged.row_span) == (1, 2, 1, 2)
    assert (below.row, below.column) == (3, 2)


def test_an_unknown_page_is_told_by_its_running_text() -> None:
    links = "".join(f'<li><a href="/{i}">다른 소식 {i}번 기사 보기</a></li>' for i in range(40))
    body = "".join(f"<p>{samples.KOREAN}</p>" for _ in range(3))
    page = f"<title>제목 | 섬뉴스</title><div id=a><ul>{links}</ul></div><div id=b>{body}</div>"
    document = read(f"<body>{page}<div class=footer><p>{'주소 ' * 30}</p></div></body>")
    assert document.text == "\n".join([samples.KOREAN] * 3)
    assert document.title == "제목"
    assert document.language == "ko"


def test_a_short_page_is_read_whole() -> None:
    assert read("<html><p>one <b>two</b>\n three<br>four</p></html>").text == "one two three\nfour"


def test_passages_point_into_the_text_in_order() -> None:
    document = read(samples.page())
    ends = [0, *(p.end for p in document.passages)]
    for before, passage in zip(ends, document.passages, strict=False):
        assert before <= passage.start <= passage.end <= len(document.text)
    assert [p.paragraph for p in document.passages] == list(range(1, len(document.passages) + 1))


def test_too_deep_a_page_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(RefusedError, match=r"read\.too_deep"):
        read("<div>" * 100_000)
    with pytest.raises(RefusedError, match=r"read\.too_deep"):
        read("<div>" * 300 + "x")
