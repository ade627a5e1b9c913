"""What is installed: the wheel carries the example study and nothing that was made."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_no_derived_files(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "policyloom/studies/china-internet-plus/study.yaml" in names
    assert [
        n
        for n in names
        if n.startswith("policyloom/studies") and ("/derived/" in n or "/documents/" in n)
    ] == []


def test_the_example_study_comes_from_the_wheel_and_checks_clean(
    wheel: Path, tmp_path: Path
) -> None:
    installed = tmp_path / "installed"
    zipfile.ZipFile(wheel).extractall(installed)
    environment = os.environ | {"PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"}

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "policyloom.cli", *words]
        return subprocess.run(  # noqa: PLW1510 - the status is what the test looks at
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, encoding="utf-8"
        )

    made = run("new", "mine", "--example")
    assert made.returncode == 0, made.stderr
    checked = run("check", "mine", "--format", "json")
    assert (checked.returncode, checked.stdout.strip()) == (0, "[]")
