"""Tables as people make them: workbooks with styles and merged cells, documents of all kinds."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
FORMATS = {"general": 0, "day": 14, "korean": 164, "month": 165, "percent": 10, "year": 166}
STYLES = (
    f'<styleSheet {SPACE}><numFmts count="3">'
    '<numFmt numFmtId="164" formatCode="yyyy&quot;년&quot;\\ m&quot;월&quot;\\ d&quot;일&quot;;@"/>'
    '<numFmt numFmtId="165" formatCode="[$-412]yyyy\\-mm"/>'
    '<numFmt numFmtId="166" formatCode="yyyy"/>'
    "</numFmts><cellXfs>"
    + "".join(f'<xf numFmtId="{number}"/>' for number in FORMATS.values())
    + "</cellXfs></styleSheet>"
)
Cell = str | int | float | tuple[float | str, str] | None
"""A text, a number, a number with a format, or a stored value with its type."""


def workbook(
    sheets: dict[str, Sequence[Sequence[Cell]]],
    merged: Sequence[str] = (),
    hidden: Sequence[str] = (),
    before: str = "",
) -> bytes:
    stream = io.BytesIO()
    names = list(sheets)
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        listed = "".join(
            f'<sheet name="{escape(n)}" r:id="r{i}"'
            f"{' state=' + chr(34) + 'hidden' + chr(34) if n in hidden else ''}/>"
            for i, n in enumerate(names)
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook {SPACE} xmlns:r="{KIND}">{before}<sheets>{listed}</sheets></workbook>',
        )
        relations = "".join(
            f'<Relationship Id="r{i}" Target="worksheets/s{i}.xml"/>' for i in range(len(names))
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f"{relations}</Relationships>",
        )
        archive.writestr("xl/styles.xml", STYLES)
        for i, rows in enumerate(sheets.values()):
            body = "".join(_row(r, row) for r, row in enumerate(rows, 1))
            areas = "".join(f'<mergeCell ref="{area}"/>' for area in merged)
            archive.writestr(
                f"xl/worksheets/s{i}.xml",
                f"<worksheet {SPACE}><sheetData>{body}</sheetData>"
                f"<mergeCells>{areas}</mergeCells></worksheet>",
            )
    return stream.getvalue()


def _row(number: int, row: Sequence[Cell]) -> str:
    cells = "".join(_cell(f"{chr(65 + c)}{number}", v) for c, v in enumerate(row) if v is not None)
    return f'<row r="{number}">{cells}</row>'


def _cell(place: str, value: Cell) -> str:
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    if isinstance(value, tuple):
        stored, form = value
        if form in FORMATS:
            return f'<c r="{place}" s="{list(FORMATS).index(form)}"><v>{stored}</v></c>'
        return f'<c r="{place}" t="{form}"><v>{stored}</v></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def markdown(rows: Sequence[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    lines.insert(1, "|" + "---|" * len(rows[0]))
    return "# 연구중간심의회 심의의견\n\n다음과 같이 조치함.\n\n" + "\n".join(lines) + "\n"


def hwpx(rows: Sequence[Sequence[str]]) -> bytes:
    import hwpforge

    return bytes(hwpforge.convert_md(markdown(rows)).document)


def hwp(rows: Sequence[Sequence[str]]) -> bytes:
    from hwp_converter_ai import HwpWriter

    with TemporaryDirectory() as folder:
        path = Path(folder) / "made.hwp"
        HwpWriter().from_markdown(markdown(rows), path)
        return path.read_bytes()


def docx(rows: Sequence[Sequence[str]], merged: Sequence[tuple[int, int, int]] = ()) -> bytes:
    """A Word table; `merged` are (column, first row, last row), counted from 0."""
    import docx as word

    made = word.Document()
    made.add_paragraph("심의의견과 조치 결과")
    table = made.add_table(len(rows), len(rows[0]))
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    for column, first, last in merged:
        text = rows[first][column]
        table.cell(first, column).merge(table.cell(last, column)).text = text
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def html(rows: Sequence[Sequence[str]]) -> bytes:
    cells = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return (
        '<html><head><meta charset="utf-8"><title>심의</title></head><body><p>심의의견</p>'
        f"<table>{cells}</table></body></html>"
    ).encode()


def pdf(*tables: Sequence[Sequence[str]]) -> bytes:
    import manimgx_fonts_cjk
    import typst

    fonts = Path(manimgx_fonts_cjk.__file__).parent
    source = '#set page(width: 400pt, height: 300pt)\n#set text(font: "Noto Sans CJK KR", 9pt)\n'
    made = [
        f"#table(columns: {len(rows[0])}, "
        + ", ".join(f"[{cell}]" for row in rows for cell in row)
        + ")\n"
        for rows in tables
    ]
    source += "심의의견\n" + "#pagebreak()\n".join(made)
    found = typst.compile(source.encode(), font_paths=[fonts], ignore_system_fonts=True)
    assert isinstance(found, bytes)
    return found
