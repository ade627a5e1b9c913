# ruff: noqa: E501
"""A tiny study for the report's tests, made in memory, and a chapter that uses everything."""

from __future__ import annotations

from pathlib import Path

from policyloom.core.problem import Problem
from policyloom.model.claims import Claim, Support
from policyloom.model.facts import Facts
from policyloom.model.result import (
    Figure,
    Result,
    ResultColumn,
    ResultTable,
    Text,
    Value,
)
from policyloom.model.settings import (
    Bilingual,
    ChapterEntry,
    Codebook,
    Condition,
    Period,
    Sector,
    StudySettings,
)
from policyloom.model.study import Chapter, Study
from policyloom.model.tables import Cell, Row, Table, dictionary
from policyloom.report.claims import test_claims
from policyloom.report.compose import compose_report
from policyloom.report.document import Document

KINDS = {"foreword", "summary", "chapter", "annex", "summary-en"}
FIGURE = {
    "data": {"values": [
        {"region": {"ko": "베이징", "en": "Beijing"}, "n": 12},
        {"region": {"ko": "쓰촨 </script>", "en": "Sichuan"}, "n": 4},
    ]},
    "mark": "bar",
    "width": 420,
    "encoding": {
        "y": {"field": "region", "type": "nominal", "title": None},
        "x": {"field": "n", "type": "quantitative", "title": {"ko": "건수", "en": "Count"}},
    },
}  # fmt: skip


def table(name: str, *rows: dict[str, Cell]) -> Table:
    """Make a table of the dictionary; cells not given are empty."""
    spec = dictionary()[name]
    made = tuple(
        Row({c: row.get(c) for c in spec.column_names}, i) for i, row in enumerate(rows, start=2)
    )
    return Table(spec, made)


def _tables() -> dict[str, Table]:
    sources = [
        {"id": "S1", "kind": "policy", "title": "国务院关于积极推进“互联网+”行动的指导意见", "publisher": "国务院",
         "date": "2015-07-01", "language": "zh", "address": "https://www.gov.cn/a", "file": "s1.txt",
         "accessed": "2018-06-01"},
        {"id": "S2", "kind": "statistics", "title": "AI 论文", "publisher": "CNNIC", "date": "2018",
         "language": "zh", "address": "https://cnnic.cn/x"},
        {"id": "S3", "kind": "news", "publisher": "아시아경제", "date": "2017-07-18", "language": "ko",
         "address": "https://cm.asiae.co.kr/1"},
        {"id": "S4", "kind": "report", "title": "중국 인터넷 경제", "publisher": "KIEP", "date": "2016",
         "language": "ko"},
        {"id": "S5", "kind": "company", "title": "Annual report", "publisher": "Baidu", "date": "2017",
         "language": "en", "address": "javascript:alert(1)"},
    ]  # fmt: skip
    return {
        "sources": table("sources", *sources),
        "regions": table(
            "regions",
            {"id": "CN", "name": "全国", "short": "全国", "name_ko": "전국", "name_en": "Nation", "level": "nation"},
            {"id": "510000", "name": "四川省", "short": "四川", "name_ko": "쓰촨", "name_en": "Sichuan", "level": "region"},
            {"id": "110000", "name": "北京市", "short": "北京", "name_ko": "베이징", "name_en": "Beijing", "level": "region"},
        ),
        "policies": table(
            "policies",
            {"id": "C001", "title": "关于积极推进“互联网+”行动的指导意见", "title_is": "title",
             "title_ko": "‘인터넷+’ 행동의 적극적 추진에 관한 지도의견", "level": "central", "region": "CN",
             "number": "国发〔2015〕40号", "date_issued": "2015-07-01", "type": "意见", "status": "issued",
             "sectors": ("ai",), "sources": ("S1",), "confidence": "high"},
            {"id": "P001", "title": "四川省计划 <b>x</b>", "title_is": "description", "title_ko": "쓰촨성 계획 #let $x$ @a *b*",
             "level": "province", "region": "510000", "date_issued": "2016-03", "type": "计划", "status": "draft",
             "sectors": ("ai", "o2o"), "sources": ("S3",), "confidence": "low"},
        ),
        "economies": table("economies", {"id": "KOR", "name_ko": "한국", "name_en": "Korea"}),
        "indicators": table(
            "indicators",
            {"id": "ai-papers", "name_ko": "AI 논문 수", "name_en": "AI papers", "unit": "papers",
             "unit_ko": "편", "sector": "ai"},
        ),
        "figures": table(
            "figures",
            {"id": "ai-papers.KOR.2017", "indicator": "ai-papers", "sector": "ai", "economy": "KOR",
             "year": 2017, "value": 2194, "unit": "papers", "source": "S2", "confidence": "medium"},
            {"id": "ai-fund.CHN.2017", "indicator": "ai-papers", "sector": "ai", "economy": "KOR",
             "year": 2017, "value": 312000000000.0, "unit": "papers", "source": "S2", "confidence": "high"},
            {"id": "ai-share.CHN.2017", "indicator": "ai-papers", "sector": "ai", "economy": "KOR",
             "year": 2017, "value": 0.415, "unit": "papers", "source": "S4", "confidence": "high"},
        ),
        "cases": table(
            "cases",
            {"id": "AI01", "title_ko": "베이징 무인차 시험", "title_en": "Beijing road test", "sector": "ai",
             "region": "110000", "start": "2017-12", "what_happened": "도로시험 면허를 냈다. 2018년 5대.",
             "problems": "<script>alert(1)</script>", "sources": ("S3",), "confidence": "medium"},
        ),
        "case_conditions": table(
            "case_conditions",
            {"id": "AI01.base", "case": "AI01", "condition": "industrial-base", "score": 0.67,
             "evidence": "부품 기업이 모여 있다", "coder": "A", "sources": ("S3",)},
        ),
        "gaps": table(
            "gaps",
            {"id": "G1", "about": "adoption", "what_ko": "15개 성의 계획을 찾지 못했다",
             "what_en": "Plans of 15 provinces were not found", "sectors": ("ai",)},
        ),
        "glossary": table(
            "glossary",
            {"id": "internet-plus", "zh": "互联网+", "ko": "인터넷플러스", "en": "Internet Plus",
             "avoid": ("인터넷 플러스",)},
            {"id": "mic2025", "zh": "中国制造2025", "ko": "중국제조 2025", "en": "Made in China 2025"},
            {"id": "5g", "ko": "5G", "en": "5G"},
        ),
    }  # fmt: skip


def _result() -> Result:
    title = Text("채택 분석", "Adoption")
    columns = (
        ResultColumn("region", Text("지역", "Region"), "reference"),
        ResultColumn("n", Text("건수", "Count"), "number"),
        ResultColumn("share", Text("비율", "Share"), "heat", ".1%"),
    )
    return Result(
        "adoption",
        title,
        values={
            "provinces_found": Value(16, Text("계획이 확인된 성", "Provinces found"), Text("개", ""),
                                     ("policies:C001", "policies:P001")),
            "unknown": Value(None, Text("알 수 없음", "Unknown"), reason=Text("자료 없음", "no data")),
        },
        tables={
            "ledger": ResultTable(
                Text("성별 채택", "Adoption by province"), columns,
                (("regions:110000", 12, 0.5), ("regions:510000", 4, 0.25), ("regions:510000", None, None)),
                Text("건, %", "count, %"), (Text("주의 글", "A note"),),
                (("policies:C001",), ("policies:P001",), ()),
            )
        },
        figures={
            "map": Figure(Text("채택 지도", "Map of adoption"), FIGURE, Text("막대그림", "Bars"),
                          Text("건", "count"), (Text("회색은 찾지 못한 곳", "grey: not found"),),
                          ("policies:C001",)),
        },
    )  # fmt: skip


def _claims() -> tuple[Claim, ...]:
    return (
        Claim(
            id="F-AI-01", kind="finding", sectors=("ai",),
            statement=Bilingual(ko="{n}`adoption.provinces_found`개 성이 계획을 냈다.",
                                en="{n}`adoption.provinces_found` provinces published a plan."),
            support=(Support(holds="adoption.provinces_found >= 10"), Support(row="policies:C001"),
                     Support(source="S4", note="개관")),
            against=(Support(source="S3"),),
            open_question=Bilingual(ko="나머지 성은 왜 내지 않았는가?", en="Why did the others not?"),
        ),
        Claim(
            id="P-01", kind="proposal", statement=Bilingual(ko="협력을 제안한다.", en="Cooperate."),
            support=(Support(claim="F-AI-01"),), addressee=("산업부",),
        ),
    )  # fmt: skip


def make_facts(
    chapters: dict[str, str], folder: Path = Path(), claims: tuple[Claim, ...] | None = None
) -> Facts:
    """Make the facts of the tiny study with the given chapters ("summary-en:99.md" names a kind)."""
    made = []
    for key, text in chapters.items():
        kind, _, file = key.rpartition(":")
        made.append(Chapter(f"report/{file}", kind or "chapter", text))
    sectors = (
        Sector(id="ai", ko="인공지능", en="AI", focus=True),
        Sector(id="o2o", ko="O2O", en="O2O"),
    )
    settings = StudySettings(
        format=1, id="tiny", title=Bilingual(ko="작은 연구", en="A tiny study"),
        period=Period(start=2012, end=2018), sectors=sectors, authors=("홍길동",),
        institute=Bilingual(ko="연구원", en="Institute"), date="2018-12",
        chapters=tuple(ChapterEntry(file=c.file, kind=c.kind) for c in made),
    )  # fmt: skip
    codebook = Codebook(conditions=(Condition(id="industrial-base", ko="산업 기반", en="Base"),))
    study = Study(
        folder, settings, codebook, _tables(), _claims() if claims is None else claims,
        tuple(made), lines={"claim:F-AI-01": 3, "claim:P-01": 20},
    )  # fmt: skip
    return Facts(study, {"adoption": _result()})


CHAPTER = """\
# 인공지능: 분야별 특징

## 정책의 전개 {#ai-policy}

계획은 {n}`adoption.provinces_found`개 성에서 확인된다({ref}`figure:adoption.map`). 한국의 논문은
{n}`figures:ai-papers.KOR.2017`편, 기금은 {n}`figures:ai-fund.CHN.2017 | 억 ,`위안, 비율은 {n}`figures:ai-share.CHN.2017 | .1%`이다.
중앙의 문서는 {name}`policies:C001`이며{cite}`S1 | 3쪽, S3`, 문서는 {q}`S1 "积极推进“互联网+”行动"`을 내걸었다. {q}`S2 "보유하지 않은 글"`.
다시 {name}`policies:C001`, {name}`policies:P001`. {term}`internet-plus`와 중국제조 2025의 관계는 {ref}`section:ai-policy`에서 본다. {term}`internet-plus`.
{claim}`F-AI-01` {plain}`제3자` *강조* **굵게** [누리집](https://example.org/2015) 각주[^a]

[^a]: 손으로 쓴 각주 {n}`adoption.provinces_found`개.

### 중앙정부

- 하나
- 둘
  1. 가운데
  2. 끝

> 인용한 글

#### 과제

:::{figure} adoption.map
:width: 80
:::

:::{table} adoption.ledger
:sort: -n
덧붙이는 주.
:::

:::{table}
:id: mine
:caption: 손으로 만든 표
:unit: 건
| 항목 | 수 |
|---|--:|
| 하나 | {n}`adoption.provinces_found` |
| #let $x$ @a *b* | {n}`policies:P001#title_ko` |
:::

:::{case} AI01
:::

:::{box} 한국의 대응
글상자의 글 {ref}`table:mine`.
:::

:::{claims}
:::

:::{claims}
:as: table
:caption: 제안과 담당
:::

:::{gaps}
:::

:::{note}
참고할 글.
:::
"""
ANNEX = """\
# 출처

:::{register} policies
:columns: id, title_ko, level, region, number, date_issued, sectors, status
:::

:::{sources}
:::

:::{problems}
:::
"""
SUMMARY = "# 국문요약\n\n첫째, {claim}`F-AI-01`\n"
ENGLISH = """\
# Executive Summary

Found {n}`adoption.provinces_found` in {name}`policies:C001`. {term}`internet-plus`.

:::{claims}
:as: table
:caption: Proposals
:::
"""
EVERYTHING = {
    "summary:00.md": SUMMARY,
    "01-ai.md": CHAPTER,
    "02.md": "# 둘째 장\n\n본문이 이어진다.\n",
    "annex:90.md": ANNEX,
    "summary-en:99.md": ENGLISH,
}


def composed(
    chapters: dict[str, str], folder: Path = Path(), claims: tuple[Claim, ...] | None = None
) -> tuple[Document, list[Problem], tuple[tuple[str, str], ...]]:
    """Test the claims of the tiny study and compose the given chapters."""
    facts = make_facts(chapters, folder, claims)
    outcomes, failing = test_claims(facts.study, facts)
    document, problems, trail = compose_report(facts.study, facts, outcomes)
    return document, [*failing, *problems], trail.uses


def problems_of(text: str, folder: Path = Path()) -> list[tuple[str, int]]:
    """Return (code, line) of the problems of one chapter's text."""
    _, problems, _ = composed({"01.md": text}, folder)
    return [(p.code, p.line) for p in problems]
