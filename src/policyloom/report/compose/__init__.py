"""From chapters, facts and tested claims to the document tree."""

from policyloom.report.compose.whole import compose_report, proofread

__all__ = ["compose_report", "proofread"]
