"""What the company counts with when it looks ahead: what it has set, else what the methods take."""

from __future__ import annotations

from regulars.insights.value.specify import Terms
from regulars.web.company.models import Company


def terms_of(company: Company) -> Terms:
    """For scores, pages and reports."""
    usual = Terms()
    return Terms(
        horizon=usual.horizon,
        margin=usual.margin if company.margin is None else float(company.margin),
        discount_rate=usual.discount_rate if company.discount_rate is None else float(company.discount_rate),
    )
