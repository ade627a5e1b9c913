"""A small study with hostile cells, made in memory, and its site on disk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from policyloom.core.problem import Problem, catalogue
from policyloom.model.claims import Claim, Support
from policyloom.model.conditions import judge_condition
from policyloom.model.facts import Facts
from policyloom.model.lineage import lineage
from policyloom.model.result import Figure, Result, ResultColumn, ResultTable, Text, Value
from policyloom.model.settings import (
    Bilingual,
    Codebook,
    Condition,
    MapFile,
    Period,
    Sector,
    StudySettings,
    Word,
)
from policyloom.model.study import Study
from policyloom.model.tables import Row, Table, dictionary
from policyloom.report.claims import ClaimOutcome
from policyloom.site.material import Material
from policyloom.site.write import write_site

HOSTILE = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>"

_SQUARE = [[100, 30], [110, 30], [110, 40], [100, 40], [100, 30]]
_NEXT = [[110, 30], [120, 30], [120, 40], [110, 40], [110, 30]]

ROWS: dict[str, list[dict[str, Any]]] = {
    "sources": [
        {"id": "S1", "kind": "policy", "title": "国务院意见", "publisher": "国务院", "language": "zh",
         "address": "https://www.gov.cn/a?b=1&c=2", "accessed": "2018-06-01"},
        {"id": "S2", "kind": "news", "title": HOSTILE, "address": "javascript:alert(1)"},
        {"id": "s2", "kind": "web", "title": "differs in case only", "address": "http://example.org"},
        {"id": "CON", "kind": "dataset", "title": "a name that Windows reserves"},
        {"id": "../../etc/passwd", "kind": "web", "title": "a name that climbs"},
    ],
    "regions": [
        {"id": "CN", "name": "全国", "short": "全国", "name_ko": "전국", "name_en": "Nation", "level": "nation"},
        {"id": "110000", "name": "北京市", "short": "北京", "name_ko": "베이징", "name_en": "Beijing",
         "level": "region", "iso": "CN-BJ", "tile_column": 5, "tile_row": 1},
        {"id": "440000", "name": "广东省", "short": "广东", "name_ko": "광둥", "name_en": "Guangdong",
         "level": "region", "iso": "CN-GD", "tile_column": 4, "tile_row": 6},
    ],
    "economies": [
        {"id": "KOR", "name_ko": "한국", "name_en": "Korea"},
        {"id": "CHN", "name_ko": "중국", "name_en": "China"},
    ],
    "actors": [
        {"id": "sc", "name": "国务院", "name_ko": "국무원", "name_en": "State Council", "kind": "state-council"},
        {"id": "miit", "name": "工信部", "name_ko": "공업정보화부", "name_en": "MIIT", "kind": "ministry"},
    ],
    "policies": [
        {"id": "P1", "title": "关于积极推进", "title_is": "title", "title_ko": "적극적 추진", "level": "central",
         "region": "CN", "issuers": ("sc", "miit"), "number": "国发〔2015〕40号", "date_issued": "2015-07-01",
         "type": "意见", "status": "issued", "sectors": ("ai",), "sources": ("S1",), "confidence": "high"},
        {"id": "P2", "title": HOSTILE, "title_is": "description", "title_ko": HOSTILE, "level": "province",
         "region": "110000", "issuers": (), "date_published": "2016", "published_is": "upper-bound",
         "type": "方案", "status": "issued", "sectors": ("ai",), "implements": ("P1",),
         "sources": ("S2",), "confidence": "low", "note": "=cmd|' /C calc'!A0"},
        {"id": "P3", "title": "草案", "title_is": "title", "title_ko": "초안", "level": "city", "region": "440000",
         "type": "办法", "status": "draft", "sectors": ("o2o",), "sources": ("S1",), "confidence": "medium"},
    ],
    "responsibilities": [
        {"id": "R1", "policy": "P1", "task": "任务", "task_ko": "과제", "leads": ("miit",), "supports": ("sc",),
         "sources": ("S1",), "confidence": "high"},
    ],
    "pilots": [
        {"id": "L1", "name": "试点", "sectors": ("ai",), "region": "110000", "type": "zone",
         "designated_by": ("miit",), "date": "2017-03", "sources": ("S1",), "confidence": "high"},
    ],
    "cases": [
        {"id": "C/1", "title_ko": "사례 하나", "title_en": "One case", "sector": "ai", "region": "110000",
         "city": "北京", "start": "2016", "what_happened": HOSTILE, "sources": ("S1", "S2"), "confidence": "high"},
    ],
    "case_conditions": [
        {"id": "CC1", "case": "C/1", "condition": "anchor", "score": 0.67, "evidence": HOSTILE, "coder": "r1",
         "sources": ("S1",)},
    ],
    "indicators": [
        {"id": "ai.firms", "name_ko": "인공지능 기업 수", "name_en": "AI firms", "unit": "firms", "unit_ko": "개",
         "sector": "ai", "factor": "firms", "direction": "higher"},
    ],
    "figures": [
        {"id": f"ai.firms.{e}.{y}", "indicator": "ai.firms", "sector": "ai", "economy": e, "year": y,
         "value": v, "unit": "firms", "source": "S1", "confidence": "high"}
        for e, y, v in (("KOR", 2015, 20.0), ("KOR", 2016, 24.0), ("KOR", 2017, 26.5), ("CHN", 2017, 1040.0))
    ],
    "risks": [
        {"id": "K1", "kind": "law", "sector": "ai", "what": HOSTILE, "since": "2017-06", "sources": ("S1",),
         "confidence": "high"},
    ],
    "gaps": [
        {"id": "G1", "about": "P1", "what_ko": "전문을 보지 못하였다.", "what_en": "Full text not seen.",
         "regions": ("440000",), "sectors": ("ai",)},
    ],
    "cell_sources": [
        {"id": "X1", "table": "policies", "row": "P1", "column": "date_issued", "source": "s2",
         "confidence": "medium", "note": "read elsewhere"},
    ],
}  # fmt: skip


def table(name: str, rows: list[dict[str, Any]]) -> Table:
    spec = dictionary()[name]
    empty = dict.fromkeys(spec.column_names)
    return Table(spec, tuple(Row({**empty, **row}, line) for line, row in enumerate(rows, 2)))


def _settings() -> StudySettings:
    return StudySettings(
        format=1,
        id="tiny",
        title=Bilingual(ko="작은 연구", en="A tiny study"),
        period=Period(start=2013, end=2018),
        nation="CN",
        economies=("KOR", "CHN"),
        sectors=(
            Sector(id="ai", ko="인공지능", en="AI", focus=True),
            Sector(id="o2o", ko="O2O", en="O2O"),
        ),
        factors=(Word(id="firms", ko="기업", en="Firms"),),
        map=MapFile(file="map.geojson"),
    )


def _claims() -> tuple[Claim, ...]:
    statement = Bilingual(
        ko="기업이 {n}`figures:ai.firms.KOR.2017`개이다.", en="There are {n}`figures:ai.firms.KOR.2017`."
    )
    first = Claim(
        id="F-1",
        kind="finding",
        statement=statement,
        sectors=("ai",),
        support=(Support(holds="corpus.policies >= 2"), Support(row="policies:P2")),
        against=(Support(source="S1", quote="积极推进"),),
    )
    second = Claim(id="P-1", kind="proposal", statement=statement, support=(Support(claim="F-1"),))
    return first, second


def _result() -> Result:
    rows = ("policies:P1", "policies:P2")
    columns = (
        ResultColumn("policy", Text("정책", "Policy"), "reference"),
        ResultColumn("name_ko", Text("이름", "Name (Korean)")),
        ResultColumn("name_en", Text("이름(영어)", "Name")),
        ResultColumn("n", Text("수", "Count"), "number"),
    )
    spec = {
        "data": {"values": [{"x": {"ko": "가", "en": "a"}, "n": 2}]},
        "mark": "bar",
        "encoding": {"x": {"field": "n", "type": "quantitative"}, "y": {"field": "x", "type": "nominal"}},
    }
    return Result(
        analysis="corpus",
        title=Text("개관", "Overview of documents"),
        values={
            "policies": Value(2, Text("정책 문서", "policies"), Text("건", ""), rows),
            "share": Value(None, Text("비중", "share"), origins=rows, reason="no denominator"),
        },
        tables={
            "list": ResultTable(
                Text("목록", "List"),
                columns,
                (("policies:P1", "다른 이름", "another", 1), ("policies:P2", "둘", "two", 3.5)),
                origins=(rows[:1], rows[1:]),
            )
        },
        figures={"years": Figure(Text("연도", "Years"), spec, Text("막대", "bars"), origins=rows)},
    )


def _geometry() -> dict[str, Any]:
    shapes = {"CN-BJ": _SQUARE, "CN-GD": _NEXT}
    return {
        "features": [
            {"properties": {"iso": iso}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
            for iso, ring in shapes.items()
        ]
    }


def make_material() -> Material:
    """Put the tiny study, its facts and its tested claims together."""
    study = Study(
        folder=Path(),
        settings=_settings(),
        codebook=Codebook(
            conditions=(Condition(id="anchor", ko="거점 기업", en="Anchor firm"),),
            risk_kinds=(Word(id="law", ko="법", en="Law"),),
        ),
        tables={name: table(name, rows) for name, rows in ROWS.items()},
        claims=_claims(),
        geometry=_geometry(),
    )
    facts = Facts(study, {"corpus": _result()})
    graph = lineage(facts, [("document:report/01.md:12", "policies:P1")])
    return Material(study, facts, graph, _outcomes(facts), _problems())


def _problems() -> tuple[Problem, ...]:
    """Make one problem of any code that needs no words to fill in."""
    for code, sentence in catalogue().items():
        if "{" not in sentence.message["ko"] + sentence.cure["ko"]:
            return (Problem("registers/policies.csv", 3, "title", code),)
    return ()


def _outcomes(facts: Facts) -> dict[str, ClaimOutcome]:
    made = {}
    for claim in facts.study.claims:
        verdicts = tuple(
            judge_condition(s.holds, facts) if s.holds else None
            for s in (*claim.support, *claim.against)
        )
        made[claim.id] = ClaimOutcome(
            claim, True, verdicts, "weak", ("S1", "S2"), (Text("한 곳뿐", "one source"),), ()
        )
    return made


def write(material: Material, folder: Path, keep: Path) -> list[Path]:
    folder.mkdir(parents=True)
    return write_site(
        material.study, material.facts, material.lineage, material.outcomes, material.problems,
        folder, keep=keep,
    )  # fmt: skip


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


def pages_of(site: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(site.rglob("*.html")):
        yield path.relative_to(site).as_posix(), path.read_text(encoding="utf-8")


def references_in(html: str) -> set[str]:
    return set(re.findall(r'data-ref="([^"]*)"', html))


@pytest.fixture(scope="session")
def shipped_site(kept: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the site of the shipped study, its results computed by whatever analyses there are."""
    study, _ = load_study(Path(__file__).parents[2] / "studies" / "china-internet-plus")
    if study is None:
        pytest.skip("the shipped study does not load")
    facts = Facts(study, shipped_results(study))
    folder = tmp_path_factory.mktemp("shipped") / "site"
    write(Material(study, facts, lineage(facts), _outcomes(facts)), folder, kept)
    return folder
