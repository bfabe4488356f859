"""Leaving: how long customers stay, who will leave, what it costs, and who comes back."""

from regulars.methods.leaving.churn_risk import ChurnRisk, churn_risk
from regulars.methods.leaving.discrete_hazard import DiscreteHazard, discrete_hazard
from regulars.methods.leaving.survival import Survival, survival

__all__ = [
    "ChurnRisk",
    "DiscreteHazard",
    "Survival",
    "churn_risk",
    "discrete_hazard",
    "survival",
]
