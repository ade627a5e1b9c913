"""Agreement between coders, corrected for chance; undefined where nothing varies, never 1."""

from policyloom.methods.agreement.alpha import (
    Alpha,
    Metric,
    bootstrap_interval,
    krippendorff_alpha,
)
from policyloom.methods.agreement.gamma import Alignment, Costs, Unit, best_alignment, gamma
from policyloom.methods.agreement.kappa import Kappa, TwoCoders, fleiss_kappa, two_coders
from policyloom.methods.agreement.unitizing import Unitizing, alpha_u

__all__ = [
    "Alignment", "Alpha", "Costs", "Kappa", "Metric", "TwoCoders", "Unit", "Unitizing",
    "alpha_u", "best_alignment",
    "bootstrap_interval", "fleiss_kappa", "gamma", "krippendorff_alpha", "two_coders",
]  # fmt: skip
