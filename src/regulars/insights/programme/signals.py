"""What the company knows by itself beside what customers tell it when asked: do both say the same?

Staged as ``tracking`` is, whose series these are; those of the books are added and judged together with them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from regulars.insights.filters import EVERYTHING, Filters
from regulars.insights.programme.contrast import Sides, conclusion, notes, reason
from regulars.insights.programme.inside import CountCases, inside
from regulars.insights.programme.signal_sections import sections, tiles
from regulars.insights.report import Report, Source
from regulars.insights.satisfaction.specify import DEFAULT_LEAST, Least
from regulars.insights.tracking.estimate import estimate
from regulars.insights.tracking.judge import judge
from regulars.insights.tracking.periods import Length
from regulars.insights.tracking.specify import WITHIN_DAYS, specify
from regulars.language import Text, message

if TYPE_CHECKING:
    from regulars.facts import Facts
    from regulars.insights.scope import Privacy, Scope


def signals(
    facts: Facts,
    *,
    scope: Scope,
    filters: Filters = EVERYTHING,
    length: Length | str | None = None,
    promises: Mapping[str, Privacy] | None = None,
    within: int = WITHIN_DAYS,
    until: date | str | None = None,
    least: Least = DEFAULT_LEAST,
    names: Mapping[str, Text] | None = None,
    cases: CountCases | None = None,
) -> Report:
    """Signals of the books (complaint cases, returns, repurchase) beside those of surveys, one page for each period.

    Parameters:
        facts: where ratings and purchases lie.
        scope: units, privacy class and purpose of the question.
        filters: units and days within the scope; periods are shown whole.
        length: week, month or quarter; without it the data decide.
        promises: what studies promised beyond what their survey says, by the survey's name.
        within: days within which a customer has to come back to count as a repeat customer.
        until: the day on which this is asked; the last day in the data when omitted.
        least: how many answers, or customers, a number needs.
        names: of units, by the code that the facts know.
        cases: counts the complaint cases of a part of the facts by period; without it none are known.

    All series share what ``tracking`` allows for false alarms.
    """
    question = specify(
        facts, scope, filters=filters, length=length, surveys=None, promises=promises or {}, within=within,
        until=until, least=least, names=names or {},
    )  # fmt: skip
    found = estimate(facts, question)
    own = inside(question, found, cases, cases_until=question.until)
    changes = judge({**{one.indicator: one for one in found.series}, **{one.key: one for one in own}})
    sides = Sides(found.series, own, changes, cases is not None)
    return Report(
        key="signals",
        title=message("Signals from inside and outside"),
        conclusion=conclusion(sides),
        reason=reason(sides),
        figures=tiles(question, found, sides),
        sections=sections(question, found, sides),
        source=Source(name="ratings, purchases, cases", rows=question.rows, as_of=question.as_of),
        notes=notes(question, sides),
        scope={**scope.to_dict(), "length": question.length.value, "within": question.within,
               **({"filters": filters.to_dict()} if filters.narrow else {})},
    )  # fmt: skip
