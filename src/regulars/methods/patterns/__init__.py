"""Patterns of buying: what is bought together, who comes back, what comes next."""

from regulars.methods.patterns.basket_rules import BasketRules, basket_rules
from regulars.methods.patterns.cohort_retention import CohortRetention, cohort_retention

__all__ = [
    "BasketRules",
    "CohortRetention",
    "basket_rules",
    "cohort_retention",
]
