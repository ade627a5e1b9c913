"""Cells of foreign tables as registers write them: dates, numbers, codes, names; and next ids."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import table_files as made

from policyloom.files.load import load_study
from policyloom.intake.cell_forms import Forms
from policyloom.intake.headings import Names, plain
from policyloom.intake.numbering import Numbering
from policyloom.intake.workbook import column_number, read_sheets
from policyloom.model.tables import dictionary
from policyloom.reading.limits import Limits, RefusedError

TINY = Path(__file__).parents[1] / "studies" / "tiny"


@cache
def forms(table: str) -> Forms:
    study, _ = load_study(TINY)
    assert study is not None
    return Forms(study, dictionary()[table])


def written(table: str, name: str, text: str, **row: str) -> str:
    return forms(table).written(text, dictionary()[table].column(name), row)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2018-06-20", "2018-06-20"), ("2018. 6. 20.", "2018-06-20"), ("2018/6/5", "2018-06-05"),
        ("2018년 6월 20일(수)", "2018-06-20"), ("2018년 6월", "2018-06"), ("2018", "2018"),
        ("2018년", "2018"), ("20180620", "2018-06-20"), ("43271", "2018-06-20"),
        ("2018-06-20 14:00:00", "2018-06-20"), ("２０１８．６．２０", "2018-06-20"), ("-", ""),
        ("미상", ""), ("6/20/2018", "6/20/2018"), ("2018-13-01", "2018-13-01"),
        ("18.6.20", "18.6.20"), ("6월 20일", "6월 20일"), ("2018.2.30", "2018.2.30"),
    ],
)  # fmt: skip
def test_dates(text: str, date: str) -> None:
    """What is a date in one reading only becomes one; the rest is left for the checks to tell."""
    assert written("reviews", "date", text) == date


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("1,234.5", "", "1234.5"), ("１２", "", "12"), ("△3.2", "", "-3.2"), ("−4", "", "-4"),
        ("12.5%", "%", "12.5"), ("12.5%", "대", "12.5%"), ("1,2", "", "1,2"), ("약 3", "", "약 3"),
        ("3,120억", "", "3,120억"), ("–", "", ""), ("n.a.", "", ""), ("1.2E+05", "", "1.2E+05"),
    ],
)  # fmt: skip
def test_numbers(text: str, unit: str, number: str) -> None:
    assert written("figures", "value", text, unit=unit) == number


@pytest.mark.parametrize(
    ("table", "column", "text", "code"),
    [
        ("reviews", "stage", "중간심의", "midterm"), ("reviews", "stage", "Final", "final"),
        ("reviews", "stage", "midterm", "midterm"), ("reviews", "stage", "네 번째", "네 번째"),
        ("reviews", "outcome", "부분 반영", "partly"), ("reviews", "outcome", "미반영", "declined"),
        ("figures", "confidence", "높음", "high"), ("sources", "kind", "통계", "statistics"),
        ("agenda", "in_table", "○", "true"), ("agenda", "in_table", "X", "false"),
        ("agenda", "in_table", "?", "?"),
        ("agenda", "ministries", "가부；나부\n다부", "가부;나부;다부"),
    ],
)  # fmt: skip
def test_codes_flags_and_lists(table: str, column: str, text: str, code: str) -> None:
    assert written(table, column, text) == code


def test_rows_and_sectors_by_their_names() -> None:
    study, _ = load_study(TINY)
    sector = study.settings.sectors[0]
    assert written("policies", "sectors", f"{sector.ko}, {sector.id}") == sector.id
    region = study.table("regions").rows[0]
    assert written("policies", "region", region.text("name_ko")) == region.id
    two = study.table("sources").rows[:2]
    joined = " · ".join(row.text("title") for row in two)
    assert written("policies", "sources", joined) == ";".join(row.id for row in two)
    assert written("policies", "sources", "없는 출처") == "없는 출처"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("가\r\n나", "가\n나"),
        ("\ufeff가\u200b", "가"),
        (" 가\u00a0나\t", "가 나"),
        ("-", ""),
        ("없음", "없음"),
    ],
)
def test_texts_lose_what_is_invisible_and_nothing_else(text: str, kept: str) -> None:
    assert written("reviews", "comment", text) == kept


# ── headings ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("심의의견", "comment"), ("심 의 의 견", "comment"), ("의견(요지)", "comment"),
        ("지적\n사항", "comment"), ("COMMENT", "comment"), ("조치결과", "response"),
        ("답변/조치", "response"), ("반영 내용", "change"), ("반영 여부", "outcome"),
        ("반영 쪽수", "page"), ("심의위원", "reviewer"), ("※ 의견 :", "comment"), ("비고", ""),
    ],
)  # fmt: skip
def test_usual_headings_of_forms(heading: str, column: str) -> None:
    assert Names.of(dictionary()["reviews"], {}).column(heading) == column


def test_no_heading_stands_for_two_columns() -> None:
    """Names and labels are told apart within each table, and further headings fit one column."""
    for spec in dictionary().values():
        for column in spec.columns:
            names = Names.of(spec, {})
            assert names.column(column.name) == column.name, spec.name
            for heading in column.heads:
                assert names.column(heading) == column.name, (spec.name, heading)
                assert plain(heading)


# ── ids ─────────────────────────────────────────────────────────────────────────────────────────


def given_ids(table: str, rows: list[dict[str, str]], new: dict[str, str]) -> str:
    return Numbering(dictionary()[table], rows).next(new)


@pytest.mark.parametrize(
    ("table", "ids", "expected"),
    [
        ("reviews", ["V1", "V2", "V3"], "V4"), ("gaps", ["G01", "G24"], "G25"),
        ("risks", ["R01", "R02", "N17"], "R03"), ("reviews", [], "R1"), ("gaps", ["G9"], "G10"),
        ("clauses", ["CSL15", "CSL37", "CRYPTO"], ""), ("indicators", ["grdp", "patents"], ""),
        ("budget", ["B5.1", "B5.2"], ""), ("reviews", ["V" + "9" * 40], ""),
    ],
)  # fmt: skip
def test_the_next_of_a_series(table: str, ids: list[str], expected: str) -> None:
    assert given_ids(table, [{"id": id_} for id_ in ids], {}) == expected


def test_ids_led_by_a_cell_and_made_of_cells() -> None:
    events = [{"id": f"K1.e0{i}", "case": "K1"} for i in (1, 2)]
    assert given_ids("case_events", events, {"case": "K1"}) == "K1.e03"
    assert given_ids("case_events", events, {"case": "K2"}) == "K2.e01"
    assert given_ids("case_events", events, {}) == ""
    figure = {"indicator": "gdp", "economy": "KOR", "year": "2017"}
    assert given_ids("figures", [], figure) == "gdp.KOR.2017"
    assert given_ids("figures", [], figure | {"year": ""}) == ""


# ── workbooks ───────────────────────────────────────────────────────────────────────────────────


def cells(*row: made.Cell, before: str = "") -> dict[int, str]:
    (sheet,) = read_sheets(made.workbook({"a": [row]}, before=before), Limits())
    return sheet.rows.get(1, {})


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ((43271, "day"), "2018-06-20"), ((43271.75, "korean"), "2018-06-20"),
        ((43252, "month"), "2018-06"), ((43101, "year"), "2018"), ((0.1257, "percent"), "12.57%"),
        (0.30000000000000004, "0.3"), (2018, "2018"), (1e-7, "0.0000001"), (-1.50, "-1.5"),
        ((60, "day"), "60"), ((3_000_000, "day"), "3000000"), (("1e999", "day"), "1e999"),
        (("1", "b"), "true"), (("#N/A", "e"), "#N/A"), (("2018-06-20T00:00:00", "d"), "2018-06-20"),
        (("줄_x000D_임", "str"), "줄\r임"), (("7", "s"), None),
        (123456789012345678, "123456789012345678"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_the_sheet_shows_them(cell: made.Cell, shown: str | None) -> None:
    assert cells(cell).get(1) == shown


def test_workbooks_that_count_from_1904() -> None:
    assert cells((41809, "day"), before='<workbookPr date1904="1"/>') == {1: "2018-06-20"}


def test_cells_without_places_follow_one_another() -> None:
    data = made.workbook({"a": [["x", "y"]]})
    assert cells("x", None, "z") == {1: "x", 3: "z"}
    assert [column_number(c) for c in ("A", "Z", "AA", "XFD")] == [1, 26, 27, 16384]
    with pytest.raises(RefusedError):
        list(read_sheets(data, Limits(members=2)))
