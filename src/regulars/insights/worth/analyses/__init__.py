"""The seven analyses of customers, in the order of their tabs."""

from __future__ import annotations

from regulars.insights.worth.analyses.future import FUTURE
from regulars.insights.worth.analyses.performance import PERFORMANCE
from regulars.insights.worth.analyses.persistency import PERSISTENCY
from regulars.insights.worth.analyses.products import PRODUCTS
from regulars.insights.worth.analyses.profitability import PROFITABILITY
from regulars.insights.worth.analyses.promotion import PROMOTION
from regulars.insights.worth.pages import Page

ANALYSES: tuple[Page, ...] = (PERFORMANCE, PROFITABILITY, PERSISTENCY, PRODUCTS, PROMOTION, FUTURE)
