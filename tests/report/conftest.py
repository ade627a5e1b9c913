"""Fixtures of the report's tests; the tiny study itself is in tiny.py."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def held(tmp_path: Path) -> Path:
    """A study folder whose source S1 is held."""
    (tmp_path / "documents").mkdir()
    text = "各省、自治区：国务院关于积极推进“互联网＋”行动的指导意见，国发〔2015〕 40 号。"
    (tmp_path / "documents" / "s1.txt").write_text(text, encoding="utf-8")
    return tmp_path
