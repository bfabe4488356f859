"""What became of cases with and without a gesture: counted, so that one can be held against the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from django.core.cache import cache
from django.utils import timezone

from regulars.language import RegularsError
from regulars.methods import Comparison, compare
from regulars.methods.comparison.difference import Verdict as Judged
from regulars.web.cases.advice.models import Choice, Sort, Stand
from regulars.web.cases.models import Case, CaseQuerySet
from regulars.web.cases.states import Outcome, State, Verdict
from regulars.web.facts import facts

DAYS = 90  # after closing: who buys within them stayed
BACK = timedelta(days=730)
EACH = 30  # cases on either side, before a gesture's own effect takes the place of an assumption
WITH, WITHOUT = "with", "without"
_KEY, _HOUR = "advice.lifts", 3600
BOUGHT = """
    select distinct s.one as one
    from (select unnest($ones) as one, unnest($keys) as customer, unnest($since) as since) s
    join {table} p on p.customer = s.customer
    where p."day" > cast(s.since as date) and p."day" <= cast(s.since as date) + cast($days as integer) and p.amount > 0
"""


@dataclass(frozen=True)
class Ended:
    """A closed case. ``bought``: whether they bought within the days after it; None where that cannot be told yet.

    ``given``: the keys of what was given; ``more``: a gesture beyond mending; ``empowered``: all of it without asking.
    """

    pk: int
    customer: int | None
    verdict: int | None
    hours: float
    bought: bool | None
    given: frozenset[int]
    more: bool
    empowered: bool | None


def ended(rows: CaseQuerySet) -> list[Ended]:
    """The closed ones of two years; what turned out to be no complaint, or another case, does not count."""
    since = timezone.now() - BACK
    closed = rows.filter(state=State.CLOSED, closed__gte=since)
    closed = closed.exclude(outcome__in=[Outcome.INVALID, Outcome.DUPLICATE]).order_by("pk")
    fields = ("pk", "customer__key", "verdict", "opened", "closed")
    found = list(closed.values_list(*fields))
    given: defaultdict[int, list[tuple[int, str, bool]]] = defaultdict(list)
    choices = Choice.objects.filter(stand=Stand.GIVEN, case__in=closed.order_by().values("pk"))
    for case, gesture, sort, empowered in choices.values_list("case", "gesture", "gesture__sort", "empowered"):
        given[case].append((gesture, sort, empowered))
    bought = _bought([(pk, key, timezone.localdate(at)) for pk, key, _, _, at in found if key is not None])
    return [
        Ended(
            pk, key, verdict, (at - opened).total_seconds() / 3600, bought.get(pk),
            frozenset(gesture for gesture, _, _ in given[pk]),
            any(sort == Sort.GESTURE for _, sort, _ in given[pk]),
            all(empowered for _, _, empowered in given[pk]) if given[pk] else None,
        )
        for pk, key, verdict, opened, at in found
    ]  # fmt: skip


def _bought(rows: Sequence[tuple[int, int, date]]) -> dict[int, bool]:
    """Of the cases whose days are over."""
    store = facts()
    last = store.last_purchase()
    over = [row for row in rows if last is not None and row[2] + timedelta(days=DAYS) <= last]
    if not over:
        return {}
    about: dict[str, Any] = {
        "ones": [pk for pk, _, _ in over],
        "keys": [key for _, key, _ in over],
        "since": [day.isoformat() for _, _, day in over],
        "days": DAYS,
    }
    took = set(store.ask(store.purchases_table, BOUGHT, about)["one"].to_pylist())
    return {pk: pk in took for pk, _, _ in over}


def satisfied(one: Ended) -> float | None:
    """Whether the customer said that all is well."""
    return None if one.verdict is None else float(one.verdict == Verdict.YES)


def again(one: Ended) -> float | None:
    """Whether they bought again."""
    return None if one.bought is None else float(one.bought)


def hours(one: Ended) -> float | None:
    """How long it took."""
    return one.hours


def compared(
    rows: Sequence[Ended], side: Callable[[Ended], bool | None], measure: Callable[[Ended], float | None]
) -> Comparison | None:
    """Those on the one side against those on the other; None where there are too few. A customer counts once."""
    known = [(value, beside, one) for one in rows if (value := measure(one)) is not None
             and (beside := side(one)) is not None]  # fmt: skip
    sides = [sum(beside is which for _, beside, _ in known) for which in (True, False)]
    if min(sides) < Comparison.minimum_n:
        return None
    options: dict[str, Any] = {"measure": "mean"}
    if measure is not hours:
        options = {"measure": "share", "scale": (0, 1), "top": 1}
    try:
        found = compare(
            np.array([value for value, _, _ in known]),
            [WITH if beside else WITHOUT for _, beside, _ in known],
            order=[WITH, WITHOUT],
            clusters=[f"c{one.customer}" if one.customer is not None else f"n{one.pk}" for _, _, one in known],
            **options,
        )
    except RegularsError:  # nothing varies, or one customer is behind all of it
        return None
    return None if found.verdict[0] is Judged.TOO_FEW else found


@dataclass(frozen=True)
class Lift:
    """By how much more customers bought again where it was given, with its interval, as shares."""

    low: float
    value: float
    high: float
    n: int


def lifts() -> dict[int, Lift]:
    """Of each gesture that enough closed cases tell of; over the whole company, looked up once an hour."""
    found: dict[int, Lift] | None = cache.get(_KEY)
    if found is None:
        found = _lifts()
        cache.set(_KEY, found, _HOUR)
    return found


def _lifts() -> dict[int, Lift]:
    keys = set(Choice.objects.filter(stand=Stand.GIVEN).values_list("gesture", flat=True).distinct())
    rows = [one for one in ended(Case.objects.all()) if one.bought is not None] if keys else []
    made: dict[int, Lift] = {}
    for key in keys:
        side = {one.pk: True if key in one.given else None if one.given else False for one in rows}
        if min(sum(value is which for value in side.values()) for which in (True, False)) < EACH:
            continue
        found = compared(rows, lambda one, side=side: side[one.pk], again)
        if found is not None:
            low, value, high = (float(getattr(found, name)[0]) for name in _DIFFERENCE)
            made[key] = Lift(low, value, high, int(found.pair_n[0]))
    return made


_DIFFERENCE = ("difference_low", "difference", "difference_high")
