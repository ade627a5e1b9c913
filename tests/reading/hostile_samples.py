"""Two hundred files made to harm a reader: good ones damaged by rule, and bad ones by hand."""

import random
import struct
import zlib
from collections.abc import Iterator

import document_samples as good

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MEGABYTE = 1_000_000


def damaged() -> Iterator[tuple[str, bytes]]:
    """Every format: cut, flipped, blanked, doubled, and under another name."""
    names = ["pdf", "html", "docx", "hwp", "hwpx", "txt", "zip"]
    for form, data in good.samples().items():
        for share in (0.02, 0.3, 0.6, 0.9, 0.99):
            yield f"{form}-cut-{share}.{form}", data[: int(len(data) * share)]
        for seed, rate in enumerate((0.0005, 0.002, 0.01, 0.05, 0.2)):
            yield f"{form}-flip-{rate}.{form}", _flipped(data, rate, seed)
        for at in (0.1, 0.5, 0.9):
            yield f"{form}-blank-{at}.{form}", _blanked(data, at)
        yield f"{form}-twice.{form}", data + data
        yield f"{form}-front.{form}", b"\x00junk\r\n" + data
        yield f"{form}-named.{names[(names.index(form) + 1) % len(names)]}", data
        for seed in range(6):
            yield f"{form}-shuffled-{seed}.{form}", _shuffled(data, seed)


def _flipped(data: bytes, rate: float, seed: int) -> bytes:
    chance = random.Random(seed)
    changed = bytearray(data)
    for _ in range(max(1, int(len(data) * rate))):
        changed[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(changed)


def _blanked(data: bytes, at: float) -> bytes:
    start, length = int(len(data) * at), max(1, len(data) // 20)
    return data[:start] + bytes(length) + data[start + length :]


def _shuffled(data: bytes, seed: int) -> bytes:
    chance = random.Random(seed)
    size = max(1, len(data) // 12)
    pieces = [data[i : i + size] for i in range(0, len(data), size)]
    head, rest = pieces[:1], pieces[1:]
    chance.shuffle(rest)
    return b"".join(head + rest)


def crafted() -> Iterator[tuple[str, bytes]]:
    yield from _archives()
    yield from _words()
    yield from _pages()
    yield from _texts()
    yield from _portables()
    yield from _others()


def _archives() -> Iterator[tuple[str, bytes]]:
    bomb = good.zipped({"zeros.txt": b"0" * (80 * MEGABYTE)})
    yield "bomb.zip", bomb
    yield "bomb-that-lies.zip", _lying(bomb, 10)
    yield "bomb-of-many.zip", good.zipped({f"{i}.txt": b"0" * MEGABYTE for i in range(80)})
    nested = b"text"
    for _ in range(8):
        nested = good.zipped({"in.zip": nested})
    yield "deep.zip", nested
    yield "crowd.zip", good.zipped({f"{i}.txt": b"x" for i in range(3000)}, 0)
    yield "traversal.zip", good.zipped({"../../../etc/passwd": good.page(), "/abs.txt": b"x y"})
    yield "encrypted.zip", _encrypted_zip(good.zipped({"a.txt": b"secret"}))
    yield "empty.zip", good.zipped({})
    yield "empty-member.zip", good.zipped({"a.txt": b""})
    yield "bomb.docx", good.with_member(good.docx(), "word/media/a.bin", "0" * (80 * MEGABYTE))
    yield "bomb.hwpx", good.with_member(good.hwpx(), "BinData/a.bin", "0" * (80 * MEGABYTE))


def _lying(data: bytes, stated: int) -> bytes:
    """The ZIP with a small size stated in its directory."""
    at = data.index(b"PK\x01\x02")
    return data[: at + 24] + struct.pack("<I", stated) + data[at + 28 :]


def _encrypted_zip(data: bytes) -> bytes:
    local, central = data.index(b"PK\x03\x04") + 6, data.index(b"PK\x01\x02") + 8
    changed = bytearray(data)
    changed[local] |= 1
    changed[central] |= 1
    return bytes(changed)


def _words() -> Iterator[tuple[str, bytes]]:
    def document(name: str, body: str, head: str = "") -> tuple[str, bytes]:
        whole = f"{head}<w:document {WORD}><w:body>{body}</w:body></w:document>"
        return name, good.with_member(good.docx(), "word/document.xml", whole)

    run = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    laughs = "".join(
        f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' if i else '<!ENTITY l0 "ha">' for i in range(10)
    )
    yield document("laughs.docx", run.format("&l9;"), f"<!DOCTYPE d [{laughs}]>")
    outside = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    yield document("outside.docx", run.format("&x;"), outside)
    yield document("deep.docx", "<w:tbl><w:tr><w:tc>" * 400 + "</w:tc></w:tr></w:tbl>" * 400)
    wide = '<w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr>'
    yield document("wide.docx", f"<w:tbl><w:tr><w:tc>{wide}{run.format('x')}</w:tc></w:tr></w:tbl>")
    yield document("long.docx", run.format("长" * 1_000_000))
    yield document("many.docx", run.format("x") * 100_000)
    yield document("broken.docx", "<w:p>")
    yield "bodiless.docx", good.with_member(good.docx(), "word/document.xml", "<a/>")
    circle = f'<w:styles {WORD}><w:style w:styleId="A"><w:basedOn w:val="A"/></w:style></w:styles>'
    yield "circle.docx", good.with_member(good.docx(), "word/styles.xml", circle)


def _pages() -> Iterator[tuple[str, bytes]]:
    def page(name: str, body: str) -> tuple[str, bytes]:
        return name, f"<html><body><p>{good.BODY}</p>{body}</body></html>".encode()

    yield page("deep.html", "<div>" * 100_000)
    yield page("deep-closed.html", "<div>" * 2000 + "x" + "</div>" * 2000)
    yield page("deep-table.html", "<table><tr><td>" * 3000)
    yield page("unclosed.html", "<b><i>" * 50_000)
    yield page("paragraphs.html", "<p>x" * 200_000)
    yield page("spans.html", f'<table><tr><td colspan="99999999" rowspan="{"9" * 50}">a<td>b' * 2)
    yield page("attributes.html", "<p " + "a=1 " * 200_000 + ">x</p>")
    yield page("entity.html", "&" + "a" * 1_000_000 + "; &#x110000; &#xD800; &#0;")
    yield page("script.html", "<script>while(true){}</script><img src=x onerror=alert(1)>")
    yield page("refresh.html", '<meta http-equiv=refresh content="0;url=file:///etc/passwd">')
    yield page("comment.html", "<!--" + "-" * 1_000_000)
    yield "line.html", b"<p>" + ("字" * 3_400_000).encode()
    yield "script-only.html", b"<html><script>document.write('x')</script></html>"
    yield (
        "entity.xhtml",
        b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hosts">',
    )
    yield "charset.html", b'<html><meta charset="utf-16"><p>plain ascii text after all</p></html>'
    yield (
        "charset-odd.html",
        b'<html><meta charset="rot13"><p>a text that is not rotated</p></html>',
    )
    yield "title.html", b"<html><title>" + b"t" * 2_000_000 + b"</title><p>x y z</p></html>"


def _texts() -> Iterator[tuple[str, bytes]]:
    yield "line.txt", b"a" * (10 * MEGABYTE)
    yield "line-zh.txt", ("数" * 3_400_000).encode("gb18030")
    yield "lines.txt", b"x\n" * 300_000
    yield "spaces.txt", b" " * (10 * MEGABYTE)
    yield "nulls.txt", bytes(MEGABYTE)
    yield "marks.txt", b"\xff\xfe"
    yield "odd.txt", "数字".encode("utf-16") + b"\x00"
    yield "surrogates.txt", b"\xff\xfe" + b"\x00\xd8" * 1000
    yield "mixed.txt", "数字岛".encode() + "数字岛".encode("gb18030") + b"\xff" * 10
    yield "combining.txt", ("a" + "\u0301" * 1_000_000).encode()
    yield "controls.txt", bytes(range(1, 32)) * 1000
    yield "noise.txt", random.Random(5).randbytes(200_000)
    yield "empty.txt", b""


def _portables() -> Iterator[tuple[str, bytes]]:
    yield "pages.pdf", _portable("/Kids [" + "3 0 R " * 4000 + "] /Count 4000")
    yield "claims.pdf", _portable("/Kids [3 0 R] /Count 2000000000")
    yield "circle.pdf", _portable("/Kids [2 0 R 2 0 R] /Count 2")
    yield "locked.pdf", _portable("/Kids [3 0 R] /Count 1", _LOCK)
    yield "arrays.pdf", _portable("/Kids [3 0 R] /Count 1 /X " + "[" * 50_000)
    yield "stream.pdf", _portable("/Kids [3 0 R] /Count 1", content=b" " * (60 * MEGABYTE))
    drawn = b"BT /F1 9 Tf 9 9 Td (rules) Tj ET " + b"0 0 m 9 9 l S " * 300_000
    yield "rules.pdf", _portable("/Kids [3 0 R] /Count 1", content=drawn)
    shown = b"BT /F1 9 Tf 9 9 Td (" + b"w " * 500_000 + b") Tj ET"
    yield "letters.pdf", _portable("/Kids [3 0 R] /Count 1", content=shown)
    yield "saved.pdf", _portable("/Kids [3 0 R] /Count 1", content=b"q " * 1_000_000)
    yield "scan.pdf", good.scan()
    yield "head.pdf", b"%PDF-1.7\n"


_LOCK = (
    "/Encrypt << /Filter /Standard /V 1 /R 2 /P -44 "
    f"/O <{'41' * 32}> /U <{'42' * 32}> >> /ID [<00> <00>]"
)


def _portable(pages: str, trailer: str = "", content: bytes = b"") -> bytes:
    """A PDF written out by hand, with whatever its page tree and trailer are told to claim."""
    packed = zlib.compress(content)
    font = "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Courier >> >> >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages {pages} >>".encode(),
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] {font} /Contents 4 0 R >>".encode(),
        f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode()
        + packed
        + b"\nendstream",
    ]
    made = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 5\n0000000000 65535 f \n{table}trailer\n<< /Size 5 /Root 1 0 R {trailer} >>\n"
    return made + f"{end}startxref\n{len(made)}\n%%EOF\n".encode()


def _others() -> Iterator[tuple[str, bytes]]:
    yield "picture.pdf", b"\x89PNG\r\n\x1a\n" + bytes(100)
    yield "program.docx", b"MZ" + bytes(1000)
    yield "sheet.zip", good.zipped({"xl/workbook.xml": b"<a/>"})
    yield "old.hwp", b"HWP Document File V3.00 \x1a" + bytes(500)
    yield "old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")
    yield (
        "locked.docx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
    )
    yield "rich.txt", b"{\\rtf1 text}"
    yield "locked.hwp", _flagged_hwp(0b10)
    yield "distributed.hwp", _flagged_hwp(0b100)
    section = good.member(good.hwpx(), "Contents/section0.xml")
    names = ("p", "run", "tbl", "tr", "tc", "subList")
    opened = "".join(f"<hp:{name}>" for name in names) * 500
    closed = "".join(f"</hp:{name}>" for name in reversed(names)) * 500
    deep = section.replace("</hs:sec>", f"{opened}{closed}</hs:sec>")
    yield "deep.hwpx", good.with_member(good.hwpx(), "Contents/section0.xml", deep)
    entity = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    yield "outside.hwpx", good.with_member(good.hwpx(), "Contents/section0.xml", entity)


def _flagged_hwp(flag: int) -> bytes:
    changed = bytearray(good.hwp())
    changed[changed.index(b"HWP Document File") + 36] |= flag
    return bytes(changed)


def hostile() -> dict[str, bytes]:
    """All of them by name; the same bytes every time but for what the writers of formats date."""
    return dict(damaged()) | dict(crafted())
