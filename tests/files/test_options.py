"""Options of the analyses of diffusion: their faults are named, and none ends in a traceback."""

from pathlib import Path

import pytest
from seeding import TINY, copy_of

from policyloom.files.check import check_study
from policyloom.files.load import load_study

OLD = "        policies: [P1, P2]\n"


def faults(tmp_path: Path, new: str) -> list[tuple[str, str]]:
    folder = copy_of(TINY, tmp_path)
    path = folder / "study.yaml"
    text = path.read_text(encoding="utf-8")
    assert OLD in text
    path.write_text(text.replace(OLD, OLD + new), encoding="utf-8")
    study, problems = load_study(folder)
    assert study is not None
    return [(p.code, p.column) for p in [*problems, *check_study(study)]
            if p.code not in ("source.unused",)]  # fmt: skip


@pytest.mark.parametrize(
    ("new", "code", "column"),
    [
        ("        kin: [P9]\n", "reference.dangling", "adoption.plans.0.kin.0"),
        ("        kin: P1\n", "option.form", "adoption.plans.0.kin"),
        ("        kinn: [P1]\n", "option.form", "adoption.plans.0.kinn"),
        ("      - 연결산업\n", "option.form", "adoption.plans.1"),
        ("  diffusion:\n    attributes: [ai-papers]\n", "option.form", "diffusion.attributes.0"),
        ("  diffusion:\n    attributes: [{indicator: nothing}]\n", "reference.dangling",
         "diffusion.attributes.0.indicator"),
        ("  diffusion:\n    neighbours: {N10: [N99]}\n", "region.unknown",
         "diffusion.neighbours.N10"),
        ("  diffusion:\n    neighbours: [N10, N20]\n", "option.form", "diffusion.neighbours"),
        ("  coverage:\n    outside: [{plan: other, figure: ai-papers.NUR.2016}]\n",
         "reference.dangling", "coverage.outside.0.plan"),
        ("  coverage:\n    outside: [{plan: connected, figure: x}]\n", "reference.dangling",
         "coverage.outside.0.figure"),
    ],
)  # fmt: skip
def test_a_fault_is_named_at_its_place(tmp_path, new, code, column) -> None:
    assert faults(tmp_path, new) == [(code, f"analyses.{column}")]


def test_options_that_are_right_raise_nothing(tmp_path) -> None:
    good = (
        "  diffusion:\n    attributes: [{indicator: ai-papers, log2: true}]\n"
        "    neighbours: {N10: [N30]}\n"
        "  coverage:\n    outside: [{plan: connected, figure: ai-papers.NUR.2016}]\n"
    )
    assert faults(tmp_path, good) == []


def test_values_of_regions_are_checked_like_those_of_economies(tmp_path) -> None:
    folder = copy_of(TINY, tmp_path)
    rows = (
        "ai-papers.N10.2016,ai-papers,N20,2016,5,papers,S3,high\n"
        "ai-papers.N10.2017,ai-papers,N10,2017,5,books,S3,high\n"
    )
    head = "id,indicator,region,year,value,unit,source,confidence\n"
    (folder / "registers/region_figures.csv").write_text(head + rows, encoding="utf-8")
    study, problems = load_study(folder)
    assert not problems
    found = [(p.code, p.line) for p in check_study(study)]
    assert sorted(found) == [("figure.id", 2), ("unit.mixed", 3)]
