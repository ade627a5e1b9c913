"""Which terms and words mark the years, sectors and levels, and which stand together?

Options (study.yaml, analyses.terms):
    rule       tf-idf as n/len * ln(N/df) (classic, default), or smoothed and scaled (smooth-l2)
    top        terms and words listed for each group
    likeness   how closely co-words belong together: equivalence (default), ochiai or jaccard
    least      documents in which a pair must stand together
    variety    different neighbours on either side that make a run of letters a word
    nodes      the most terms or words of a co-word network
    leave_out  words that are not listed

Terms are those of the glossary, the longest one at each place. Words of Chinese and Korean are
found in the texts themselves (`policyloom.methods.word_finding`), so a small collection finds few.
The weight of a group is the mean of its documents' tf-idf: each document counts the same, and rare
is what few of all held documents have. By the classic rule what stands in every document weighs 0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from policyloom.analysis.answer import (
    Answer,
    Line,
    number_column,
    text_column,
)
from policyloom.analysis.held_texts import Corpus, Group, add_held, corpus, glossary, groups
from policyloom.analysis.terms_network import add_network
from policyloom.methods.term_finding import as_terms, folded
from policyloom.methods.terms import CLASSIC, SMOOTH, TfIdf, document_frequency, tfidf
from policyloom.methods.word_finding import words_of
from policyloom.model.evidence import Evidence, Options
from policyloom.model.policy_text_settings import TermsOptions
from policyloom.model.result import Plain, Result, Text

_RULES = {rule.id: rule for rule in (CLASSIC, SMOOTH)}
_SAID = {
    "classic": Text("빈도/길이 × ln(문건 수/나오는 문건 수)", "n/length * ln(N/df)"),
    "smooth-l2": Text(
        "빈도 × (ln((1+문건 수)/(1+나오는 문건 수)) + 1)을 길이 1로 맞춤",
        "n * (ln((1+N)/(1+df)) + 1), scaled to length 1",
    ),
}
_TITLES = {
    "years": Text("연도를 특징짓는", "that mark the years"),
    "sectors": Text("분야를 특징짓는", "that mark the sectors"),
    "levels": Text("단계를 특징짓는", "that mark the levels"),
}
KINDS = Text("가지", "kinds")
TIMES = Text("번", "times")


@dataclass(frozen=True)
class Cut:
    """All held texts as terms or as words: tokens by document, and names for readers."""

    kind: str
    text: Text
    tokens: Mapping[str, Sequence[str]]
    names: Mapping[str, Text]

    @cached_property
    def counts(self) -> dict[str, Counter[str]]:
        """Return how often each token stands in each document."""
        return {ref: Counter(tokens) for ref, tokens in self.tokens.items()}

    def name(self, token: str) -> Text:
        """Return a token's name; a word is its own."""
        return self.names.get(token, Text(token, token))


def run(evidence: Evidence, options: Options) -> Result:
    """Weigh terms and words by group and draw what stands together."""
    answer = Answer("terms", Text("정책 문건의 용어와 낱말", "Terms and words of policies"))
    own = TermsOptions.model_validate(options.own)
    texts, names = corpus(evidence, options), glossary(evidence)
    add_held(answer, texts)
    found = groups(texts, options)
    for cut in (_terms(texts, names), _words(texts, own)):
        _totals(answer, cut, texts)
        if texts.held:
            _overall(answer, cut, texts, own)
            _groups(answer, cut, found, own)
            add_network(answer, (cut.kind, cut.text), _tokens(cut, own), cut.name, own)
    if texts.held:
        _notes(answer, own)
    return answer.done()


def _terms(texts: Corpus, names: Mapping[str, Text]) -> Cut:
    by_language = {
        language: {term: forms[language] for term in names
                   if language in (forms := texts.forms(term))}
        for language in {h.language for h in texts.held}
    }  # fmt: skip
    tokens = {h.ref: as_terms(h.text, by_language[h.language]) for h in texts.held}
    return Cut("terms", Text("용어", "Terms"), tokens, names)


def _words(texts: Corpus, own: TermsOptions) -> Cut:
    cut = words_of([h.text for h in texts.held], own.variety)
    dropped = {folded(word) for word in own.leave_out}
    tokens = {
        h.ref: [w for w in words if w not in dropped]
        for h, words in zip(texts.held, cut, strict=True)
    }
    return Cut("words", Text("낱말", "Words"), tokens, {})


def _tokens(cut: Cut, own: TermsOptions) -> dict[str, list[str]]:
    """Return each document's terms or words that the network shows: the weightiest of all texts."""
    frequency = document_frequency(cut.tokens.values())
    weight = _mean(tfidf(list(cut.tokens.values()), SMOOTH))
    fit = [t for t, df in frequency.items() if df >= own.least]
    kept = set(sorted(fit, key=lambda t: (-weight[t], t))[: own.nodes])
    return {ref: [t for t in tokens if t in kept] for ref, tokens in cut.tokens.items()}


def _mean(weights: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the mean weight of each term over documents; one that lacks it gives 0."""
    total: Counter[str] = Counter()
    for own in weights:
        total.update(own)
    return {term: weight / len(weights) for term, weight in total.items()}


def _totals(answer: Answer, cut: Cut, texts: Corpus) -> None:
    origins = texts.origins
    label = Text(f"서로 다른 {cut.text.ko}", f"Different {cut.text.en.lower()}")
    kinds = len(set().union(*cut.counts.values())) if texts.held else None
    answer.number(
        f"{cut.kind}_found",
        label,
        kinds,
        KINDS,
        origins,
        Text("보유한 본문이 없음", "no text is held"),
    )
    label = Text(f"{cut.text.ko} 전체의 횟수", f"{cut.text.en} in all")
    number = sum(map(len, cut.tokens.values())) if texts.held else None
    answer.number(
        f"{cut.kind}_count",
        label,
        number,
        TIMES,
        origins,
        Text("보유한 본문이 없음", "no text is held"),
    )


def _overall(answer: Answer, cut: Cut, texts: Corpus, own: TermsOptions) -> None:
    """List the most frequent of all texts, with in how many documents they stand."""
    counts: Counter[str] = Counter()
    for of_one in cut.counts.values():
        counts.update(of_one)
    frequency = document_frequency(cut.tokens.values())
    weight = _mean(_weights(cut, _RULES[own.rule]))
    rows: list[Line] = []
    for token in sorted(counts, key=lambda t: (-counts[t], t))[: 5 * own.top]:
        name = cut.name(token)
        share = 100 * frequency[token] / len(texts.held)
        cells: list[Plain] = [name.ko, name.en, counts[token], frequency[token], share]
        rows.append(([*cells, weight[token]], _having(cut, token)))
    if not rows:
        return
    columns = [
        text_column("name_ko", cut.text.ko, f"{cut.text.en} (Korean)"),
        text_column("name_en", f"{cut.text.ko}(영어)", cut.text.en),
        number_column("count", "횟수", "Number"),
        number_column("documents", "문건", "Documents"),
        number_column("share", "문건의 비중(%)", "Share of documents (%)", ",.1f"),
        number_column("weight", "평균 tf-idf", "Mean tf-idf", ",.4f"),
    ]
    title = Text(f"자주 나오는 {cut.text.ko}", f"Most frequent {cut.text.en.lower()}")
    answer.table(cut.kind, title, columns, rows)


def _having(cut: Cut, token: str, refs: Iterable[str] | None = None) -> list[str]:
    found = cut.tokens if refs is None else refs
    return [ref for ref in found if token in cut.counts[ref]]


def _weights(cut: Cut, rule: TfIdf) -> list[dict[str, float]]:
    return tfidf(list(cut.tokens.values()), rule)


def _groups(answer: Answer, cut: Cut, found: Sequence[Group], own: TermsOptions) -> None:
    """List the weightiest of each group; a weight of 0 marks nothing and is not listed."""
    weights = dict(zip(cut.tokens, _weights(cut, _RULES[own.rule]), strict=True))
    for kind, title in _TITLES.items():
        rows: list[Line] = []
        for group in (g for g in found if g.kind == kind):
            refs = [h.ref for h in group.held]
            mean = _mean([weights[ref] for ref in refs])
            ordered = sorted((t for t in mean if mean[t] > 0), key=lambda t: (-mean[t], t))
            for rank, token in enumerate(ordered[: own.top], 1):
                having = _having(cut, token, refs)
                count = sum(cut.counts[ref][token] for ref in having)
                name = cut.name(token)
                cells: list[Plain] = [group.text.ko, group.text.en, len(refs), rank]
                cells += [name.ko, name.en, count, len(having), mean[token]]
                rows.append((cells, having))
        columns = [
            text_column("group", "구분", "Group (Korean)"),
            text_column("group_en", "구분(영어)", "Group"),
            number_column("texts", "본문", "Texts"),
            number_column("rank", "순위", "Rank"),
            text_column("name_ko", cut.text.ko, f"{cut.text.en} (Korean)"),
            text_column("name_en", f"{cut.text.ko}(영어)", cut.text.en),
            number_column("count", "횟수", "Number"),
            number_column("documents", "나오는 문건", "Documents"),
            number_column("weight", "tf-idf", "tf-idf", ",.4f"),
        ]
        said = Text(f"{title.ko} {cut.text.ko}", f"{cut.text.en} {title.en}")
        if rows:
            answer.table(f"{kind}_{cut.kind}", said, columns, rows, [_rule(own)])


def _rule(own: TermsOptions) -> Text:
    said = _SAID[own.rule]
    return Text(
        f"가중치는 문건별 tf-idf({own.rule}: {said.ko})의 평균이며, 무게가 0인 것은 적지 않는다.",
        f"Weights are means over documents of tf-idf ({own.rule}: {said.en}); those of 0 are not "
        "listed.",
    )


def _notes(answer: Answer, own: TermsOptions) -> None:
    answer.notes.append(_rule(own))
    answer.note(
        "용어는 용어집의 것을 그 자리에서 가장 긴 것으로 한 번 센다. 낱말은 사전 없이 본문에서 "
        f"찾는다: 앞뒤에 오는 글자가 각각 {own.variety}가지 이상인 2~6자이다(Feng 외 2004). 본문이 "
        "적으면 찾는 낱말도 적고, 낱말의 경계가 어긋날 수 있다.",
        "Terms are the glossary's, the longest at each place. Words are found in the texts without "
        f"a dictionary: 2 to 6 letters with {own.variety} different neighbours or more on either "
        "side (Feng et al. 2004). Few texts give few words, and some are cut in a wrong place.",
    )
