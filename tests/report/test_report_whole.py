# ruff: noqa: E501
"""The whole report: numbering, tree, HTML and PDF."""

import dataclasses
import json
import re
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
from tiny import EVERYTHING, composed, make_facts

from policyloom.report import document as tree
from policyloom.report.document import Node, Part, Str
from policyloom.report.figures import draw_figures
from policyloom.report.html import SHOWS as HTML_SHOWS
from policyloom.report.html import render_chapters, write_html
from policyloom.report.pdf import SHOWS as PDF_SHOWS
from policyloom.report.pdf import write_pdf
from policyloom.report.walking import plain_text, unshowable, walk


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    return tmp_path_factory.mktemp("figures")


@pytest.fixture
def whole(held, figures):
    document, problems, _ = composed(EVERYTHING, held)
    assert problems == []
    return document, draw_figures(document, make_facts(EVERYTHING, held), figures)


def _outline(node, depth=0):
    """Write a tree as text, a node a line."""
    lines = []
    if isinstance(node, Node):
        values = [
            f"{f.name}={getattr(node, f.name)!r}"
            for f in dataclasses.fields(node)
            if isinstance(getattr(node, f.name), str | int | bool) and f.name != "line" and f.repr
        ]
        lines.append("  " * depth + " ".join([type(node).__name__, *values]))
        depth += 1
    if isinstance(node, tuple):
        return lines + [line for child in node for line in _outline(child, depth)]
    for f in dataclasses.fields(node) if dataclasses.is_dataclass(node) else ():
        if not f.repr:
            continue  # what print does without: sentences divide their paragraph once more
        value = getattr(node, f.name)
        if isinstance(value, tuple) or dataclasses.is_dataclass(value):
            lines += _outline(value, depth)
    return lines


def test_the_tree(whole, snapshot):
    document, _ = whole
    assert [[p.label, *_outline(p.blocks)] for p in document.parts] == snapshot


def test_the_html_of_chapters(whole, snapshot):
    document, pictures = whole
    html = "".join(str(f.html) for f in render_chapters(document, pictures))
    assert re.sub(r'src="data:[^"]*"', 'src="data:"', html) == snapshot


def test_numbering(whole):
    document, _ = whole
    labels = [
        n.label
        for p in document.parts
        for n in walk(p.blocks)
        if getattr(n, "id", "") and hasattr(n, "label")
    ]
    assert labels == [
        "그림 1-1",
        "표 1-1",
        "표 1-2",
        "글상자 1-1",
        "글상자 1-2",
        "표 1-3",
        "표 부록 1-1",
        "Table ES-1",
    ]
    assert [p.label for p in document.parts] == ["", "제1장", "제2장", "부록 1", ""]
    heads = [n.number for n in walk(document.parts[1].blocks) if n.kind == "heading"]
    assert heads == ["1.", "가.", "1)"]


def test_same_input_same_bytes(whole):
    document, pictures = whole
    assert write_html(document, pictures) == write_html(document, pictures)
    assert write_pdf(document, pictures) == write_pdf(document, pictures)


def test_html_loads_nothing_and_runs_nothing_of_the_study(whole):
    document, pictures = whole
    html = write_html(document, pictures).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html).group(1)
    assert "default-src &#39;none&#39;" in policy
    assert "unsafe-eval" not in policy
    assert html.count("<script") == html.count("</script>") == 4
    assert "<script>alert" not in html
    before = html[: html.index("<script")]
    assert not re.search(r"(?:src|href)=\"(?!data:|https?:|#)", before)
    assert 'href="javascript:' not in html


def test_evidence_leads_to_sources(whole):
    document, _ = whole
    value = document.evidence["adoption.provinces_found"]
    assert value["value"] == "16"
    assert value["origins"] == ["policies:C001", "policies:P001"]
    assert document.evidence["policies:C001"]["sources"] == ["S1"]
    assert document.evidence["sources:S1"]["address"] == "https://www.gov.cn/a"
    assert "claim:F-AI-01" in document.evidence["policies:C001"]["users"]
    assert "address" not in document.evidence.get("sources:S5", {})
    json.dumps(dict(document.evidence))


def test_the_pdf_can_be_read_back(whole):
    document, pictures = whole
    pdf = pypdfium2.PdfDocument(write_pdf(document, pictures))
    text = "\n".join(page.get_textpage().get_text_range() for page in pdf)
    for wanted in ["제1장", "표 차례", "그림 1-1. 채택 지도", "3,120억위안", "#let $x$ @a *b*", "[통계 자료]",
                   "<script>alert(1)</script>", "원문 미보유"]:  # fmt: skip
        assert wanted in text
    bodies = [
        i for i, page in enumerate(pdf) if "제1장\r\n" in page.get_textpage().get_text_range()
    ]
    assert any(i % 2 == 0 for i in bodies)


@pytest.mark.parametrize("page", ["a4", "sinkook"])
def test_pages_have_the_chosen_size(whole, page):
    document, pictures = whole
    style = document.style.model_copy(update={"page": page, "draft": True})
    pdf = pypdfium2.PdfDocument(write_pdf(dataclasses.replace(document, style=style), pictures))
    wanted = {"a4": (595, 842), "sinkook": (431, 638)}[page]
    assert tuple(round(x) for x in pdf[0].get_size()) == wanted


def test_a_draft_prints_its_problems():
    document, problems, _ = composed({"01.md": "# 장\n\n글 12 글\n"})
    draft = dataclasses.replace(document, style=document.style.model_copy(update={"draft": True}))
    assert problems
    pdf = pypdfium2.PdfDocument(write_pdf(draft, {}))
    text = "".join(page.get_textpage().get_text_range() for page in pdf)
    assert "숫자를 직접" in text.replace("\r\n", "")
    assert "숫자를 직접" in write_html(draft, {}).decode()


HOSTILE = (
    '<script>alert(1)</script><img src=x onerror=alert(1)> #import "@preview/x:1" #read("/etc/passwd") '
    "$x$ @label <label> *b* _e_ `raw` // c /* c */ \\ ~ = h {{ 7*7 }} {% raw %} &lt; </style>"
)


def test_hostile_prose_stays_text():
    prose = re.sub(r"\d", "", HOSTILE).replace("`", "")
    document, _, _ = composed({"01.md": f"# 장\n\n{prose}\n"})
    html = write_html(document, {}).decode()
    assert "<img src=x" not in html
    assert "<script>alert" not in html
    pdf = pypdfium2.PdfDocument(write_pdf(document, {}))
    text = "".join(p.get_textpage().get_text_range() for p in pdf).replace("\r\n", "")
    assert '#read("/etc/passwd")' in text


def test_links_that_lead_nowhere_do_not_stop_the_pdf():
    document, problems, _ = composed(
        {"01.md": "# 장\n\n{ref}`figure:adoption.none`\n\n:::{figure} adoption.none\n:::\n"}
    )
    assert [p.code for p in problems] == ["report.unknown_figure"]
    assert write_pdf(document, {}).startswith(b"%PDF")


def test_both_writers_show_every_kind_of_node():
    kinds = {
        c.kind
        for c in vars(tree).values()
        if isinstance(c, type) and issubclass(c, Node) and c.kind
    }
    assert kinds == HTML_SHOWS == PDF_SHOWS
    html = Path(tree.__file__).with_name("templates").joinpath("nodes.html").read_text("utf-8")
    typ = Path(tree.__file__).with_name("templates").joinpath("report.typ").read_text("utf-8")
    for kind in kinds:
        assert f'"{kind}"' in html
        assert f'k == "{kind}"' in typ


def test_a_node_that_a_writer_cannot_show_is_a_problem():
    part = Part("chapter", "report/01.md", "p", "제1장", "ko", (Str("장"),), (Str("글"),))
    document = dataclasses.replace(composed({})[0], parts=(part,))
    assert [p.code for p in unshowable(document, frozenset(), "DOCX")] == ["report.unshowable"]


def test_composing_loads_no_heavy_library():
    code = (
        "import sys, policyloom.report.write; "
        "print([m for m in ('typst', 'vl_convert', 'jinja2', 'markdown_it') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_titles_are_plain_words():
    document, _, _ = composed({"01.md": "# *장* {n}`adoption.provinces_found`개[^a]\n\n[^a]: 주\n"})
    assert plain_text(document.parts[0].title) == "장 16개"


def test_a_list_of_references_is_no_numbered_annex():
    files = {
        "annex:80.md": "# 참고문헌\n\n:::{sources}\n:only: all\n:::\n",
        "annex:90.md": "# 표\n\n글\n",
    }
    document, _, _ = composed(files)
    assert [p.label for p in document.parts] == ["", "부록 1"]
    sections = [name for name, _ in document.parts[0].blocks[0].sections]
    assert sections == ["국문자료", "통계 자료", "온라인 자료", "법령·정책문서"]
