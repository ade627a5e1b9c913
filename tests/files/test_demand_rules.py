"""Rules on where demand is said to be: cells of claims, and rows of many cells."""

from pathlib import Path

import pytest

from policyloom.files.check import check_study
from policyloom.files.load import load_study

TINY = Path(__file__).parents[1] / "studies" / "tiny"
CODES = ("claim.cell", "demand.", "yaml.pattern", "option.form", "reference.dangling")
CLAIM = """
  - id: D-01
    kind: {kind}
    statement: {{ko: 가., en: A.}}
    sectors: [{sectors}]
    regions: [{regions}]
    {cells}
    support:
      - row: {row}
"""


@pytest.fixture
def problems(tmp_path):
    """Return a function that adds a claim, or rows of demand, and gives the problems told."""
    import shutil

    def check(claim="", demands="", options=""):
        folder = tmp_path / "study"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(TINY, folder, ignore=shutil.ignore_patterns("derived"))
        with (folder / "claims.yaml").open("a", encoding="utf-8") as file:
            file.write(claim)
        if demands:
            (folder / "registers" / "demands.csv").write_text(HEAD + demands, encoding="utf-8")
        if options:
            path = folder / "study.yaml"
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace("analyses:\n", f"analyses:\n{options}"), encoding="utf-8")
        study, found = load_study(folder)
        assert study is not None
        return [p for p in (*found, *check_study(study)) if p.code.startswith(CODES)]

    return check


HEAD = "id,sectors,regions,kind,direction,what_ko,what_en,row,year,sources,confidence\n"


def claim(cells="", kind="demand", sectors="ai, o2o", regions="N10, N20", row="risks:R2"):
    return CLAIM.format(cells=cells, kind=kind, sectors=sectors, regions=regions, row=row)


def test_cells_of_its_own_sectors_and_regions_are_right(problems):
    assert problems(claim("cells: [ai@N10, o2o@N20]")) == []


@pytest.mark.parametrize(
    ("cell", "value", "known"), [("ai@N30", "N30", "N10, N20"), ("a1@N10", "a1", "ai, o2o")]
)
def test_a_cell_of_another_sector_or_region_is_told_with_those_it_has(problems, cell, value, known):
    (found,) = problems(claim(f"cells: [o2o@N20, {cell}]"))
    assert found.code == "claim.cell" and found.column == "D-01.cells.1"
    assert value in found.message("en") and known in found.cure("en") and known in found.cure("ko")
    assert found.line > 0


@pytest.mark.parametrize("cell", ["ai", "ai@", "'@N10'", "ai@N10@N20", "'ai @N10'"])
def test_what_is_no_cell_is_told(problems, cell):
    assert next(p.code for p in problems(claim(f"cells: [{cell}]"))) == "yaml.pattern"


def test_a_claim_of_several_sectors_and_regions_needs_rows_that_say_where(problems):
    (found,) = problems(claim())
    assert found.code == "claim.cells_wanted" and found.level == "warning"
    assert "ai@N10" in found.cure("en")
    assert problems(claim(row="cases:K1")) == [], "a case is of one sector in one region"
    assert problems(claim(sectors="ai")) == [] and problems(claim(regions="N10")) == []
    assert problems(claim(kind="finding")) == [], "a finding stands in no cell"


def test_a_row_of_demand_with_many_cells_is_told(problems):
    tail = "survey,for,가,A,,2018,S1,high\n"
    (found,) = problems(demands=f"1,ai;o2o,N10;N20,{tail}")
    assert found.code == "demand.crossed" and "4" in found.message("en")
    assert problems(demands=f"1,ai;o2o,N10,{tail}2,ai,N10;N20,{tail}") == []


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ("{participation: anchor, outcome: outcome-overall, top: 3, draws: 50}", None),
        ("{participation: anchors}", "reference.dangling"),
        ("{top: many}", "option.form"),
        ("{draws: 0}", "option.form"),
        ("{weights: 5}", "option.form"),
    ],
)
def test_options_are_checked_before_anything_is_computed(problems, options, code):
    found = problems(options=f"  demand: {options}\n")
    assert [(p.code, p.file) for p in found] == ([(code, "study.yaml")] if code else [])
    assert all(p.column.startswith("analyses.demand") and p.line > 1 for p in found)
