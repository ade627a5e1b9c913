"""The words of a comparison of cases: sides, solution types, verdicts, signs, formulas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from policyloom.model.result import Text

if TYPE_CHECKING:
    from policyloom.analysis.qca_data import Names
    from policyloom.methods.qca import Data, Term

CASES = Text("건", "cases")
COMBINATIONS = Text("개", "combinations")
MODELS = Text("개", "models")
SCORES = Text("개", "scores")

SIDES: Mapping[str, Text] = {
    "yes": Text("성과가 난 쪽", "outcome present"),
    "no": Text("성과가 나지 않은 쪽", "outcome absent"),
}
TYPES: Mapping[str, Text] = {
    "conservative": Text("보수해", "Conservative"),
    "parsimonious": Text("간결해", "Parsimonious"),
    "intermediate": Text("중간해", "Intermediate"),
}
VERDICTS: Mapping[str, Text] = {
    "holds": Text("유지된다", "holds"),
    "fragile": Text("깨지기 쉽다", "fragile"),
    "cannot_carry": Text("표본이 감당하지 못한다", "the sample cannot carry it"),
    "no_model": Text("모형이 없다", "no model"),
}
SIGNS: Mapping[str, Text] = {
    "few_cases": Text("조건당 사례 3건 미만", "fewer than 3 cases a condition"),
    "few_rows": Text("가능한 조합의 절반 미만만 관찰", "fewer than half of the combinations seen"),
    "one_flip": Text("점수 한 개로 바뀜", "one score changes it"),
    "one_case": Text(
        "사례 하나를 뺀 분석의 4분의 1 이상에서 바뀜", "changes in a quarter of leave-one-out"
    ),
    "ties": Text("같은 크기의 모형이 여럿", "several models of the same size"),
}
OUTS: Mapping[str, Text] = {
    "1": Text("충분", "sufficient"),
    "0": Text("불충분", "not sufficient"),
    "?": Text("사례 부족", "too few cases"),
}
READING = Text(
    "*는 ‘그리고’, +는 ‘또는’, ~는 ‘없음’이다.", "* reads “and”, + reads “or”, ~ reads “not”."
)


def formula(data: Data, term: Term, names: Names) -> Text:
    """Return a term in the words of the codebook; whole numbers stand in braces."""
    parts: dict[str, list[str]] = {"ko": [], "en": []}
    for place, value in enumerate(term):
        if value < 0:
            continue
        name = names[data.conditions[place]]
        for language in ("ko", "en"):
            many = data.levels[place] > 2
            word = (
                f"{name[language]}{{{value}}}" if many else ("" if value else "~") + name[language]
            )
            parts[language].append(word)
    return Text(" * ".join(parts["ko"]) or "1", " * ".join(parts["en"]) or "1")


def joined(texts: list[Text]) -> Text:
    """Return terms as one model."""
    return Text(" + ".join(t.ko for t in texts), " + ".join(t.en for t in texts))
