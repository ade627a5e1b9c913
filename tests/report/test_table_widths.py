"""Columns in print: room goes where it makes a table shorter, and short tables stay whole."""

from hypothesis import given
from hypothesis import strategies as st

from policyloom.report.compose.pipe_tables import column_weights
from policyloom.report.document import Str, TableBlock, TableCell, TableColumn, TableRow
from policyloom.report.widths import table_height, text_width

LONG = "국가발전개혁위원회와 공업정보화부와 과학기술부가 함께 참여한 협의회의 구성 기관 목록 "


def rows_of(texts):
    return [TableRow(tuple(TableCell((Str(t),)) for t in row)) for row in texts]


def table(labels, texts):
    rows = rows_of(texts)
    weights = column_weights(labels, rows)
    columns = tuple(TableColumn(name, "left", w) for name, w in zip(labels, weights, strict=True))
    return TableBlock(
        id="t", name="t", label="표 1", caption=(), unit="", columns=columns, rows=tuple(rows)
    )


def test_one_long_text_in_a_column_of_short_ones_gets_room():
    texts = [["과제", "부처", "협조"] for _ in range(9)] + [["과제", "부처", LONG * 3]]
    first, second, third = column_weights(["과제", "주관", "협조"], rows_of(texts))
    assert third > 3 * max(first, second)


def test_dates_do_not_break_where_there_is_room():
    texts = [["2016년 12월 15일", LONG * 4, LONG * 2]] * 12
    weights = column_weights(["시점", "내용", "비고"], rows_of(texts))
    assert weights[0] >= text_width("2016년 12월 15일")


def test_a_table_without_columns_or_rows_has_weights_all_the_same():
    assert column_weights([], []) == []
    assert all(w > 0 for w in column_weights(["가", "나"], []))


@given(
    st.integers(1, 12).flatmap(
        lambda n: st.tuples(
            st.lists(st.text(max_size=12), min_size=n, max_size=n),
            st.lists(st.lists(st.text(max_size=90), min_size=n, max_size=n), max_size=6),
        )
    )
)
def test_every_column_has_room_and_the_height_is_finite(given_table):
    labels, texts = given_table
    made = table(labels, texts)
    assert all(c.weight > 0 for c in made.columns)
    assert 0 < table_height(made, 433.0) < 1e6


def test_height_grows_with_rows_and_on_narrower_pages():
    few, many = table(["가", "나"], [["하나", LONG]] * 3), table(["가", "나"], [["하나", LONG]] * 9)
    assert table_height(few, 433.0) < table_height(many, 433.0) < table_height(many, 200.0)
