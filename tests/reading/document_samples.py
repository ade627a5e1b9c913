"""Small documents of our own in every format, made anew for each test run."""

import io
import zipfile
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

TITLE = "关于推进数字岛建设的指导意见"
BODY = (
    "到2025年，数字岛的融合发展进一步深化。由岛务委牵头，渔业局、港务局按职责分工负责。"
    "各有关部门要高度重视，认真组织实施，确保各项任务落到实处。"
)
KOREAN = "섬의 디지털 전환을 2025년까지 마친다. 어업부가 주관하고 항만청이 협조한다."

PAGE = f"""<!DOCTYPE html><html><head><meta charset="{{charset}}"><title>{TITLE}_岛务网</title>
<style>p {{{{ color: red }}}}</style><script>var title = "假标题";</script></head><body>
<div class="nav"><ul><li><a href="/">首页</a></li>
<li><a href="/news">新闻动态频道</a></li></ul></div>
<table class="bd1"><tr><td><table>
 <tr><td><b>索 引 号：</b></td><td>000099/2020-00001</td><td>主题分类：</td><td>综合政务</td></tr>
 <tr><td>发文机关：</td><td>岛务院、渔业局</td><td>成文日期：</td><td>2020年01月02日</td></tr>
 <tr><td>标　　题：</td><td colspan="3">{TITLE}</td></tr>
 <tr><td>发文字号：</td><td>岛发〔2020〕1号</td><td>发布日期：</td><td>2020年01月09日</td></tr>
</table></td></tr></table>
<div id="UCAP-CONTENT"><p style="text-align:center">关于推进数字岛</p><p>建设的指导意见</p>
<p>岛发〔2020〕1号</p><p>　　{BODY}</p><h2>一、总体要求</h2><p>　　{BODY}</p>
<p style="display: none">隐藏的文字</p>
<table><tr><th>任务</th><th>牵头</th></tr><tr><td rowspan="2">渔业上云</td><td>渔业局</td></tr>
<tr><td>港务局<br>配合</td></tr></table>
<p>岛务院<br>2020年1月2日</p></div>
<div class="footer"><p>版权所有：岛务网，未经许可不得转载，违者必究，欢迎各界监督。</p></div>
</body></html>"""

MARKDOWN = f"""# {TITLE}

{BODY}[^1]

## 추진 과제

{KOREAN}

| 과제 | 주관 | 협조 |
|---|---|---|
| 어업 | 어업부 | 항만청 |

[^1]: 각주의 글입니다.
"""


def page(charset: str = "utf-8") -> bytes:
    return PAGE.format(charset=charset).encode({"gb2312": "gb18030"}.get(charset, charset))


@cache
def docx() -> bytes:
    import docx as word
    from docx.oxml import parse_xml

    made = word.Document()
    made.add_heading(TITLE, 0)
    made.add_heading("一、总体要求", 1)
    made.add_paragraph(BODY)
    made.add_heading("（一）任务", 2)
    table = made.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(1, 1)).text = "合并"
    table.cell(2, 2).text = "末格"
    revised = made.add_paragraph("修订前")
    spaces = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    revised._p.append(parse_xml(f"<w:ins {spaces}><w:r><w:t>插入</w:t></w:r></w:ins>"))
    gone = f"<w:del {spaces}><w:r><w:delText>删去</w:delText></w:r></w:del>"
    revised._p.append(parse_xml(gone))
    revised._p.append(parse_xml(f'<w:r {spaces}><w:footnoteReference w:id="7"/></w:r>'))
    stream = io.BytesIO()
    made.save(stream)
    note = f'<w:footnotes {spaces}><w:footnote w:id="7"><w:p><w:r><w:t>脚注文字</w:t></w:r></w:p>'
    return with_member(
        stream.getvalue(), "word/footnotes.xml", f"{note}</w:footnote></w:footnotes>"
    )


@cache
def hwpx() -> bytes:
    import hwpforge

    return bytes(hwpforge.convert_md(MARKDOWN).document)


@cache
def hwp() -> bytes:
    from hwp_converter_ai import HwpWriter

    with TemporaryDirectory() as folder:
        path = Path(folder) / "made.hwp"
        HwpWriter().from_markdown(MARKDOWN.replace("[^1]", ""), path)
        return path.read_bytes()


TYPST = f"""
#set document(title: "{TITLE}", date: none)
#set page(width: 300pt, height: 380pt, header: [数字岛文件汇编],
  footer: context align(center)[— #counter(page).display() —])
#set text(font: "Noto Sans CJK SC", lang: "zh", size: 10pt)
#set par(first-line-indent: (amount: 2em, all: true))
#set heading(numbering: none)
= {TITLE}
岛发〔2020〕15号

#for i in range(7) [{BODY}

]
#table(columns: 3, [任务], [牵头], [配合],
  table.cell(rowspan: 2)[渔业上云], [渔业局], [港务局 等], table.cell(colspan: 2)[全部十二个])
#pagebreak()
最后一段。
"""


@cache
def pdf(source: str = TYPST) -> bytes:
    import manimgx_fonts_cjk
    import typst

    fonts = Path(manimgx_fonts_cjk.__file__).parent
    made = typst.compile(source.encode(), font_paths=[fonts], ignore_system_fonts=True)
    assert isinstance(made, bytes)
    return made


def scan() -> bytes:
    """A page with a picture and no text."""
    dot = 'bytes((0, 0, 255)), format: (encoding: "rgb8", width: 1, height: 1)'
    return pdf(f"#set page(width: 90pt, height: 90pt)\n#image({dot}, width: 50pt)")


def zipped(members: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", packing) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, compress_type=packing)
    return stream.getvalue()


def member(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def with_member(data: bytes, name: str, text: str) -> bytes:
    """A copy of a ZIP in which one member has another text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {n: archive.read(n) for n in archive.namelist()}
    return zipped(members | {name: text.encode()})


def samples() -> dict[str, bytes]:
    """One good document of every format, by the extension it should have."""
    return {
        "pdf": pdf(),
        "html": page(),
        "docx": docx(),
        "hwp": hwp(),
        "hwpx": hwpx(),
        "txt": f"{TITLE}\n\n{BODY}\n".encode("gb18030"),
        "zip": zipped({"a.html": page(), "b/c.txt": BODY.encode()}),
    }
