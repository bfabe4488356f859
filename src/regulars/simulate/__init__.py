"""A company with known truth, from a seed: for the demo, the tests and the scale runs."""

from regulars.simulate.company import LAST_DAY, Company, Parameters, company
from regulars.simulate.parameters import Answering, Buying, BuyingModel, Fieldwork, Ledger, Spend
from regulars.simulate.truth import Scores, Totals, Truth

__all__ = [
    "Answering",
    "Buying",
    "BuyingModel",
    "Company",
    "Fieldwork",
    "LAST_DAY",
    "Ledger",
    "Parameters",
    "Scores",
    "Spend",
    "Totals",
    "Truth",
    "company",
]
