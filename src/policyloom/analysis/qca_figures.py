"""XY plots: how far cases that belong to a solution also belong to the outcome."""

from __future__ import annotations

from collections.abc import Sequence

from policyloom.analysis.answer import Answer, Caption
from policyloom.analysis.charts.style import INK, LINE, PALETTE, Datum, Spec, amount, frame, tip
from policyloom.analysis.qca_data import Material
from policyloom.analysis.qca_runs import Run
from policyloom.analysis.qca_words import SIDES, TYPES, formula, joined
from policyloom.methods.qca.minimise import SolutionType
from policyloom.model.result import Text

_SHOWN: SolutionType = "parsimonious"
_READ = Text(
    "대각선 위는 해에 속하는 만큼 결과에도 속하는 사례, 아래는 그렇지 않은 사례다. "
    "점수가 같은 사례는 한 점에 모인다.",
    "Above the diagonal cases belong to the outcome at least as far as to the solution; below they "
    "do not. Cases with the same scores share a mark.",
)


def add_plots(answer: Answer, given: Material, runs: Sequence[Run]) -> None:
    """Add one plot for each comparison that has a model: of its first parsimonious model."""
    for run in runs:
        models = run.models(_SHOWN)
        if not models:
            continue
        data, model = run.made.table.data, models[0]
        terms = [t.term for t in model.terms]
        inside = data.model_membership(terms)
        spots: dict[tuple[float, float], list[str]] = {}
        for case, x, y in zip(data.cases, inside, data.outcome, strict=True):
            spots.setdefault((round(float(x), 6), round(float(y), 6)), []).append(case)
        words = joined([formula(data, term, given.conditions) for term in terms])
        name, side = run.case_set, SIDES[run.side]
        outcome = given.outcome_name
        mark = "~" if data.negated else ""
        up = Text(mark + outcome.ko, mark + outcome.en)
        title = Text(
            f"{TYPES[_SHOWN].ko}와 결과: {name.scope.ko}({name.id}), {side.ko}",
            f"{TYPES[_SHOWN].en} solution and outcome: {name.scope.en} ({name.id}), {side.en}",
        )
        fit = model.fit
        told = Text(
            f"해: {words.ko}. 일관성 {_number(fit.inclS)}, 포괄도 {_number(fit.covS)}.",
            f"Solution: {words.en}. Consistency {_number(fit.inclS)}, "
            f"coverage {_number(fit.covS)}.",
        )
        alt = Text(
            "가로는 해, 세로는 결과에 속하는 정도이며 사례가 점으로 놓인다",
            "Cases as marks: membership in the solution across, in the outcome up",
        )
        caption = Caption(title, alt, [told, _READ])
        answer.figure(f"xy_{run.id}", _plot(spots, up), caption, name.refs())


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _plot(spots: dict[tuple[float, float], list[str]], up: Text) -> Spec:
    data: list[Datum] = [
        {"x": x, "y": y, "cases": ", ".join(cases), "n": len(cases)}
        for (x, y), cases in sorted(spots.items())
    ]
    across = Text("해에 속하는 정도", "Membership in the solution")
    scale = {"domain": [-0.05, 1.15], "nice": False}
    ticks = {"values": [0, 0.25, 0.5, 0.75, 1], "format": ".2~f"}
    plane = {
        "x": amount("x", across, scale=scale, axis=ticks),
        "y": amount("y", up, scale={"domain": [-0.05, 1.1], "nice": False}, axis=ticks),
    }
    diagonal = {
        "data": {"values": [{"x": 0, "y": 0}, {"x": 1, "y": 1}]},
        "mark": {"type": "line", "color": LINE, "strokeWidth": 1.5},
        "encoding": {"x": amount("x", across), "y": amount("y", up)},
    }
    halves: list[Spec] = [
        {
            "data": {"values": [{"at": 0.5}]},
            "mark": {"type": "rule", "color": LINE, "strokeDash": [3, 3]},
            "encoding": {axis: amount("at", title)},
        }
        for axis, title in (("x", across), ("y", up))
    ]
    tips = [
        tip("cases", Text("사례", "Cases")), tip("x", across, ",.2f"), tip("y", up, ",.2f"),
    ]  # fmt: skip
    size = {"field": "n", "type": "quantitative", "legend": None, "scale": {"range": [60, 260]}}
    points = {
        "data": {"values": data},
        "mark": {"type": "circle", "color": PALETTE[0], "opacity": 0.85},
        "encoding": {**plane, "size": size, "tooltip": tips},
    }
    names = {
        "data": {"values": data},
        "mark": {"type": "text", "align": "left", "dx": 9, "fontSize": 10, "color": INK},
        "encoding": {**plane, "text": {"field": "cases", "type": "nominal"}},
    }
    return frame({"height": 320, "layer": [diagonal, *halves, points, names]})
