"""Patterns of buying: what is bought together, who comes back, what comes next."""

from regulars.methods.patterns.basket_rules import BasketRules, basket_rules
from regulars.methods.patterns.cohort_retention import CohortRetention, cohort_retention
from regulars.methods.patterns.customer_clusters import CustomerClusters, customer_clusters
from regulars.methods.patterns.forecast_counts import CountForecast, forecast_counts
from regulars.methods.patterns.next_purchases import NextPurchases, next_purchases

__all__ = [
    "BasketRules",
    "CohortRetention",
    "CountForecast",
    "CustomerClusters",
    "NextPurchases",
    "basket_rules",
    "cohort_retention",
    "customer_clusters",
    "forecast_counts",
    "next_purchases",
]
