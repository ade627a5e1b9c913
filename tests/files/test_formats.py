"""CSV and YAML reading: lines, values and limits."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyloom.core.dates import PartialDate, parse_date
from policyloom.files.cells import CONVERT, Fault
from policyloom.files.formats import BOM, csv_rows, decode, guess_encoding, inside, write_csv
from policyloom.files.yaml_file import read_yaml

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
ROWS = st.lists(st.lists(CELLS, min_size=2, max_size=4).filter(any), max_size=8)


@given(ROWS)
def test_csv_round_trip_keeps_cells_and_the_line_where_each_row_begins(rows) -> None:
    data = write_csv(rows)
    text, problems = decode(data, "a.csv", "csv")
    found, more = csv_rows(text, "a.csv")
    assert problems + more == []
    assert [row.cells for row in found] == rows
    lines = io.StringIO(text, newline="").readlines()
    for row in found:
        again = next(csv.reader(io.StringIO("".join(lines[row.line - 1 :]), newline="")))
        assert again == row.cells


def test_lines_count_quoted_newlines_and_blank_lines() -> None:
    found, _ = csv_rows('id,a\r\n1,"x\r\ny"\r\n\r\n2,z\r\n', "a.csv")
    assert [(row.line, row.cells[0]) for row in found] == [(1, "id"), (2, "1"), (5, "2")]


def test_a_bom_is_written_for_excel() -> None:
    assert write_csv([["가"]]) == BOM + "가\n".encode()


@given(st.dates().map(str) | st.dates().map(lambda d: str(d)[:7]))
def test_real_dates_are_kept_as_written(text) -> None:
    assert CONVERT["date"](text) == text
    assert str(parse_date(text)) == text


@pytest.mark.parametrize(
    ("text", "code", "meant"),
    [
        ("2015/07/01", "date.malformed", "2015-07-01"),
        ("2015.7.1", "date.malformed", "2015-07-01"),
        ("2015년 7월", "date.malformed", "2015-07"),
        ("２０１５-07", "date.malformed", "2015-07"),
        ("20150701", "date.malformed", "2015-07-01"),
        ("Jul-15", "date.malformed", "YYYY-MM-DD"),
        ("01/07/2015", "date.malformed", "YYYY-MM-DD"),
        ("2015-13", "date.impossible", None),
        ("2015-02-29", "date.impossible", None),
        ("2015-00", "date.impossible", None),
        ("0000", "date.impossible", None),
    ],
)
def test_malformed_and_impossible_dates_are_told_apart(text, code, meant) -> None:
    fault = CONVERT["date"](text)
    assert isinstance(fault, Fault)
    assert (fault.code, fault.words.get("meant")) == (code, meant)


@given(st.integers(1, 9999), st.integers(0, 99), st.integers(0, 99))
def test_a_date_that_parses_has_both_ends(year, month, day) -> None:
    found = parse_date(f"{year:04d}-{month:02d}-{day:02d}")
    if found is not None:
        assert found.first <= found.last
        assert found == PartialDate(year, month, day)


@pytest.mark.parametrize(
    ("text", "value"),
    [("0", 0), ("-5", -5), ("12.5", 12.5), ("1e3", 1000.0), ("+3", 3), ("0.0730", 0.073)],
)
def test_numbers_are_read_as_written(text, value) -> None:
    assert CONVERT["number"](text) == value


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1,234", "number.separator"),
        ("1 234 567.8", "number.separator"),
        ("１２", "number.fullwidth"),
        ("12%", "number.malformed"),
        ("1e999", "number.malformed"),
        ("nan", "number.malformed"),
        ("inf", "number.malformed"),
        ("٣", "number.malformed"),
        ("9" * 500, "number.malformed"),
        ("약 3만", "number.malformed"),
        ("6.72E+10", "number.exponent"),
    ],
)
def test_other_writings_of_numbers_are_named_not_guessed(text, code) -> None:
    fault = CONVERT["number"](text)
    assert isinstance(fault, Fault)
    assert fault.code == code


@given(st.text(max_size=30))
def test_no_cell_of_any_type_raises(text) -> None:
    for convert in CONVERT.values():
        convert(text)


def test_encodings_are_told_apart() -> None:
    assert guess_encoding("인공지능 발전계획".encode("cp949")).startswith("CP949")
    assert guess_encoding("뷁 똠방각하".encode("cp949")).startswith("CP949")
    assert guess_encoding("新一代人工智能发展规划".encode("gbk")).startswith("GB18030")
    assert guess_encoding(b"\xff\xfe\xfd") == ""


@pytest.mark.parametrize("name", ["a.md", "report/a.md", "보고서/01 장.md", "..md", "a..b/c"])
def test_names_inside_the_folder(tmp_path, name) -> None:
    assert inside(tmp_path, name) == tmp_path / name


@pytest.mark.parametrize("name", ["", ".", "..", "../a", "a/../../b", "/a", "\\a", "C:a", "a\0b"])
def test_names_outside_the_folder(tmp_path, name) -> None:
    assert inside(tmp_path, name) is None


def test_yaml_values_stay_what_was_typed() -> None:
    text = "a: NO\nb: 2015-07-01\nc: 010\nd: '1'\ne: 1.5\nf: true\ng:\nh: 12:30\ni: 7\nj: .5\n"
    assert read_yaml(text, "a.yaml").data == {
        "a": "NO", "b": "2015-07-01", "c": "010", "d": "1", "e": 1.5, "f": True, "g": None,
        "h": "12:30", "i": 7, "j": ".5",
    }  # fmt: skip


def test_yaml_lines_of_keys_and_items() -> None:
    document = read_yaml("a:\n  - x: 1\n    y:\n      - 2\n  - {x: 3}\n", "a.yaml")
    assert document.line(("a", 0, "y", 0)) == 4
    assert document.line(("a", 1, "x")) == 5
    assert document.line(("a", 1, "missing", "deeper")) == 5
    assert document.line(("nowhere",)) == 1
