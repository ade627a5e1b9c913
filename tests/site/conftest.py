"""Sites on disk, made once for all tests: of the small study and of the shipped one."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_up import make_material, outcomes_of, write

from policyloom.files.load import load_study
from policyloom.model.facts import Facts
from policyloom.model.lineage import lineage
from policyloom.site.material import Material


@pytest.fixture(scope="session")
def material() -> Material:
    return make_material()


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kept")


@pytest.fixture(scope="session")
def site(material: Material, kept: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("derived") / "site"
    write(material, folder, kept)
    return folder


@pytest.fixture(scope="session")
def shipped_site(kept: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the site of the shipped study, its results computed by whatever analyses there are."""
    from policyloom.build import analyse

    study, _ = load_study(Path(__file__).parents[2] / "studies" / "china-internet-plus")
    if study is None:
        pytest.skip("the shipped study does not load")
    facts = Facts(study, analyse(study, None))
    folder = tmp_path_factory.mktemp("shipped") / "site"
    write(Material(study, facts, lineage(facts), outcomes_of(facts)), folder, kept)
    return folder
