"""How consistent are the policies over the variables that people coded (PMC index)?

Options (study.yaml, analyses.pmc):
    missing   what an uncoded cell means: refuse (default), over_coded or absent
    grades    id of a table of grades (estrada-points, estrada-share, ninths), or a table of the
              study's own: {id, scale, source, top, cuts}
    surfaces  ids of the policies whose surface is drawn (default: the first few)

    X_t = sum of the secondary variables of t / their number        PMC = sum of X_t

(Ruiz Estrada 2011; Zhang and Zhou 2017.) The variables are those of codebook.yaml, the codings
those of pmc_codes.csv. A cell that nobody coded, that coders could not tell or on which they differ
without adjudication is uncoded: the index is then undefined unless `missing` says otherwise. Drafts
are shown and are in no mean and no count of grades.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from policyloom.analysis.answer import DOCUMENTS, Answer
from policyloom.analysis.codings import (
    Coding,
    Settled,
    Thing,
    add_agreement,
    coding,
    settle,
)
from policyloom.analysis.documents import Document, documents, refs_of
from policyloom.analysis.names import codebook
from policyloom.analysis.pmc_tables import POINTS, Coded, add_tables
from policyloom.methods.pmc import (
    DROPPED_TENTH,
    GRADE_TABLES,
    GradeTable,
    aggregate,
    grade_table,
    pmc,
)
from policyloom.model.evidence import Evidence, Options
from policyloom.model.policy_text_settings import GradesOption, PmcOptions
from policyloom.model.result import Result, Text
from policyloom.model.settings import PmcVariable


def run(evidence: Evidence, options: Options) -> Result:
    """Compute the index of every policy that somebody coded."""
    answer = Answer("pmc", Text("정책 일관성 지수(PMC)", "Policy consistency (PMC index)"))
    own = PmcOptions.model_validate(options.own)
    table = grades_of(own.grades)
    variables = codebook(options).pmc_variables
    codings = _codings(evidence)
    settled = settle(codings)
    everything = documents(evidence)
    coded = [
        _coded(document, variables, settled, own)
        for document in everything
        if variables and any(policy == document.id for policy, _ in settled)
    ]
    _totals(answer, coded, everything, table)
    add_agreement(answer, codings, "nominal", refs_of(everything))
    add_tables(answer, coded, variables, table, own.surfaces)
    _notes(answer, coded, variables, own)
    return answer.done()


def grades_of(asked: str | GradesOption) -> GradeTable:
    """Return the table of grades that the options name or give."""
    if isinstance(asked, str):
        return GRADE_TABLES[asked]
    cuts = [(Text(cut.ko, cut.en), cut.low) for cut in asked.cuts]
    return grade_table(asked.id, asked.scale, cuts, asked.top, asked.source)


def _codings(evidence: Evidence) -> list[Coding]:
    rows = evidence.query(
        "SELECT id, policy, cell, value, coder, standing FROM pmc_codes ORDER BY id"
    )
    return [coding("pmc_codes", row, "cell", "value") for row in rows]


def _coded(
    document: Document,
    variables: Sequence[PmcVariable],
    settled: Mapping[Thing, Settled],
    own: PmcOptions,
) -> Coded:
    cells = {
        variable.id: tuple(settled.get((document.id, cell.id)) for cell in variable.cells)
        for variable in variables
    }
    values = {name: [c.value if c else None for c in found] for name, found in cells.items()}
    return Coded(document, cells, pmc(values, own.missing))


def _totals(
    answer: Answer, coded: Sequence[Coded], everything: Sequence[Document], table: GradeTable
) -> None:
    every = refs_of(everything)
    label = Text("부호화한 정책", "Policies coded")
    answer.count("coded", label, [c.ref for c in coded], DOCUMENTS, every)
    drafts = [c.ref for c in coded if c.document.draft]
    label = Text("그 가운데 초안", "Drafts among them")
    answer.count("drafts", label, drafts, DOCUMENTS, every)
    out = [c for c in coded if not c.document.draft]
    whole = aggregate([c.pmc for c in out], table)
    complete = [c for c in out if c.pmc.index is not None]
    label = Text("지수가 정의된 정책", "Policies with an index")
    answer.count("policies", label, [c.ref for c in complete], DOCUMENTS, every)
    origins = [ref for c in complete for ref in c.origins]
    why = (
        Text("매긴 정책이 없음(pmc_codes.csv)", "no policy is coded (pmc_codes.csv)")
        if not out
        else Text("모든 정책에 매기지 않은 칸이 있음", "every policy has uncoded cells")
    )
    label = Text("평균 PMC 지수", "Mean PMC index")
    answer.number("mean", label, whole.mean, POINTS, origins or every, why)
    cells = Text("칸", "cells")
    label = Text("매기지 않은 칸", "Cells not coded")
    number = sum(c.pmc.uncoded for c in coded)
    answer.number("uncoded", label, number, cells, [c.ref for c in coded] or every)


def _notes(
    answer: Answer, coded: Sequence[Coded], variables: Sequence[PmcVariable], own: PmcOptions
) -> None:
    if not variables:
        answer.note(
            "codebook.yaml에 PMC 변수(pmc_variables)가 없어 부호화한 정책이 없다.",
            "codebook.yaml lists no PMC variables (pmc_variables), so no policy is coded.",
        )
    elif not coded:
        answer.note(
            "PMC 변수를 매긴 정책이 없다(registers/pmc_codes.csv). 지수는 정의되지 않는다.",
            "No policy is coded (registers/pmc_codes.csv); the index is undefined.",
        )
    if coded and len(variables) > DROPPED_TENTH:
        answer.note(
            "변수가 열 개를 넘어 곡면을 그리지 않는다.",
            "With more than ten variables there is no surface.",
        )
    words = {
        "refuse": Text(
            "매기지 않은 칸이 있는 정책은 지수가 없다.",
            "A policy with an uncoded cell has no index.",
        ),
        "over_coded": Text(
            "변수의 값은 매긴 칸만의 평균이다.", "A variable is the mean of its coded cells."
        ),
        "absent": Text(
            "매기지 않은 칸을 없음(0)으로 세었다.", "Uncoded cells were counted as absent (0)."
        ),
    }
    if coded:
        answer.notes.append(words[own.missing])
