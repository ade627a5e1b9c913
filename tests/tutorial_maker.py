"""Makes the documents of studies/tutorial out of tests/tutorial_texts, byte for byte the same.

    python tests/tutorial_maker.py

writes studies/tutorial/documents, fills the hashes of its sources.csv, and sets the offsets of its
responsibilities and of tests/tutorial_planted.json to where the quotes stand in the stored texts.
In the texts a line with "# " is the title, with "## " a heading, with "| " a row of a table; every
other line is a paragraph.
"""

import csv
import hashlib
import html
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).parent
TEXTS = HERE / "tutorial_texts"
PLANTED = HERE / "tutorial_planted.json"
STUDY = HERE.parent / "studies" / "tutorial"
DOCUMENTS = STUDY / "documents"


@dataclass(frozen=True)
class Line:
    """A line of a text: its kind (title, heading, paragraph, row) and what it says."""

    kind: str
    text: str

    @property
    def cells(self) -> list[str]:
        return [cell.strip() for cell in self.text.strip("|").split("|")]


def lines(name: str) -> list[Line]:
    kinds = (("# ", "title"), ("## ", "heading"), ("| ", "row"))
    made = []
    for raw in (TEXTS / name).read_text(encoding="utf-8").splitlines():
        mark, kind = next(((m, k) for m, k in kinds if raw.startswith(m)), ("", "paragraph"))
        made.append(Line(kind, raw.removeprefix(mark)))
    return made


def blocks(name: str) -> Iterator[list[Line]]:
    """Yield the lines, the rows of a table together."""
    rows: list[Line] = []
    for line in (*lines(name), Line("paragraph", "")):
        if line.kind == "row":
            rows.append(line)
            continue
        if rows:
            yield rows
            rows = []
        if line.text:
            yield [line]


def text(name: str, encoding: str = "utf-8") -> bytes:
    return "".join(f"{line.text}\n" for line in lines(name)).encode(encoding)


# ── HTML ────────────────────────────────────────────────────────────────────────────────────────

_FIELDS = """<table class="bd1"><tbody>
<tr><td><b>索 引 号：</b></td><td>{index}</td><td><b>主题分类：</b></td><td>交通、航运</td></tr>
<tr><td><b>发文机关：</b></td><td>{issuer}</td><td><b>成文日期：</b></td><td>{written}</td></tr>
<tr><td><b>标　　题：</b></td><td colspan="3">{title}</td></tr>
<tr><td><b>发文字号：</b></td><td>{number}</td><td><b>发布日期：</b></td><td>{published}</td></tr>
</tbody></table>"""
_OFFICIAL = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}_云汀国政务院</title>
<script>var page = "不是正文";</script></head><body>
<div class="header"><ul><li><a href="/">首页</a></li><li><a href="/policy">政策</a></li></ul></div>
<div class="wrap"><table width="724"><tbody><tr><td>{fields}</td></tr></tbody></table><br>
<table width="724"><tbody><tr><td><table width="650"><tbody><tr>
<td class="b12c" id="UCAP-CONTENT">{body}</td>
</tr></tbody></table></td></tr></tbody></table></div>
<div class="footer"><p>版权所有：云汀国政务院 网站由虚构的编辑部维护</p></div></body></html>
"""
_PLAIN = """<!DOCTYPE html>
<html lang="{language}"><head><meta charset="{charset}"><title>{title} - {site}</title></head><body>
<ul class="nav"><li><a href="/">{site}</a></li></ul>
<article><h1>{title}</h1>
{body}
</article><footer><p>{site}</p></footer></body></html>
"""


def _paragraphs(name: str, indent: str = "", title: bool = True) -> str:
    made = []
    for block in blocks(name):
        line, words = block[0], html.escape(block[0].text, quote=False)
        if line.kind == "title" and title:
            made.append(f'<p style="text-align:center"><b>{words}</b></p>')
        elif line.kind == "heading":
            made.append(f"<h2>{words}</h2>")
        elif line.kind == "paragraph":
            made.append(f"<p>{indent}{words}</p>")
    return "\n".join(made)


def official(name: str, **fields: str) -> bytes:
    title = lines(name)[0].text
    table = _FIELDS.format(title=title, **fields)
    return _OFFICIAL.format(title=title, fields=table, body=_paragraphs(name, "　　")).encode()


def plain(name: str, language: str, site: str, charset: str = "utf-8") -> bytes:
    body = _paragraphs(name, title=False)
    title = lines(name)[0].text
    page = _PLAIN.format(language=language, charset=charset, title=title, site=site, body=body)
    return page.encode({"gb2312": "gb18030"}.get(charset, charset))


def zipped(members: dict[str, bytes]) -> bytes:
    """A ZIP whose bytes say nothing of the day on which it was made."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name)
            info.create_system = 0
            archive.writestr(info, data, compress_type=zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def docx(name: str) -> bytes:
    import docx as word

    made = word.Document()
    for block in blocks(name):
        if (line := block[0]).kind == "row":
            table = made.add_table(len(block), len(line.cells))
            for row, given in zip(table.rows, block, strict=True):
                for cell, words in zip(row.cells, given.cells, strict=True):
                    cell.text = words
        elif line.kind == "paragraph":
            made.add_paragraph(line.text)
        else:
            made.add_heading(line.text, 0 if line.kind == "title" else 1)
    stream = io.BytesIO()
    made.save(stream)
    with zipfile.ZipFile(stream) as archive:
        return zipped({entry: archive.read(entry) for entry in archive.namelist()})


def markdown(name: str) -> str:
    made = []
    for block in blocks(name):
        if (line := block[0]).kind == "row":
            rows = [f"| {' | '.join(row.cells)} |" for row in block]
            made.append("\n".join([rows[0], "|---" * len(line.cells) + "|", *rows[1:]]))
        else:
            made.append({"title": "# ", "heading": "## "}.get(line.kind, "") + line.text)
    return "\n\n".join(made) + "\n"


def hwpx(name: str) -> bytes:
    import hwpforge

    return bytes(hwpforge.convert_md(markdown(name)).document)


def hwp(name: str) -> bytes:
    from hwp_converter_ai import HwpWriter

    with TemporaryDirectory() as folder:
        path = Path(folder) / "made.hwp"
        HwpWriter().from_markdown(markdown(name), path)
        return path.read_bytes()


# ── PDF ─────────────────────────────────────────────────────────────────────────────────────────

_PAGE = """#set document(date: none)
#set page(width: 148mm, height: 210mm, margin: 18mm, footer: align(center)[{footer}])
#set text(font: "Noto Sans CJK SC", lang: "zh", size: 10pt)
#set par(first-line-indent: (amount: 2em, all: true), justify: true)
#show heading: set text(size: 12pt)
"""


def _typst(source: str, picture: bytes = b"", **options: object) -> bytes:
    import manimgx_fonts_cjk
    import typst

    fonts = Path(manimgx_fonts_cjk.__file__).parent
    with TemporaryDirectory() as folder:
        (Path(folder) / "page.png").write_bytes(picture)
        main = Path(folder) / "main.typ"
        main.write_text(source, encoding="utf-8")
        made = typst.compile(main, font_paths=[fonts], ignore_system_fonts=True, **options)
    assert isinstance(made, bytes)
    return made


def _typst_source(name: str) -> str:
    made = [_PAGE.format(footer="— #context counter(page).display() —")]
    marks = {"title": "= ", "heading": "== ", "paragraph": ""}
    for line in lines(name):
        escaped = re.sub(r"([#*_`$@<>\[\]\\])", r"\\\1", line.text)
        made.append(marks[line.kind] + escaped)
    return "\n\n".join(made)


def pdf(name: str) -> bytes:
    return _typst(_typst_source(name))


def scan(name: str) -> bytes:
    """A picture of the page, as a copier sends it: nothing of its text is in the file."""
    picture = _typst(_typst_source(name), format="png", ppi=120.0)
    source = "#set document(date: none)\n#set page(width: 148mm, height: 210mm, margin: 0pt)\n"
    return _typst(f'{source}#image("page.png", width: 100%)', picture=picture)


_PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
_ID = bytes(range(16))
_ALLOWED = -44
PASSWORD = b"tutorial"


def _rc4(key: bytes, data: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    made, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        made.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(made)


def locked(name: str) -> bytes:
    """A PDF that opens with a password only (standard handler, revision 2)."""
    padded = (PASSWORD + _PADDING)[:32]
    owner = _rc4(hashlib.md5(padded).digest()[:5], padded)
    seed = padded + owner + _ALLOWED.to_bytes(4, "little", signed=True) + _ID
    key = hashlib.md5(seed).digest()[:5]
    shown = "".join(f"({line.text}) Tj 0 -20 Td " for line in lines(name))
    drawing = f"BT /F1 11 Tf 40 500 Td {shown}ET".encode("ascii")
    hidden = _rc4(hashlib.md5(key + b"\x04\x00\x00\x00\x00").digest()[:10], drawing)
    user = _rc4(key, _PADDING)
    return _assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] /Contents 4 0 R"
            b" /Resources << /Font << /F1 5 0 R >> >> >>",
            b"<< /Length %d >>\nstream\n%b\nendstream" % (len(hidden), hidden),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            b"<< /Filter /Standard /V 1 /R 2 /O <%b> /U <%b> /P %d >>"
            % (owner.hex().encode(), user.hex().encode(), _ALLOWED),
        ]
    )


def _assembled(objects: list[bytes]) -> bytes:
    made, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    begin = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    ids = _ID.hex().encode()
    shown = (len(objects) + 1, ids, ids)
    made += b"trailer\n<< /Size %d /Root 1 0 R /Encrypt 6 0 R /ID [<%b> <%b>] >>\n" % shown
    return bytes(made + b"startxref\n%d\n%%%%EOF\n" % begin)


def papers() -> bytes:
    seminar = plain("seminar.txt", "ko", "가람해양연구원")
    return zipped({"minutes.txt": text("minutes.txt"), "세미나 결과.html": seminar})


OPINION = partial(
    official,
    index="000021/2015-00007",
    issuer="云汀国政务院",
    written="2015年03月20日",
    number="汀政发〔2015〕7号",
    published="2015年04月02日",
)
CUT = partial(
    official,
    index="000615/2017-00033",
    issuer="霜林省政务厅",
    written="2017年08月14日",
    number="霜政发〔2017〕33号",
    published="2017年08月21日",
)
FILES: dict[str, Callable[[], bytes]] = {
    "opinion.html": lambda: OPINION("opinion.txt"),
    "pilots.pdf": lambda: pdf("pilots.txt"),
    "division.docx": lambda: docx("division.txt"),
    "data.html": lambda: plain("data.txt", "zh", "云汀国信息局", "gb2312"),
    "lanchuan.txt": lambda: text("lanchuan.txt"),
    "biwan.txt": lambda: text("biwan.txt", "gb18030"),
    "yinpu.txt": lambda: text("yinpu.txt", "big5"),
    "shuanglin.txt": lambda: b"\xff\xfe" + text("shuanglin.txt", "utf-16-le"),
    "songya.docx": lambda: docx("songya.txt"),
    "langang.pdf": lambda: pdf("langang.txt"),
    "press.hwpx": lambda: hwpx("press.txt"),
    "fieldtrip.hwp": lambda: hwp("fieldtrip.txt"),
    "interview.txt": lambda: text("interview.txt", "cp949"),
    "notes.md": lambda: (TEXTS / "notes.txt").read_text(encoding="utf-8").encode(),
    "news.html": lambda: plain("news.txt", "en", "Cloud Shore Courier"),
    "yearbook.txt": lambda: text("yearbook.txt"),
    "inbox/opinion-again.txt": lambda: text("twin.txt"),
    "inbox/scan.pdf": lambda: scan("scan.txt"),
    "inbox/locked.pdf": lambda: locked("locked.txt"),
    "inbox/cut.html": lambda: CUT("cut.txt"),
    "inbox/papers.zip": papers,
}
"""The documents by name. What lies in inbox/ has arrived and is not in sources.csv yet."""


def write_documents() -> None:
    for name, make in FILES.items():
        path = DOCUMENTS / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(make())


def fill_tables(texts: dict[str, str]) -> None:
    """Fill the hashes of the sources, and the offsets of the clauses in responsibilities.csv."""
    sources = _rows("sources.csv")
    for row in sources:
        if row["file"]:
            row["hash"] = hashlib.sha256((STUDY / row["file"]).read_bytes()).hexdigest()
    _write_rows("sources.csv", sources)
    files = {row["id"]: row["file"].removeprefix("documents/") for row in sources}
    tasks = _rows("registers/responsibilities.csv")
    for row in tasks:
        at = texts[files[row["sources"]]].index(row["quote"])
        row["start"], row["end"] = str(at), str(at + len(row["quote"]))
    _write_rows("registers/responsibilities.csv", tasks)


def _rows(name: str) -> list[dict[str, str]]:
    with (STUDY / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _write_rows(name: str, rows: list[dict[str, str]]) -> None:
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    (STUDY / name).write_bytes(stream.getvalue().encode("utf-8"))


def stored_texts() -> dict[str, str]:
    """Return the stored texts by the name of the document, as `policyloom read` names it."""
    from policyloom.reading.read import read_files

    paths = [DOCUMENTS / name for name in FILES]
    return {d.file: d.text for d in read_files(paths, root=DOCUMENTS)}


def set_offsets(texts: dict[str, str]) -> None:
    """Set start and end of every planted quote; a quote that stands twice names its `nth`."""
    planted = json.loads(PLANTED.read_text(encoding="utf-8"))
    for name, document in planted["documents"].items():
        for fact in (f for v in document.values() if isinstance(v, list) for f in v):
            if isinstance(fact, dict) and "quote" in fact:
                _place(fact, "quote", texts[name], "start", "end")
    for match in (*planted["reuse"], *planted["ledger"]):
        for side in ("a", "b"):
            quote = f"{side}_quote"
            if match[quote]:
                _place(match, quote, texts[match[side]], f"{side}_start", f"{side}_end")
    data = json.dumps(planted, ensure_ascii=False, indent=1) + "\n"
    PLANTED.write_bytes(data.encode("utf-8"))


def _place(fact: dict, quote: str, stored: str, start: str, end: str) -> None:
    at = -1
    for _ in range(fact.get("nth", 1)):
        at = stored.find(fact[quote], at + 1)
    if at < 0:
        raise ValueError(f"not in the stored text: {fact[quote]}")
    fact[start], fact[end] = at, at + len(fact[quote])


if __name__ == "__main__":
    write_documents()
    stored = stored_texts()
    fill_tables(stored)
    set_offsets(stored)
