"""The derived pages of the documentation are fresh, and the README says what the program does."""

import importlib.util
import re
from pathlib import Path

import pytest

from policyloom.cli import COMMANDS

ROOT = Path(__file__).parent.parent
spec = importlib.util.spec_from_file_location("pages", ROOT / "docs" / "pages.py")
pages = importlib.util.module_from_spec(spec)
spec.loader.exec_module(pages)


@pytest.mark.parametrize("name", sorted(pages.pages()))
def test_derived_pages_are_fresh(name: str) -> None:
    kept = ROOT / "docs" / name
    stale = not kept.is_file() or kept.read_text(encoding="utf-8") != pages.pages()[name]
    assert not stale, f"docs/{name} is stale; run: python docs/pages.py"


@pytest.mark.parametrize("readme", ["README.md", "README.ko.md"])
def test_every_command_is_in_the_readme(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    missing = [c.name for c in COMMANDS if f"policyloom {c.name}" not in text]
    assert missing == []


@pytest.mark.parametrize(
    "page", ["README.md", "README.ko.md", "ARCHITECTURE.md", "CONTRIBUTING.md"]
)
def test_links_between_pages_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#:]+)\)", text)
    assert [t for t in targets if not (ROOT / t).exists()] == []


def test_both_readmes_have_the_same_commands() -> None:
    blocks = [
        re.findall(r"^    (\S.*?)(?:\s{3,}|$)", (ROOT / n).read_text(encoding="utf-8"), re.M)
        for n in ("README.md", "README.ko.md")
    ]
    assert blocks[0] == blocks[1]
