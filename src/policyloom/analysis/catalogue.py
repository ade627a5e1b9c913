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
from policyloom.model.tables import dictionary

Extra = Literal["plan", "codebook", "geometry", "claims", "chapters", "ledger", "texts"]
_NAMES = ("regions", "actors")
_SOURCED = tuple(
    t for t, spec in dictionary().items() if any(c.to == "sources" for c in spec.columns)
)
"""Every table whose rows name sources."""


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


def _referring() -> tuple[str, ...]:
    """Return the tables whose rows name rows of others: all that can fall with a source."""
    named = (n for n, spec in dictionary().items() if any(column.to for column in spec.columns))
    return ("sources", *(name for name in named if name != "sources"))


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
        "diffusion",
        Text("확산", "Diffusion"),
        Text(
            "중앙 전략은 얼마나 빨리, 무엇을 따라 퍼지고, 어느 문건이 어느 문건을 이행하는가?",
            "How fast do central plans spread, along what, and which document carries out which?",
        ),
        "policyloom.analysis.diffusion:run",
        ("policies", "pilots", "region_figures", "indicators", *_NAMES),
        ("geometry",),
    ),
    Entry(
        "ledger",
        Text("이행 대장", "Ledger"),
        Text(
            "지역은 중앙 문건의 항목마다 무엇을 옮기고, 강화하고, 줄이고, 건너뛰고, 새로 넣었는가?",
            "What did each region make of the items of a central document?",
        ),
        "policyloom.analysis.ledger:run",
        ("policies", *_NAMES),
        ("ledger",),
    ),
    Entry(
        "coverage",
        Text("자료의 정직성", "Coverage"),
        Text(
            "가리켜진 문건을 얼마나 보았고, 못 본 것을 감안하면 채택 곡선은 어떻게 되는가?",
            "How much of what is referred to was seen, and how do the curves change with the rest?",
        ),
        "policyloom.analysis.coverage:run",
        ("policies", "sources", "figures", *_NAMES),
    ),
    Entry(
        "policy_strength",
        Text("정책 강도", "Policy strength"),
        Text(
            "누가 무엇으로 낸 정책인지로 본 강도는 얼마이며, 연도별 효과는 어떠한가?",
            "How strong are the policies by issuer and type, and what is their effect by year?",
        ),
        "policyloom.analysis.policy_strength:run",
        ("policies", "policy_codes", *_NAMES),
    ),
    Entry(
        "pmc",
        Text("정책 일관성(PMC)", "Policy consistency (PMC)"),
        Text(
            "정책은 부호화한 변수에서 얼마나 고르게 갖추어졌는가?",
            "How consistent are the policies over the variables that were coded?",
        ),
        "policyloom.analysis.pmc:run",
        ("policies", "pmc_codes"),
        ("codebook",),
    ),
    Entry(
        "attention",
        Text("정책의 관심", "Attention"),
        Text(
            "보유한 본문은 용어집의 용어를 언제, 어느 분야에서 얼마나 말하는가?",
            "How often do the held texts speak of the glossary's terms, when and in which sectors?",
        ),
        "policyloom.analysis.attention:run",
        ("policies", "glossary", "sources"),
        ("texts",),
    ),
    Entry(
        "terms",
        Text("용어와 낱말", "Terms and words"),
        Text(
            "보유한 본문의 시기·분야·단계를 특징짓는 용어와 낱말, 함께 나오는 용어는 무엇인가?",
            "Which terms and words mark the years, sectors and levels, and which stand together?",
        ),
        "policyloom.analysis.terms:run",
        ("policies", "glossary", "sources"),
        ("texts",),
    ),
    Entry(
        "issuance",
        Text("공동 발령", "Joint issuance"),
        Text("어느 기관이 함께 문건을 내는가?", "Which bodies issue documents together?"),
        "policyloom.analysis.issuance:run",
        ("policies", *_NAMES),
        version=2,
    ),
    Entry(
        "responsibility",
        Text("책임 분담", "Responsibility"),
        Text("분야마다 누가 이끌고 누가 돕는가?", "Who leads and who supports, by sector?"),
        "policyloom.analysis.responsibility:run",
        ("responsibilities", "policies", *_NAMES),
        version=2,
    ),
    Entry(
        "promotion",
        Text("추진체계", "Promotion system"),
        Text(
            "누가 얼마나 넓고 깊게 전략을 추진하며, 분야마다 누가 이끄는가?",
            "Who promotes the strategy, how broadly and deeply, and who leads in each sector?",
        ),
        "policyloom.analysis.promotion:run",
        ("responsibilities", "policies", "pilots", "cases", "firms", *_NAMES),
    ),
    Entry(
        "pilots",
        Text("시범사업", "Pilots"),
        Text(
            "시범사업은 어디에 있고 누가 지정했는가?",
            "Where are the pilots, and who designated them?",
        ),
        "policyloom.analysis.pilots:run",
        ("pilots", "pilot_events", *_NAMES),
        ("geometry",),
        version=2,
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
        "scoreboard",
        Text("점수판", "Scoreboard"),
        Text(
            "두 나라는 7대 요소에서 누가, 얼마나 확실하게 앞서며 무엇이 그것을 가르는가?",
            "Who leads on the factors, how surely, and which indicators decide it?",
        ),
        "policyloom.analysis.scoreboard:run",
        ("indicators", "figures", "economies"),
    ),
    Entry(
        "trade_comparison",
        Text("무역 지표", "Trade indicators"),
        Text(
            "두 나라의 무역특화, 세계 점유율은 어떻게 달라졌고 수출 증가는 무엇에서 왔는가?",
            "How did specialisation and world shares move, and where did export growth come from?",
        ),
        "policyloom.analysis.trade_comparison:run",
        ("trade", "economies"),
    ),
    Entry(
        "concordance",
        Text("분야 경계", "Borders of sectors"),
        Text(
            "분야는 어느 품목·산업·특허 분류에 걸치고 무엇이 통계에 잡히지 않는가?",
            "Which products, industries and patents make up the sectors, and what is not counted?",
        ),
        "policyloom.analysis.concordance:run",
        ("concordance", "trade"),
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
        version=2,
    ),
    Entry(
        "dossiers",
        Text("사례의 기록", "Dossiers"),
        Text(
            "사례마다 무엇을 확인했고, 어디서 주장이 갈리며, 무엇을 보지 못하였는가?",
            "What is known of each case, where do claims differ, and what was not seen?",
        ),
        "policyloom.analysis.dossiers:run",
        ("cases", "case_roles", "case_events"),
    ),
    Entry(
        "coding",
        Text("부호화와 보정", "Coding"),
        Text(
            "점수를 매긴 이들은 일치하며, 어느 점수를 쓰고, 원값은 어떻게 점수가 되는가?",
            "Do coders agree, which scores count, and how do raw values become scores?",
        ),
        "policyloom.analysis.coding:run",
        ("cases", "case_conditions", "calibrations"),
        ("codebook",),
    ),
    Entry(
        "causes",
        Text("원인", "Causes"),
        Text(
            "사례는 왜 성공하고 실패하고 멈추었으며, 근거는 얼마나 강한가?",
            "Why did cases succeed, fail or stall, and how strong is the evidence?",
        ),
        "policyloom.analysis.causes:run",
        ("cases", "case_causes"),
        ("codebook",),
    ),
    Entry(
        "qca",
        Text("조건 조합", "Combinations"),
        Text(
            "어떤 조건의 조합에서 사례가 되거나 막혔으며, 사례가 그것을 감당하는가?",
            "Which combinations go with success and failure, and can the cases carry that?",
        ),
        "policyloom.analysis.qca:run",
        ("cases", "case_conditions"),
        ("codebook",),
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
        "demand",
        Text("협력 수요", "Demand"),
        Text(
            "분야와 지역마다 협력 수요의 증거는 무엇이며, 무엇을 알지 못하는가?",
            "What speaks for cooperation by sector and region, and what is not known?",
        ),
        "policyloom.analysis.demand:run",
        (*_referring(), "indicators", "regions"),
        ("claims",),
        2,
    ),
    Entry(
        "risk_clauses",
        Text("조항별 리스크", "Risk by clause"),
        Text(
            "규제의 어느 조항이 어느 활동과 진출 단계에 닿고, 누가 무엇을 보고하고 요구했는가?",
            "Which clause touches which activity and stage of entry; who reported and asked what?",
        ),
        "policyloom.analysis.risk_clauses:run",
        ("clauses", "risks", "policies", "figures", "indicators", "sources", "economies"),
        ("codebook",),
    ),
    Entry(
        "load_bearing",
        Text("무게를 지는 출처", "Load-bearing sources"),
        Text(
            "어느 출처가 빠지면 어떤 주장과 제언이 무너지는가?",
            "Which claims and proposals fall without each source?",
        ),
        "policyloom.analysis.load_bearing:run",
        _referring(),
        ("claims",),
    ),
    Entry(
        "sources",
        Text("출처", "Sources"),
        Text("연구는 무엇에 기대고 있는가?", "What does the study rest on?"),
        "policyloom.analysis.sources:run",
        ("sources", *_SOURCED),
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
        ("plan", "chapters"),
        version=2,
    ),
)  # fmt: skip


def entry(name: str) -> Entry:
    """Return the analysis of that name; KeyError where there is none."""
    for row in CATALOGUE:
        if row.name == name:
            return row
    raise KeyError(name)
