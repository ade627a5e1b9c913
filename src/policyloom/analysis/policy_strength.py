"""How strong are the policies, by who issued them and as what, and what effect do they add up to?

Options (study.yaml, analyses.policy_strength):
    scale     the scale that counts: peng-2008, or the id of one of `scales`
    scales    scales of the study's own: {id, source, based_on, rules, labels}; a rule is
              {score, types, issuers}, tried before those of `based_on`
    compare   scales shown beside it
    types     which type of the scale a type of the register stands for: {指导意见: 意见}
    levels    levels of documents that the scale speaks of (default: central and ministry)
    joint     whose strength a joint document has: of its highest issuer (default), or of the first

    TMG_i = sum over the documents j of year i of (m_j + g_j) * p_j     (Peng, Zhong and Sun 2008)

The strength p needs the register alone; the effect needs the codings of goals (g) and measures (m)
in policy_codes.csv, and is undefined without them. A document that the scale says nothing of has no
strength: it is counted as unscored and never as 0. Drafts are no policies and are left out.
"""

from __future__ import annotations

from collections.abc import Sequence

from policyloom.analysis.answer import DOCUMENTS, Answer
from policyloom.analysis.codings import add_agreement, settle
from policyloom.analysis.documents import Document, documents, issued, refs_of
from policyloom.analysis.policy_strength_data import (
    Standing,
    own_scale,
    read_codings,
    read_columns,
    scored,
    standing,
)
from policyloom.analysis.policy_strength_tables import POINTS, add_tables
from policyloom.methods.strength import StrengthScale, effects, scales
from policyloom.model.evidence import Evidence, Options
from policyloom.model.policy_text_settings import PolicyStrengthOptions
from policyloom.model.result import Result, Text


def run(evidence: Evidence, options: Options) -> Result:
    """Score every document that was issued, and put strength and effect together."""
    answer = Answer("policy_strength", Text("정책 강도", "Policy strength"))
    own = PolicyStrengthOptions.model_validate(options.own)
    known = {**scales(), **{s.id: own_scale(s) for s in own.scales}}
    codings = read_codings(evidence)
    settled = settle(codings)
    everything = documents(evidence)
    out = [d for d in issued(everything) if d.level in own.levels]
    columns = read_columns(evidence)
    by_scale = {
        name: [standing(d, columns[d.id], known[name], own, settled) for d in out]
        for name in dict.fromkeys((own.scale, *own.compare))
    }
    standings = by_scale[own.scale]
    _totals(answer, everything, standings, own)
    _effect(answer, standings, everything)
    add_agreement(answer, codings, "ordinal", refs_of(everything))
    add_tables(answer, known, by_scale, options)
    _notes(answer, known[own.scale], standings, own)
    return answer.done()


def _totals(
    answer: Answer,
    everything: Sequence[Document],
    standings: Sequence[Standing],
    own: PolicyStrengthOptions,
) -> None:
    every, whole = refs_of(everything), [s.ref for s in standings]
    scored = [s.ref for s in standings if s.strength is not None]
    label = Text("강도를 볼 문건", "Documents looked at")
    answer.count("documents", label, whole, DOCUMENTS, every)
    other = [d.ref for d in issued(everything) if d.level not in own.levels]
    label = Text("척도가 다루지 않는 단계의 문건", "Documents of levels outside the scale")
    answer.count("outside", label, other, DOCUMENTS, every)
    label = Text("제외한 초안", "Drafts left out")
    answer.count("drafts", label, [d.ref for d in everything if d.draft], DOCUMENTS, every)
    answer.count("scored", Text("강도를 매긴 문건", "Scored"), scored, DOCUMENTS, whole or every)
    left = [s.ref for s in standings if s.strength is None]
    answer.count(
        "unscored", Text("강도를 매길 수 없는 문건", "Unscored"), left, DOCUMENTS, whole or every
    )
    label = Text("강도를 매긴 비중", "Share scored")
    answer.share("scored_share", label, scored, whole)
    points = [s.strength for s in standings if s.strength is not None]
    mean = sum(points) / len(points) if points else None
    why = Text("척도가 점수를 주는 문건이 없음", "the scale scores none of the documents")
    answer.number("mean", Text("평균 강도", "Mean strength"), mean, POINTS, scored or every, why)
    total = sum(points) if points else None
    answer.number(
        "total", Text("강도의 합", "Sum of strengths"), total, POINTS, scored or every, why
    )


def _effect(answer: Answer, standings: Sequence[Standing], everything: Sequence[Document]) -> None:
    """Add the effect of all documents and of every year that has one."""
    every = refs_of(everything)
    complete = [s for s in standings if s.effect is not None]
    origins = [ref for s in complete for ref in s.origins]
    coded = [ref for s in standings if s.coded for ref in s.origins]
    label = Text("목표와 수단을 모두 매긴 문건", "Documents with goals and measures coded")
    number = sum(1 for s in standings if s.coded)
    answer.number("coded", label, number, DOCUMENTS, coded or every)
    label = Text("효과를 셈한 문건", "Documents with an effect")
    answer.number("effect_documents", label, len(complete), DOCUMENTS, origins or every)
    total = sum(s.effect or 0 for s in complete) if complete else None
    if not coded:
        why = Text(
            "목표와 수단을 모두 매긴 문건이 없음(policy_codes.csv)",
            "no document has both its goals and its measures coded (policy_codes.csv)",
        )
    else:
        why = Text("매긴 문건 가운데 강도가 있는 것이 없음", "no coded document has a strength")
    label = Text("정책 효과(TMG)", "Policy effect (TMG)")
    answer.number("effect", label, total, POINTS, origins or every, why)
    mean = total / len(complete) if total is not None else None
    label = Text("문건당 정책 효과", "Policy effect a document")
    answer.number("effect_mean", label, mean, POINTS, origins or every, why)
    lacks = Text(
        "강도와 목표와 수단을 모두 매긴 그해의 문건이 없음",
        "no document of the year has a strength, goals and measures",
    )
    for year, own in effects(scored(standings)).items():
        here = [s for s in standings if s.document.year == year]
        label = Text(f"{year}년 정책 효과(TMG)", f"Policy effect (TMG), {year}")
        rows = [ref for s in here for ref in s.origins]
        answer.number(f"effect_{year}", label, own.total, POINTS, rows, lacks)


def _notes(
    answer: Answer,
    scale: StrengthScale,
    standings: Sequence[Standing],
    own: PolicyStrengthOptions,
) -> None:
    answer.note(
        f"강도는 척도 {scale.id}에 따른다({scale.source}). 척도가 말하지 않는 발령 기관·문종의 "
        "문건은 점수가 없으며, 0점이 아니다. 초안은 세지 않는다.",
        f"Strength by the scale {scale.id} ({scale.source}). Documents of issuers and types that "
        "it says nothing of have no score, which is not 0. Drafts are not counted.",
    )
    left = sum(1 for s in standings if s.strength is None)
    if len(standings) < 2 * left < 2 * len(standings):
        answer.note(
            f"문건 {len(standings)}건 가운데 {left}건에 점수가 없어, 평균은 나머지만 말한다.",
            f"{left} of {len(standings)} documents have no score: means speak of the smaller part.",
        )
    answer.note(
        "연도는 성문일을, 없으면 공개일이나 그 상한일을 따른다.",
        "Years go by the date of issue, else of publication or its upper bound.",
    )
    if own.joint == "highest":
        answer.note(
            "여러 기관이 함께 낸 문건은 가장 높은 기관의 강도를 갖는다.",
            "A document of several issuers has the strength of the highest of them.",
        )
    else:
        answer.note(
            "여러 기관이 함께 낸 문건은 처음 적힌 기관의 강도를 갖는다.",
            "A document of several issuers has the strength of the first of them.",
        )
    if not any(s.coded for s in standings):
        answer.note(
            "목표와 수단을 매긴 문건이 없으므로 정책 효과(TMG)는 정의되지 않는다.",
            "No document has its goals and measures coded: the effect (TMG) is undefined.",
        )
