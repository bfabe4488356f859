"""What facts alone do not know, typed by a reader: how many complained, how lost customers and prospects were won."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from regulars.insights.scope import identified
from regulars.insights.worth.pages import Wish
from regulars.insights.worth.reading import among, chosen, reach
from regulars.language import Message, message
from regulars.methods import Textbook, textbook
from regulars.methods.errors import MethodError
from regulars.survey import Role

if TYPE_CHECKING:
    from regulars.facts import Facts

YEAR = timedelta(days=365)
LAST = 'select max("day") as last from {table} where customer is not null'
BOUGHT = """
    select distinct customer from {table} where customer is not null and amount > 0 and "day" > $start
        and ($units is null or list_contains($units, unit))
"""
# The last answer of each customer within the year.
PROBLEMS = """
    select customer, max_by({item}, struct_pack(at := coalesce("at", "day"), "source", response)) > 0 as had
    from {table}
    where customer is not null and {item} is not null and "day" > $start
        and ($units is null or list_contains($units, "unit"))
    group by customer
"""


def told_by_hand(facts: Facts, wish: Wish) -> tuple[list[Textbook], list[Message]]:
    """What can be tested with these numbers, and why some of them were refused."""
    found, refused = [], []
    for ask in (_silence, _won_back):
        try:
            part = ask(facts, wish)
        except MethodError as error:
            refused.append(error.message)
            continue
        found += [] if part is None else [part]
    return found, refused


def _silence(facts: Facts, wish: Wish) -> Textbook | None:
    """Problems by what customers answer; complaints by the number that was typed."""
    asked = _problems(facts, wish)
    if asked is None:
        return None
    had, others, customers = asked
    complained = wish.number("complained")
    if complained is None or not customers:
        return textbook(problem=[1, 0], counts=[had, others])
    return textbook(problem=[1, 0], counts=[had, others], customers=customers, logged=int(complained))


def _problems(facts: Facts, wish: Wish) -> tuple[int, int, int] | None:
    """Customers with a problem in the last year, those without, and all who bought in it."""
    purchases, units = facts.purchases_table, reach(wish)
    if not purchases.snapshot().files:
        return None
    last = facts.ask(purchases, LAST, {}).to_pylist()[0]["last"]
    keys = chosen(facts, wish)
    for survey in identified(facts):
        item = next(iter(survey.with_role(Role.PROBLEM)), None)
        table = facts.answers_table(survey)
        known = table.schema() is not None and item is not None and item.key in table.contract.names
        if last is None or item is None or not known or survey.name in wish.hidden:
            continue
        within = {"start": last - YEAR, "units": None if units is None else sorted(units)}
        query = PROBLEMS.replace("{item}", '"' + item.key.replace('"', '""') + '"')
        rows = among(facts.ask(table, query, within), keys)
        had = sum(rows["had"].to_pylist())
        if len(rows):
            return had, len(rows) - had, len(among(facts.ask(purchases, BOUGHT, within), keys))
    return None


def _won_back(_: Facts, wish: Wish) -> Textbook | None:
    numbers = {name: wish.number(name) for name in ("approached", "returned", "prospects", "won")}
    if any(value is None for value in numbers.values()):
        return None
    approached, returned, prospects, won = (int(value or 0) for value in numbers.values())
    if returned > approached:
        raise MethodError(message("More lost customers returned than were approached."))
    return textbook(
        returned=[1, 0], counts=[returned, approached - returned], prospects=prospects, prospects_won=won
    )  # fmt: skip
