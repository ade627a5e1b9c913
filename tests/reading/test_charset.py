"""Encodings: marks first, then what is declared, then what fits."""

import pytest
from document_samples import BODY, KOREAN

from policyloom.reading.charset import declared, decode, wider

TRADITIONAL = "行政院關於推動數位島嶼融合發展之指導意見，由漁業局主辦，各有關機關應認真辦理。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (BODY, "utf-8"),
        (BODY, "gb18030"),
        (BODY, "utf-16"),
        (BODY, "utf-16-le"),
        (BODY, "utf-16-be"),
        (BODY, "utf-8-sig"),
        (KOREAN * 3, "cp949"),
        (KOREAN * 3, "euc-kr"),
        (KOREAN, "utf-16"),
        (TRADITIONAL, "big5"),
    ],
)
def test_a_text_that_states_nothing_is_read(text, encoding) -> None:
    assert decode(text.encode(encoding)).text.strip("\ufeff") == text


def test_a_declared_encoding_is_believed_and_read_as_its_superset() -> None:
    page = '<meta charset="gb2312"><p>朱镕基'.encode("gb18030")
    assert declared(page) == "gb18030"
    assert decode(page, declared(page)).text.endswith("朱镕基")
    assert wider("EUC-KR") == "cp949"
    assert wider("no-such") == wider("rot13") == ""


def test_a_wrong_declaration_is_not_believed() -> None:
    page = ('<meta charset="iso-8859-1"><p>' + BODY).encode()
    assert BODY in decode(page, declared(page)).text
    ascii_page = b'<meta charset="utf-16"><p>plain'
    assert decode(ascii_page, declared(ascii_page)).text.endswith("plain")


def test_a_cut_text_loses_only_its_last_letter() -> None:
    decoded = decode(BODY.encode()[:-1], "utf-8")
    assert decoded.text == BODY[:-1] + "\ufffd"
    assert not decoded.sure
