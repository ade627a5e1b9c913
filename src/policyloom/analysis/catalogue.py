"""Every analysis in one table: its question, what it reads, and where it is.

Help, documentation and the build are made from these rows. A result is stale when a table it needs,
an extra, its options, or its `version` changed; raise `version` with any change of what it answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Literal, cast

from policyloom.model.evidence import Analysis
from policyloom.model.result import Text

Extra = Literal["plan", "codebook", "geometry"]
_NAMES = ("regions", "actors")


@dataclass(frozen=True)
class Entry:
    """One analysis. `run` is "module:function", imported only when it is called."""

    name: str
    title: Text
    question: Text
    run: str
    tables: tuple[str, ...]
    extras: tuple[Extra, ...] = ()
    version: int = 1

    def load(self) -> Analysis:
        """Import the analysis and return its function."""
        module, _, function = self.run.partition(":")
        return cast(Analysis, getattr(import_module(module), function))


CATALOGUE: tuple[Entry, ...] = (
    Entry(
        "corpus",
        Text("정책 문건 개관", "Corpus"),
        Text(
            "연구가 기대는 정책 문건은 무엇인가?", "Which policy documents does the study rest on?"
        ),
        "policyloom.analysis.corpus:run",
        ("policies", *_NAMES),
        ("geometry",),
    ),
    Entry(
        "adoption",
        Text("지역별 채택", "Adoption"),
        Text(
            "어느 지역이 언제 중앙 전략을 받아들였고, 어느 지역은 알 수 없는가?",
            "When did each region take up central plans, and of which is nothing known?",
        ),
        "policyloom.analysis.adoption:run",
        ("policies", *_NAMES),
        ("geometry",),
    ),
    Entry(
        "issuance",
        Text("공동 발령", "Joint issuance"),
        Text("어느 기관이 함께 문건을 내는가?", "Which bodies issue documents together?"),
        "policyloom.analysis.issuance:run",
        ("policies", *_NAMES),
    ),
    Entry(
        "responsibility",
        Text("책임 분담", "Responsibility"),
        Text("분야마다 누가 이끌고 누가 돕는가?", "Who leads and who supports, by sector?"),
        "policyloom.analysis.responsibility:run",
        ("responsibilities", "policies", *_NAMES),
    ),
    Entry(
        "pilots",
        Text("시범사업", "Pilots"),
        Text(
            "시범사업은 어디에 있고 누가 지정했는가?",
            "Where are the pilots, and who designated them?",
        ),
        "policyloom.analysis.pilots:run",
        ("pilots", *_NAMES),
        ("geometry",),
    ),
    Entry(
        "pairs",
        Text("한·중 비교", "Pairs"),
        Text(
            "두 나라는 7대 요소의 지표에서 어떻게 다른가?",
            "How do the two economies compare on the factors?",
        ),
        "policyloom.analysis.pairs:run",
        ("indicators", "figures", "trade", "economies"),
    ),
    Entry(
        "cases",
        Text("사례", "Cases"),
        Text(
            "지역 사례는 어떤 조건에서 어떻게 되었는가?",
            "How did the regional cases go, and under which conditions?",
        ),
        "policyloom.analysis.cases:run",
        ("cases", "case_conditions", "regions"),
        ("codebook", "geometry"),
    ),
    Entry(
        "risks",
        Text("리스크", "Risks"),
        Text(
            "어떤 규제·시장 리스크가 언제부터 보고되었는가?",
            "Which risks were reported, of what kind, since when?",
        ),
        "policyloom.analysis.risks:run",
        ("risks",),
        ("codebook",),
    ),
    Entry(
        "sources",
        Text("출처", "Sources"),
        Text("연구는 무엇에 기대고 있는가?", "What does the study rest on?"),
        "policyloom.analysis.sources:run",
        (
            "sources", "cell_sources", "policies", "responsibilities", "pilots", "firms", "cases",
            "case_conditions", "figures", "trade", "risks", "agenda",
        ),
    ),
    Entry(
        "gaps",
        Text("결측과 한계", "Gaps"),
        Text("찾았으나 보지 못한 것은 무엇인가?", "What was looked for and not seen?"),
        "policyloom.analysis.gaps:run",
        (
            "gaps", "policies", "pilots", "cases", "case_conditions", "figures", "indicators",
            "risks", "sources", "firms", "regions",
        ),
        ("codebook",),
    ),
    Entry(
        "plan",
        Text("연구계획", "Plan"),
        Text(
            "계획의 예산·일정·의제는 서로 맞는가?",
            "Do the plan's budget, schedule and agenda agree with one another?",
        ),
        "policyloom.analysis.plan:run",
        (
            "budget", "trips", "schedule", "plan_methods", "agenda", "promises", "prior_studies",
            "reviews",
        ),
        ("plan",),
    ),
)  # fmt: skip


def entry(name: str) -> Entry:
    """Return the analysis of that name; KeyError where there is none."""
    for row in CATALOGUE:
        if row.name == name:
            return row
    raise KeyError(name)
