"""Seals: what was confirmed does not change silently, and harmless changes raise no alarm."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from seeding import TINY, copy_of, problems_of

from policyloom.cli import main
from policyloom.files.load import load_study
from policyloom.files.seals import SEALS, Seal, read_seals, sealables, write_seals

FIGURES, CLAIMS, CHAPTER = "registers/figures.csv", "claims.yaml", "report/01.md"


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    folder = copy_of(TINY, tmp_path)
    assert main(["seal", str(folder), "--by", "홍길동", "--why", "원문과 대조"]) == 0
    assert seal_codes(folder) == []
    return folder


def seal_codes(folder: Path) -> list[tuple[str, str, str]]:
    found = problems_of(folder)
    return [(p.code, p.file, p.column) for p in found if p.code.startswith("seal.")]


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_bytes().decode("utf-8")
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode("utf-8"))


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (FIGURES, "2017,9600", "2017,9800", ("seal.changed", FIGURES, "value")),
        ("registers/policies.csv", "国发〔2015〕40号", "",
         ("seal.dropped", "registers/policies.csv", "number")),
        (FIGURES, "papers,,S3,medium", "papers,전체,S3,medium",
         ("seal.added", FIGURES, "definition")),
        ("registers/policies.csv", "2015-07-01", "2015-07-02",
         ("seal.changed", "registers/policies.csv", "date_issued")),
        (CLAIMS, "2017 > figures", "2017 >= figures", ("seal.changed", CLAIMS, "support.0")),
        (CLAIMS, "    against:\n      - row: risks:R2\n", "",
         ("seal.dropped", CLAIMS, "against.0")),
        (CHAPTER, "{cite}`S1`", "{cite}`S2`", ("seal.marks", CHAPTER, "")),
        (CHAPTER, "NUR.2017`편", "NUR.2016`편", ("seal.marks", CHAPTER, "")),
    ],
)  # fmt: skip
def test_a_change_after_sealing_is_told_at_its_place(sealed, file, old, new, told):
    change(sealed, file, old, new)
    assert seal_codes(sealed) == [told]
    assert main(["seal", str(sealed), "--by", "홍길동", "--why", "다시 대조"]) == 0
    assert seal_codes(sealed) == []


def test_a_sealed_row_that_goes_is_told_until_that_is_confirmed(sealed):
    path = sealed / "registers/figures.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:-1]), encoding="utf-8")
    gone = lines[-1].split(",")[0]
    assert seal_codes(sealed) == [("seal.gone", FIGURES, "")]
    assert main(["seal", str(sealed), f"figures:{gone}", "--by", "홍길동"]) == 0
    assert seal_codes(sealed) == []


def test_rewritten_prose_and_harmless_forms_raise_no_alarm(sealed):
    change(sealed, CHAPTER, "한빛주의", "일찍이 한빛주의")
    path = sealed / FIGURES
    data = path.read_bytes().decode("utf-8").replace("9600", "9600.0").replace("\n", "\r\n")
    path.write_bytes(b"\xef\xbb\xbf" + data.encode("utf-8"))
    found = [p for p in problems_of(sealed) if p.code == "seal.changed"]
    assert not found


def test_sealing_only_adds_and_the_last_seal_counts(sealed):
    before = (sealed / SEALS).read_bytes()
    change(sealed, FIGURES, "2017,9600", "2017,9800")
    main(["seal", str(sealed), "--by", "이몽룡", "--why", "정정"])
    after = (sealed / SEALS).read_bytes()
    assert after.startswith(before)
    assert after.count(b"\n") == before.count(b"\n") + 1
    seals, problems = read_seals(sealed)
    assert not problems
    assert seals["figures:ai-papers.NUR.2017"].by == "이몽룡"


def test_the_state_without_a_name_writes_nothing(tmp_path, capsys):
    folder = copy_of(TINY, tmp_path)
    assert main(["seal", str(folder)]) == 0
    assert not (folder / SEALS).exists()
    assert "확정 0건" in capsys.readouterr().out


def test_a_faulty_study_and_an_unknown_name_are_refused(sealed, capsys):
    assert main(["seal", str(sealed), "figures:none", "--by", "x", "--lang", "en"]) == 1
    assert "figures:none" in capsys.readouterr().err
    change(sealed, FIGURES, "9600", "많음")
    assert main(["seal", str(sealed), "--by", "x"]) == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("a,b\n", "seal.header"),
        ("of,parts,by,date,why\nclaim:A,nonsense,x,2018,\n", "seal.broken"),
        ("of,parts,by,date,why\nclaim:A\n", "seal.broken"),
        ("", "seal.header"),
    ],
)
def test_a_damaged_seal_file_is_told(sealed, content, code):
    (sealed / SEALS).write_text(content, encoding="utf-8")
    assert code in {p.code for p in problems_of(sealed)}


def test_digests_are_the_same_in_another_process(sealed):
    study, _ = load_study(sealed)
    assert study is not None
    here = {t.of: dict(t.parts) for t in sealables(study)}
    program = (
        "import sys,json; from pathlib import Path; from policyloom.files.load import load_study;"
        "from policyloom.files.seals import sealables;"
        "s,_=load_study(Path(sys.argv[1]));"
        "print(json.dumps({t.of: dict(t.parts) for t in sealables(s)}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(sealed)], capture_output=True, text=True, check=True
    )
    import json

    assert json.loads(done.stdout) == here


@given(st.text(min_size=1).filter(lambda t: t.strip() == t and "\0" not in t))
def test_any_name_and_reason_come_back(tmp_path_factory, words):
    folder = tmp_path_factory.mktemp("seals")
    made = Seal("claim:A", {"kind": "0a1b2c3d"}, words, "2018-11-01", words)
    write_seals(folder, [made])
    write_seals(folder, [made])
    seals, problems = read_seals(folder)
    flat = {s.by.replace("\r\n", "\n").replace("\r", "\n") for s in seals.values()}
    if not problems:
        assert flat == {words.replace("\r\n", "\n").replace("\r", "\n")}
