"""From raw pages to stored facts: seconds and memory for a thousand documents.

    python -m benchmarks.documents [DOCUMENTS]

Pages of 5,000 characters (texts of ../shared/corpora where they are here, else of our own, in a
page with navigation and a field table) are imported into an empty study by the command: read in
workers with limits, searched, stored, entered; then everything that is proposed from them is made.
Memory is the peak of the process that grows with its input if anything does, told for a quarter of
the documents beside that for all. The exit status is 1 where a goal is missed.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

ROOT = Path(__file__).parent.parent
CORPUS = ROOT.parent / "shared/corpora/cn-ai-policies-central-shandong/derived/policies.jsonl"
LENGTH = 5000
GOAL = 60.0
"""Seconds for a thousand documents on two cores."""
FLAT = 1.3
"""Peak memory for all documents as a multiple of that for a quarter of them, at most."""
OWN = "（一）建设公共数据平台，到2025年产值超过3000亿元，年均增长12%。（科技部牵头，财政部配合）"
PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head><body>
<div class="nav"><a href="/">首页</a> <a href="/zwgk">政务公开</a></div>
<table><tr><td>索引号：</td><td>000014349/{number:05}</td><td>发文字号：</td>
<td>国发〔2020〕{number}号</td></tr></table><h1>{title}</h1><div class="pages_content">{body}</div>
<div class="footer">版权所有</div></body></html>"""
CHILD = """
import resource, sys
from policyloom.cli import main
status = main(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
sys.exit(status)
"""


@dataclass(frozen=True)
class Run:
    """Seconds of a run, and the peak memory of the process in megabytes."""

    seconds: float
    megabytes: float


def texts() -> Iterator[str]:
    """Give texts of about the same length, for ever."""
    known = []
    if CORPUS.exists():
        lines = CORPUS.read_text(encoding="utf-8").splitlines()
        known = [json.loads(line).get("content_zh") or "" for line in lines]
    whole = "\n".join(text for text in known if len(text) > LENGTH) or OWN * 2000
    while True:
        for at in range(0, len(whole) - LENGTH, LENGTH):
            yield whole[at : at + LENGTH]


def pages(folder: Path, count: int) -> None:
    """Write pages, no two alike."""
    for number, text in zip(range(count), texts(), strict=False):
        body = "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())
        title = f"国务院关于推进第{number}号工程的指导意见"
        page = PAGE.format(title=title, number=number, body=body)
        (folder / f"{number:05}.html").write_text(page, encoding="utf-8")


def command(*words: str | Path) -> Run:
    """Run a command as a process of its own."""
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", CHILD, *map(str, words)],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    seconds = time.perf_counter() - started
    return Run(seconds, int(done.stderr.splitlines()[-1]) / 1024)


def measured(count: int) -> tuple[Run, Run]:
    """Import so many pages into an empty study, and propose from them."""
    home = Path(tempfile.mkdtemp())
    try:
        study, papers = home / "study", home / "papers"
        papers.mkdir()
        command("new", study)
        pages(papers, count)
        return command("import", study, papers, "--sector", "ai", "--region", "CN"), command(
            "review", study, "--format", "json"
        )
    finally:
        shutil.rmtree(home)


def main(arguments: list[str]) -> int:
    """Print seconds and memory; 1 where a goal is missed."""
    count = int(arguments[0]) if arguments else 1000
    few, _ = measured(max(1, count // 4))
    brought, proposed = measured(count)
    seconds = brought.seconds + proposed.seconds
    allowed = GOAL * count / 1000
    growth = brought.megabytes / few.megabytes
    print(f"{count} pages of {LENGTH} characters")
    print(f"import    {brought.seconds:6.1f} s  {brought.megabytes:6.0f} MB")
    print(f"proposals {proposed.seconds:6.1f} s  {proposed.megabytes:6.0f} MB")
    print(f"together  {seconds:6.1f} s (goal: {allowed:.0f} s or less)")
    print(f"memory for all / for a quarter: {growth:.2f} (goal: {FLAT:.2f} or less)")
    return 0 if seconds <= allowed and growth <= FLAT else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
