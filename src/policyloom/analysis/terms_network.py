"""Co-words: which terms or words stand in the same documents, as a table and a network."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from policyloom.analysis.answer import (
    DOCUMENTS,
    Answer,
    Caption,
    Line,
    number_column,
    text_column,
    text_columns,
)
from policyloom.analysis.charts.graph import Node, Words, node_link
from policyloom.methods.layout import stress_layout
from policyloom.methods.terms import CoWord, Likeness, co_words, document_frequency
from policyloom.model.policy_text_settings import TermsOptions
from policyloom.model.result import Plain, Text

_LISTED, _DRAWN = 200, 100
_LIKENESS: Mapping[Likeness, Text] = {
    "equivalence": Text("등가 지수", "Equivalence"),
    "ochiai": Text("오치아이 계수", "Ochiai"),
    "jaccard": Text("자카드 계수", "Jaccard"),
}
_PAIRS = Text("쌍", "pairs")


def add_network(
    answer: Answer,
    named: tuple[str, Text],
    tokens: Mapping[str, Sequence[str]],
    name: Callable[[str], Text],
    own: TermsOptions,
) -> None:
    """Add table and figure of the pairs; `tokens` are those of each document by its reference."""
    kind, text = named
    found = co_words(tokens.values(), own.least)
    found.sort(key=lambda c: (-c.likeness(own.likeness), -c.both, c.pair))
    label = Text(f"함께 나오는 {text.ko} 쌍", f"Pairs of {text.en.lower()} that stand together")
    answer.number(f"{kind}_pairs", label, len(found), _PAIRS, tokens)
    if not found:
        return
    _table(answer, named, found[:_LISTED], tokens, name, own)
    _figure(answer, named, found[:_DRAWN], tokens, name, own)


def _together(pair: CoWord, tokens: Mapping[str, set[str]]) -> list[str]:
    return [ref for ref, own in tokens.items() if set(pair.pair) <= own]


def _table(
    answer: Answer,
    named: tuple[str, Text],
    found: Sequence[CoWord],
    tokens: Mapping[str, Sequence[str]],
    name: Callable[[str], Text],
    own: TermsOptions,
) -> None:
    sets = {ref: set(tokens_of) for ref, tokens_of in tokens.items()}
    rows: list[Line] = []
    for pair in found:
        one, other = (name(token) for token in pair.pair)
        cells: list[Plain] = [one.ko, one.en, other.ko, other.en, pair.both]
        cells += [pair.first, pair.second, *(pair.likeness(measure) for measure in _LIKENESS)]
        rows.append((cells, _together(pair, sets)))
    columns = [
        text_column("one_ko", named[1].ko, f"{named[1].en} (Korean)"),
        text_column("one_en", f"{named[1].ko}(영어)", "One"),
        *text_columns("other", "함께 나오는 것", "The other"),
        number_column("both", "함께 나오는 문건", "Documents with both"),
        number_column("first", "앞의 것의 문건", "Documents with the one"),
        number_column("second", "뒤의 것의 문건", "Documents with the other"),
        *(number_column(m, t.ko, t.en, ",.3f") for m, t in _LIKENESS.items()),
    ]
    title = Text(f"함께 나오는 {named[1].ko}", f"{named[1].en} that stand together")
    note = Text(
        f"{own.least}건 이상에 함께 나오는 쌍을 {_LIKENESS[own.likeness].ko}의 차례로 적는다.",
        f"Pairs of {own.least} documents or more, by {_LIKENESS[own.likeness].en.lower()}.",
    )
    answer.table(f"{named[0]}_pairs", title, columns, rows, [note], DOCUMENTS)


def _figure(
    answer: Answer,
    named: tuple[str, Text],
    found: Sequence[CoWord],
    tokens: Mapping[str, Sequence[str]],
    name: Callable[[str], Text],
    own: TermsOptions,
) -> None:
    """Draw the closest pairs; what pairs with nothing is left out."""
    frequency = document_frequency(tokens.values())
    drawn = sorted({token for pair in found for token in pair.pair})
    around: dict[str, set[str]] = {token: set() for token in drawn}
    for pair in found:
        one, other = pair.pair
        around[one].add(other)
        around[other].add(one)
    nodes = [Node(t, name(t), frequency[t], named[1]) for t in drawn]
    edges = [(*pair.pair, round(100 * pair.likeness(own.likeness), 1)) for pair in found]
    measure = _LIKENESS[own.likeness]
    percent = Text(f"{measure.ko}(%)", f"{measure.en} (%)")
    words = Words(Text("문건", "Documents"), named[1], percent)
    spec = node_link(nodes, stress_layout(drawn, around), edges, words)
    title = Text(f"{named[1].ko} 네트워크", f"Network of {named[1].en.lower()}")
    alt = Text(
        f"같은 문건에 나오는 것끼리 선으로 이은 네트워크: {named[1].ko}",
        f"Network: {named[1].en.lower()} joined where they stand in the same documents",
    )
    note = Text(
        f"점의 넓이는 나오는 문건 수, 선의 굵기는 {measure.ko}이다.",
        f"Area: documents; width of a line: {measure.en.lower()}.",
    )
    answer.figure(f"{named[0]}_network", spec, Caption(title, alt, [note]), tokens)
