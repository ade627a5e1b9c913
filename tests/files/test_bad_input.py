"""Broken, hostile and merely unlucky folders: a clear problem with its place, never a traceback."""

import hashlib
import os
import shutil
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from seeding import TINY, copy_of, places, problems_of

from policyloom.core.problem import errors
from policyloom.files.check import check_study
from policyloom.files.load import load_study

PILOTS = "registers/pilots.csv"
TEXT = (TINY / PILOTS).read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copy_of(TINY, tmp_path)


def codes(folder: Path) -> list[str]:
    return [p.code for p in problems_of(folder)]


def test_an_empty_folder_is_no_study(tmp_path) -> None:
    study, problems = load_study(tmp_path)
    assert study is None
    assert places(problems) == [("study.missing", "study.yaml", 0, "")]


def test_a_folder_that_does_not_exist(tmp_path) -> None:
    study, problems = load_study(tmp_path / "none")
    assert study is None
    assert [p.code for p in problems] == ["folder.missing"]


def test_a_binary_file_named_csv(folder) -> None:
    (folder / PILOTS).write_bytes(b"PK\x03\x04\n\x14\x00\x06\x00" * 50)
    assert places(problems_of(folder)) == [("csv.binary", PILOTS, 2, "")]


@pytest.mark.parametrize(
    ("encoding", "seems", "text"),
    [
        ("cp949", "CP949", TEXT.replace("，", ",")),
        ("euc-kr", "CP949", TEXT),
        ("gb18030", "GB18030", "id,name\nPL1,智能网联汽车开放道路测试\nPL2,人工智能创新平台\n"),
        ("utf-16", "UTF-16", TEXT),
    ],
)
def test_another_encoding_is_named_with_its_line_and_cure(folder, encoding, seems, text) -> None:
    (folder / PILOTS).write_bytes(text.encode(encoding))
    (found,) = problems_of(folder)
    assert (found.code, found.file) == ("csv.encoding", PILOTS)
    assert found.line == (1 if encoding == "utf-16" else 2)
    assert seems in found.message("ko")
    assert "CSV UTF-8" in found.cure("ko")
    assert "CSV UTF-8" in found.cure("en")


def test_a_single_broken_byte_is_named_at_its_line(folder) -> None:
    (folder / PILOTS).write_bytes(TEXT.encode().replace("솔숲".encode(), b"\xff\xfe\xfd", 1))
    assert places(problems_of(folder)) == [("csv.binary", PILOTS, 4, "")]


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_bom_and_other_line_ends_are_simply_accepted(folder, newline) -> None:
    for path in folder.rglob("*.csv"):
        text = path.read_text(encoding="utf-8").replace("\n", newline)
        path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    study, problems = load_study(folder)
    plain, _ = load_study(TINY)
    assert problems == []
    for name, table in plain.tables.items():
        assert [r.line for r in study.table(name)] == [r.line for r in table]
        assert [r.id for r in study.table(name)] == [r.id for r in table]


def test_empty_rows_and_columns_that_excel_leaves_are_skipped(folder) -> None:
    lines = TEXT.splitlines()
    (folder / PILOTS).write_text("\n".join(f"{x},," for x in lines) + "\n" + "," * 15 + "\n\n")
    assert problems_of(folder) == []


def test_a_huge_csv_is_refused_at_once_without_being_read(folder) -> None:
    with (folder / PILOTS).open("wb") as stream:
        stream.truncate(200_000_000)
    started = time.monotonic()
    assert places(problems_of(folder)) == [("file.too_large", PILOTS, 0, "")]
    assert time.monotonic() - started < 1


def test_a_quote_left_open_is_named_where_its_row_begins(folder) -> None:
    (folder / PILOTS).write_text(TEXT.replace("PL2,달내", 'PL2,"달내'), encoding="utf-8")
    assert places(problems_of(folder)) == [("csv.broken", PILOTS, 3, "")]


def test_a_quote_left_open_in_a_long_file_is_named_too(folder) -> None:
    more = "".join(f"PX{i},{'가' * 90}\n" for i in range(2000))
    (folder / PILOTS).write_text(TEXT.replace("PL2,달내", 'PL2,"달내') + more, encoding="utf-8")
    assert places(problems_of(folder)) == [("csv.too_long", PILOTS, 3, "")]


@pytest.mark.parametrize("separator", [";", "\t"])
def test_another_delimiter(folder, separator) -> None:
    (folder / PILOTS).write_text(TEXT.replace(",", separator), encoding="utf-8")
    assert places(problems_of(folder)) == [("csv.delimiter", PILOTS, 1, "")]


def test_an_empty_table_file_names_the_missing_header(folder) -> None:
    (folder / PILOTS).write_bytes(b"")
    assert places(problems_of(folder)) == [("csv.empty", PILOTS, 1, "")]


def test_a_folder_in_the_place_of_a_table(folder) -> None:
    (folder / PILOTS).unlink()
    (folder / PILOTS).mkdir()
    assert places(problems_of(folder)) == [("file.missing", PILOTS, 0, "")]


def test_a_wrong_table_under_a_name_is_not_listed_without_end(folder) -> None:
    row = "PL1,이름,,nowhere,X,,,,,,not-a-date,,S4,high\n"
    (folder / PILOTS).write_text(TEXT.splitlines()[0] + "\n" + row * 5000, encoding="utf-8")
    found = [p for p in load_study(folder)[1] if p.file == PILOTS]
    assert len(found) < 1100
    assert "file.and_more" in {p.code for p in found}


def test_a_missing_table_is_one_problem_not_one_for_every_row(folder) -> None:
    (folder / "regions.csv").unlink()
    found = [p for p in problems_of(folder) if p.file != "claims.yaml"]
    assert [(p.code, p.file) for p in found] == [
        ("table.missing", "regions.csv"),
        ("region.unknown", "study.yaml"),
    ]


def test_an_unreadable_table_brings_no_consequences(folder) -> None:
    (folder / "sources.csv").write_bytes((folder / "sources.csv").read_text().encode("cp949"))
    assert places(problems_of(folder)) == [("csv.encoding", "sources.csv", 2, "")]


def test_formulas_are_text_and_nothing_else(folder) -> None:
    formula = "=HYPERLINK(evil)|cmd"
    text = TEXT.replace("한빛시,시험구", f"한빛시,{formula}")
    (folder / PILOTS).write_text(text, encoding="utf-8")
    study, problems = load_study(folder)
    assert places(problems) == [("cell.formula", PILOTS, 2, "type")]
    assert errors(problems) == []
    assert study.table("pilots").by_id["PL1"]["type"] == formula


def test_a_dash_or_a_plus_at_the_start_is_no_formula(folder) -> None:
    for start in ("- 첫째", "+82-2-123", "-(주)한빛", "@한빛", "-5"):
        text = TEXT.replace("한빛시,시험구", f"한빛시,{start}")
        (folder / PILOTS).write_text(text, encoding="utf-8")
        assert problems_of(folder) == []


# --- YAML ---------------------------------------------------------------------------------------


def test_an_alias_bomb_is_refused_at_its_first_alias(folder) -> None:
    levels = [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 12)]
    (folder / "codebook.yaml").write_text("a0: &a0 [lol]\n" + "\n".join(levels), encoding="utf-8")
    started = time.monotonic()
    assert places(problems_of(folder)) == [("yaml.alias", "codebook.yaml", 2, "a1.0")]
    assert time.monotonic() - started < 1


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("conditions: [\nrisk_kinds: 1\n", "yaml.broken", 2),
        ("conditions:\n\t- 1\n", "yaml.broken", 2),
        ("conditions: []\ncauses: 'x\n", "yaml.broken", 2),
        ("conditions: []\n\x07: 1\n", "yaml.broken", 2),
        ("conditions: []\ncauses: !!python/object/apply:os.system [id]\n", "yaml.tag", 2),
        ("conditions: []\n---\ncauses: []\n", "yaml.documents", 2),
        ("conditions: []\n? [a]\n: 1\n", "yaml.key", 2),
        ("conditions:\n  " + "[" * 60 + "]" * 60 + "\n", "yaml.too_deep", 2),
        ("", "yaml.empty", 1),
        ("# only a comment\n", "yaml.empty", 1),
        ("- a\n- b\n", "yaml.type", 1),
    ],
)
def test_broken_yaml_is_named_at_its_line(folder, text, code, line) -> None:
    (folder / "codebook.yaml").write_text(text, encoding="utf-8")
    assert places(load_study(folder)[1])[0][:3] == (code, "codebook.yaml", line)


def test_ten_thousand_brackets_do_no_harm(folder) -> None:
    (folder / "codebook.yaml").write_text("[" * 10_000, encoding="utf-8")
    assert "yaml.too_deep" in codes(folder)


def test_yaml_in_another_encoding(folder) -> None:
    text = (folder / "codebook.yaml").read_text(encoding="utf-8")
    (folder / "codebook.yaml").write_bytes(text.encode("cp949"))
    assert places(problems_of(folder)) == [("text.encoding", "codebook.yaml", 3, "")]


def test_faulty_claims_leave_the_others(folder) -> None:
    path = folder / "claims.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("kind: finding", "kind: hunch"))
    study, problems = load_study(folder)
    assert places(problems) == [("yaml.choice", "claims.yaml", 4, "F-AI-01.kind")]
    assert [claim.id for claim in study.claims] == ["P-AI-01"]


def test_a_support_with_two_ends_is_named(folder) -> None:
    path = folder / "claims.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("note: 중앙 계획", "source: S1"))
    assert places(load_study(folder)[1]) == [
        ("yaml.support", "claims.yaml", 12, "F-AI-01.support.1")
    ]


def test_two_claims_of_one_id(folder) -> None:
    path = folder / "claims.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("id: P-AI-01", "id: F-AI-01"), encoding="utf-8")
    assert places(load_study(folder)[1]) == [("id.duplicate", "claims.yaml", 18, "F-AI-01.id")]


# --- paths --------------------------------------------------------------------------------------

OUTSIDE = [
    "../01.md", "report/../../01.md", "/etc/passwd", "C:/Windows/win.ini", "C:report.md",
    "//server/share/a.md", "\\\\server\\share\\a.md", "..\\01.md", "~/.ssh/id", "report/01.md:ads",
]  # fmt: skip


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_path_that_leaves_the_folder_is_refused_where_it_is_written(folder, name) -> None:
    path = folder / "study.yaml"
    text = path.read_text(encoding="utf-8").replace("report/02.md", f"'{name}'")
    path.write_text(text, encoding="utf-8")
    found = [p for p in problems_of(folder) if p.code != "chapter.unlisted"]
    assert places(found) == [("path.outside", "study.yaml", 29, "chapters.1.file")]


def test_a_link_that_leads_out_of_the_folder_is_not_followed(folder, tmp_path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text(TEXT, encoding="utf-8")
    (folder / PILOTS).unlink()
    try:
        (folder / PILOTS).symlink_to(secret)
    except OSError:
        pytest.skip("links need a privilege here")
    assert places(problems_of(folder)) == [("path.outside", PILOTS, 0, "")]


def test_a_link_that_leads_to_itself(folder) -> None:
    (folder / PILOTS).unlink()
    try:
        (folder / PILOTS).symlink_to(folder / PILOTS)
    except OSError:
        pytest.skip("links need a privilege here")
    assert [p.file for p in problems_of(folder)] == [PILOTS]


# --- the map ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"type":\n nonsense', ("map.broken", "maps/regions.geojson", 2, "")),
        ("[" * 100_000, ("map.broken", "maps/regions.geojson", 1, "")),
        ("[]", ("map.shape", "maps/regions.geojson", 1, "")),
        (None, ("map.missing", "study.yaml", 26, "map.file")),
    ],
)
def test_a_broken_map(folder, text, place) -> None:
    path = folder / "maps" / "regions.geojson"
    path.unlink() if text is None else path.write_text(text, encoding="utf-8")
    assert places(problems_of(folder)) == [place]


# --- always -------------------------------------------------------------------------------------


def test_loading_and_checking_change_no_file(folder) -> None:
    def state() -> dict[str, str]:
        files = (p for p in folder.rglob("*") if p.is_file())
        return {str(p): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}

    before = state()
    problems_of(folder)
    assert state() == before


def test_inputs_are_the_hashes_of_the_files_read() -> None:
    study, _ = load_study(TINY)
    for name, value in study.inputs.items():
        assert hashlib.sha256((TINY / name).read_bytes()).hexdigest() == value
    assert {"study.yaml", "sources.csv", "report/01.md", "maps/regions.geojson"} <= {*study.inputs}


NAMES = [PILOTS, "sources.csv", "study.yaml", "codebook.yaml", "claims.yaml", "plan/plan.yaml"]
ROUGH = st.one_of(
    st.binary(max_size=200),
    st.text(max_size=200).map(lambda t: t.encode("utf-8", "surrogatepass")),
    st.text("[]{}\"',:;-&*!|>\n\t #가a1=", max_size=200).map(str.encode),
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(name=st.sampled_from(NAMES), data=ROUGH, keep=st.booleans())
def test_no_bytes_whatever_raise(tmp_path_factory, name, data, keep) -> None:
    folder = copy_of(TINY, tmp_path_factory.mktemp("rough"))
    path = folder / name
    old = path.read_bytes()
    path.write_bytes(old[: len(old) // 2] + data + old[len(old) // 2 :] if keep else data)
    study, problems = load_study(folder)
    for problem in problems + (check_study(study) if study else []):
        assert problem.as_record("ko")
        assert problem.line <= path.read_bytes().count(b"\n") + path.read_bytes().count(b"\r") + 50
    shutil.rmtree(folder)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
def test_a_pipe_in_the_place_of_a_file_does_not_hang(folder) -> None:
    (folder / PILOTS).unlink()
    os.mkfifo(folder / PILOTS)
    assert places(problems_of(folder)) == [("file.missing", PILOTS, 0, "")]
