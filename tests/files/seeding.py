"""Seeding faults into a copy of a study, each at a known place."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from policyloom.core.problem import Problem
from policyloom.files.check import check_study
from policyloom.files.load import load_study

TINY = Path(__file__).parent.parent / "studies" / "tiny"
SHIPPED = Path(__file__).parent.parent.parent / "studies" / "china-internet-plus"

Place = tuple[str, str, int, str]


@dataclass(frozen=True)
class Fault:
    """`old` becomes `new` on a line of a file; `also` are codes that follow from it elsewhere."""

    code: str
    file: str
    line: int
    column: str
    old: str
    new: str
    also: tuple[str, ...] = ()

    def seed(self, folder: Path) -> Place:
        path = folder / self.file
        lines = path.read_bytes().decode("utf-8").split("\n")
        assert self.old in lines[self.line - 1], (self, lines[self.line - 1])
        lines[self.line - 1] = lines[self.line - 1].replace(self.old, self.new, 1)
        path.write_bytes("\n".join(lines).encode("utf-8"))
        return (self.code, self.file, self.line, self.column)


@dataclass(frozen=True)
class Added:
    """A row added at the end of a table."""

    code: str
    file: str
    column: str
    row: str
    also: tuple[str, ...] = ()

    def seed(self, folder: Path) -> Place:
        path = folder / self.file
        data = path.read_bytes()
        path.write_bytes(data + self.row.encode("utf-8") + b"\n")
        return (self.code, self.file, data.count(b"\n") + 1, self.column)


def copy_of(study: Path, folder: Path) -> Path:
    made = folder / "study"
    shutil.copytree(study, made, ignore=shutil.ignore_patterns("derived", "documents", "evidence"))
    return made


def problems_of(folder: Path) -> list[Problem]:
    study, problems = load_study(folder)
    return problems + (check_study(study) if study is not None else [])


def places(problems: list[Problem]) -> list[Place]:
    return [(p.code, p.file, p.line, p.column) for p in problems]
