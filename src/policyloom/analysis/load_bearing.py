"""On which sources does the advice rest: what falls without each?

Told from the structure of support: a row falls when none of its sources is left or a row that it
needs has fallen, and a claim when anything that supports it has. Conditions over computed values
are not recomputed for each source, so a count is a lower bound; `policyloom explain DIR --without`
computes the study anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from policyloom.analysis.answer import Answer, Line, number_column, reference_column, text_column
from policyloom.model.claims import Claim
from policyloom.model.evidence import Evidence, Options, Record
from policyloom.model.falling import columns_read, falling_claims, table_of_records
from policyloom.model.result import Result, Text
from policyloom.model.tables import Table, TableSpec, dictionary

TITLE = Text("무게를 지는 출처", "Load-bearing sources")
CLAIMS = Text("건", "claims")
_MOST = 10
_LOWER = Text(
    "근거의 짜임만 보고 센 수이다. 계산된 값에 걸린 조건은 다시 계산하지 않았으므로 적어도 "
    "이만큼이다.",
    "Told from the structure of support; conditions over computed values are not recomputed, so "
    "at least so many fall.",
)


def run(evidence: Evidence, options: Options) -> Result:
    """Count the claims and proposals that fall without each source; list the ten weightiest."""
    claims: Sequence[Claim] = options.extra.get("claims") or ()
    answer = Answer("load_bearing", TITLE)
    tables = {
        name: _table_of(evidence, spec)
        for name, spec in dictionary().items()
        if name == "sources" or any(c.to for c in spec.columns)
    }
    fallen = falling_claims(claims, tables)
    kinds = {claim.id: claim.kind for claim in claims}
    _values(answer, fallen, kinds)
    sources = evidence.query("SELECT id, publisher, title FROM sources ORDER BY line")
    _table(answer, fallen, kinds, {r["id"]: r for r in sources})
    answer.notes.append(_LOWER)
    return answer.done()


def _table_of(evidence: Evidence, spec: TableSpec) -> Table:
    columns = ", ".join(f'"{name}"' for name in columns_read(spec))
    query = f'SELECT {columns}, line FROM "{spec.name}" ORDER BY line'  # noqa: S608 - own names
    return table_of_records(spec, evidence.query(query))


def _values(answer: Answer, fallen: Mapping[str, Sequence[str]], kinds: Mapping[str, str]) -> None:
    refs = [f"sources:{s}" for s in fallen]
    lone = {c for some in fallen.values() for c in some}
    answer.number("claims", Text("주장", "Claims"), len(kinds), CLAIMS, refs)
    label = Text("하나라도 빠지면 주장이 무너지는 출처", "Sources without which a claim falls")
    answer.number("sources", label, len(refs), Text("곳", "sources"), refs)
    label = Text("출처 하나에 달린 주장", "Claims that fall with a single source")
    answer.number("claims_at_stake", label, len(lone), CLAIMS, refs)
    proposals = [c for c, kind in kinds.items() if kind == "proposal"]
    label = Text("출처 하나에 달린 제언", "Proposals that fall with a single source")
    at_stake = [c for c in proposals if c in lone]
    answer.number("proposals_at_stake", label, len(at_stake), CLAIMS, refs)
    most = max((len(v) for v in fallen.values()), default=0)
    label = Text("한 출처에 달린 주장의 최댓값", "Most claims that fall with one source")
    answer.number("most", label, most, CLAIMS, refs)


def _table(
    answer: Answer,
    fallen: Mapping[str, Sequence[str]],
    kinds: Mapping[str, str],
    sources: Mapping[str, Record],
) -> None:
    order = sorted(fallen, key=lambda s: (-len(fallen[s]), -_proposals(fallen[s], kinds), s))
    rows: list[Line] = []
    for source in order[:_MOST]:
        claims = fallen[source]
        named = ", ".join(claims)
        proposals = ", ".join(c for c in claims if kinds[c] == "proposal")
        counts = [len(claims), _proposals(claims, kinds)]
        ref = f"sources:{source}"
        row = sources[source]
        line = [ref, row["publisher"], *counts, proposals or None, named, row["title"]]
        rows.append((line, [ref, *(f"claim:{c}" for c in claims)]))
    columns = [
        reference_column("source", "출처", "Source"),
        text_column("publisher", "발행처", "Publisher"),
        number_column("n", "무너지는 주장", "Claims that fall"),
        number_column("proposals", "무너지는 제언", "Proposals that fall"),
        text_column("which", "제언", "Proposals"),
        text_column("claims", "주장", "Claims"),
        text_column("title", "제목", "Title"),
    ]
    title = Text("가장 많은 주장이 기댄 출처 열 곳", "The ten most load-bearing sources")
    answer.table("sources", title, columns, rows, [_LOWER], CLAIMS)


def _proposals(claims: Sequence[str], kinds: Mapping[str, str]) -> int:
    return sum(kinds[c] == "proposal" for c in claims)
