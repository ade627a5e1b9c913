"""The ledger's pages: passages side by side, directions on numbers, unknown regions in grey."""

import re
import shutil
from pathlib import Path

import pytest
from made_up import outcomes_of

from policyloom.analysis.catalogue import entry
from policyloom.files.load import load_study
from policyloom.fingerprints import options_of
from policyloom.held.texts import hold_texts
from policyloom.model.facts import Facts
from policyloom.model.lineage import lineage
from policyloom.site.ledger import marked
from policyloom.site.material import Material
from policyloom.site.page import Desk
from policyloom.site.pages import ledger
from policyloom.store.evidence import open_evidence

ROOT = Path(__file__).parents[2]


def rendered(folder: Path) -> dict[str, str]:
    study, problems = load_study(folder)
    assert study is not None, problems
    hold_texts(study)
    row = entry("ledger")
    result = row.load()(open_evidence(study, row.tables), options_of(study, row))
    facts = Facts(study, {"ledger": result})
    desk = Desk(Material(study, facts, lineage(facts), outcomes_of(facts)))
    try:
        return {page.path: desk.render(page, ()) for page in ledger.pages(desk)}
    finally:
        desk.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("ledger") / "tutorial"
    shutil.copytree(ROOT / "studies" / "tutorial", folder, ignore=shutil.ignore_patterns("derived"))
    return rendered(folder)


def section(page: str, item: str, place: str) -> str:
    for part in page.split('<section class="ledger-cell"')[1:]:
        body = part.split("</section>")[0]
        heading = body.split("</h2>")[0]
        if item in heading and place in heading:
            return body
    raise AssertionError(f"{item} {place}")


def test_every_cell_leads_to_its_passages(pages) -> None:
    page = pages["ledger/C1.html"]
    leads = re.findall(r'href="#(cell-[^"]+)"', page)
    assert len(leads) == len(set(leads)) == 30
    assert set(leads) == set(re.findall(r'id="(cell-[^"]+)"', page))


def test_passages_stand_side_by_side_with_their_directions(pages) -> None:
    body = section(pages["ledger/C1.html"], "发展智能船舶", "란촨성")
    assert 'class="answer narrowed"' in body
    theirs, own = body.split('<div class="beside">')[1].split("</div><div>")
    assert '<mark class="measure down">到2020年</mark>' in theirs
    assert '<mark class="measure down">到2022年</mark>' in own
    assert '<mark class="measure same">80艘</mark>' in own, "a share of the national number"
    assert "<mark>省内</mark>船厂与科研机构联合攻关自主航行" in own, "equal text stays plain"
    assert "늦춤" in body
    assert "Later" in body


def test_unknown_is_grey_and_says_why(pages) -> None:
    body = section(pages["ledger/C1.html"], "建设智能航标网", "츠위안성")
    assert 'class="answer unknown"' in body
    assert "등록된 이행 문건이 없음" in body
    assert "No carrying-out document in the register" in body
    assert "beside" not in body


def test_the_overview_links_every_central_document(pages) -> None:
    page = pages["ledger.html"]
    assert {"ledger.html", "ledger/C1.html", "ledger/M1.html"} == set(pages)
    assert 'href="ledger/C1.html"' in page
    assert "built-in" not in page
    assert "항목 </span>" not in page


def test_a_study_without_texts_says_so_and_has_no_matrix() -> None:
    made = rendered(ROOT / "studies" / "china-internet-plus")
    assert list(made) == ["ledger.html"]
    assert ">0</a></strong>" in made["ledger.html"]
    assert "건너뛴 것이 아니다" in made["ledger.html"]
    assert "두 본문 모두 보유하지 않음" in made["ledger.html"]


def test_passages_are_escaped() -> None:
    made = str(marked('<script>⟦"&⟧年5⟦月⟧', 10, [(20, 1, "up")]))
    assert "<script>" not in made
    assert '<mark>&#34;&amp;</mark><mark class="measure up">年</mark>5<mark>月</mark>' in made
    assert str(marked("甲⟦5⟧座", 10, [(11, 2, "up")])) == (
        '<p lang="zh">甲<mark class="measure up">5座</mark></p>'
    )
