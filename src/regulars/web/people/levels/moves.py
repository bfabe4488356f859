"""Who changed level within the days of care: promised a part of each, by the days that they had it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from regulars.web.people.levels.due import COLUMNS, NAMES, due_by
from regulars.web.people.levels.matrix import Matrix
from regulars.web.people.levels.models import Former
from regulars.web.people.models.customer import among_known_at

YEAR = 365
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Moved:
    """One of them: ``now``: the level of today; ``level``: that from which most of what was promised comes."""

    customer: int
    now: str
    level: str
    needed: int
    value: float


def moved(matrix: Matrix, first: date, last: date, unit_ids: Any) -> list[Moved]:
    """Of those who bought before these days."""
    rows = Former.objects.filter(until__gte=first, customer__score__first_day__lt=first)
    if unit_ids is not None:
        rows = rows.filter(among_known_at(unit_ids, "customer_id"))
    columns = ("customer_id", "level", "until", "customer__score__value", *(f"customer__score__{c}" for c in COLUMNS))
    found = rows.order_by("customer_id", "until").values_list(*columns).iterator()
    return list(_of_each(found, matrix, first, last))


def _of_each(rows: Iterable[tuple[Any, ...]], matrix: Matrix, first: date, last: date) -> Iterator[Moved]:
    told: dict[Any, tuple[str, int]] = {}  # most moved once, and many of them on the same day
    for customer, some in groupby(rows, key=itemgetter(0)):
        mine = list(some)
        value, now = mine[0][3], due_by(*mine[0][4:]).level
        moves = (now, *((row[1], row[2]) for row in mine))
        if moves not in told:
            told[moves] = promised(matrix, days_of(moves[1:], now, first, last))
        yield Moved(customer, now, *told[moves], value or 0.0)


def days_of(former: Iterable[tuple[str, date]], now: str, first: date, last: date) -> Mapping[str, int]:
    """Level -> on how many of the days it was due; ``former``: until when each was, the first of them first."""
    days: Counter[str] = Counter()
    begin = first
    for level, until in former:
        days[level] += max(0, (min(until, last) - begin).days + 1)
        begin = max(begin, until + DAY)
    days[now] += max(0, (last - begin).days + 1)
    return +days


def promised(matrix: Matrix, days: Mapping[str, int]) -> tuple[str, int]:
    """The level that promises most of it, of two the better, and how many contacts, rounded down."""
    parts = {level: matrix[level].contacts * days.get(level, 0) for level in NAMES}
    return max(NAMES, key=lambda level: (parts[level], -NAMES.index(level))), sum(parts.values()) // YEAR
