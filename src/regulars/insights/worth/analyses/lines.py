"""The purchase lines that an analysis is about, and the SQL that every analysis begins with.

A query names ``{lines}``: the purchase lines of the wish, with ``money`` (what may be summed), ``spent`` (its cost in
the same currency), ``who`` (the customer; an anonymous sale stands for itself) and ``bought`` (the
purchase). It may name ``{scores}`` too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from regulars.facts.errors import MixedCurrenciesError
from regulars.facts.rates import cost_by
from regulars.facts.scores import scores_table
from regulars.insights.report import Report, Source
from regulars.insights.worth.pages import Wish
from regulars.insights.worth.reading import reach
from regulars.language import NO_CURRENCY, Message, message

if TYPE_CHECKING:
    from regulars.facts import Facts

YEAR = 365
ABOUT = """select count(*) as n, min("day") as first, max("day") as last from {table}"""
LINES = """(select *, {money}::double as money,
    {cost} as spent,
    coalesce(customer, (hash(coalesce(basket, purchase)) >> 2)::bigint) as who,
    hash(coalesce(basket, purchase), source) as bought
    from {{table}} where {where})"""


@dataclass(frozen=True)
class Lines:
    """The lines from ``first`` to ``last``; ``begin`` is the first day in the data."""

    facts: Facts
    money: str
    currency: str
    begin: date
    first: date
    last: date
    asked: Mapping[str, Any]

    @property
    def days(self) -> int:
        """How many days the span has."""
        return (self.last - self.first).days + 1

    def ask(self, query: str, *, since: date | None = None, **parameters: Any) -> pa.Table:
        """The answer to a query about ``{lines}``, from ``first`` on or from another day."""
        terms = ['"day" >= $since', '"day" <= $until']
        terms += [_TERMS[name] for name in self.asked]
        cost = f"{cost_by(self.money, self.currency)}::double"
        lines = LINES.format(money=self.money, cost=cost, where=" and ".join(terms))
        bound = {"since": since or self.first, "until": self.last, **self.asked, **parameters}
        query = query.replace("{lines}", lines)
        if "{scores}" not in query:
            return self.facts.ask(self.facts.purchases_table, query, bound)
        # Both tables are in one database, in which a reader asks for one of them at a time.
        query = query.replace("{table}", str(self.facts.purchases().get_name())).replace("{scores}", "{table}")
        return self.facts.ask(scores_table(self.facts), query, bound)

    def narrowed(self, **asked: str) -> Lines:
        """Those of a category, a channel, a unit; an empty word asks for nothing."""
        return replace(self, asked={**self.asked, **{name: value for name, value in asked.items() if value}})

    def earlier(self) -> date | None:
        """The first day of the span as long just before; None where the data begin later."""
        start = self.first - timedelta(days=self.days)
        return start if start >= self.begin else None


_TERMS = {
    "among": "customer in (select unnest($among))",
    "units": 'list_contains($units, "unit")',
    "category": "category = $category",
    "channel": "channel = $channel",
}


def read_lines(facts: Facts, wish: Wish, *, days: int | None = YEAR) -> Lines | Message:
    """The lines of a wish: of its units, customers and days, else of the last ``days`` (None: all); or why none."""
    nothing = message("There are no purchases yet. Import some: regulars import purchases FILE.")
    units = reach(wish)
    if not facts.purchases_table.snapshot().files:
        return nothing
    about = facts.ask(facts.purchases_table, ABOUT, {}).to_pylist()[0]
    if not about["n"]:
        return nothing
    try:
        summed = facts.about_purchases()
    except MixedCurrenciesError as error:
        return error.message
    last = min(wish.last or about["last"], about["last"])
    first = wish.first or (about["first"] if days is None else max(about["first"], last - timedelta(days=days - 1)))
    asked: dict[str, Any] = {}
    if wish.among is not None:
        asked["among"] = sorted(wish.among)
    if units is not None:
        asked["units"] = sorted(units)
    if first > last:
        return message("There are no purchases in these days.")
    return Lines(facts, summed.amount, summed.currency or NO_CURRENCY, about["first"], first, last, asked)


def nothing(key: str, title: Message, why: Message, wish: Wish) -> Report:
    """A page that has nothing to tell, and why."""
    return Report(key, title, why, None, (), (), Source("purchases", 0), scope=wish.scope.to_dict())


def source(lines: Lines, rows: int) -> Source:
    """Where the numbers come from."""
    return Source("purchases", rows, lines.last)
