"""Pages learn about a study through Material's gateways only; else they would go stale unseen."""

import re
from pathlib import Path

import policyloom.site
from policyloom.site.material import Material
from policyloom.site.watch import GATEWAYS

SITE = Path(policyloom.site.__file__).parent
MAY_LOOK = {"material.py", "kept.py", "write.py"}
BEHIND = re.compile(
    r"\bmaterial\.(facts|lineage|outcomes|problems|_\w+)\b"
    r"|\bstudy\.(table|tables|claims|chapters|plan|inputs|lines)\b"
)


def test_no_page_looks_behind_the_gateways():
    modules = [p for p in SITE.rglob("*.py") if p.name not in MAY_LOOK]
    templates = list(SITE.rglob("*.html"))
    found = {p.name: BEHIND.findall(p.read_text(encoding="utf-8")) for p in modules + templates}
    assert {name: words for name, words in found.items() if words} == {}


def test_what_is_asked_while_a_file_is_made_is_noted_even_where_the_answer_was_kept(
    material: Material,
):
    assert {"row", "rows", "table", "find", "users"} <= GATEWAYS
    for _ in range(2):
        row, asked = material.watch.during(lambda: material.row("policies", "P1"))
        assert row is not None
        assert asked == {("row", "policies", "P1")}
