"""The coded evidence for causes, gathered by direction and cause, and how strong it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from policyloom.methods.process_tracing import Test, Verdict, verdict
from policyloom.model.evidence import Evidence
from policyloom.model.result import Text
from policyloom.model.settings import Cause

DIRECTIONS: Mapping[str, Text] = {
    "success": Text("성공", "Success"),
    "failure": Text("실패", "Failure"),
    "limit": Text("한계", "Limit"),
}
STANCES: Mapping[str, Text] = {
    "for": Text("맞는 근거", "For"),
    "against": Text("맞서는 근거", "Against"),
}
ELEMENTS: Mapping[str, Text] = {
    "actors": Text("행위자", "Actors"),
    "networks": Text("네트워크", "Networks"),
    "institutions": Text("제도", "Institutions"),
    "": Text("요소 밖", "Outside the elements"),
}
FUNCTIONS: Mapping[str, Text] = {
    "entrepreneurship": Text("기업가 활동", "Entrepreneurial activities"),
    "knowledge-development": Text("지식 개발", "Knowledge development"),
    "knowledge-diffusion": Text("지식 확산", "Knowledge diffusion"),
    "guidance": Text("탐색의 방향 제시", "Guidance of the search"),
    "market-formation": Text("시장 형성", "Market formation"),
    "resources": Text("자원 동원", "Resource mobilisation"),
    "legitimacy": Text("정당성 확보", "Creation of legitimacy"),
    "": Text("기능 밖", "Outside the functions"),
}
TESTS: Mapping[str, Text] = {
    "straw-in-the-wind": Text("지푸라기", "straw in the wind"),
    "hoop": Text("고리", "hoop"),
    "smoking-gun": Text("결정적 단서", "smoking gun"),
    "doubly-decisive": Text("이중 결정", "doubly decisive"),
}
VERDICTS: Mapping[str, Text] = {
    "confirmed": Text("확인", "confirmed"),
    "eliminated": Text("지워짐", "eliminated"),
    "contradictory": Text("모순", "contradictory"),
    "surviving": Text("살아남음", "surviving"),
    "undecided": Text("결정 못 함", "undecided"),
    "untested": Text("검정 없음", "untested"),
}
STRENGTHS: Mapping[str, Text] = {
    "confirmed": Text("검정으로 확인된 사례 있음", "confirmed by a test in a case"),
    "several": Text("여러 사례(3건 이상)", "several cases (3 or more)"),
    "few": Text("적은 사례", "few cases"),
    "contested": Text("맞서는 사례가 같거나 많음", "as many cases against or more"),
}
SEVERAL = 3


@dataclass(frozen=True)
class Mark:
    """One row of evidence for or against a cause in a case."""

    id: str
    case: str
    title: Text
    sector: str
    cause: str
    direction: str
    stance: str
    evidence: str
    test: str
    coder: str
    sources: tuple[str, ...]
    confidence: str

    @property
    def ref(self) -> str:
        """Return the reference of its row."""
        return f"case_causes:{self.id}"

    @property
    def backs(self) -> bool:
        """Tell whether the row speaks for the cause."""
        return self.stance == "for"


@dataclass(frozen=True)
class Finding:
    """A cause in one direction with all that speaks for and against it."""

    cause: str
    name: Text
    direction: str
    element: str
    function: str
    marks: tuple[Mark, ...]

    @property
    def element_text(self) -> Text:
        """Return the name of the element."""
        return ELEMENTS[self.element]

    @property
    def function_text(self) -> Text:
        """Return the name of the function."""
        return FUNCTIONS[self.function]

    @property
    def backing(self) -> tuple[str, ...]:
        """Return the cases for it."""
        return tuple(dict.fromkeys(m.case for m in self.marks if m.backs))

    @property
    def opposing(self) -> tuple[str, ...]:
        """Return the cases against it."""
        return tuple(dict.fromkeys(m.case for m in self.marks if not m.backs))

    def backing_in(self, sector: str) -> tuple[str, ...]:
        """Return the cases of a sector for it."""
        return tuple(dict.fromkeys(m.case for m in self.marks if m.backs and m.sector == sector))

    @property
    def sources(self) -> tuple[str, ...]:
        """Return the sources of its evidence, each once."""
        return tuple(dict.fromkeys(s for m in self.marks for s in m.sources))

    @property
    def strength(self) -> str:
        """Return how strong the evidence is, as a key of STRENGTHS."""
        if any(said == "confirmed" for _, said in tested(self.marks).values()):
            return "confirmed"
        if len(self.opposing) >= len(self.backing):
            return "contested"
        return "several" if len(self.backing) >= SEVERAL else "few"


def read_marks(evidence: Evidence) -> list[Mark]:
    """Return the coded evidence by case and id; rows of unknown cases are left out."""
    rows = evidence.query(
        """
        SELECT m.id, m."case", c.title_ko, c.title_en, c.sector, m.cause, m.direction, m.stance,
               m.evidence, m.test, m.coder, m.sources, m.confidence
        FROM case_causes m JOIN cases c ON c.id = m."case"
        ORDER BY m."case", m.id
        """
    )
    return [
        Mark(
            id=r["id"],
            case=r["case"],
            title=Text(r["title_ko"], r["title_en"]),
            sector=r["sector"],
            cause=r["cause"],
            direction=r["direction"],
            stance=r["stance"],
            evidence=r["evidence"],
            test=r["test"] or "",
            coder=r["coder"],
            sources=tuple(r["sources"] or ()),
            confidence=r["confidence"],
        )
        for r in rows
    ]


def findings(marks: Sequence[Mark], causes: Sequence[Cause]) -> list[Finding]:
    """Gather the marks by direction and cause: by direction, element, then most cases first."""
    known = {c.id: c for c in causes}
    made: list[Finding] = []
    for direction in DIRECTIONS:
        some = [m for m in marks if m.direction == direction]
        here = []
        for code in dict.fromkeys(m.cause for m in some):
            word = known.get(code)
            here.append(
                Finding(
                    cause=code,
                    name=Text(word.ko, word.en) if word else Text(code, code),
                    direction=direction,
                    element=(word.element if word else None) or "",
                    function=(word.function if word else None) or "",
                    marks=tuple(m for m in some if m.cause == code),
                )
            )
        order = list(ELEMENTS)
        made += sorted(here, key=lambda f: (order.index(f.element), -len(f.backing), f.cause))
    return made


Key = tuple[str, str, str]


def tested(marks: Sequence[Mark]) -> dict[Key, tuple[list[Mark], Verdict]]:
    """Return the tests of each (case, cause, direction) that has any, and their verdict."""
    groups: dict[Key, list[Mark]] = {}
    for m in marks:
        if m.test:
            groups.setdefault((m.case, m.cause, m.direction), []).append(m)
    return {
        key: (some, verdict((cast("Test", m.test), m.backs) for m in some))
        for key, some in groups.items()
    }
