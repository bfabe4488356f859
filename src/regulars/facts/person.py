"""What the facts hold of one person, for a page: purchases and answers, latest first.

Files are sorted by customer, so that a question about one reads a small part of them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa

if TYPE_CHECKING:
    from regulars.facts.store import Facts
    from regulars.facts.table import Table

# One row for each purchase of a day and currency: a purchase that runs over two days (a credit note) happened twice.
PURCHASES = """
    select source, purchase, "day", min("at") as "at", sum(amount) as amount, currency,
        count(*) as lines, min(unit) as unit, min(channel) as channel,
        list_sort(list(distinct category) filter (category is not null)) as categories,
        list_sort(list(distinct product) filter (product is not null))[:5] as products,
        count(*) over () as _total
    from {table} where customer = $customer and ($units is null or list_contains($units, unit))
    group by source, purchase, "day", currency order by "at" desc, source, purchase, currency limit $limit
"""
ANSWERS = """
    select *, count(*) over () as _total from {table}
    where customer = $customer and ($units is null or list_contains($units, unit))
    order by coalesce("at", "day") desc, source, response limit $limit
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


# The same from a place on, for pages that are leafed through: what is out of the span is counted by nobody, and
# ``_total`` counts all within it, wherever the page begins.
HAPPENED = """
    select * from (
        select *, count(*) over () as _total from ({rows})
        where ($since is null or coalesce("day", cast("at" as date)) >= $since)
            and ($until is null or coalesce("day", cast("at" as date)) <= $until))
    where $moment is null or moment {sign} $moment
        or (moment = $moment and ($equal or ($ref is not null and ref {sign} $ref)))
    order by moment {order}, ref {order} limit $limit
"""
_INSTANT = """coalesce("at", cast("day" as timestamp) at time zone 'UTC')"""
PURCHASED = f"""
    select source, purchase, "day", min("at") as "at", min({_INSTANT}) as moment, sum(amount) as amount,
        currency, min(unit) as unit, min(channel) as channel,
        list_sort(list(distinct category) filter (category is not null)) as categories,
        list_sort(list(distinct product) filter (product is not null))[:5] as products,
        concat_ws(chr(31), source, purchase, cast("day" as varchar), currency) as ref
    from {{table}} where customer = $customer and ($units is null or list_contains($units, unit))
    group by source, purchase, "day", currency
"""
ANSWERED = f"""
    select *, {_INSTANT} as moment, concat_ws(chr(31), $survey, source, response) as ref
    from {{table}} where customer = $customer and ($units is null or list_contains($units, unit))
"""


@dataclass(frozen=True)
class Span:
    """From where on, in which direction, how many.

    ``since`` and ``until``: first and last day, none where there is no end. ``moment`` and ``ref``: the place from
    which on to read; of what happened at the same moment, the page gets what lies beyond ``ref``, or all of it where
    ``equal`` says so.
    """

    limit: int
    since: date | None = None
    until: date | None = None
    moment: datetime | None = None
    ref: str | None = None
    equal: bool = False
    later: bool = False


def purchases_in(facts: Facts, customer: int, span: Span, *, units: Collection[str] | None) -> pa.Table:
    """Purchases of a span, one row each, latest first, or earliest first where the span says ``later``."""
    return _in(facts, facts.purchases_table, PURCHASED, span, _about(customer, units, span.limit))


def answers_in(facts: Facts, survey: str, customer: int, span: Span, *, units: Collection[str] | None) -> pa.Table:
    """Responses of a customer to a survey, in the same order."""
    about = {**_about(customer, units, span.limit), "survey": survey}
    return _in(facts, facts.answers_table(facts.survey(survey)), ANSWERED, span, about)


def _in(facts: Facts, table: Table, rows: str, span: Span, about: dict[str, Any]) -> pa.Table:
    sign, order = (">", "asc") if span.later else ("<", "desc")
    query = HAPPENED.replace("{rows}", rows).replace("{sign}", sign).replace("{order}", order)
    where = {name: getattr(span, name) for name in ("since", "until", "moment", "ref", "equal")}
    return facts.ask(table, query, {**about, **where})
