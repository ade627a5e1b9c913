"""How fast names are found, against the bare automaton and against word segmentation.

    python -m benchmarks.names

Peers in the same run, in turns, medians of processor time over the same texts and forms:
ahocorasick-rs as its documentation uses it (leftmost-longest), the same with the dense automaton
that we choose, and jieba, which has to be given the forms as its dictionary. ahocorasick-rs returns
bare hits (which form, from where to where); ours are resolved: false friends left out, local bodies
with their owner, ids by date. So the second peer tells what resolving costs on top of searching.
Texts are those of ../shared/corpora where they are here, otherwise generated ones of the same
density of names. The exit status is 1 where a goal is missed.
"""

from __future__ import annotations

import csv
import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import ahocorasick_rs
import jieba

from policyloom.extract.names.matcher import matcher_for
from policyloom.extract.names.registry import agencies, functions, regions

CORPORA = Path(__file__).parents[2] / "shared" / "corpora"
OURS, PLAIN, DENSE, CUT = "policyloom", "ahocorasick-rs", "ahocorasick-rs, dense", "jieba"
GOALS = {PLAIN: 1.2, CUT: 1 / 50}
"""Our time as a multiple of theirs, at most."""


def held() -> Iterator[str]:
    """Read the texts of the shared corpora."""
    policies = CORPORA / "cn-ai-policies-central-shandong" / "derived" / "policies.jsonl"
    if policies.exists():
        for line in policies.read_text(encoding="utf-8").splitlines():
            yield json.loads(line).get("content_zh") or ""
    csv.field_size_limit(10**8)
    for report in sorted(
        (CORPORA / "cn-provincial-work-reports-2026" / "reports").glob("2026*.csv")
    ):
        with report.open(encoding="utf-8-sig") as file:
            yield from (row.get("full_text") or "" for row in csv.DictReader(file))


def generated(documents: int = 200) -> list[str]:
    """Make texts of the letters of names, with a name every 225 characters as in real ones."""
    chance = random.Random(7)
    places = [
        place.short or place.name for place in regions().values() if place.level != "grouping"
    ]
    bodies = [agency.name for agency in agencies().values() if agency.region == "CN"]
    local = [prefix + form for prefix in "省市" for f in functions().values() for form in f.forms]
    letters = sorted(set("".join([*places, *bodies, *local])))
    return [
        "".join(
            "".join(chance.choices(letters, k=chance.randrange(190, 240)))
            + chance.choice(chance.choice((places, bodies, local)))
            for _ in range(60)
        )
        for _ in range(documents)
    ]


def turns(jobs: dict[str, Callable[[], object]], runs: int) -> dict[str, float]:
    """Run the jobs in turns; return the median processor time of each."""
    taken: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(runs):
        for name, job in jobs.items():
            started = time.process_time()
            job()
            taken[name].append(time.process_time() - started)
    return {name: statistics.median(times) for name, times in taken.items()}


def main() -> int:
    """Print the times and the ratios; 1 where a goal is missed."""
    texts = [text for text in held() if text] or generated()
    size = sum(map(len, texts))
    ours = matcher_for()
    longest = ahocorasick_rs.MatchKind.LeftmostLongest
    dense = ahocorasick_rs.Implementation.DFA
    plain = ahocorasick_rs.AhoCorasick(ours.forms, matchkind=longest)
    same = ahocorasick_rs.AhoCorasick(ours.forms, matchkind=longest, implementation=dense)
    jieba.setLogLevel(60)
    for form in ours.forms:
        jieba.add_word(form)
    part = texts[:: max(1, len(texts) // 20)]
    times = turns(
        {
            OURS: lambda: [ours.find(text) for text in texts],
            PLAIN: lambda: [plain.find_matches_as_indexes(text) for text in texts],
            DENSE: lambda: [same.find_matches_as_indexes(text) for text in texts],
        },
        15,
    )
    share = sum(map(len, part)) / size
    times[CUT] = turns({CUT: lambda: [jieba.lcut(text) for text in part]}, 3)[CUT] / share
    found = sum(len(ours.find(text)) for text in texts)
    print(f"{len(texts)} texts, {size / 1e6:.2f} million characters, {found:,} names")
    met = True
    for name, seconds in times.items():
        ratio = times[OURS] / seconds
        met = met and ratio <= GOALS.get(name, ratio)
        goal = f" (goal: {GOALS[name]:.2f} or less)" if name in GOALS else ""
        print(
            f"{name:22} {size / seconds / 1e6:7.1f} M chars/s   our time / theirs {ratio:.3f}{goal}"
        )
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
