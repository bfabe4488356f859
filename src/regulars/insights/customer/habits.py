"""What one customer buys and how: counts of their own purchases, and no estimate of anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from regulars.insights.scope import Scope
from regulars.language import Count, Estimate, Kind, Message, Text, message

if TYPE_CHECKING:
    from regulars.facts import Facts

FEWEST = 3  # purchases before anything is called a habit
MOST = 3
HABITS = """with l as (select *, coalesce(basket, purchase) as bought from {table} where customer = $customer
        and ($units is null or list_contains($units, unit)) and amount >= 0),
    b as (select source, bought, min("day") as "day", min(channel) as channel, min(unit) as unit,
        sum(amount)::double as paid, min(currency) as currency, count(distinct currency) as currencies,
        count(*) as lines, count(nullif(promotion, '')) as promoted from l group by 1, 2),
    counted as (
        select 'category' as trait, category as name, count(distinct (source, bought)) as n from l group by 2
        union all select 'channel', channel, count(*) from b group by 2
        union all select 'unit', unit, count(*) from b group by 2
        union all select 'weekday', isodow("day")::varchar, count(*) from b group by 2)
    select trait, name, n::double as n, null::varchar as currency from counted where name is not null
    union all select 'purchases', '', count(*), null from b
    union all select 'promoted', '', coalesce(sum(promoted), 0), null from b
    union all select 'lines', '', coalesce(sum(lines), 0), null from b
    union all select 'gap', '', date_diff('day', min("day"), max("day"))::double / nullif(count(distinct "day") - 1, 0),
        null from b
    union all select 'paid', '', case when count(distinct currency) = 1 and max(currencies) = 1 then avg(paid) end,
        min(currency) from b
    order by 1, 3 desc, 2"""
WEEKDAYS = (
    message("Monday"), message("Tuesday"), message("Wednesday"), message("Thursday"), message("Friday"),
    message("Saturday"), message("Sunday"),
)  # fmt: skip


@dataclass(frozen=True)
class Habits:
    """``purchases``: how many it is of, returns left out. ``interests``: product classes, the most bought first.

    ``told``: lines about pace, channel, day, place, amount and promotions; empty below three purchases.
    """

    purchases: int
    interests: tuple[Message, ...]
    told: tuple[Message, ...]


def habits_of(facts: Facts, customer: int, *, scope: Scope, places: Mapping[str, str]) -> Habits:
    """Of the purchases that the scope may see. ``places``: the names of units by their codes."""
    if not facts.purchases_table.snapshot().files:
        return Habits(0, (), ())
    units = None if scope.units is None else sorted(scope.units)
    rows = facts.ask(facts.purchases_table, HABITS, {"customer": customer, "units": units}).to_pylist()
    found: dict[str, list[tuple[str, float]]] = {}
    for one in rows:
        if one["n"] is not None:
            found.setdefault(one["trait"], []).append((one["name"], one["n"]))
    single = {trait: some[0][1] for trait, some in found.items()}
    purchases = int(single.get("purchases", 0))
    interests = tuple(_of(Text.of(name), n, purchases) for name, n in found.get("category", [])[:MOST])
    if purchases < FEWEST:
        return Habits(purchases, interests, ())
    told = []
    if "gap" in single:
        told.append(message("{days} days from one purchase to the next, on average", days=_round(single["gap"])))
    if "paid" in single:
        currency = next(one["currency"] for one in rows if one["trait"] == "paid")
        money = Estimate(single["paid"], kind=Kind.MONEY, currency=currency, digits=0)
        told.append(message("{money} in a purchase, on average", money=money))
    for trait in ("channel", "weekday", "unit"):
        if found.get(trait):
            name, n = found[trait][0]
            said = WEEKDAYS[int(name) - 1] if trait == "weekday" else Text.of(places.get(name, name))
            told.append(_of(said, n, purchases))
    if single.get("promoted"):
        told.append(
            message(
                "{n} of {all} lines under a promotion",
                n=Count(int(single["promoted"])),
                all=Count(int(single["lines"])),
            )
        )
    return Habits(purchases, interests, tuple(told))


def _of(name: Message | Text, n: float, purchases: int) -> Message:
    return message("{name}: {n} of {all} purchases", name=name, n=Count(int(n)), all=Count(purchases))


def _round(value: float) -> Estimate:
    return Estimate(value, digits=0)
