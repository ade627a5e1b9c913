"""Claims and lineage at scale: 10,000 claims over 100,000 facts, generated with known structure.

    python -m benchmarks.claims [claims] [facts]

Prints the processor's seconds of each step: testing every claim, building the lineage, walking it
from every hundredth source, the claim graph, and what falls without each source. Lineage and walks
are compared with networkx, which gets the same ties ready made. The collector of reference cycles
runs as seldom as it does in every command.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import networkx

from policyloom.core.memory import look_seldom
from policyloom.model.claims import Claim, Support
from policyloom.model.facts import Facts
from policyloom.model.falling import falling_claims
from policyloom.model.lineage import Lineage, lineage
from policyloom.model.settings import Bilingual, Period, StudySettings
from policyloom.model.study import Study
from policyloom.model.tables import Cell, Row, Table, dictionary
from policyloom.report.claim_graph import claim_problems
from policyloom.report.claims import test_claims

SEED = 7
GOAL = 2.0
"""Seconds of all steps at 10,000 claims and 100,000 facts, at most."""
Made = TypeVar("Made")
_YEARS = range(2012, 2019)


def make_study(claims: int, facts: int, sources: int = 2_000) -> Study:
    """Return a study of `facts` figures, and claims that rest on four of them or on other claims.

    One claim in five rests on two earlier claims, so the graph is several layers deep.
    """
    rng = random.Random(SEED)
    kinds = ("policy", "statistics", "report", "news", "company")
    trust = ("high", "high", "medium", "low")
    source_rows = [
        {"id": f"S{i}", "kind": rng.choice(kinds), "publisher": f"P{i % 700}"}
        for i in range(sources)
    ]
    indicators = max(1, facts // (len(_YEARS) * 2))
    names = [
        (f"i{i}", economy, year)
        for i in range(indicators + 1)
        for economy in ("KOR", "CHN")
        for year in _YEARS
    ][:facts]
    figures = [
        {
            "id": f"{i}.{e}.{y}", "indicator": i, "sector": "ai", "economy": e, "year": y,
            "value": rng.uniform(1, 100), "unit": "x", "definition": "one",
            "source": f"S{rng.randrange(sources)}", "confidence": rng.choice(trust),
        }
        for i, e, y in names
    ]  # fmt: skip
    ids = [str(row["id"]) for row in figures]
    return Study(
        folder=Path(),
        settings=_settings(),
        tables={"sources": _table("sources", source_rows), "figures": _table("figures", figures)},
        claims=tuple(_claim(i, ids, rng) for i in range(claims)),
    )


def _settings() -> StudySettings:
    sector = {"id": "ai", "ko": "인공지능", "en": "AI"}
    factor = {"id": "market", "ko": "시장", "en": "Market"}
    return StudySettings.model_validate(
        {
            "format": 1, "id": "bench", "title": {"ko": "재기", "en": "Benchmark"},
            "period": Period(start=2012, end=2018), "nation": "CN", "sectors": [sector],
            "factors": [factor], "questions": [], "economies": ["KOR", "CHN"], "chapters": [],
        }
    )  # fmt: skip


def _table(name: str, rows: list[dict[str, Cell]]) -> Table:
    spec = dictionary()[name]
    columns = spec.column_names
    made = (Row({c: row.get(c) for c in columns}, i) for i, row in enumerate(rows, 2))
    return Table(spec, tuple(made))


def _claim(number: int, ids: list[str], rng: random.Random) -> Claim:
    if number >= 100 and number % 5 == 0:
        below = rng.sample(range(number), 2)
        support = tuple(Support(claim=f"C-{b}") for b in below)
    else:
        rows = rng.sample(ids, 3)
        support = (
            *(Support(row=f"figures:{r}") for r in rows),
            Support(holds=f"figures:{rng.choice(ids)} > 0"),
        )
    text = Bilingual(ko="주장", en="Claim")
    against = (Support(row=f"figures:{rng.choice(ids)}"),) if number % 3 == 0 else ()
    return Claim(id=f"C-{number}", kind="finding", statement=text, support=support, against=against)


def main(claims: int = 10_000, facts: int = 100_000) -> None:
    """Print the seconds of each step, and the ratio to networkx."""
    look_seldom()
    study, _ = _timed("generating (not counted)", lambda: make_study(claims, facts))
    known = Facts(study, {})
    few = [f"sources:S{i}" for i in range(0, 2_000, 100)]
    (outcomes, _), testing = _timed("testing claims", lambda: test_claims(study, known))
    graph, building = _timed("lineage", lambda: lineage(known))
    name = "walking forward from 20 sources"
    reached, walking = _timed(name, lambda: [{r for _, r in graph.forward(s)} for s in few])
    name = "claim graph"
    _, graphing = _timed(name, lambda: claim_problems(study, known, outcomes, None))
    name = "what falls without each source"
    _, falling = _timed(name, lambda: falling_claims(study.claims, study.tables))
    whole = testing + building + walking + graphing + falling
    print(f"{'all':40} {whole:8.2f} s (goal {GOAL:.0f} or less)")
    theirs, peer = _timed("networkx: the same graph and walks", lambda: _peer(graph, few))
    if theirs != reached:
        raise SystemExit("networkx reaches something else")
    print(f"{'lineage and walks, ratio':40} {peer / (building + walking):8.1f}")


def _peer(graph: Lineage, few: list[str]) -> list[set[str]]:
    """Build the graph from its ties with networkx and walk it from the same sources."""
    made = networkx.DiGraph()
    made.add_edges_from((used, user) for user, some in graph.rests_on.items() for used in some)
    return [networkx.descendants(made, source) if source in made else set() for source in few]


def _timed(name: str, do: Callable[[], Made]) -> tuple[Made, float]:
    started = time.process_time()
    made = do()
    taken = time.process_time() - started
    print(f"{name:40} {taken:8.2f} s")
    return made, taken


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:3]))
