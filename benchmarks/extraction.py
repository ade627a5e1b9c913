"""Document numbers, dates and quantities: anchored scans against one plain `re` union.

    python -m benchmarks.extraction [CORPORA]

Both run on the same text in the same process; the best of several runs counts, and the ratio is
what matters. The union says the same grammar in one pattern, as one would write it first. Where
the two disagree on hits, the number of hits on either side only is printed.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

from policyloom.extract.dates import find_dates
from policyloom.extract.doc_numbers import find_numbers
from policyloom.extract.quantities import COUNTS, MONEY, SCALES, SHARES, find_quantities
from policyloom.extract.responsibility import find_clauses

ROOT = Path(__file__).parent.parent
GOAL = 10.0
RUNS = 5

D = "[0-9０-９]"
H = "[一二三四五六七八九〇○零]"
NUMBER = (
    rf"[\u3400-\u9fff]{{1,12}}\s?[〔\[［（(【]\s?{D}{{4}}\s?[〕\]］）)】]"
    rf"\s?第?\s?{D}{{1,6}}\s?[号號]"
)
ORDER = (
    rf"[\u3400-\u9fff]{{0,20}}(?:令|公告|通告)\s?(?:{D}{{4}}年\s?)?"
    rf"第\s?(?:{D}{{1,6}}|{H}{{1,7}})\s?[号號]"
)
DATE = (
    rf"(?:{D}{{4}}|{H}{{4}})\s?年(?:\s?(?:{D}{{1,2}}|[一二三四五六七八九十]{{1,3}})\s?月"
    rf"(?:\s?(?:{D}{{1,2}}|[一二三四五六七八九十]{{1,3}})\s?日)?)?"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|十?[一二三四五六七八九]五”?(?:时期|期间|规划期)"
)
UNITS = "|".join(sorted({*MONEY, *SHARES, *COUNTS} - {"年"}, key=len, reverse=True))
SCALE = "|".join(SCALES)
N = rf"{D}(?:[{D[1:-1]},，]{{0,14}}{D})?(?:[.．]{D}{{1,6}})?"
QUANTITY = (
    rf"(?:{N}\s?(?:{SCALE})?[%％]?\s?[-－—–~～至]{{1,2}}\s?)?{N}\s?"
    rf"(?:(?:{SCALE})(?:多|余|几)?\s?(?:{UNITS})?|(?:多|余|几)?\s?(?:{UNITS}))"
)
UNION = re.compile(f"(?P<number>{NUMBER}|{ORDER})|(?P<date>{DATE})|(?P<quantity>{QUANTITY})")


def best(run: Callable[[], object]) -> float:
    """Return the seconds of the fastest of several runs."""
    seconds = []
    for _ in range(RUNS):
        started = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - started)
    return min(seconds)


def corpus(folder: Path) -> str:
    """Return the policies of the shared corpora, or a text of our own where they are absent."""
    path = folder / "cn-ai-policies-central-shandong" / "derived" / "policies.jsonl"
    if not path.exists():
        own = "根据《某某规划》（国发〔2015〕40号），到2020年产值超过3000亿元，年均增长12%以上。"
        return (own + "推动互联网与制造业深度融合，完善创新体系，优化发展环境。" * 12) * 2000
    with path.open(encoding="utf-8") as lines:
        return "\n".join(json.loads(line)["content_zh"] or "" for line in lines)


def disagreement(text: str) -> dict[str, tuple[int, int]]:
    """Return by kind how many hits only the union and only the anchored scans have."""
    union: dict[str, set[int]] = {"number": set(), "date": set(), "quantity": set()}
    for match in UNION.finditer(text):
        union[str(match.lastgroup)].add(match.end())
    dated = {d.end for d in find_dates(text)}
    ours = {
        "number": {n.end for n in find_numbers(text)},
        "date": dated,
        "quantity": {q.end for q in find_quantities(text)},
    }
    return {kind: (len(union[kind] - ours[kind]), len(ours[kind] - union[kind])) for kind in union}


def main(arguments: list[str]) -> int:
    """Print the table; 1 where the goal is missed."""
    folder = Path(arguments[0]) if arguments else ROOT.parent / "shared" / "corpora"
    text = corpus(folder)
    size = len(text.encode()) / 1e6
    union = best(lambda: sum(1 for _ in UNION.finditer(text)))
    parts = {
        "numbers": best(lambda: find_numbers(text)),
        "dates": best(lambda: find_dates(text)),
        "quantities": best(lambda: find_quantities(text)),
    }
    anchored = sum(parts.values())
    print(f"{len(text):,} characters, {size:.1f} MB in UTF-8")
    print(f"{'':24}{'seconds':>10}{'MB/s':>10}{'x union':>10}")
    for name, seconds in {"plain re union": union, **parts, "anchored, all": anchored}.items():
        print(f"{name:24}{seconds:10.4f}{size / seconds:10.0f}{union / seconds:10.1f}")
    clauses = best(lambda: find_clauses(text))
    print(f"{'responsibility clauses':24}{clauses:10.4f}{size / clauses:10.0f}")
    for kind, (only_union, only_ours) in disagreement(text).items():
        print(f"{kind}: {only_union} hits only in the union, {only_ours} only anchored")
    print(f"goal: {GOAL:.0f} times the union or better: {union / anchored:.1f}")
    return 0 if union / anchored >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
