"""How much do the held texts of policies speak of the glossary's terms?

Options (study.yaml, analyses.attention):
    terms   ids of the glossary's terms to follow (default: those that texts mention most)
    top     how many terms that are

Three figures with their denominators (`policyloom.methods.attention`): the share of documents that
mention a term, its mentions per 10,000 characters of all texts together, and the mean of the
documents' own rates. A term is looked for in the language of the text. A group without a held text
has no figures, which is not 0; a term that held texts do not mention has 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from policyloom.analysis.answer import (
    PERCENT,
    Answer,
    Caption,
    Line,
    number_column,
    reference_column,
    slug,
    text_column,
    text_columns,
)
from policyloom.analysis.charts.heat import Heat, heat
from policyloom.analysis.held_texts import (
    Corpus,
    Group,
    HeldDocument,
    add_held,
    corpus,
    glossary,
    groups,
)
from policyloom.methods.attention import PER, Attention, Mentions, attention
from policyloom.methods.term_finding import places
from policyloom.model.evidence import Evidence, Options
from policyloom.model.policy_text_settings import AttentionOptions
from policyloom.model.result import Plain, Result, ResultColumn, Text

HITS = Text("번", "mentions")
RATE = Text(f"번/{PER:,}자", f"per {PER:,} characters")
_RATES = Text(
    f"비율은 공백을 뺀 {PER:,}자에 몇 번 나오는지이다. 합친 비율은 긴 문건이 더 세고, 문건 비율의 "
    "평균은 모든 문건이 같다. 다른 용어 안에 든 것도 센다.",
    f"Rates are mentions per {PER:,} characters without spaces: pooled, where long documents count "
    "more, and the mean of the documents' own. Mentions inside longer terms count too.",
)
Counted = Mapping[str, Mapping[str, Mentions]]
"""Mentions by term and document; a document whose language a term lacks is not there."""


def run(evidence: Evidence, options: Options) -> Result:
    """Count the terms in the texts, over all of them and by year, sector and level."""
    answer = Answer("attention", Text("정책 문건의 관심", "Attention of policies"))
    own = AttentionOptions.model_validate(options.own)
    texts, names = corpus(evidence, options), glossary(evidence)
    add_held(answer, texts)
    counted = {term: _count(texts, term) for term in own.terms or names}
    spoken = [t for t, by in counted.items() if any(m.hits for m in by.values())]
    label = Text("본문에 나오는 용어", "Terms that the texts mention")
    unit = Text("개", "terms")
    value = len(spoken) if texts.held else None
    answer.number(
        "terms", label, value, unit, texts.origins, Text("보유한 본문이 없음", "no text is held")
    )
    ordered = sorted(spoken, key=lambda t: (-sum(m.hits for m in counted[t].values()), t))
    chosen = {t: names[t] for t in own.terms or ordered[: own.top] if t in names}
    _values(answer, texts, counted, chosen)
    _terms(answer, texts, counted, {t: names[t] for t in own.terms or ordered if t in names})
    found = groups(texts, options)
    for kind in ("years", "sectors", "levels"):
        here = [g for g in found if g.kind == kind]
        _groups(answer, here, counted, chosen)
        _figure(answer, here, counted, chosen)
    if texts.held:
        answer.notes.append(_RATES)
    return answer.done()


def _count(texts: Corpus, term: str) -> dict[str, Mentions]:
    """Return the mentions of a term by document."""
    forms = texts.forms(term)
    return {
        h.document.id: Mentions(h.chars, sum(1 for _ in places(h.text, forms[h.language])))
        for h in texts.held
        if h.language in forms
    }


def _of(held: Sequence[HeldDocument], counted: Mapping[str, Mentions]) -> Attention:
    return attention(counted[h.document.id] for h in held if h.document.id in counted)


def _values(answer: Answer, texts: Corpus, counted: Counted, chosen: Mapping[str, Text]) -> None:
    """Add the figures of the chosen terms over all texts."""
    why = Text(
        "용어집에 그 용어가 있는 언어의 본문을 보유하지 않음",
        "no text in a language that the glossary has the term in is held",
    )
    for term, name in chosen.items():
        found = _of(texts.held, counted[term])
        origins = [h.ref for h in texts.held if h.document.id in counted[term]] or texts.origins
        share = None if found.share is None else 100 * found.share
        hits = found.hits if found.documents else None
        for key, value, unit, ko, en in (
            ("share", share, PERCENT, "말하는 문건의 비중", "share of documents"),
            ("hits", hits, HITS, "나온 횟수", "mentions"),
            ("rate", found.pooled_rate, RATE, "합친 비율", "pooled rate"),
            ("mean_rate", found.mean_rate, RATE, "문건 비율의 평균", "mean rate of documents"),
        ):
            label = Text(f"{name.ko}: {ko}", f"{name.en}: {en}")
            answer.number(f"term_{slug(term)}_{key}", label, value, unit, origins, why)


def _terms(answer: Answer, texts: Corpus, counted: Counted, names: Mapping[str, Text]) -> None:
    """List the figures of every term, the most mentioned first."""
    rows: list[Line] = []
    for term, name in names.items():
        found = _of(texts.held, counted[term])
        if found.documents:
            refs = [(h.ref, counted[term].get(h.document.id)) for h in texts.held]
            mentioning = [ref for ref, own in refs if own and own.hits]
            cells: list[Plain] = [f"glossary:{term}", name.ko, name.en, *_figures(found)]
            rows.append((cells, mentioning or [ref for ref, own in refs if own]))
    if not rows:
        return
    columns = [
        reference_column("term", "용어", "Term"),
        text_column("name_ko", "용어 이름", "Name (Korean)"),
        text_column("name_en", "용어(영어)", "Name"),
        *_columns(),
    ]
    title = Text("용어에 대한 관심", "Attention by term")
    answer.table("terms", title, columns, rows, [_RATES])


def _figures(found: Attention) -> list[Plain]:
    share = None if found.share is None else 100 * found.share
    counts: list[Plain] = [found.documents, found.mentioning, share, found.hits, found.chars]
    return [*counts, found.pooled_rate, found.mean_rate]


def _columns() -> list[ResultColumn]:
    return [
        number_column("documents", "문건", "Documents"),
        number_column("mentioning", "말하는 문건", "Mentioning"),
        number_column("share", "비중(%)", "Share (%)", ",.1f"),
        number_column("hits", "횟수", "Mentions"),
        number_column("characters", "글자", "Characters"),
        number_column("rate", "합친 비율", "Pooled rate", ",.2f"),
        number_column("mean_rate", "문건 비율의 평균", "Mean rate", ",.2f"),
    ]


_TITLES = {
    "years": Text("연도별 용어에 대한 관심", "Attention to terms by year"),
    "sectors": Text("분야별 용어에 대한 관심", "Attention to terms by sector"),
    "levels": Text("단계별 용어에 대한 관심", "Attention to terms by level"),
}


def _groups(
    answer: Answer, found: Sequence[Group], counted: Counted, names: Mapping[str, Text]
) -> None:
    """Add a table of groups by terms, with the denominators of each."""
    rows: list[Line] = []
    for group in found:
        for term, name in names.items():
            own = _of(group.held, counted[term])
            if not own.documents:
                continue
            cells: list[Plain] = [group.text.ko, group.text.en, name.ko, name.en, *_figures(own)]
            rows.append((cells, [h.ref for h in group.held if h.document.id in counted[term]]))
    if not rows:
        return
    columns = [
        text_column("group", "구분", "Group (Korean)"),
        text_column("group_en", "구분(영어)", "Group"),
        *text_columns("term", "용어", "Term"),
        *_columns(),
    ]
    answer.table(found[0].kind, _TITLES[found[0].kind], columns, rows, [_RATES])


def _figure(
    answer: Answer, found: Sequence[Group], counted: Counted, names: Mapping[str, Text]
) -> None:
    """Draw terms by groups: the pooled rate, blank where no text is held."""
    cells: list[Heat] = []
    for term, name in names.items():
        for group in found:
            rate = _of(group.held, counted[term]).pooled_rate
            cells.append((name, group.text, rate, "" if rate is None else f"{rate:,.1f}"))
    most = max((rate for *_, rate, _ in cells if rate is not None), default=0.0)
    if not most:
        return
    title, kind = _TITLES[found[0].kind], found[0].kind
    value = Text(f"{PER:,}자에 나오는 횟수", f"Mentions per {PER:,} characters")
    angle = -35 if sum(len(g.text.ko) for g in found) > 60 else 0
    spec = heat(cells, value, domain=(0, most), angle=angle)
    alt = Text(f"{title.ko}을 색으로 나타낸 표", f"Matrix: {title.en.lower()}")
    sizes = ", ".join(f"{g.text.ko} {len(g.held)}" for g in found)
    sizes_en = ", ".join(f"{g.text.en} {len(g.held)}" for g in found)
    note = Text(f"본문을 보유한 문건 수: {sizes}", f"Texts held: {sizes_en}")
    origins = [h.ref for g in found for h in g.held]
    answer.figure(kind, spec, Caption(title, alt, [_RATES, note], RATE), origins)
