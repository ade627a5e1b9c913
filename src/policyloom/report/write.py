"""The report's front door: compose, draw and write. `build.py` calls these in order."""

from policyloom.report.claims import ClaimOutcome, test_claims
from policyloom.report.compose import compose_report
from policyloom.report.figures import draw_figures
from policyloom.report.html import render_chapters, write_html
from policyloom.report.pdf import write_pdf

__all__ = [
    "ClaimOutcome",
    "compose_report",
    "draw_figures",
    "render_chapters",
    "test_claims",
    "write_html",
    "write_pdf",
]
