"""What the facts hold of one person, for a page: purchases and answers, latest first.

Files are sorted by customer, so that a question about one reads a small part of them.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import pyarrow as pa

if TYPE_CHECKING:
    from regulars.facts.store import Facts

# One row for each purchase of a day: a purchase that runs over two days (a credit note) happened twice.
PURCHASES = """
    select source, purchase, "day", min("at") as "at", sum(amount) as amount, any_value(currency) as currency,
        count(*) as lines, any_value(unit) as unit, any_value(channel) as channel,
        list_sort(list(distinct category) filter (category is not null)) as categories,
        list_sort(list(distinct product) filter (product is not null))[:5] as products,
        count(*) over () as _total
    from {table} where customer = $customer and ($units is null or list_contains($units, unit))
    group by source, purchase, "day" order by "at" desc, source, purchase limit $limit
"""
ANSWERS = """
    select *, count(*) over () as _total from {table}
    where customer = $customer and ($units is null or list_contains($units, unit))
    order by coalesce("at", "day") desc, response limit $limit
"""
LINES = """
    select * from {table} where customer = $customer and ($units is null or list_contains($units, unit))
    order by "at", source, purchase, line
"""


def purchases_of(facts: Facts, customer: int, *, units: Collection[str] | None, limit: int) -> pa.Table:
    """The latest purchases of a customer, one row each; ``_total`` counts them all. ``units`` None: everywhere."""
    return facts.ask(facts.purchases_table, PURCHASES, _about(customer, units, limit))


def answers_of(facts: Facts, survey: str, customer: int, *, units: Collection[str] | None, limit: int) -> pa.Table:
    """The latest responses of a customer to a survey."""
    table = facts.answers_table(facts.survey(survey))
    return facts.ask(table, ANSWERS, _about(customer, units, limit))


def lines_of(facts: Facts, customer: int, *, units: Collection[str] | None) -> pa.Table:
    """Every purchase line of a customer, for a copy of their own record."""
    about = _about(customer, units, 0)
    return facts.ask(facts.purchases_table, LINES, {name: about[name] for name in ("customer", "units")})


def _about(customer: int, units: Collection[str] | None, limit: int) -> dict[str, Any]:
    return {"customer": customer, "units": None if units is None else sorted(units), "limit": limit}
