"""Scans: handed page by page to an engine where there is one, refused with a code where not."""

import time
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import document_samples as samples
import pytest

from policyloom.model.document import ReadDocument
from policyloom.reading.blocks import assemble
from policyloom.reading.limits import Limits, RefusedError
from policyloom.reading.pdf import read_pdf

WORDS = ("国家发展改革委关于推进数字岛建设的通知", "第一条 加快渔业上云")
_PAGE = "#set page(width: 500pt, height: 200pt)\n"


def picture_of(words: str, number: int) -> str:
    """A page that shows words as a picture only: glyphs as outlines of an image."""
    png = _png(f'{_PAGE}#set text(font: "Noto Sans CJK SC", lang: "zh", size: 22pt)\n{words}')
    data = ", ".join(map(str, png))
    brk = "" if number == 0 else "#pagebreak()\n"
    return f"{brk}#image(bytes(({data},)), width: 100%)\n"


def _png(source: str) -> bytes:
    import manimgx_fonts_cjk
    import typst

    fonts = Path(manimgx_fonts_cjk.__file__).parent
    made = typst.compile(
        source.encode(), format="png", ppi=120, font_paths=[fonts], ignore_system_fonts=True
    )
    assert isinstance(made, bytes)
    return made


def scan() -> bytes:
    source = "#set page(width: 500pt, height: 200pt, margin: 0pt)\n"
    return samples.pdf(source + "".join(picture_of(w, i) for i, w in enumerate(WORDS)))


def read(data: bytes, engine: Any = None, limits: Limits | None = None) -> ReadDocument:
    limits = limits or Limits()
    return assemble(read_pdf(data, limits, engine), "scan.pdf", "pdf", limits)


@dataclass
class Answer:
    txts: tuple[str, ...] | None = None
    scores: tuple[float, ...] | None = None


@dataclass
class Engine:
    """An engine that notes the pictures it is given and reads them as it is told."""

    answers: list[Answer]
    wait: float = 0.0
    pictures: list[Any] = field(default_factory=list)

    def __call__(self, picture: Any) -> Answer:
        time.sleep(self.wait)
        self.pictures.append(picture)
        return self.answers[len(self.pictures) - 1]


def test_every_page_of_a_scan_is_shown_to_the_engine() -> None:
    engine = Engine([Answer((WORDS[0], "污点"), (0.98, 0.2)), Answer((WORDS[1],), (0.9,))])
    made = read(scan(), engine)
    assert made.text.splitlines() == list(WORDS)
    assert [p.page for p in made.passages] == [1, 2]
    assert [p.code for p in made.problems] == ["read.recognised"]
    points = 200 * 200 / 72
    assert all(abs(picture.shape[0] - points) <= 1 for picture in engine.pictures)
    assert all((picture < 128).any() for picture in engine.pictures)
    assert (engine.pictures[0] != engine.pictures[1]).any()


def test_a_page_on_which_nothing_is_found_is_no_failure() -> None:
    made = read(scan(), Engine([Answer(), Answer((WORDS[1],), (0.9,))]))
    assert made.text == WORDS[1]
    assert made.passages[0].page == 2


def test_pages_for_which_no_time_is_left_are_named() -> None:
    engine = Engine([Answer((WORDS[0],), (0.9,))], wait=0.2)
    made = read(scan(), engine, Limits(seconds=0.1))
    assert made.text == WORDS[0]
    told = {p.code: dict(p.words) for p in made.problems}
    assert told["read.recognised"] == {"count": "1"}
    assert told["read.pages_without_text"] == {"count": "1", "value": "2"}


def test_a_document_with_text_needs_no_engine() -> None:
    engine = Engine([])
    assert samples.TITLE in read(samples.pdf(), engine).text
    assert engine.pictures == []


@pytest.mark.skipif(find_spec("rapidocr") is not None, reason="rapidocr is installed")
def test_without_an_engine_a_scan_is_refused() -> None:
    with pytest.raises(RefusedError, match=r"read\.no_text_layer"):
        read(scan())


@pytest.mark.slow
@pytest.mark.skipif(find_spec("rapidocr") is None, reason="needs the ocr extra (rapidocr)")
def test_the_installed_engine_reads_chinese() -> None:
    made = read(scan(), limits=Limits(seconds=120))
    lines = ["".join(line.split()) for line in made.text.splitlines()]
    assert lines == ["".join(words.split()) for words in WORDS]
    assert "read.recognised" in {p.code for p in made.problems}
