"""What every page on value and loyalty takes from the company."""

from __future__ import annotations

from typing import Any

from regulars.insights.scope import Privacy
from regulars.survey.questionnaire import strictest
from regulars.web.company.grades import grades_of
from regulars.web.company.models import Company
from regulars.web.company.terms import terms_of
from regulars.web.facts import facts
from regulars.web.research.privacy import promised


def known() -> dict[str, Any]:
    """``terms``, ``grades`` and ``hidden`` of a wish: what counts, how customers are graded, which surveys stay out."""
    company, store = Company.current(), facts()
    hidden = (name for name in store.surveys() if Privacy(strictest(store.survey(name).privacy, promised(name))).hides)
    return {"terms": terms_of(company), "grades": grades_of(company), "hidden": frozenset(hidden)}
