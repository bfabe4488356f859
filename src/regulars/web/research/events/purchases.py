"""Purchases that were imported become events: once each, and only those from the day on which somebody wanted it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from django.core.cache import cache
from django.utils import timezone

from regulars.web.company.models import Unit
from regulars.web.facts import facts
from regulars.web.people.models import Customer
from regulars.web.research.events.deciding import home_zone
from regulars.web.research.events.kinds import PURCHASE, kinds
from regulars.web.research.events.models import EventKind
from regulars.web.research.events.reading import LONGEST_KEY, Told
from regulars.web.research.events.taking import ROWS, store

SOURCE = "purchases"
RECENT = timedelta(days=14)  # a history that somebody imports is no reason to ask
_SEEN = "events:purchases:version"
# What somebody bought at one time; a receipt that was taken back as a whole is none.
_BASKETS = """
select source || ':' || coalesce(basket, purchase) as name, customer, min("at") as "at", max(unit) as unit,
    count(*) as lines, sum(coalesce(amount_company, amount))::double as amount,
    max(category) as category, max(channel) as channel
from {table} where customer is not null and "at" >= $since
group by source, coalesce(basket, purchase), customer having sum(amount) > 0 order by 3, 1, 2 limit $most
"""
_DETAILS = ("amount", "lines", "category", "channel")
MOST = 200_000


def take_new(now: datetime | None = None) -> int:
    """Those that are not events yet; nothing where nothing was imported since the last look."""
    kind = kinds()[PURCHASE]
    if kind.taken_since is None:
        return 0
    snapshot = facts().purchases_table.snapshot()
    # The customers are brought into the list by a job of their own; until it is over some are missing.
    mark = f"{snapshot.version}:{kind.taken_since.isoformat()}:{Customer.objects.count()}"
    if cache.get(_SEEN) == mark:
        return 0
    moment = now or timezone.now()
    zone = home_zone()
    begin = datetime.combine(kind.taken_since.astimezone(zone).date(), time(), tzinfo=zone)
    count = store(recent(kind, max(begin, moment - RECENT)), source=SOURCE, now=moment)
    cache.set(_SEEN, mark, timeout=None)
    return count


def recent(kind: EventKind, since: datetime, most: int = MOST) -> list[Told]:
    """What known customers bought since an instant."""
    found = facts().ask(facts().purchases_table, _BASKETS, {"since": since, "most": most}).to_pylist()
    numbers = _numbers({row["customer"] for row in found})
    units = dict(Unit.objects.values_list("code", "pk"))
    plain = kind.plain
    return [
        Told(
            kind=kind,
            key=row["name"][:LONGEST_KEY],
            at=row["at"],
            number=numbers[row["customer"]],
            unit=units.get(row["unit"]),
            details=plain.read({name: _number(row[name]) for name in _DETAILS}).values,
        )
        for row in found
        if row["customer"] in numbers
    ]


def _numbers(keys: Iterable[int]) -> dict[int, str]:
    wanted, found = sorted(keys), dict[int, str]()
    for start in range(0, len(wanted), ROWS):
        rows = Customer.objects.filter(key__in=wanted[start : start + ROWS])
        found |= dict(rows.values_list("key", "number"))
    return found


def _number(value: Any) -> Any:
    return round(value, 2) if isinstance(value, float) else value
