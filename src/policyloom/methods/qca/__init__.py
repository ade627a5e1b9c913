"""Qualitative comparative analysis of crisp, multi-value and fuzzy sets, with an exact engine."""

from policyloom.methods.qca.comparison import Comparison, compare, negation
from policyloom.methods.qca.data import DASH, Data, Term, make_data
from policyloom.methods.qca.measures import Necessity, Sufficiency, necessity, sufficiency
from policyloom.methods.qca.solutions import Model, Solution, TermFit
from policyloom.methods.qca.truth_table import Cuts, TruthRow, TruthTable, truth_table

__all__ = [
    "DASH", "Comparison", "Cuts", "Data", "Model", "Necessity", "Solution", "Sufficiency", "Term",
    "TermFit", "TruthRow", "TruthTable", "compare", "make_data", "necessity", "negation",
    "sufficiency", "truth_table",
]  # fmt: skip
