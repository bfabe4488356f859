"""What the facts hold of each period: ratings across surveys, purchases that were followed by others, returns.

A period begins on its first day: weeks on Monday, months and quarters on the first. Counts only: what they mean, the
insights say.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from regulars.facts.contracts import LIVE
from regulars.facts.database import named, quoted

if TYPE_CHECKING:
    from regulars.facts.store import Facts
    from regulars.facts.table import Table

_UNITS = "($units is null or list_contains($units, unit))"
_INSIDE = f"""{_UNITS} and "day" between $first and $last"""
_START = 'cast(date_trunc($step, "day") as date)'

# Weights that were imported may be numbers of people: they count relative to their mean within the wave. What has no
# weight counts as one. See ``insights/weights.py``.
_WEIGHED = f"""
    means as (
        select survey, wave, avg(weight) as mean from {{table}}
        where weight is not null and source <> {quoted(LIVE)} and list_contains($surveys, survey) group by all),
    rated as (
        select r.*, coalesce(case when r.source = {quoted(LIVE)} or not m.mean > 0 then r.weight
            else r.weight / m.mean end, 1.0) as counts_for
        from {{table}} r left join means m on r.survey = m.survey and r.wave is not distinct from m.wave)
"""
RATINGS = f"""
    with {_WEIGHED}
    select survey, metric, role, low, high, value, counts_for as weight, {_START} as start, count(*) as n from rated
    where list_contains($surveys, survey) and list_contains($roles, role) and {_INSIDE} group by all
"""
BY_UNIT = f"""
    with {_WEIGHED}
    select survey, metric, low, high, value, counts_for as weight, unit, count(*) as n from rated
    where list_contains($surveys, survey) and role = $role and {_INSIDE} group by all
"""
RESPONSES = f"""
    select {_START} as start, count(*) as n from {{table}} where {_INSIDE} group by all
"""
BY_INTAKE = f"""
    with told as (
        select *, source = {quoted(LIVE)} as ours,
            avg(weight) filter (source <> {quoted(LIVE)}) over (partition by wave) as mean from {{table}})
    select {_START} as start, {{item}} as value,
        coalesce(case when ours or not mean > 0 then weight else weight / mean end, 1.0) as weight,
        case when not ours then 'file' when channel = 'feedback' then 'feedback' else 'survey' end as intake,
        count(*) as n
    from told where {{item}} is not null and {_INSIDE} group by all
"""
CHOSEN = f"""
    select {_START} as start, count(*) as n from {{table}} where {{item}} = $value and {_INSIDE} group by all
"""
# A customer-day counts as in ``summary.py``; amounts of two currencies are never added, so each is asked by itself.
AGAIN = f"""
    with days as (
        select distinct customer, "day" from (
            select customer, "day", currency from {{table}}
            where customer is not null and {_UNITS}
            group by all having sum(amount) > 0 or (sum(amount) = 0 and min(amount) >= 0))),
    followed as (
        select customer, "day", lead("day") over (partition by customer order by "day") as following from days),
    first_of_period as (
        select "day", following, {_START} as start,
            row_number() over (partition by customer, date_trunc($step, "day") order by "day") as nth
        from followed where "day" between $first and $last)
    select start, count(*) as customers, count(*) filter (following <= "day" + cast($within as integer)) as again
    from first_of_period where nth = 1 group by start
"""
LINES = f"""
    select {_START} as start, count(*) filter (amount > 0) as sold, count(*) filter (amount < 0) as returned
    from {{table}} where {_INSIDE} group by start
"""
UNITS = "select distinct unit from {table} where unit is not null"
ENDS = """select min("day"), max("day"), count(*) from {table}"""
RATINGS_HELD = f"""select count(*), max("day") from {{table}} where list_contains($surveys, survey) and {_UNITS}"""
LINES_HELD = f"""select count(*), max("day") from {{table}} where {_UNITS}"""


@dataclass(frozen=True)
class Part:
    """Which part of the facts: ``step`` is week, month or quarter; days are included; ``units`` None: everywhere."""

    step: str
    first: date
    last: date
    units: frozenset[str] | None = None

    def bound(self, *, step: bool = True) -> dict[str, Any]:
        """As parameters of a query."""
        units = None if self.units is None else sorted(self.units)
        return {"units": units, "first": self.first, "last": self.last, **({"step": self.step} if step else {})}


def ratings_by_period(facts: Facts, surveys: Collection[str], roles: Collection[str], part: Part) -> pa.Table:
    """How often each value of each item was given in each period: survey, metric, role, low, high, value, weight,
    start, n.
    """
    about = {**part.bound(), "surveys": sorted(surveys), "roles": sorted(roles)}
    return facts.ask(facts.ratings_table, RATINGS, about)


def ratings_by_unit(facts: Facts, surveys: Collection[str], role: str, part: Part) -> pa.Table:
    """How often each value was given for each unit: survey, metric, low, high, value, weight, unit, n."""
    return facts.ask(facts.ratings_table, BY_UNIT, {**part.bound(step=False), "surveys": sorted(surveys), "role": role})


def answers_by_intake(facts: Facts, survey: str, item: str, part: Part) -> list[dict[str, Any]]:
    """How often each value of a numeric item was given in each period, by how it came in.

    start, value, weight, intake (survey, feedback, file), n.
    """
    table = facts.answers_table(facts.survey(survey))
    rows: list[dict[str, Any]] = facts.ask(table, _about(BY_INTAKE, item), part.bound()).to_pylist()
    return rows


def chosen_by_period(facts: Facts, survey: str, item: str, value: str, part: Part) -> dict[date, int]:
    """First day of a period -> responses that chose one option."""
    table = facts.answers_table(facts.survey(survey))
    rows = facts.ask(table, _about(CHOSEN, item), {**part.bound(), "value": value}).to_pylist()
    return {row["start"]: row["n"] for row in rows}


def responses_by_period(facts: Facts, survey: str, part: Part) -> dict[date, int]:
    """First day of a period -> responses to a survey."""
    rows = facts.ask(facts.answers_table(facts.survey(survey)), RESPONSES, part.bound()).to_pylist()
    return {row["start"]: row["n"] for row in rows}


def bought_again(facts: Facts, within: int, part: Part) -> dict[date, tuple[int, int]]:
    """First day of a period -> customers who bought in it, and those of them who bought again.

    Again: on a later day, at most ``within`` days after their first purchase of the period, in the same units.
    """
    rows = facts.ask(facts.purchases_table, AGAIN, {**part.bound(), "within": within}).to_pylist()
    return {row["start"]: (row["customers"], row["again"]) for row in rows}


def lines_by_period(facts: Facts, part: Part) -> dict[date, tuple[int, int]]:
    """First day of a period -> lines sold, and lines returned."""
    rows = facts.ask(facts.purchases_table, LINES, part.bound()).to_pylist()
    return {row["start"]: (row["sold"], row["returned"]) for row in rows}


def ends_of(facts: Facts, table: Table) -> tuple[date | None, date | None, int]:
    """First day, last day and rows of a table."""
    row = facts.ask(table, ENDS, {}).to_pylist()[0]
    first, last, rows = row.values()
    return first, last, int(rows)


def held(facts: Facts, surveys: Collection[str], units: frozenset[str] | None) -> tuple[int, date | None]:
    """How many ratings of some surveys and lines of purchases there are within some units, and their last day."""
    within = {"units": None if units is None else sorted(units)}
    asked = [facts.ask(facts.purchases_table, LINES_HELD, within)]
    if surveys:
        asked.append(facts.ask(facts.ratings_table, RATINGS_HELD, {**within, "surveys": sorted(surveys)}))
    rows = [tuple(one.to_pylist()[0].values()) for one in asked]
    return sum(n for n, _ in rows), max((day for _, day in rows if day is not None), default=None)


def units_of(facts: Facts) -> set[str]:
    """Every unit that ratings or purchases name."""
    rows = [
        row for table in (facts.ratings_table, facts.purchases_table) for row in facts.ask(table, UNITS, {}).to_pylist()
    ]
    return {row["unit"] for row in rows}


def _about(query: str, item: str) -> str:
    return query.replace("{item}", named(item))
