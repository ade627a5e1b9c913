"""The same comparisons under every coder's reading, where coders differ and nobody adjudicated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from policyloom.analysis.answer import Answer, Line, number_column, text_column, text_columns
from policyloom.analysis.qca_data import CaseSet, Material, material, same_set
from policyloom.analysis.qca_options import QcaOptions
from policyloom.analysis.qca_runs import Side, models_of, sides_of
from policyloom.analysis.qca_tables import RUN_COLUMNS
from policyloom.analysis.qca_words import READING, SIDES, TYPES, formula, joined
from policyloom.analysis.scores import read_scores, readings
from policyloom.methods.qca.minimise import SolutionType
from policyloom.model.evidence import Evidence, Options
from policyloom.model.result import Plain, Text

_SOLUTIONS = Text("개", "solutions")
_ONE = Text(
    "점수를 읽는 길이 하나여서 견줄 것이 없음",
    "the scores have one reading, so there is nothing to hold it against",
)
_RULE = Text(
    "조정 없이 점수가 갈린 칸이 있으면 같은 묶음을 부호화자마다 다시 비교한다. 첫 읽기가 본문의 "
    "읽기이고, ‘같음’은 모형이 모두 그것과 같다는 뜻이다.",
    "Where scores differ unadjudicated, the same sets are compared again under each coder. The "
    "first reading is the one used elsewhere; “same” says that all models equal its models.",
)


@dataclass(frozen=True)
class Reread:
    """One side of one set under one coder's reading."""

    coder: str
    given: Material
    some: CaseSet
    side: Side

    def models(self, type_: SolutionType) -> tuple[str, ...]:
        """Return the models of a type as written, sorted."""
        return tuple(sorted(m.written for m in models_of(self.side.made, type_)))


def add_readings(
    answer: Answer,
    evidence: Evidence,
    options: Options,
    sets: Sequence[CaseSet],
    own: QcaOptions,
) -> None:
    """Add how many solutions change with the coder, and every solution under each of them."""
    coders = list(readings(read_scores(evidence)))
    refs = [ref for some in sets for ref in some.refs()]
    answer.number(
        "readings",
        Text("점수를 읽는 길", "Readings of the scores"),
        len(coders),
        Text("가지", ""),
        refs,
    )
    made = list(_reread(evidence, options, coders, sets, own)) if len(coders) > 1 else []
    first = {(r.some.id, r.side.name): r for r in made if r.coder == coders[0]}
    changed = {
        (r.some.id, r.side.name, type_)
        for r in made
        for type_ in _types(r)
        if not _same(r, first, type_)
    }
    label = Text("부호화자에 따라 바뀌는 해", "Solutions that change with the coder")
    count = len(changed) if made else None
    answer.number("readings_changed", label, count, _SOLUTIONS, refs, _ONE)
    if made:
        title = Text("부호화자마다의 해", "Solutions under each coder")
        rows = [line for r in made for line in _lines(r, first)]
        answer.table("readings", title, _COLUMNS, rows, [_RULE, READING])


def _reread(
    evidence: Evidence,
    options: Options,
    coders: Sequence[str],
    sets: Sequence[CaseSet],
    own: QcaOptions,
) -> Iterator[Reread]:
    for coder in coders:
        given = material(evidence, options, coder)
        for some in sets:
            again = same_set(given, some)
            for side in sides_of(given, again, own):
                yield Reread(coder, given, again, side)


def _types(r: Reread) -> list[SolutionType]:
    return list(dict.fromkeys(s.type for s in r.side.made.solutions))


def _same(r: Reread, first: Mapping[tuple[str, str], Reread], type_: SolutionType) -> bool:
    """Tell whether the models equal those of the first reading; one without any has none."""
    main = first.get((r.some.id, r.side.name))
    return r.models(type_) == (main.models(type_) if main else ())


_COLUMNS = [
    *RUN_COLUMNS,
    text_column("coder", "부호화자", "Coder"),
    number_column("cases", "비교한 사례", "Cases compared"),
    *text_columns("type", "해", "Solution"),
    *text_columns("models", "모형", "Models"),
    number_column("incl", "일관성", "inclS", ",.3f"),
    number_column("cov", "포괄도", "covS", ",.3f"),
    text_column("same", "같음", "Same"),
]


def _lines(r: Reread, first: Mapping[tuple[str, str], Reread]) -> Iterator[Line]:
    some, side, data = r.some, SIDES[r.side.name], r.side.made.table.data
    for type_ in _types(r):
        models = models_of(r.side.made, type_)
        names = [
            joined([formula(data, t.term, r.given.conditions) for t in m.terms]) for m in models
        ]
        fit = models[0].fit if models else None
        cells: list[Plain] = [
            some.id, some.scope.ko, some.scope.en, side.ko, side.en, r.coder, len(some.complete),
            TYPES[type_].ko, TYPES[type_].en, " | ".join(n.ko for n in names) or None,
            " | ".join(n.en for n in names) or None, fit.inclS if fit else None,
            fit.covS if fit else None, "✓" if _same(r, first, type_) else "",
        ]  # fmt: skip
        yield cells, some.refs()
