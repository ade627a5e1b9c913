"""The matrix of demand on the site: each cell with its evidence, and what a source holds up."""

import re
from pathlib import Path

import pytest

from policyloom.model.claim_cells import cell_name
from policyloom.model.claims import Claim, Support
from policyloom.model.settings import Bilingual


def read(site: Path, name: str) -> str:
    return (site / name).read_text(encoding="utf-8")


def cards(text: str) -> dict[str, str]:
    """Return the cards of cells by their ids."""
    parts = re.split(r'<article class="card cell" id="(cell_[a-z0-9_]+)"', text)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.slow
def test_every_cell_of_the_grid_leads_to_its_card_with_all_its_evidence(shipped_site: Path):
    text = read(shipped_site, "demand.html")
    found = cards(text)
    links = re.findall(r'<td><a href="#(cell_[a-z0-9_]+)">(\d+)[^<]*</a></td>', text)
    assert links and {name for name, _ in links} == set(found)
    for name, number in links:
        assert found[name].count("data-piece=") == int(number), name


@pytest.mark.slow
def test_what_only_a_firm_says_is_marked(shipped_site: Path):
    text = read(shipped_site, "demand.html")
    own = [piece for piece in re.split(r"(?=<li data-piece=)", text) if "기업 스스로의 말" in piece]
    assert own and all("data-piece" in piece for piece in own)


@pytest.mark.slow
def test_a_source_leads_to_the_cells_that_turn_without_it_and_back(shipped_site: Path):
    found = cards(read(shipped_site, "demand.html"))
    name, card = next((n, c) for n, c in found.items() if 'class="without"' in c)
    source = re.search(r'class="without" data-lost="[^"]*">.*?href="(sources/[^"]+)"', card, re.S)
    assert source is not None
    page = read(shipped_site, source.group(1))
    assert f"demand.html#{name}" in page and "증거 부족" in page


@pytest.mark.slow
def test_a_region_lists_its_cells(shipped_site: Path):
    found = cards(read(shipped_site, "demand.html"))
    regions = {name.rpartition("_")[2] for name in found}
    for region in list(regions)[:5]:
        page = read(shipped_site, f"regions/{region}.html")
        for name in found:
            assert (f'demand.html#{name}"' in page) == name.endswith(f"_{region}")


@pytest.mark.slow
def test_claims_can_be_narrowed_by_kind_addressee_and_ministry(shipped_site: Path):
    text = read(shipped_site, "claims.html")
    for name in ("kind", "strength", "sector", "addressee", "ministry"):
        choices = re.search(rf'data-filter="{name}">(.*?)</select>', text, re.S)
        assert choices is not None, name
        codes = set(re.findall(r'value="([^"]+)"', choices.group(1)))
        used = re.findall(rf'<article class="claim[^>]* data-{name}="([^"]*)"', text)
        words = {word for each in used for word in each.split()}
        assert words and words <= codes, name


@pytest.mark.slow
def test_a_claim_names_the_sources_it_cannot_do_without(shipped_site: Path):
    assert "하나만 빠져도 이 주장이 무너지는 출처" in read(shipped_site, "claims.html")


def test_a_cell_is_named_alike_in_values_and_addresses():
    assert cell_name("Smart-Car", "CN-11") == "smart_car_cn_11"
    text = Bilingual(ko="가", en="A")
    rows = (Support(row="cases:K"),)
    claim = Claim(id="D", kind="demand", statement=text, support=rows, cells=("a@1", "b.c@2"))
    assert claim.places == (("a", "1"), ("b.c", "2"))
