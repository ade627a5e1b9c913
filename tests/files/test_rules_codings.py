"""Rules on codings of policies and on the options of the analyses of policy texts."""

from pathlib import Path

import pytest
from seeding import TINY, copy_of, places, problems_of

STRENGTH, PMC = "registers/policy_codes.csv", "registers/pmc_codes.csv"
_STRENGTH = "id,policy,aspect,score,evidence,coder,standing,sources\n"
_PMC = "id,policy,cell,value,evidence,coder,sources\n"
_BOOK = """pmc_variables:
  - id: X1
    ko: 성격
    en: Nature
    cells:
      - {id: X1.1, ko: 예측, en: Forecast}
      - {id: X1.2, ko: 감독, en: Supervision}
  - {id: X2, ko: 시효, en: Timeliness, cells: [{id: X2.1, ko: 장기, en: Long}]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copy_of(TINY, tmp_path / "study")


def found(folder: Path) -> list[tuple[str, str, int, str]]:
    return [p for p in places(problems_of(folder)) if p[0] != "source.unused"]


def write(folder: Path, name: str, head: str, *lines: str) -> None:
    (folder / name).write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


def book(folder: Path, text: str = _BOOK) -> None:
    path = folder / "codebook.yaml"
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_codings_that_are_right_raise_nothing(folder):
    book(folder)
    write(folder, STRENGTH, _STRENGTH, "1,C1,goal,5,목표가 수치로 있다,가,,S1",
          "2,C1,goal,4,다르게 읽었다,나,,S1", "3,C1,goal,5,합의,다,adjudicated,S1",
          "4,C1,measure,2,수단 하나,가,coding,S1")  # fmt: skip
    write(folder, PMC, _PMC, "1,C1,X1.1,1,있다,가,S1", "2,C1,X1.2,,알 수 없다,가,S1",
          "3,C1,X1.1,0,없다,나,S1")  # fmt: skip
    assert found(folder) == []


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        ("2,C1,goal,4,다시,가,,S1", "coding.twice", "aspect"),
        ("2,C1,goal,6,높다,나,,S1", "value.scale", "score"),
        ("2,C1,goal,0,없다,나,,S1", "value.scale", "score"),
        ("2,C1,goals,4,높다,나,,S1", "code.unknown", "aspect"),
        ("2,C9,goal,4,높다,나,,S1", "reference.dangling", "policy"),
        ("2,C1,goal,4,,나,,S1", "cell.empty", "evidence"),
        ("2,C1,goal,4,높다,나,,S99", "source.unknown", "sources"),
    ],
)
def test_scores_that_cannot_be(folder, line, code, column):
    write(folder, STRENGTH, _STRENGTH, "1,C1,goal,5,목표,가,,S1", line)
    assert found(folder) == [(code, STRENGTH, 3, column)]


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        ("2,C1,X1.1,0,다시,가,S1", "coding.twice", "cell"),
        ("2,C1,X1.9,0,없다,가,S1", "code.unknown", "cell"),
        ("2,C1,X1,0,변수는 칸이 아니다,가,S1", "code.unknown", "cell"),
        ("2,C1,X1.2,2,둘,가,S1", "value.scale", "value"),
    ],
)
def test_pmc_cells_that_cannot_be(folder, line, code, column):
    book(folder)
    write(folder, PMC, _PMC, "1,C1,X1.1,1,있다,가,S1", line)
    assert found(folder) == [(code, PMC, 3, column)]


def test_a_cell_belongs_to_one_variable(folder):
    book(folder, _BOOK.replace("id: X2.1", "id: X1.1"))
    ((code, file, _, column),) = found(folder)
    place = "pmc_variables.1.cells.0.id"
    assert (code, file, column) == ("word.duplicate", "codebook.yaml", place)


@pytest.mark.parametrize(
    ("new", "code", "column"),
    [
        ("  policy_strength: {scale: peng-2009}\n", "option.form", "policy_strength"),
        ("  policy_strength: {joint: last}\n", "option.form", "policy_strength.joint"),
        ("  pmc: {missing: zero}\n", "option.form", "pmc.missing"),
        ("  pmc: {surfaces: [C1, C9]}\n", "reference.dangling", "pmc.surfaces.1"),
        ("  attention: {terms: [nothing]}\n", "reference.dangling", "attention.terms.0"),
        ("  terms: {variety: 1}\n", "option.form", "terms.variety"),
        ("  terms: [x]\n", None, None),
    ],
)
def test_a_fault_of_options_is_named_at_its_place(folder, new, code, column):
    path = folder / "study.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("analyses:\n", f"analyses:\n{new}"), encoding="utf-8")
    if code is None:
        assert found(folder), "told by loading"
    else:
        assert [(p[0], p[3]) for p in found(folder)] == [(code, f"analyses.{column}")]


def test_grades_that_do_not_fall_are_a_fault(folder):
    cuts = "[{ko: 가, en: A, low: 5}, {ko: 나, en: B, low: 6}]"
    new = f"  pmc: {{grades: {{id: own, scale: points, source: x, top: 10, cuts: {cuts}}}}}\n"
    path = folder / "study.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("analyses:\n", f"analyses:\n{new}"), encoding="utf-8")
    assert {p[0] for p in found(folder)} == {"option.form"}
