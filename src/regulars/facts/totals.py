"""Counts and sums of all purchases. Known customers and anonymous sales stand apart; nothing is left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import duckdb


@dataclass(frozen=True)
class PurchaseTotals:
    """``lines`` = positive + return + zero + anonymous lines; ``net`` = positive + return amounts, known customers."""

    lines: int
    customers: int  # known customers with any line
    positive_customers: int  # known customers with a positive line
    buyers: int  # known customers with at least one customer-day
    customer_days: int
    positive_lines: int
    positive_amount: Decimal
    return_lines: int
    return_amount: Decimal  # negative
    zero_lines: int
    net: Decimal
    anonymous_lines: int
    anonymous_amount: Decimal
    currency: str | None
    first_day: date | None
    last_day: date | None


def totals(db: duckdb.DuckDBPyConnection, lines: str, currency: str | None) -> PurchaseTotals:
    """The totals of a relation with customer, day and amount."""
    whole = db.execute(
        f"""select count(*), count(*) filter (known and amount > 0), sum(amount) filter (known and amount > 0),
            count(*) filter (known and amount < 0), sum(amount) filter (known and amount < 0),
            count(*) filter (known and amount = 0), count(*) filter (not known), sum(amount) filter (not known),
            min("day"), max("day") from (select *, customer is not null as known from {lines})"""
    ).fetchone()
    people = db.execute(
        f"""select count(*), count(*) filter (sold), count(*) filter (days > 0), coalesce(sum(days), 0) from (
            select customer, bool_or(sold) as sold, count(*) filter (net > 0 or (net = 0 and lowest >= 0)) as days
            from (select customer, "day", sum(amount) as net, min(amount) as lowest, bool_or(amount > 0) as sold
            from {lines} where customer is not null group by all) group by all)"""
    ).fetchone()
    if whole is None or people is None:  # an aggregate always has one row
        raise AssertionError
    sold, back, anonymous = (_money(whole[i]) for i in (2, 4, 7))
    return PurchaseTotals(
        lines=whole[0],
        customers=people[0],
        positive_customers=people[1],
        buyers=people[2],
        customer_days=int(people[3]),
        positive_lines=whole[1],
        positive_amount=sold,
        return_lines=whole[3],
        return_amount=back,
        zero_lines=whole[5],
        net=sold + back,
        anonymous_lines=whole[6],
        anonymous_amount=anonymous,
        currency=currency,
        first_day=whole[8],
        last_day=whole[9],
    )


def _money(value: Decimal | None) -> Decimal:
    return Decimal(0) if value is None else value
