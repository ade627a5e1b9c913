"""The next best question to ask of a cell: named templates, and the rule that picks one.

Evidence of demand comes in an order: a plan, a pilot under it, a case that shows how it went, what
firms in it say, how large it is, and what a survey answers. The question asks for the first kind
that is missing, because each is found by way of the one before. Where evidence points both ways,
the question asks why.
"""

from __future__ import annotations

from collections.abc import Mapping

from policyloom.analysis.demand_evidence import Cell
from policyloom.model.result import Text

ORDER = ("policy", "pilot", "case", "company", "statistic", "survey")

TEMPLATES: Mapping[str, Text] = {
    "ask-policy": Text(
        "{region}에 {sector}의 계획이나 과제 공고가 있는가? 외국 기업의 참여를 허용하는가?",
        "Does {region} have a plan or a call for {sector}, and may foreign firms take part?",
    ),
    "ask-pilot": Text(
        "{region}의 {sector} 계획 아래 지정된 시범·시험구는 무엇이며 누가 맡았는가?",
        "Which pilots or zones for {sector} were designated under the plan of {region}, and who "
        "runs them?",
    ),
    "ask-case": Text(
        "{region}의 {sector} 시범은 어떻게 되었으며 지역 밖이나 외국의 기업이 참여하였는가?",
        "How did the pilots for {sector} in {region} go, and did firms from outside take part?",
    ),
    "ask-company": Text(
        "{region}에서 {sector} 사업을 하는 기업은 무엇이 모자라 누구를 찾는가?",
        "What do firms in {sector} in {region} lack, and whom do they look for?",
    ),
    "ask-statistic": Text(
        "{region}의 {sector}에서 바깥으로 나가는 구매·발주의 크기는 얼마인가?",
        "How much does {sector} in {region} buy or order from outside?",
    ),
    "ask-survey": Text(
        "{region}의 {sector} 기업은 한국과의 협력을 바라는가? 같은 물음을 여러 기업에 던진 조사가 "
        "필요하다.",
        "Do firms in {sector} in {region} want to cooperate with Korea? A survey is needed.",
    ),
    "ask-why": Text(
        "{region}의 {sector}에서 어떤 참여는 이어지고 어떤 참여는 막혔는데, 무엇이 갈랐는가?",
        "In {sector} in {region} some were let in and others kept out: what made the difference?",
    ),
    "ask-now": Text(
        "{region}의 {sector}에 대한 증거는 갖추어졌다. 지금도 그러한가?",
        "The evidence for {sector} in {region} is of every kind. Does it still hold?",
    ),
}


def next_question(cell: Cell) -> str:
    """Return the name of the template for a cell."""
    if cell.status == "contradicted":
        return "ask-why"
    for kind in ORDER:
        if not cell.count(kind):
            return f"ask-{kind}"
    return "ask-now"


def ask(template: str, region: Text, sector: Text) -> Text:
    """Return a template's question about a region and a sector."""
    words = TEMPLATES[template]
    return Text(
        words.ko.format(region=region.ko, sector=sector.ko),
        words.en.format(region=region.en, sector=sector.en),
    )
