"""`policyloom import --into`: tables of every kind become rows of registers, or nothing does."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
import table_files as made
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policyloom.cli import main
from policyloom.core.problem import errors
from policyloom.files.check import check_study
from policyloom.files.formats import csv_rows
from policyloom.files.load import load_study
from policyloom.files.new import new_study
from policyloom.intake.entering import Order, enter

ROUND = {"round": "연구중간심의회", "stage": "중간심의", "date": "2018. 6. 20."}
HEAD = ["번호", "심 의\n위 원", "심의의견", "조치 결과", "반영 내용", "반영 쪽"]
FORM = [
    HEAD,
    ["1", "위원 A", "서론이 길다", "줄였음", "", "12쪽"],
    ["2", "위원 B", "표의 출처를 밝힐 것, 쉼표도", "", "", ""],
]


@pytest.fixture
def study(tmp_path: Path) -> Path:
    assert new_study(tmp_path / "study") == []
    return tmp_path / "study"


@pytest.fixture
def comments(study: Path) -> Path:
    """The register of a study that has a round and no comment."""
    path = study / "plan" / "reviews.csv"
    text = "id,round,stage,date,comment,response,change\r\nV1,연구계획심의회,plan,,,,\r\n"
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    return path


def table(folder: Path, name: str, rows: object) -> Path:
    path = folder / name
    data = rows if isinstance(rows, bytes) else made.workbook({"의견": rows})
    path.write_bytes(data)
    return path


def into(study: Path, path: Path, name: str = "reviews", **more):
    fixed = more.pop("fixed", ROUND if name == "reviews" else {})
    return enter(study, Order(name, (path,), fixed=fixed, **more))


def rows(study: Path, name: str = "reviews") -> list[dict[str, str]]:
    loaded, problems = load_study(study)
    assert errors(problems) == []
    assert errors(check_study(loaded)) == []
    spec = loaded.table(name).spec
    text = (study / spec.file).read_text(encoding="utf-8-sig")
    found = [row.cells for row in csv_rows(text, "")[0]]
    return [dict(zip(found[0], cells, strict=True)) for cells in found[1:]]


def codes(done) -> list[str]:
    return [p.code for p in done.problems if not p.code.startswith("review.no_")]


# ── the same form from every program ────────────────────────────────────────────────────────────

WRITERS = {
    "xlsx": lambda form: made.workbook({"의견": form}),
    "csv": lambda form: "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in form).encode(
        "utf-8-sig"
    ),
    "tsv": lambda form: "\n".join("\t".join(f'"{c}"' for c in row) for row in form).encode(
        "utf-16"
    ),
    "jsonl": lambda form: "\n".join(
        json.dumps(dict(zip(form[0], row, strict=True))) for row in form[1:]
    ).encode(),
    "html": made.html,
    "docx": made.docx,
    "hwpx": made.hwpx,
    "hwp": made.hwp,
    "pdf": made.pdf,
}


@pytest.mark.parametrize("kind", WRITERS)
def test_a_form_becomes_the_same_rows_from_every_format(
    study: Path, comments: Path, tmp_path: Path, kind: str
) -> None:
    form = [[cell.replace("\n", "") for cell in row] for row in FORM]
    before = comments.read_bytes()
    path = table(tmp_path, f"의견.{kind}", WRITERS[kind](form))
    done = into(study, path)
    told = {"tsv": ["import.encoding"]}
    assert codes(done) == told.get(kind, [])
    assert (done.ids, done.left) == (["V2", "V3"], 0)
    common = {"round": "연구중간심의회", "stage": "midterm", "date": "2018-06-20"}
    assert rows(study)[1:] == [
        {"id": "V2", **common, "comment": "서론이 길다", "response": "줄였음", "change": "",
         "reviewer": "위원 A", "page": "12쪽"},
        {"id": "V3", **common, "comment": "표의 출처를 밝힐 것, 쉼표도", "response": "",
         "change": "", "reviewer": "위원 B", "page": ""},
    ]  # fmt: skip
    assert comments.read_bytes().startswith(before[:40])
    again = into(study, path)
    assert (again.ids, again.held) == ([], 2)
    assert [c for c in codes(again) if c != "import.encoding"] == ["import.already"] * 2


def test_other_bytes_of_the_register_stay(study: Path, comments: Path, tmp_path: Path) -> None:
    mess = '"V1", 연구계획심의회 ,plan,,"",,\r\n\r\nV9,연구계획심의회,plan,,"여러\r\n줄",,'
    before = "\ufeffid,round,stage,date,comment,response,change\r\n" + mess
    comments.write_bytes(before.encode())
    done = into(study, table(tmp_path, "a.xlsx", [["의견"], ["줄일 것"]]))
    assert done.ids == ["V10"]
    line = "V10,연구중간심의회,midterm,2018-06-20,줄일 것,,\r\n"
    assert comments.read_bytes().decode() == before + "\r\n" + line


def test_korean_excel_writes_cp949(study: Path, comments: Path, tmp_path: Path) -> None:
    text = "번호,의견\n1,서론이 너무 길다는 의견\n"
    done = into(study, table(tmp_path, "a.csv", text.encode("cp949")))
    assert codes(done) == ["import.encoding"]
    assert rows(study)[1]["comment"] == "서론이 너무 길다는 의견"


# ── headings ────────────────────────────────────────────────────────────────────────────────────


def test_titles_above_and_headings_of_two_lines(
    study: Path, comments: Path, tmp_path: Path
) -> None:
    sheet = [
        ["연구중간심의회 심의의견 및 조치결과"],
        [None],
        ["번호", "심의위원", "심의", None],
        [None, None, "심의의견 (요지)", "조치결과"],
        [1, "위원 A", "서론이 길다", "줄임"],
        [None, None, "제목도 길다", "그대로 둠"],
        [*HEAD[:2], "심의의견 (요지)", "조치결과"],
        ["2", "위원 B", "셋째", None],
    ]
    book = made.workbook({"의견": sheet}, ["A1:D1", "A3:A4", "B3:B4", "C3:D3", "B5:B6"])
    done = into(study, table(tmp_path, "a.xlsx", book))
    assert codes(done) == []
    found = [(r["reviewer"], r["comment"], r["response"]) for r in rows(study)[1:]]
    assert found == [
        ("위원 A", "서론이 길다", "줄임"), ("위원 A", "제목도 길다", "그대로 둠"),
        ("위원 B", "셋째", ""),
    ]  # fmt: skip


def test_word_cells_merged_downwards(study: Path, comments: Path, tmp_path: Path) -> None:
    form = [["위원", "의견"], ["위원 A", "하나"], ["", "둘"], ["위원 B", "셋"]]
    done = into(study, table(tmp_path, "a.docx", made.docx(form, [(0, 1, 2)])))
    assert codes(done) == []
    found = [(r["reviewer"], r["comment"]) for r in rows(study)[1:]]
    assert found == [("위원 A", "하나"), ("위원 A", "둘"), ("위원 B", "셋")]


def test_a_heading_that_is_not_known_is_told_with_the_nearest(
    study: Path, comments: Path, tmp_path: Path
) -> None:
    path = table(tmp_path, "a.xlsx", [["의견", "조치결과물"], ["하나", "줄임"]])
    (told,) = [p for p in into(study, path, trial=True).problems if p.code == "import.heading"]
    assert dict(told.words) == {"value": "조치결과물", "nearest": "response"}
    done = into(study, path, columns={"response": "조치 결과물"})
    assert codes(done) == []
    assert rows(study)[1]["response"] == "줄임"


@pytest.mark.parametrize(
    ("form", "order", "code"),
    [
        ([["의견", "심의의견"], ["가", "나"]], {}, "import.heading_twice"),
        ([["의견"], ["가"]], {"fixed": {}}, "import.needs_column"),
        ([["의견"], ["가"]], {"columns": {"response": "없는 머리"}}, "import.no_heading"),
        ([["의견"], ["가"]], {"columns": {"reply": "의견"}}, "import.no_column"),
        ([["의견"], ["가"]], {"fixed": {"rounds": "가"}}, "import.no_column"),
        ([["이름", "소속"], ["가", "나"]], {}, "import.no_tables"),
        ([["의견"], ["#REF!"]], {}, "import.cell_error"),
        ([["의견", "반영 여부"], ["가", "글쎄"]], {}, "code.unknown"),
        ([["의견", "반영 내용"], ["가", "section:no-such"]], {}, "review.change"),
    ],
)
def test_what_cannot_be_entered_is_told_and_nothing_is_written(
    study: Path, comments: Path, tmp_path: Path, form, order, code
) -> None:
    before = comments.read_bytes()
    done = into(study, table(tmp_path, "a.xlsx", form), **order)
    assert code in codes(done)
    assert errors(done.problems)
    assert not done.written
    assert comments.read_bytes() == before


def test_an_unknown_register_is_told_with_the_nearest(study: Path, tmp_path: Path) -> None:
    done = into(study, table(tmp_path, "a.xlsx", FORM), "review", fixed={})
    assert [dict(p.words)["nearest"] for p in done.problems] == ["reviews"]


def test_problems_stand_at_the_place_in_the_foreign_table(
    study: Path, comments: Path, tmp_path: Path
) -> None:
    book = made.workbook(
        {"개요": [["x"]], "의견": [[None], *FORM, ["3", "", "다", "", "claim:NO", ""]]}
    )
    done = into(study, table(tmp_path, "a.xlsx", book))
    (wrong,) = errors(done.problems)
    place = (wrong.file, wrong.line, wrong.column, wrong.code)
    assert place == ("a.xlsx [의견]", 5, "반영 내용", "review.change")
    assert done.left == 1
    good = into(study, table(tmp_path, "a.xlsx", book), only_good=True)
    assert (good.ids, good.left) == (["V2", "V3"], 1)
    assert len(rows(study)) == 3


def test_an_attendance_list_beside_the_comments_is_left_out(
    study: Path, comments: Path, tmp_path: Path
) -> None:
    page = made.html([["성명", "소속"], ["가", "나"]]).replace(b"</body></html>", b"")
    path = table(
        tmp_path, "a.html", page + made.html(FORM).partition(b"<table>")[2].join([b"<table>", b""])
    )
    done = into(study, path)
    assert codes(done) == ["import.no_table"]
    assert len(done.ids) == 2


def test_a_table_that_lacks_what_rows_must_have_is_an_error_only_where_it_is_alone(
    study: Path, comments: Path, tmp_path: Path
) -> None:
    whole = [["심의", "단계", "의견"], ["중간", "중간심의", "길다"]]
    other = [["날짜", "의견"], ["2018", "참고"]]
    book = made.workbook({"가": other, "나": whole})
    done = into(study, table(tmp_path, "a.xlsx", book), fixed={})
    assert (codes(done), len(done.ids)) == (["import.no_table"], 1)
    alone = into(study, table(tmp_path, "b.xlsx", other), fixed={})
    assert codes(alone) == ["import.needs_column"] * 2


def test_group_titles_and_hidden_sheets_are_told(
    study: Path, comments: Path, tmp_path: Path
) -> None:
    sheet = [["위원", "의견", "답변"], ["□ 총론"], ["가", "나", "다"]]
    book = made.workbook({"의견": sheet, "옛것": sheet}, ["A2:C2"], ["옛것"])
    done = into(study, table(tmp_path, "a.xlsx", book))
    assert sorted(codes(done)) == ["import.group_row", "import.hidden"]
    assert len(done.ids) == 1


def test_a_table_that_goes_on_on_the_next_page(study: Path, comments: Path, tmp_path: Path) -> None:
    plain = [[cell.replace("\n", "") for cell in row] for row in FORM]
    path = table(
        tmp_path,
        "a.pdf",
        made.pdf(
            plain, [["3", "위원 C", "셋째 의견", "", "", ""], ["4", "위원 D", "넷째", "", "", ""]]
        ),
    )
    done = into(study, path)
    assert "import.continued" in codes(done)
    assert [r["reviewer"] for r in rows(study)[1:]] == ["위원 A", "위원 B", "위원 C", "위원 D"]


# ── what is there already ───────────────────────────────────────────────────────────────────────


def test_answers_come_back_into_the_rows_of_their_comments(
    study: Path, comments: Path, tmp_path: Path
) -> None:
    into(study, table(tmp_path, "a.xlsx", FORM))
    lines = comments.read_bytes().splitlines()
    answered = [
        HEAD,
        FORM[1],
        ["2", "위원 B", "표의 출처를  밝힐 것, 쉼표도", "밝혔음", "자료 표시", ""],
    ]
    done = into(study, table(tmp_path, "b.xlsx", answered))
    assert (done.ids, done.filled, done.held) == ([], ["V3"], 1)
    found = rows(study)[2]
    assert (found["response"], found["change"], found["comment"]) == (
        "밝혔음", "자료 표시", "표의 출처를 밝힐 것, 쉼표도",
    )  # fmt: skip
    assert comments.read_bytes().splitlines()[:3] == lines[:3]


def test_what_the_register_says_is_never_overwritten(
    study: Path, comments: Path, tmp_path: Path
) -> None:
    into(study, table(tmp_path, "a.xlsx", FORM))
    before = comments.read_bytes()
    changed = [HEAD, ["1", "위원 A", "서론이 길다", "그대로 두었음", "", ""]]
    done = into(study, table(tmp_path, "b.xlsx", changed))
    (wrong,) = errors(done.problems)
    assert (wrong.code, wrong.line, wrong.column) == ("import.differs", 2, "조치 결과")
    assert comments.read_bytes() == before
    by_id = [["id", "답변"], ["V3", "밝혔음"]]
    assert into(study, table(tmp_path, "c.xlsx", by_id), fixed={}).filled == ["V3"]


def test_the_same_row_twice_in_a_table_comes_once(
    study: Path, comments: Path, tmp_path: Path
) -> None:
    done = into(study, table(tmp_path, "a.xlsx", [["의견"], ["가"], ["가"], ["나"]]))
    assert (len(done.ids), done.held, codes(done)) == (2, 1, ["import.twice"])


def test_two_reviewers_may_say_the_same(study: Path, comments: Path, tmp_path: Path) -> None:
    into(study, table(tmp_path, "a.xlsx", [["위원", "의견"], ["가", "길다"]]))
    done = into(study, table(tmp_path, "b.xlsx", [["위원", "의견"], ["나", "길다"]]))
    assert len(done.ids) == 1


def test_a_register_that_changes_meanwhile_is_left_alone(
    study: Path, comments: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def save(name: str) -> None:
        if name == "write":
            comments.write_bytes(comments.read_bytes() + b"V7,x,plan,,,,\r\n")

    path = table(tmp_path, "a.xlsx", FORM)
    done = enter(study, Order("reviews", (path,), fixed=ROUND), save)
    assert codes(done) == ["edit.stale"]
    assert not done.written
    assert comments.read_bytes().endswith(b"V7,x,plan,,,,\r\n")


def test_a_trial_writes_nothing(study: Path, comments: Path, tmp_path: Path) -> None:
    before = comments.read_bytes()
    assert into(study, table(tmp_path, "a.xlsx", FORM), trial=True).ids == ["V2", "V3"]
    assert comments.read_bytes() == before


# ── other registers ─────────────────────────────────────────────────────────────────────────────


def figures(study: Path) -> None:
    """Add an economy, a source and an indicator to the registers of a new study."""
    for name, line in (
        ("economies.csv", "KOR,한국,Korea,"),
        ("sources.csv", "S9,statistics,통계연보,,통계청,2018,ko,https://a.example,,,,2018-05-01,"),
        (
            "registers/indicators.csv",
            "internet,인터넷 이용률,internet users,%,%,all,market,higher,",
        ),
    ):
        with (study / name).open("a", encoding="utf-8", newline="") as stream:
            stream.write(f"{line}\n")


def test_figures_from_excel_with_names_shares_and_composed_ids(study: Path, tmp_path: Path) -> None:
    figures(study)
    loaded, _ = load_study(study)
    names = ("indicator", "sector", "economy", "year", "value", "unit", "source", "confidence")
    labels = [loaded.table("figures").spec.column(name).ko for name in names]
    sheet = [
        labels,
        ["인터넷 이용률", "전 분야", "한국", 2016, (0.897, "percent"), "%", "S9", "높음"],
        ["internet", "all", "KOR", 2017, 90.30000000000001, "%", "통계연보", "high"],
    ]
    done = into(study, table(tmp_path, "a.xlsx", sheet), "figures")
    assert codes(done) == []
    assert done.ids == ["internet.KOR.2016", "internet.KOR.2017"]
    found = [(r["indicator"], r["economy"], r["value"], r["source"], r["confidence"])
             for r in rows(study, "figures")[-2:]]  # fmt: skip
    assert found == [
        ("internet", "KOR", "89.7", "S9", "high"), ("internet", "KOR", "90.3", "S9", "high"),
    ]  # fmt: skip
    again = into(study, table(tmp_path, "a.xlsx", [*sheet[:2]]), "figures")
    assert codes(again) == ["import.already"]
    other = [labels, ["internet", "all", "KOR", 2016, 91, "%", "S9", "high"]]
    assert codes(into(study, table(tmp_path, "b.xlsx", other), "figures")) == ["import.differs"]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"value": "1,23"}, "number.malformed"),
        ({"value": (0.9, "percent"), "unit": "대"}, "number.malformed"),
        ({"value": "약 90"}, "number.malformed"),
        ({"year": "2018년쯤"}, "number.malformed"),
        ({"economy": "없는 나라"}, "economy.unknown"),
        ({"source": "S77"}, "source.unknown"),
        ({"unit": "대"}, "unit.mixed"),
    ],
)
def test_figures_are_checked_as_check_does(study: Path, tmp_path: Path, cells, code) -> None:
    figures(study)
    row = {
        "indicator": "internet", "sector": "all", "economy": "KOR", "year": 2016, "value": 90,
        "unit": "%", "source": "S9", "confidence": "high",
    } | cells  # fmt: skip
    before = (study / "registers" / "figures.csv").read_bytes()
    done = into(study, table(tmp_path, "a.xlsx", [list(row), list(row.values())]), "figures")
    found = {p.code for p in done.problems}
    assert code in found
    if errors(done.problems):
        assert (study / "registers" / "figures.csv").read_bytes() == before


def test_one_number_for_several_rows_is_no_number_of_each(study: Path, tmp_path: Path) -> None:
    figures(study)
    head = ["indicator", "sector", "economy", "year", "value", "unit", "source", "confidence"]
    rest = ["%", "S9", "high"]
    sheet = [
        head,
        ["internet", "all", "KOR", 2016, 180, *rest],
        ["internet", "all", "KOR", 2017, None, *rest],
    ]
    done = into(study, table(tmp_path, "a.xlsx", made.workbook({"a": sheet}, ["E2:E3"])), "figures")
    assert codes(done) == ["import.merged_number"] * 2
    assert not done.written


def test_a_register_that_the_study_does_not_have_yet(study: Path, tmp_path: Path) -> None:
    (study / "registers" / "gaps.csv").unlink()
    head = ["about", "what_ko", "what_en"]
    done = into(study, table(tmp_path, "a.xlsx", [head, ["x", "없다", "none"]]), "gaps")
    assert (done.ids, codes(done)) == (["G1"], [])
    assert (study / "registers" / "gaps.csv").read_bytes().startswith(b"\xef\xbb\xbfid,about")


def test_ids_that_follow_no_series_are_asked_for(study: Path, tmp_path: Path) -> None:
    figures(study)
    done = into(
        study, table(tmp_path, "a.xlsx", [["name_ko", "name_en"], ["일본", "Japan"]]), "economies"
    )
    assert codes(done) == ["import.no_series"]
    named = [["id", "name_ko", "name_en"], ["JPN", "일본", "Japan"]]
    assert into(study, table(tmp_path, "b.xlsx", named), "economies").ids == ["JPN"]


# ── hostile input ───────────────────────────────────────────────────────────────────────────────


def nested(depth: int) -> bytes:
    return b'{"comment":' + b"[" * depth + b"]" * depth + b"}"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xlsx", b""), ("a.xlsx", b"PK\x03\x04xl/workbook.xml"), ("a.csv", b""),
        ("a.csv", b"\x00\x01\x02"), ("a.csv", b'comment\n"broken'), ("a.csv", b"\xff\xfe\x00"),
        ("a.jsonl", b"[1,2]"), ("a.jsonl", b"{"), ("a.jsonl", nested(100_000)),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le")),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")),
        ("a.hwp", b"HWP Document File V3.00"), ("a.docx", b"PK\x05\x06" + b"\x00" * 18),
    ],
)  # fmt: skip
def test_broken_files_are_refused_with_a_code(
    study: Path, comments: Path, tmp_path: Path, name: str, data: bytes
) -> None:
    before = comments.read_bytes()
    done = into(study, table(tmp_path, name, data))
    assert errors(done.problems)
    assert comments.read_bytes() == before


def test_numbers_merges_and_formulas_meant_to_harm(
    study: Path, comments: Path, tmp_path: Path
) -> None:
    sheet = [
        ["의견", "날짜", "답변"],
        ['=HYPERLINK("http://x")', ("1e999", "day"), "a\u202eb\x85c"],
        ["_xD800_나", (1e9, "day"), "<script>alert(1)</script>"],
    ]
    merged = ["A1:XFD1048576", "B2:B1048576", "A2:ZZ9", "bad", "A9999999:A1"]
    book = made.workbook({"a": sheet}, merged)
    done = into(
        study, table(tmp_path, "a.xlsx", book), fixed={k: ROUND[k] for k in ("round", "stage")}
    )
    assert not done.written
    assert {"date.malformed"} <= set(codes(done))
    plain = [["의견", "답변"], *[[row[0], row[2]] for row in sheet[1:]]]
    done = into(study, table(tmp_path, "b.xlsx", plain))
    assert {"cell.formula", "cell.html"} <= set(codes(done))
    found = rows(study)[1:]
    assert [r["comment"] for r in found] == ['=HYPERLINK("http://x")', "나"]
    assert found[0]["response"] == "ab\nc"


def test_too_many_rows_are_refused(
    study: Path, comments: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("policyloom.intake.entering.MOST_ROWS", 2)
    done = into(study, table(tmp_path, "a.csv", "의견\n가\n나\n다\n".encode()), only_good=True)
    assert codes(done) == ["import.too_many"]
    assert not done.written


WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf", "Co", "Cn", "Zs", "Zl", "Zp"]),
    min_size=1, max_size=30,
).map(lambda words: unicodedata.normalize("NFC", f"가{words}"))  # fmt: skip
CALM = [HealthCheck.function_scoped_fixture]


@settings(max_examples=15, deadline=None, suppress_health_check=CALM)
@given(pairs=st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=4, unique=True))
def test_any_words_come_as_they_are(tmp_path_factory, pairs) -> None:
    folder = tmp_path_factory.mktemp("words")
    new_study(folder / "study")
    form = [["의견 요지", "위원"], *map(list, pairs)]
    done = into(folder / "study", table(folder, "a.xlsx", form), columns={"comment": "의견 요지"})
    assert errors(done.problems) == []
    found = [(r["comment"], r["reviewer"]) for r in rows(folder / "study")[1:]]
    assert found == pairs


# ── the command ─────────────────────────────────────────────────────────────────────────────────


def test_the_command_says_what_it_did(
    study: Path, comments: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = table(tmp_path, "의견.xlsx", FORM)
    words = ["import", str(study), str(path), "--into", "reviews"]
    given_ = ["--set", *(f"{k}={v}" for k, v in ROUND.items())]
    assert main([*words, *given_, "--dry-run"]) == 0
    assert "더해질 것이다: V2, V3" in capsys.readouterr().out
    assert main([*words, *given_]) == 0
    out, aside = capsys.readouterr()
    assert "2행을 더했다: V2, V3" in out
    assert "심의의견→comment" in out
    assert "review.no_response" in aside
    assert main([*words, *given_]) == 0
    assert "이미 있어 건너뛴 행 2개" in capsys.readouterr().out
    assert main(words) == 2
    out, aside = capsys.readouterr()
    assert "import.needs_column" in aside
    assert "아무것도 적지 않았다" in out


def test_the_command_in_english_and_with_wrong_pairs(
    study: Path, comments: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = table(
        tmp_path, "a.xlsx", [["Comment", "Outcome"], ["too long", "글쎄"], ["x", "declined"]]
    )
    words = ["--lang", "en", "import", str(study), str(path), "--into", "reviews"]
    assert main([*words, "--set", "round"]) == 2
    assert "Write name=value" in capsys.readouterr().err
    fixed = ["--set", "round=Board", "stage=midterm"]
    assert main([*words, *fixed]) == 1
    assert "Nothing was written" in capsys.readouterr().out
    assert main([*words, *fixed, "--only-good"]) == 1
    assert "1 rows were left out" in capsys.readouterr().out
    assert rows(study)[1]["comment"] == "x"
