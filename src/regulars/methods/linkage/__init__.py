"""Linkage: what attributes do to satisfaction, satisfaction to loyalty, and dissatisfaction that nobody spoke of."""

from regulars.methods.linkage.curves import Shape
from regulars.methods.linkage.departures import Departures, departures
from regulars.methods.linkage.latent_dissatisfaction import LatentDissatisfaction, latent_dissatisfaction
from regulars.methods.linkage.loyalty_curve import LoyaltyCurve, loyalty_curve
from regulars.methods.linkage.penalty_reward import AttributeClass, PenaltyReward, penalty_reward
from regulars.methods.linkage.satisfied_leavers import ClaimVerdict, SatisfiedLeavers, satisfied_leavers
from regulars.methods.linkage.signs import Sign
from regulars.methods.linkage.unexplained import Unexplained, unexplained

__all__ = [
    "AttributeClass",
    "ClaimVerdict",
    "Departures",
    "LatentDissatisfaction",
    "LoyaltyCurve",
    "PenaltyReward",
    "SatisfiedLeavers",
    "Shape",
    "Sign",
    "Unexplained",
    "departures",
    "latent_dissatisfaction",
    "loyalty_curve",
    "penalty_reward",
    "satisfied_leavers",
    "unexplained",
]
