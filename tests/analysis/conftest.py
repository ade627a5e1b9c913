"""Evidence from literal rows: `evidence(policies=[{...}])` fills what a row leaves out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from policyloom.files.load import load_study
from policyloom.model.evidence import Options
from policyloom.model.result import Result
from policyloom.model.settings import Codebook, StudySettings
from policyloom.model.study import Study
from policyloom.model.tables import Row, Table, dictionary
from policyloom.store.evidence import Store, open_evidence, open_tables

Rows = list[dict[str, Any]]
ROOT = Path(__file__).parents[2]
KNOWN = ROOT.parent / "shared" / "known-answers"

_DEFAULTS: Mapping[str, dict[str, Any]] = {
    "policies": {
        "title": "文", "title_is": "title", "title_ko": "문건", "level": "province", "region": "11",
        "type": "意见", "status": "issued", "confidence": "high",
    },
    "actors": {"name": "部", "name_ko": "부", "kind": "ministry"},
    "responsibilities": {"task": "任务", "task_ko": "과제"},
    "pilots": {"name": "区", "type": "示范区", "confidence": "high", "region": "11"},
    "cases": {
        "title_ko": "사례", "title_en": "Case", "sector": "ai", "region": "11",
        "what_happened": "…", "confidence": "high",
    },
    "figures": {"sector": "ai", "unit": "x", "source": "S1", "confidence": "high"},
    "indicators": {
        "name_ko": "지표", "name_en": "Indicator", "unit": "x", "unit_ko": "개", "sector": "ai",
    },
    "trade": {"description": "d", "flow": "export", "basis": "customs", "source": "S1"},
    "risks": {"kind": "law", "sector": "ai", "what": "…"},
    "sources": {"kind": "web"},
    "gaps": {"about": "x", "what_ko": "없음", "what_en": "none"},
}  # fmt: skip

_NAMES = [("11", "가", "A"), ("12", "나", "B"), ("13", "다", "C")]
_REGIONS: Rows = [
    {
        "id": "CN", "name": "全国", "short": "全国", "name_ko": "전국", "name_en": "Nation",
        "level": "nation",
    },
    *(
        {
            "id": code, "name": code, "short": code, "name_ko": ko, "name_en": en,
            "level": "region", "iso": f"CN-{code}", "tile_column": i, "tile_row": 0,
        }
        for i, (code, ko, en) in enumerate(_NAMES)
    ),
]  # fmt: skip


@pytest.fixture
def evidence() -> Callable[..., Store]:
    """Return a function that loads literal rows; three regions 11, 12, 13 and CN are there."""

    def build(**tables: Rows) -> Store:
        rows = {"regions": _REGIONS, **tables}
        return open_tables({name: _table(name, found) for name, found in rows.items()})

    return build


def _table(name: str, rows: Rows) -> Table:
    spec = dictionary()[name]
    made = []
    for line, row in enumerate(rows, 2):
        known = {"id": str(line), **_DEFAULTS.get(name, {}), **row}
        unknown = set(known) - set(spec.column_names)
        assert not unknown, f"{name} has no {unknown}"
        cells = {
            c.name: tuple(known.get(c.name) or ()) if c.many else known.get(c.name)
            for c in spec.columns
        }
        made.append(Row(cells, line))
    return Table(spec, tuple(made))


@pytest.fixture
def options() -> Callable[..., Options]:
    """Return a function that makes options; the study has sectors ai and o2o and factor market."""

    def build(geometry: Any = None, codebook: Codebook | None = None, **own: Any) -> Options:
        extra = {"codebook": codebook} if codebook else {}
        return Options(_settings(), own, extra, geometry)

    return build


def _settings() -> StudySettings:
    return StudySettings.model_validate(
        {
            "format": 1,
            "id": "tiny",
            "title": {"ko": "작은 연구", "en": "Tiny"},
            "period": {"start": 2014, "end": 2018},
            "nation": "CN",
            "economies": ["KOR", "CHN"],
            "sectors": [
                {"id": "ai", "ko": "인공지능", "en": "AI", "focus": True},
                {"id": "o2o", "ko": "O2O", "en": "O2O", "focus": True},
            ],
            "factors": [{"id": "market", "ko": "시장", "en": "Market"}],
            "map": {"file": "map.geojson", "key": "iso"},
        }
    )


@pytest.fixture
def square_map() -> dict[str, Any]:
    """Return a GeoJSON of two squares, wound counter-clockwise as the standard has it."""

    def square(west: float, iso: str) -> dict[str, Any]:
        ring = [[west, 30], [west + 5, 30], [west + 5, 35], [west, 35], [west, 30]]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        return {"type": "Feature", "properties": {"iso": iso}, "geometry": geometry}

    features = [square(100, "CN-11"), square(106, "CN-12")]
    return {"type": "FeatureCollection", "features": features}


@pytest.fixture(scope="session")
def shipped() -> Study:
    """Return the shipped study."""
    study, _ = load_study(ROOT / "studies" / "china-internet-plus")
    assert study is not None
    return study


@pytest.fixture(scope="session")
def shipped_store(shipped: Study) -> Store:
    """Return the shipped study's evidence."""
    return open_evidence(shipped)


class Results(Mapping[str, Result]):
    """Every result of the catalogue for a study, each computed when it is first asked for."""

    def __init__(self, study: Study, store: Store) -> None:
        from policyloom.analysis.catalogue import CATALOGUE

        self._study, self._store = study, store
        self._entries = {entry.name: entry for entry in CATALOGUE}
        self._found: dict[str, Result] = {}

    def __getitem__(self, name: str) -> Result:
        from policyloom.fingerprints import options_of

        if name not in self._found:
            entry = self._entries[name]
            self._found[name] = entry.load()(self._store, options_of(self._study, entry))
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


@pytest.fixture(scope="session")
def shipped_results(shipped: Study, shipped_store: Store) -> Results:
    """Return every result of the catalogue for the shipped study."""
    return Results(shipped, shipped_store)


@pytest.fixture
def known_answer() -> Callable[[str, str], dict[str, Any]]:
    """Return a function that reads a known answer, or skips where the shared folder is absent."""

    def read(file: str, name: str) -> dict[str, Any]:
        path = KNOWN / file
        if not path.is_file():
            pytest.skip(f"{path} is not here")
        answers = json.loads(path.read_text(encoding="utf-8"))["known_answers"]
        return next(a for a in answers if a["id"] == name)

    return read
