"""What are our customers worth, how many came back, and does the forecast hold?

Staged: ``specify`` reads facts within the scope, ``estimate`` fits and checks the models, ``sections`` and
``conclude`` turn the results into a report.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from regulars.insights.report import Report, Source
from regulars.insights.value.conclude import TITLE, conclusion, no_purchases, notes, reason
from regulars.insights.value.estimate import estimate
from regulars.insights.value.figures import tiles
from regulars.insights.value.sections import sections
from regulars.insights.value.specify import Terms, specify

if TYPE_CHECKING:
    from regulars.facts import Facts
    from regulars.insights.scope import Scope

__all__ = ["Terms", "customer_value"]


def customer_value(
    facts: Facts, *, scope: Scope, until: date | str | None = None, terms: Terms | None = None
) -> Report:
    """The report on the value of customers: counts, repeat rate, concentration, forecast, hold-out check.

    Parameters:
        facts: where the purchases lie.
        scope: units, privacy class and purpose; value is a matter of the whole company so far, so a scope of
            single units raises ``ScopeError``.
        until: last day to count; the last day in the data when omitted.
        terms: horizon, margin and discount rate; see ``Terms``.

    Without purchases of known customers the report says so; where no model can be fitted it shows what was
    counted and says why there is no forecast.
    """
    question = specify(facts, scope, until, terms or Terms())
    source = Source(name="purchases", rows=question.totals.lines, as_of=question.until)
    if not len(question.customers):
        return Report("value", TITLE, no_purchases(question), None, (), (), source, scope=scope.to_dict())
    found = estimate(question)
    return Report(
        key="value",
        title=TITLE,
        conclusion=conclusion(question, found),
        reason=reason(question, found),
        figures=tiles(question, found),
        sections=sections(question, found),
        source=source,
        notes=notes(question, found),
        scope=scope.to_dict(),
    )
