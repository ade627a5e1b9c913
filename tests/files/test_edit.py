"""Changing cells of a CSV table: what was meant changes, every other byte stays."""

import csv
import io

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from policyloom.core.ids import digest
from policyloom.files.edit import RowEdit, edit_file, edited
from policyloom.files.formats import BOM, csv_rows

TABLE = 'id,title,file\r\nS1,"두 ""개"", 셋",\r\n\r\nS2,가나,"x"\nS3,"줄\r\n바꿈",y'


def change(text: str, line: int, **cells: str) -> str:
    made, _, problems = edited(text.encode(), "a.csv", [RowEdit(line, cells)])
    assert problems == []
    return made.decode()


def test_only_the_cell_changes() -> None:
    assert change(TABLE, 2, file="a.pdf") == TABLE.replace(' 셋",', ' 셋",a.pdf')
    assert change(TABLE, 4, file="z") == TABLE.replace('"x"', '"z"')
    assert change(TABLE, 5, file="z") == TABLE.removesuffix("y") + "z"


def test_a_value_is_quoted_where_it_must_be() -> None:
    assert change(TABLE, 5, file='a,"b"').endswith(',"a,""b"""')
    assert change(TABLE, 5, title="평범").endswith('S3,"평범",y')


def test_an_equal_value_changes_nothing() -> None:
    made, count, _ = edited(TABLE.encode(), "a.csv", [RowEdit(4, {"file": "x", "title": "가나"})])
    assert (made, count) == (TABLE.encode(), 0)


def test_the_mark_of_excel_and_its_line_ends_stay(tmp_path) -> None:
    data = BOM + TABLE.encode()
    (tmp_path / "a.csv").write_bytes(data)
    assert edit_file(tmp_path, "a.csv", digest(data), [RowEdit(2, {"file": "f"})]) == (1, [])
    assert (tmp_path / "a.csv").read_bytes() == data.replace(' 셋",'.encode(), ' 셋",f'.encode())


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path) -> None:
    (tmp_path / "a.csv").write_bytes(TABLE.encode())
    count, problems = edit_file(tmp_path, "a.csv", digest(b"other"), [RowEdit(2, {"file": "f"})])
    assert (count, [p.code for p in problems]) == (0, ["edit.stale"])
    assert (tmp_path / "a.csv").read_bytes() == TABLE.encode()


@pytest.mark.parametrize(
    ("text", "edit", "code"),
    [
        (TABLE, RowEdit(3, {"file": "f"}), "edit.no_cell"),
        (TABLE, RowEdit(99, {"file": "f"}), "edit.no_cell"),
        (TABLE, RowEdit(2, {"hash": "f"}), "edit.no_cell"),
        ("id,file\nS1", RowEdit(2, {"file": "f"}), "edit.no_cell"),
        ('id,file\n"S1', RowEdit(2, {"file": "f"}), "csv.broken"),
        ("", RowEdit(2, {"file": "f"}), "csv.empty"),
    ],
)
def test_what_cannot_be_edited_is_left_alone(text, edit, code) -> None:
    made, count, problems = edited(text.encode(), "a.csv", [edit])
    assert (made, count, [p.code for p in problems]) == (text.encode(), 0, [code])


def test_one_bad_edit_spoils_them_all() -> None:
    edits = [RowEdit(2, {"file": "f"}), RowEdit(2, {"nothing": "f"})]
    assert edited(TABLE.encode(), "a.csv", edits)[0] == TABLE.encode()


CELLS = st.text(st.sampled_from('가中a1 ,"\r\n;=\u3000'), max_size=6)


def written(cell: str, quoted: bool) -> str:
    must = quoted or any(c in cell for c in ',"\r\n')
    return '"' + cell.replace('"', '""') + '"' if must else cell


@st.composite
def tables(draw):
    """A table as people's programs write it: any cells, any quoting, any line ends."""
    width = draw(st.integers(2, 4))
    header = [f"c{i}" for i in range(width)]
    rows = draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=5))
    text = ",".join(header)
    for row in rows:
        text += draw(st.sampled_from(["\n", "\r\n", "\r", "\n\n"]))
        text += ",".join(written(cell, draw(st.booleans())) for cell in row)
    return text + draw(st.sampled_from(["", "\n", "\r\n"])), width


@given(tables(), st.integers(0, 4), st.integers(0, 3), CELLS, st.booleans())
def test_any_cell_of_any_table_changes_alone(made, at, column, value, mark) -> None:
    text, width = made
    rows, problems = csv_rows(text, "a.csv")
    assume(not problems and len(rows) > 1 and column < width)
    row = rows[1:][at % (len(rows) - 1)]
    data = (BOM if mark else b"") + text.encode()
    after, count, problems = edited(data, "a.csv", [RowEdit(row.line, {f"c{column}": value})])
    assert problems == []
    assert count == (row.cells[column] != value)
    if not count:
        assert after == data
        return
    expected = [list(r.cells) for r in rows]
    expected[rows.index(row)][column] = value
    plain = after.decode("utf-8-sig")
    again = [r for r in csv.reader(io.StringIO(plain, newline=""), strict=True) if r]
    assert [r for r in again if any(r)] == [r for r in expected if any(r)]
    assert after.startswith(BOM) == mark
    undone, _, problems = edited(
        after, "a.csv", [RowEdit(row.line, {f"c{column}": row.cells[column]})]
    )
    blank = not any(expected[rows.index(row)])
    assert blank or (
        problems == [] and undone.decode().replace('"', "") == data.decode().replace('"', "")
    )
