"""What is known of each unit, period by period: how many answered, how they rated, what was sold and returned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from regulars.facts.database import named
from regulars.facts.errors import MixedCurrenciesError
from regulars.facts.rates import cost_by
from regulars.facts.tracking import _INSIDE, _START, _WEIGHED, Part

if TYPE_CHECKING:
    from regulars.facts.store import Facts

ByUnit = dict[str | None, dict[date, float]]  # unit, None for all together -> first day of a period -> value

BY_UNIT = """
    select unit, count(distinct (survey, source, response)) as n from {table}
    where list_contains($surveys, survey) and "day" between $first and $last and unit is not null group by unit
"""
MEANS = f"""
    with {_WEIGHED}
    select unit, {_START} as start, grouping(unit) as whole, count(*) as n,
        sum(counts_for * 100 * (value - low) / (high - low)) / sum(counts_for) as mean
    from rated where list_contains($surveys, survey) and role = $role and high > low and counts_for > 0 and {_INSIDE}
    group by grouping sets ((unit, {_START}), ({_START}))
"""
SALES = f"""
    select unit, {_START} as start, grouping(unit) as whole, sum({{paid}}) as net,
        sum({{paid}} - {{spent}}) filter ({{spent}} is not null) as margin,
        count(*) filter (amount > 0) as sold, count(*) filter (amount < 0) as returned
    from {{table}} where {_INSIDE} group by grouping sets ((unit, {_START}), ({_START}))
"""


def answers_by_unit(facts: Facts, surveys: Collection[str], first: date, last: date) -> dict[str, int]:
    """Unit -> responses to these surveys with a rating, from a day to a day, both included."""
    if not surveys:
        return {}
    rows = facts.ask(facts.ratings_table, BY_UNIT, {"surveys": sorted(surveys), "first": first, "last": last})
    return {row["unit"]: row["n"] for row in rows.to_pylist()}


def mean_ratings(facts: Facts, surveys: Collection[str], role: str, part: Part, *, least: int) -> ByUnit:
    """Mean of a role's ratings, from 0 to 100, where at least so many answered."""
    found: ByUnit = defaultdict(dict)
    if not surveys:
        return found
    rows = facts.ask(facts.ratings_table, MEANS, {**part.bound(), "surveys": sorted(surveys), "role": role})
    for row in rows.to_pylist():
        if row["n"] >= least and (row["whole"] or row["unit"] is not None):
            found[None if row["whole"] else row["unit"]][row["start"]] = row["mean"]
    return found


def sales(facts: Facts, part: Part) -> dict[str, ByUnit]:
    """``net`` sales, ``margin`` where costs are known, and ``returned`` lines as a share of those sold.

    Where amounts must not be summed, of those returned alone.
    """
    found: dict[str, ByUnit] = {name: defaultdict(dict) for name in ("net", "margin", "returned")}
    try:
        about = facts.about_purchases()
        paid, spent = about.amount, cost_by(about.amount, about.currency)
    except MixedCurrenciesError:
        paid = spent = "null::decimal(18,4)"
    query = SALES.replace("{paid}", paid).replace("{spent}", spent)
    for row in facts.ask(facts.purchases_table, query, part.bound()).to_pylist():
        if row["unit"] is None and not row["whole"]:
            continue
        place = None if row["whole"] else row["unit"]
        if row["net"] is not None:
            found["net"][place][row["start"]] = float(row["net"])
        if row["margin"] is not None:
            found["margin"][place][row["start"]] = float(row["margin"])
        if row["sold"]:
            found["returned"][place][row["start"]] = row["returned"] / row["sold"]
    return found


AROUND = f"""
    with {_WEIGHED}
    select unit, "day", count(*) as n, sum(counts_for) as weight,
        sum(counts_for * 100 * (value - low) / (high - low)) as total
    from rated where list_contains($surveys, survey) and role = $role and high > low and counts_for > 0
        and unit is not null and {_INSIDE} group by unit, "day"
"""


def ratings_by_day(
    facts: Facts, surveys: Collection[str], role: str, part: Part
) -> dict[str, dict[date, tuple[int, float, float]]]:
    """Unit -> day -> how many rated, their weight, and their ratings from 0 to 100 added up by weight."""
    found: dict[str, dict[date, tuple[int, float, float]]] = defaultdict(dict)
    if surveys:
        asked = {**part.bound(step=False), "surveys": sorted(surveys), "role": role}
        for row in facts.ask(facts.ratings_table, AROUND, asked).to_pylist():
            found[row["unit"]][row["day"]] = (row["n"], row["weight"], row["total"])
    return found


LAST_TWO = f"""
    with told as (
        select customer, 100 * (value - low) / (high - low) as score,
            row_number() over (partition by customer
                order by "at" desc, survey desc, "source" desc, response desc, metric desc) as nth
        from {{table}} where list_contains($surveys, survey) and role = $role and high > low
            and customer is not null and "at" is not null and {_INSIDE})
    select customer, max(score) filter (nth = 1) as last, max(score) filter (nth = 2) as previous
    from told where nth <= 2 group by customer
"""
WORDS = f"""
    select customer, max_by({{item}}, struct_pack("at", "source", response)) as words from {{table}}
    where customer is not null and "at" is not null and {{item}} is not null and {_INSIDE} group by customer
"""


def last_two_ratings(
    facts: Facts, surveys: Collection[str], role: str, part: Part
) -> dict[int, tuple[float, float | None]]:
    """Key of a customer -> their last rating of a role, 0 to 100, and the one before."""
    if not surveys:
        return {}
    asked = {**part.bound(step=False), "surveys": sorted(surveys), "role": role}
    rows = facts.ask(facts.ratings_table, LAST_TWO, asked).to_pylist()
    return {row["customer"]: (row["last"], row["previous"]) for row in rows}


def last_words(facts: Facts, survey: str, item: str, part: Part) -> dict[int, str]:
    """Key of a customer -> what they wrote last to an open question."""
    table = facts.answers_table(facts.survey(survey))
    rows = facts.ask(table, WORDS.replace("{item}", named(item)), part.bound(step=False)).to_pylist()
    return {row["customer"]: row["words"] for row in rows}
