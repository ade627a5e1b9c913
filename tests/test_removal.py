"""What `explain --without` tells: claims, their strength, cells of demand and sentences."""

import shutil
from pathlib import Path

import pytest

from policyloom.cli import main

TINY = Path(__file__).parent / "studies" / "tiny"
HEAD = "id,sectors,regions,kind,direction,what_ko,what_en,row,year,sources,confidence\n"
ROWS = HEAD + (
    "DM1,ai,N10,company,for,기업이 상대를 찾는다.,A firm looks for partners.,,2018,S5,medium\n"
    "DM2,ai,N20,report,for,보고서가 수요를 적었다.,A report tells of demand.,,2018,S4;S3,high\n"
)
CLAIMS = """
  - id: D-01
    kind: demand
    statement: {ko: 한빛주에 수요가 있다., en: There is demand in Hanbit.}
    sectors: [ai]
    regions: [N10]
    support:
      - row: demands:DM1
  - id: P-02
    kind: proposal
    statement: {ko: 한빛주에 들어간다., en: Enter Hanbit.}
    sectors: [ai]
    regions: [N10]
    support:
      - claim: D-01
      - holds: demand.for_ai_n10 >= 1
  - id: F-02
    kind: finding
    statement: {ko: 달내주의 보고서., en: A report on Dalnae.}
    sectors: [ai]
    support:
      - row: demands:DM2
"""


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = tmp_path / "study"
    shutil.copytree(TINY, folder, ignore=shutil.ignore_patterns("derived"))
    (folder / "registers" / "demands.csv").write_text(ROWS, encoding="utf-8")
    with (folder / "claims.yaml").open("a", encoding="utf-8") as file:
        file.write(CLAIMS)
    return folder


def told(study: Path, capsys, *sources: str) -> dict[str, list[str]]:
    """Return the lines below each heading of the English answer."""
    assert main(["--lang", "en", "explain", str(study), "--without", *sources]) == 0
    blocks = capsys.readouterr().out.strip().split("\n\n")
    return {lines[0]: lines[1:] for lines in (block.splitlines() for block in blocks)}


def under(answer: dict[str, list[str]], heading: str) -> list[str]:
    return next(lines for name, lines in answer.items() if name.startswith(heading))


def test_the_cell_turns_and_the_proposal_that_rested_on_it_falls(study, capsys):
    answer = told(study, capsys, "S5")
    (cell,) = [line for line in under(answer, "Cells of demand that turn") if "Hanbit" in line]
    assert cell == (
        "  Hanbit · Artificial intelligence: Evidence for demand → "
        "Not enough evidence (direction unclear)"
    )
    fallen = under(answer, "Claims that fall: 2 (1 proposals)")
    assert [line.split()[0] for line in fallen] == ["D-01", "P-02"]
    assert "[Proposal]" in fallen[1]


def test_a_claim_that_keeps_another_source_grows_weaker_and_its_cell_stands(study, capsys):
    answer = told(study, capsys, "S4")
    assert not any(
        "Dalnae · Artificial" in line for line in under(answer, "Cells of demand that turn")
    )
    weaker = under(answer, "Claims whose evidence")
    assert "  F-02  moderate evidence → weak evidence" in weaker


def test_nothing_turns_without_a_source_of_something_else(study, capsys):
    answer = told(study, capsys, "S6")
    assert under(answer, "Cells of demand that turn: 0") == ["  (nothing)"]


def test_an_unknown_source_is_told(study, capsys):
    assert main(["--lang", "en", "explain", str(study), "--without", "S99"]) == 1
    assert "S99" in capsys.readouterr().out
