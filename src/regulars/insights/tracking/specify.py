"""Which surveys, which units, which periods; and what each survey was promised."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from regulars.facts.periods import day_of
from regulars.facts.tracking import Part, ends_of, held
from regulars.insights.errors import TrackingError
from regulars.insights.filters import Filters
from regulars.insights.satisfaction.specify import Least
from regulars.insights.scope import Privacy, Scope
from regulars.insights.tracking.periods import USUAL, Length, Period, back, between, start_of
from regulars.language import Text, message
from regulars.survey import Survey

if TYPE_CHECKING:
    from regulars.facts import Facts

WITHIN_DAYS = 90
LONGEST_WAIT = 1100  # days; who comes back after three years is won back, and no repeat customer
_MONTHS_UP_TO = 800  # days; a longer time is told by quarters
_WEEKS_UP_TO = 120


@dataclass(frozen=True)
class Question:
    """What is asked. ``until``: the day on which the page is read; ``bought_until``: the last day with a purchase.

    How far the facts reach is a matter of the whole company; ``rows`` and ``as_of`` tell of these surveys and units.
    """

    surveys: Mapping[str, Survey]
    left_out: tuple[Survey, ...]
    periods: tuple[Period, ...]
    length: Length
    units: frozenset[str] | None
    until: date | None
    bought_until: date | None
    rows: int
    as_of: date | None
    within: int
    least: int
    purchases: int
    names: Mapping[str, Text]

    @property
    def part(self) -> Part:
        """The part of the facts."""
        return Part(self.length.value, self.periods[0].first, self.periods[-1].last, self.units)


def specify(
    facts: Facts,
    scope: Scope,
    *,
    filters: Filters,
    length: Length | str | None,
    surveys: Collection[str] | None,
    promises: Mapping[str, Privacy],
    within: int,
    until: date | str | None,
    least: Least,
    names: Mapping[str, Text],
) -> Question:
    """Read how far the facts reach, and choose.

    A survey that promised that nobody can be told apart is left out: periods and units that a reader chooses would
    tell them apart in the end. It has a page of its own, where it is shown by its waves.
    """
    if not (isinstance(within, int) and 1 <= within <= LONGEST_WAIT):
        raise TrackingError(
            message(
                "{value} days cannot be waited for another purchase. Give a whole number from 1 to {most}, such as 90.",
                value=str(within)[:40],
                most=LONGEST_WAIT,
            )
        )
    known = {name: facts.survey(name) for name in facts.surveys()}
    for name in surveys or ():
        if name not in known:
            facts.survey(name)  # says which there are
    asked = {name: survey for name, survey in known.items() if surveys is None or name in surveys}
    open_ = {name: survey for name, survey in asked.items() if not _hides(survey, scope, promises)}
    first_answer, last_answer, _ = ends_of(facts, facts.ratings_table)
    first_bought, last_bought, lines = ends_of(facts, facts.purchases_table)
    firsts = [day for day in (first_answer, first_bought) if day is not None]
    lasts = [day for day in (last_answer, last_bought) if day is not None]
    last = day_of(until) or max(lasts, default=None)
    chosen, units = _length(length, firsts, last), _both(scope.units, filters.units)
    rows, as_of = held(facts, open_, units)
    return Question(
        surveys=open_,
        left_out=tuple(survey for name, survey in asked.items() if name not in open_),
        periods=_periods(chosen, firsts, last, filters),
        length=chosen,
        units=units,
        until=last,
        bought_until=last_bought,
        rows=rows,
        as_of=as_of,
        within=within,
        least=least.whole(Privacy.IDENTIFIED),
        purchases=lines,
        names=names,
    )


def _hides(survey: Survey, scope: Scope, promises: Mapping[str, Privacy]) -> bool:
    own = Privacy(survey.privacy).stricter(promises.get(survey.name, Privacy.IDENTIFIED))
    return scope.privacy.stricter(own).hides


def _length(wished: Length | str | None, firsts: list[date], last: date | None) -> Length:
    if wished is not None:
        if wished not in list(Length):
            raise TrackingError(
                message(
                    "There is no period “{value}”. Choose one of: {known}.",
                    value=str(wished)[:40],
                    known=tuple(length.value for length in Length),
                )
            )
        return Length(wished)
    days = (last - min(firsts)).days if firsts and last else 0
    if days > _MONTHS_UP_TO:
        return Length.QUARTER
    return Length.MONTH if days > _WEEKS_UP_TO else Length.WEEK


def _periods(length: Length, firsts: list[date], last: date | None, filters: Filters) -> tuple[Period, ...]:
    """Whole ones, also where the days asked for begin or end within one."""
    if not firsts or last is None:
        return ()
    end = last if filters.last is None else min(last, filters.last)
    usual = back(start_of(end, length), length, USUAL[length] - 1)
    first = max(min(firsts), usual if filters.first is None else filters.first)
    return between(first, end, length)


def _both(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    if one is None or other is None:
        return other if one is None else one
    return one & other
