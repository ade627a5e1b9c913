import html
import json
import re
from pathlib import Path, PurePosixPath

import pytest
from made_up import make_material, pages_of, references_in, write

from policyloom.site.evidence import fnv
from policyloom.site.material import Material

ENTITY_PAGES = (
    "index.html",
    "map.html",
    "claims.html",
    "gaps.html",
    "plan.html",
    "analyses/corpus.html",
    "policies/P1.html",
    "regions/110000.html",
    "sectors/ai.html",
    "sources/S1.html",
)
OUTSIDE = ("../report/report.html", "../report/report.pdf")


def read_data(site: Path, name: str):
    text = (site / "data" / f"{name}.js").read_text(encoding="utf-8")
    return json.loads(text[text.index(",") + 1 : text.rindex(")")].replace("<\\/", "</"))


def unresolved(site: Path) -> list[tuple[str, str]]:
    """Return (page, reference) of every evidence link without a record."""
    index = read_data(site, "evidence/index")
    shards: dict[str, dict] = {}
    missing = []
    for page, text in pages_of(site):
        for raw in references_in(text):
            reference = re.sub(r"@\d+$", "", html.unescape(raw)).partition("#")[0]
            head = reference.partition(":")[0] if ":" in reference else ""
            group = head if head in index["tables"] and head in index["files"] else "results"
            name = f"evidence/{group}-{fnv(reference) % index['files'][group]}"
            if name not in shards:
                shards[name] = read_data(site, name)
            if reference not in shards[name]:
                missing.append((page, reference))
    return missing


def broken_links(site: Path) -> list[tuple[str, str]]:
    """Return (page, address) of every link inside the site that leads nowhere."""
    ids = {page: set(re.findall(r'\sid="([^"]*)"', text)) for page, text in pages_of(site)}
    files = {p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file()}
    broken = []
    for page, text in pages_of(site):
        for raw in re.findall(r'(?:href|src)="([^"]*)"', text):
            address = html.unescape(raw)
            path, _, mark = address.partition("#")
            if re.match(r"[a-z]+:", address) or mark.startswith("ref="):
                continue
            target = resolve(page, path) if path else page
            if target.endswith(OUTSIDE):
                continue
            if target not in files or (mark and mark not in ids.get(target, ())):
                broken.append((page, address))
    return broken


def resolve(page: str, path: str) -> str:
    parts: list[str] = list(PurePosixPath(page).parent.parts)
    for part in path.split("/"):
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def test_every_entity_has_its_page(site: Path):
    for name in ENTITY_PAGES:
        assert (site / name).is_file(), name
    assert len(list((site / "sources").iterdir())) == 5


def test_same_input_gives_same_bytes(site: Path, kept: Path, tmp_path: Path):
    write(make_material(), tmp_path / "again", kept)
    first = {p.relative_to(site): p.read_bytes() for p in site.rglob("*") if p.is_file()}
    second = {p.relative_to(tmp_path / "again"): p.read_bytes()
              for p in (tmp_path / "again").rglob("*") if p.is_file()}  # fmt: skip
    assert first == second


def test_the_files_written_are_the_files_returned(material: Material, kept: Path, tmp_path: Path):
    paths = write(material, tmp_path / "site", kept)
    assert sorted(paths) == sorted(p for p in (tmp_path / "site").rglob("*") if p.is_file())


def test_file_names_suit_windows(site: Path):
    names = [p.relative_to(site).as_posix() for p in site.rglob("*")]
    assert len({n.casefold() for n in names}) == len(names)
    assert all(re.fullmatch(r"[A-Za-z0-9_./-]+", n) and len(n) < 120 for n in names)


def test_every_link_inside_the_site_leads_somewhere(site: Path):
    assert broken_links(site) == []


def test_every_number_leads_to_its_evidence(site: Path):
    assert unresolved(site) == []


def test_hostile_cells_stay_text(site: Path):
    for page, text in pages_of(site):
        assert "<script>alert" not in text, page
        assert "<img" not in text, page
        assert not re.search(r'href="\s*(javascript|data|vbscript):', text, re.IGNORECASE), page
    assert html.escape("<script>alert(", quote=False) in (site / "policies/P2.html").read_text(
        "utf-8"
    )


def test_nothing_is_fetched_from_elsewhere(site: Path):
    for page, text in pages_of(site):
        assert not re.search(r'(?:src|<link[^>]*href)="(?:https?:)?//', text), page
        assert "Content-Security-Policy" in text
        assert 'type="module"' not in text
    for path in site.rglob("*.css"):
        assert "url(" not in path.read_text(encoding="utf-8")


def test_no_inline_script_is_needed(site: Path):
    for page, text in pages_of(site):
        assert not re.search(r"<script(?![^>]*\ssrc=)", text), page
        tags = re.findall(r"<[a-zA-Z][^>]*>", re.sub(r'"[^"]*"', '""', text))
        assert not any(re.search(r"\son[a-z]+=", tag) for tag in tags), page


def test_both_languages_are_on_every_page(site: Path):
    for page, text in pages_of(site):
        assert 'class="ko" lang="ko"' in text, page
        assert 'class="en" lang="en"' in text, page
        assert text.count("<h1") == 1, page


def test_not_found_is_said_not_left_blank(site: Path):
    guangdong = (site / "regions/440000.html").read_text(encoding="utf-8")
    assert "인공지능 분야의 정책 문서를 찾지 못하였다." in guangdong
    assert "No policy document on AI was found." in guangdong


def test_an_undated_policy_is_listed_apart(site: Path):
    timeline = (site / "timeline.html").read_text(encoding="utf-8")
    assert "초안" in timeline[timeline.index("날짜를 보지 못한 문서") :]


def test_a_claim_shows_its_condition_with_numbers_filled_in(site: Path):
    claims = (site / "claims.html").read_text(encoding="utf-8")
    assert "2 &gt;= 2" in claims
    assert 'href="#ref=figures:ai.firms.KOR.2017"' in claims


def test_a_table_says_a_name_once_and_shows_each_language_its_column(site: Path):
    page = (site / "analyses/corpus.html").read_text(encoding="utf-8")
    assert '<td class="ko">' in page
    assert '<td class="en">' in page
    assert 'href="#ref=table:corpus.list@1"' in page


def test_a_study_without_anything_still_gives_a_site(kept: Path, tmp_path: Path):
    full = make_material()
    study = type(full.study)(Path(), full.study.settings)
    facts = type(full.facts)(study, {})
    bare = Material(study, facts, type(full.lineage)())
    write(bare, tmp_path / "bare", kept)
    assert broken_links(tmp_path / "bare") == []


@pytest.mark.slow
def test_the_shipped_study_has_no_dead_link_and_no_number_without_evidence(shipped_site: Path):
    assert unresolved(shipped_site) == []
    assert broken_links(shipped_site) == []
