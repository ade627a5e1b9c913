"""The trade page: a table for each comparison, every value once and open to its evidence."""

import re
from pathlib import Path

import pytest

from policyloom.files.load import load_study
from policyloom.site.addresses import anchor

SHIPPED = Path(__file__).parents[2] / "studies" / "china-internet-plus"


@pytest.mark.slow
def test_every_value_of_the_register_stands_once_and_opens_its_row(shipped_site: Path):
    study, _ = load_study(SHIPPED)
    assert study is not None
    page = (shipped_site / "trade.html").read_text(encoding="utf-8")
    rows = study.table("trade").rows
    ids = re.findall(r'<span id="([^"]*)">', page)
    assert sorted(ids) == sorted(anchor(row.id) for row in rows)
    assert {f"#ref=trade:{row.id}" for row in rows} <= set(re.findall(r'href="([^"]*)"', page))
    keys = {tuple(row.text(c) for c in ("product", "description", "basis", "flow")) for row in rows}
    assert page.count("<details") == len(keys), "values of different bases never share a table"


def test_a_study_without_trade_says_so(site: Path):
    page = (site / "trade.html").read_text(encoding="utf-8")
    assert ("<details" in page) or "This study has no trade values" in page
