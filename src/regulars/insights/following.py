"""What do customers buy next? Kinds of products, from all purchases with a customer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from regulars.language import Message, RegularsError, message
from regulars.methods import NextPurchases, next_purchases

if TYPE_CHECKING:
    from regulars.facts import Facts
    from regulars.insights.scope import Scope

MOST_CUSTOMERS = 50_000  # more make limits no narrower that matters, and a night longer
WITHIN = 90

COUNTED = """
    select count(distinct customer) as customers, max("day") as last_day from {table}
    where customer is not null and category is not null and ($units is null or list_contains($units, unit))
"""
LINES = """
    select customer, "day", category from {table}
    where customer is not null and category is not null and amount > 0
        and ($units is null or list_contains($units, unit)) and hash(customer) % $part::ubigint = 0
    group by customer, "day", category order by customer, "day", category
"""


@dataclass(frozen=True)
class Followed:
    """``found`` is None where nothing can be told, and ``untold`` says why. ``part``: one customer in so many."""

    found: NextPurchases | None
    untold: Message | None
    as_of: date | None
    part: int

    @property
    def too_few(self) -> bool:
        """Whether there is less than the method asks for."""
        return self.found is None or self.found.n < NextPurchases.minimum_n


def what_follows(facts: Facts, *, scope: Scope, within: int = WITHIN) -> Followed:
    """Which kind of product follows which, more often than it is bought anyway.

    Parameters:
        facts: where it lies.
        scope: units, privacy class and purpose of the question.
        within: so many days count as next.

    Of very many customers a part is read, always the same one.
    """
    units = None if scope.units is None else sorted(scope.units)
    about = facts.ask(facts.purchases_table, COUNTED, {"units": units}).to_pylist()[0]
    part = -(-int(about["customers"]) // MOST_CUSTOMERS) or 1
    lines = facts.ask(facts.purchases_table, LINES, {"units": units, "part": part})
    if not len(lines):
        return Followed(None, message("No purchase has both a customer and a category yet."), None, part)
    try:
        found = next_purchases(
            lines["customer"], lines["day"], lines["category"], within=within, min_support=0.005, most=100
        )
    except RegularsError as error:
        return Followed(None, error.message, about["last_day"], part)
    if found.n < NextPurchases.minimum_n:
        untold = message(
            "{count} days of purchases are too few; {least} are needed.", count=found.n, least=NextPurchases.minimum_n
        )
        return Followed(None, untold, about["last_day"], part)
    return Followed(found, None, about["last_day"], part)
