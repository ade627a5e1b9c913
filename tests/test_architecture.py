"""The house rules, held by reading the source."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "policyloom"
MODULES = sorted(PACKAGE.rglob("*.py"))
HEAVY = ("duckdb", "typst", "vl_convert", "jinja2", "markdown_it", "pydantic", "yaml", "rich")
ENGINES = re.compile(r"\b(duckdb|pyspark|sqlite3)\b")


def names(paths: list[Path]) -> list[str]:
    return [p.relative_to(ROOT).as_posix() for p in paths]


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


@pytest.mark.parametrize("path", MODULES, ids=names(MODULES))
def test_modules_stay_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_build_stays_under_300_lines() -> None:
    assert len((PACKAGE / "build.py").read_text(encoding="utf-8").splitlines()) < 300


def test_no_function_is_longer_than_sixty_lines() -> None:
    long = [(p.name, f.name) for p in MODULES for f in functions(p) if length(f) > 60]
    assert long == []


def test_nine_functions_in_ten_are_short() -> None:
    lengths = sorted(length(f) for p in MODULES for f in functions(p))
    assert lengths[int(len(lengths) * 0.9)] <= 30


def test_no_drawer_modules() -> None:
    drawers = {"utils", "util", "helpers", "helper", "misc", "common"}
    assert [p for p in MODULES if drawers & {p.stem, p.parent.name}] == []


def test_only_the_terminal_writes_to_the_terminal() -> None:
    allowed = {"cli.py", "terminal.py"}
    printing = re.compile(r"\bprint\(|sys\.std(out|err)\b")
    found = [p.name for p in MODULES if printing.search(p.read_text(encoding="utf-8"))]
    assert set(found) <= allowed


def test_an_engine_is_named_in_one_place_only() -> None:
    for path in MODULES:
        if path.name in ("engine.py", "settings.py") or path.name.startswith("spark"):
            continue
        code = "\n".join(
            ast.unparse(node)
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Import | ast.ImportFrom)
        )
        assert not ENGINES.search(code), path


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys, io, contextlib\nfrom policyloom.cli import main\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n"
        "    main(['--help'])\n"
        f"print([m for m in {HEAVY!r} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_nothing_is_posix_only() -> None:
    posix = re.compile(r"\b(os\.fork|import (fcntl|pwd|grp|resource|termios))\b")
    assert [p for p in MODULES if posix.search(p.read_text(encoding="utf-8"))] == []


def test_no_addresses_of_registries_in_the_locks() -> None:
    for lock in (ROOT / "requirements").glob("*.lock"):
        assert "://" not in lock.read_text(encoding="utf-8")
