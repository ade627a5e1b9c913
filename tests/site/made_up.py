"""A small study with hostile cells, made in memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from made_up_rows import ROWS

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

_SQUARE = [[100, 30], [110, 30], [110, 40], [100, 40], [100, 30]]
_NEXT = [[110, 30], [120, 30], [120, 40], [110, 40], [110, 30]]


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
        ko="기업이 {n}`figures:ai.firms.KOR.2017`개이다.",
        en="There are {n}`figures:ai.firms.KOR.2017`.",
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
        "encoding": {
            "x": {"field": "n", "type": "quantitative"},
            "y": {"field": "x", "type": "nominal"},
        },
    }
    return Result(
        analysis="corpus",
        title=Text("개관", "Overview of documents"),
        values={
            "policies": Value(2, Text("정책 문서", "policies"), Text("건", ""), rows),
            "share": Value(
                None,
                Text("비중", "share"),
                origins=rows,
                reason=Text("나눌 수가 없음", "no denominator"),
            ),
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
    return Material(study, facts, graph, outcomes_of(facts), _problems())


def _problems() -> tuple[Problem, ...]:
    """Make one problem of any code that needs no words to fill in."""
    for code, sentence in catalogue().items():
        if "{" not in sentence.message["ko"] + sentence.cure["ko"]:
            return (Problem("registers/policies.csv", 3, "title", code),)
    return ()


def outcomes_of(facts: Facts) -> dict[str, ClaimOutcome]:
    made = {}
    for claim in facts.study.claims:
        verdicts = tuple(
            judge_condition(s.holds, facts) if s.holds else None
            for s in (*claim.support, *claim.against)
        )
        made[claim.id] = ClaimOutcome(
            claim,
            holds=True,
            verdicts=verdicts,
            strength="weak",
            sources=("S1", "S2"),
            remarks=(Text("한 곳뿐", "one source"),),
            problems=(),
        )
    return made


def write(material: Material, folder: Path, keep: Path) -> list[Path]:
    folder.mkdir(parents=True)
    return write_site(
        material.study, material.facts, material.lineage, material.outcomes, material.problems,
        folder, keep=keep,
    )  # fmt: skip


def pages_of(site: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(site.rglob("*.html")):
        yield path.relative_to(site).as_posix(), path.read_text(encoding="utf-8")


def references_in(html: str) -> set[str]:
    found = re.findall(r'href="#ref=([^"]*)"', html)
    return {reference.replace("%23", "#").replace("%25", "%") for reference in found}
