"""What `policyloom qca` prints: tables for readers, one object for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from policyloom.core.problem import Language, Problem

if TYPE_CHECKING:
    from policyloom.methods.qca import Comparison, Model, Solution

MOST_LISTED = 256
"""Assumed remainders that are named; their number is always given."""

_WORDS = {
    "ko": {
        "necessity": "필요조건", "table": "진리표", "half": "0.5점이라 어느 행에도 없는 사례",
        "conservative": "보수해", "parsimonious": "간결해", "intermediate": "중간해",
        "none": "해가 없다.", "model": "모형", "cases": "사례",
        "capped": "모형이 더 있다 (목록은 {n}개까지)", "whole": "전체",
        "assumed": "가정한 잔여 조합 {n}개", "untenable": "그 가운데 유지할 수 없는 것 {n}개",
        "cuts": "기준: 일관성 {incl:g}, PRI {pri:g}, 사례 {n}",
        "unseen": "관찰되지 않은 조합 {n}개",
    },
    "en": {
        "necessity": "Necessity", "table": "Truth table", "half": "cases at 0.5, in no row",
        "conservative": "Conservative solution", "parsimonious": "Parsimonious solution",
        "intermediate": "Intermediate solution", "none": "There is no solution.", "model": "Model",
        "cases": "cases", "capped": "there are more models (listed up to {n})", "whole": "whole",
        "assumed": "{n} remainders assumed", "untenable": "{n} of them untenable",
        "cuts": "cuts: consistency {incl:g}, PRI {pri:g}, cases {n}",
        "unseen": "{n} combinations not observed",
    },
}  # fmt: skip


def record(made: Comparison, problems: Sequence[Problem], language: Language) -> dict[str, Any]:
    """Return a comparison as one plain object."""
    table, data = made.table, made.table.data
    name = ("~" if data.negated else "") + data.outcome_name
    return {
        "outcome": name,
        "conditions": list(data.conditions),
        "cases": list(data.cases),
        "cuts": {"incl": table.cuts.incl, "pri": table.cuts.pri, "n": table.cuts.n},
        "truth_table": [
            {
                "config": data.digits(row.config), "OUT": row.out, "n": row.n,
                "incl": row.incl, "PRI": row.pri, "cases": list(row.cases),
                "contradiction": row.contradiction,
            }
            for row in table.rows
        ],
        "no_row": list(table.half),
        "remainders": _unseen(made),
        "necessity": [
            {"cond": word, "inclN": fit.inclN, "RoN": fit.RoN, "covN": fit.covN}
            for word, _, fit in made.necessity
        ],
        "solutions": [_solution(made, solution) for solution in made.solutions],
        "problems": [p.as_record(language) for p in problems],
    }  # fmt: skip


def _solution(made: Comparison, solution: Solution) -> dict[str, Any]:
    found: dict[str, Any] = {"type": solution.type}
    if solution.pair is not None:
        found["pair"] = "C{}P{}".format(*solution.pair)
    return found | {
        "prime_implicants": solution.primes,
        "capped": solution.capped,
        "models": [_model(made, model) for model in solution.models],
    }


def _model(made: Comparison, model: Model) -> dict[str, Any]:
    terms = [
        {
            "term": t.written, "inclS": t.fit.inclS, "PRI": t.fit.PRI,
            "covS": t.fit.covS, "covU": t.covU,
        }
        for t in model.terms
    ]  # fmt: skip
    fit = model.fit
    whole = {"terms": terms, "inclS": fit.inclS, "PRI": fit.PRI, "covS": fit.covS}
    if model.assumed is None:
        return whole | {"assumptions": None}
    data, untenable = made.table.data, made.untenable(model)
    return whole | {
        "assumptions": {
            "n": len(model.assumed),
            "rows": [data.digits(row) for row in model.assumed[:MOST_LISTED]],
            "untenable": [data.digits(row) for row in untenable[:MOST_LISTED]],
        }
    }


def _unseen(made: Comparison) -> int:
    possible = 1
    for levels in made.table.data.levels:
        possible *= levels
    return possible - len(made.table.observed)


def lines(made: Comparison, language: Language) -> Iterator[str]:
    """Yield a comparison as text tables."""
    words, table, data = _WORDS[language], made.table, made.table.data
    cuts = table.cuts
    yield words["cuts"].format(incl=cuts.incl, pri=cuts.pri, n=cuts.n)
    yield ""
    yield words["necessity"]
    width = max([6, *(len(w) for w, _, _ in made.necessity)])
    yield f"  {'':{width}}  {'inclN':>6} {'RoN':>6} {'covN':>6}"
    for word, _, fit in made.necessity:
        yield f"  {word:{width}}  {_f(fit.inclN)} {_f(fit.RoN)} {_f(fit.covN)}"
    yield ""
    yield f"{words['table']} ({', '.join(data.conditions)})"
    width = max(6, len(data.conditions))
    yield f"  {'':{width}}  OUT {'n':>4} {'incl':>6} {'PRI':>6}  {words['cases']}"
    for row in table.rows:
        mark = "!" if row.contradiction else " "
        yield (
            f"  {data.digits(row.config):{width}}  {row.out:>2}{mark} {row.n:>4} "
            f"{_f(row.incl)} {_f(row.pri)}  {', '.join(row.cases)}"
        )
    yield f"  {words['unseen'].format(n=f'{_unseen(made):,}')}"
    if table.half:
        yield f"  {words['half']}: {', '.join(table.half)}"
    for solution in made.solutions:
        yield ""
        yield from _solution_lines(made, solution, language)


def _solution_lines(made: Comparison, solution: Solution, language: Language) -> Iterator[str]:
    words = _WORDS[language]
    pair = "" if solution.pair is None else " C{}P{}".format(*solution.pair)
    yield words[solution.type] + pair
    if not solution.models:
        yield "  " + words["none"]
    for number, model in enumerate(solution.models, 1):
        yield f"  {words['model']} {number}: {model.written}"
        width = max(6, *(len(t.written) for t in model.terms))
        yield f"    {'':{width}}  {'inclS':>6} {'PRI':>6} {'covS':>6} {'covU':>6}"
        for t in model.terms:
            fit = t.fit
            yield (
                f"    {t.written:{width}}  {_f(fit.inclS)} {_f(fit.PRI)} {_f(fit.covS)} "
                f"{_f(t.covU)}"
            )
        fit = model.fit
        whole = words["whole"] + " " * (width - _columns(words["whole"]))
        yield f"    {whole}  {_f(fit.inclS)} {_f(fit.PRI)} {_f(fit.covS)}"
        if model.assumed:
            untenable = len(made.untenable(model))
            yield (
                "    "
                + words["assumed"].format(n=len(model.assumed))
                + ("; " + words["untenable"].format(n=untenable) if untenable else "")
            )
    if solution.capped:
        yield "  " + words["capped"].format(n=len(solution.models))


def _columns(text: str) -> int:
    """Return how many columns of a terminal a text takes: two for each Korean letter."""
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def _f(value: float | None) -> str:
    return "     –" if value is None else f"{value:6.3f}"
