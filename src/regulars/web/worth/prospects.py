"""Prospects that were approached, and those of them that were won, as far as the application knows them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from django.db.models import Min

from regulars.insights.worth.pages import Value
from regulars.language import Count, Message, message
from regulars.web.accounts.access import UnitScope
from regulars.web.people.models import Contact, CustomerScore
from regulars.web.people.models.customer import among_known_at, known_at
from regulars.web.worth.keep.models import DAYS

YEAR, SPAN = timedelta(days=365), timedelta(days=DAYS)
PROSPECTS, WON = "prospects", "won"


def won_of(
    typed: Value, scope: UnitScope, among: Collection[int] | None, last: date
) -> tuple[Mapping[str, Value], Message | None]:
    """The numbers, and where they come from. ``typed``: how many prospects a reader says were approached."""
    if typed is not None:
        won = first_bought(scope, among, last)
        words = message(
            "Prospects won: {n}, all customers whose first purchase falls in the last year; who came without being "
            "approached is among them. Type a number of your own to replace it.",
            n=Count(won),
        )
        return {WON: float(won)}, words
    prospects, won = talked_to_and_won(scope, last) if among is None else (0, 0)
    if not prospects:
        return {}, None
    words = message(
        "Prospects approached: {n}; of these won: {m}. Counted by talks that were noted with customers without a "
        "purchase, and first purchases within {days} days after. Type numbers of your own to replace them.",
        n=Count(prospects), m=Count(won), days=DAYS,
    )  # fmt: skip
    return {PROSPECTS: float(prospects), WON: float(won)}, words


def talked_to_and_won(scope: UnitScope, last: date) -> tuple[int, int]:
    """Of the year whose days to buy are over: with how many somebody talked before they had bought, and who bought."""
    rows = Contact.objects.filter(day__gt=last - SPAN - YEAR, day__lte=last - SPAN).order_by().values("customer")
    if scope.unit_ids is not None:
        rows = rows.filter(known_at(scope.unit_ids, "customer_id"))  # few talks, many customers
    talks = rows.annotate(first=Min("day")).values_list("first", "customer__score__first_day")
    prospects = [(first, bought) for first, bought in talks.iterator() if bought is None or bought > first]
    return len(prospects), sum(bought is not None and bought <= first + SPAN for first, bought in prospects)


def first_bought(scope: UnitScope, among: Collection[int] | None, last: date) -> int:
    """Customers whose first purchase falls in the last year."""
    rows = CustomerScore.objects.filter(first_day__gt=last - YEAR, first_day__lte=last).order_by()
    if scope.unit_ids is not None:
        rows = rows.filter(among_known_at(scope.unit_ids, "customer_id"))
    return rows.count() if among is None else len(set(rows.values_list("customer__key", flat=True)) & set(among))
