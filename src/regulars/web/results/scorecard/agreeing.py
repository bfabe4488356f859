"""Each visit of the last year beside what customers said of the same unit around that day."""

from __future__ import annotations

from datetime import date, timedelta

from regulars.facts.heard import ratings_by_day
from regulars.facts.tracking import Part
from regulars.insights.programme.agreement import Pair
from regulars.survey import Role
from regulars.web.accounts.roles import Permission
from regulars.web.facts import facts
from regulars.web.results.scorecard.tabs import Wish
from regulars.web.service.models import Visit

AROUND, LEAST, YEAR = 30, 5, timedelta(days=365)


def pairs(wish: Wish) -> tuple[list[Pair], int]:
    """Those with at least ``LEAST`` ratings around them, and how many have fewer."""
    units = wish.units_with(Permission.VISIT)
    if units is None:
        return [], 0
    reach = timedelta(days=AROUND)
    rows = Visit.objects.within(units).standing().filter(day__gte=wish.today - YEAR, score__isnull=False).order_by()
    visits = list(rows.values_list("unit__code", "day", "score"))
    promises = wish.asked.promises
    open_ = [name for name in promises if not promises[name].hides]
    part = Part("month", wish.today - YEAR - reach, wish.today, units.codes)
    rated = ratings_by_day(facts(), open_, Role.OVERALL.value, part)
    found, alone = [], 0
    for code, day, score in visits:
        mean = _mean(rated.get(code, {}), day - reach, day + reach)
        if mean is None:
            alone += 1
        else:
            found.append(Pair(code, day, score, mean))
    return found, alone


def _mean(days: dict[date, tuple[int, float, float]], first: date, last: date) -> float | None:
    inside = [cell for day, cell in days.items() if first <= day <= last]
    weight = sum(cell[1] for cell in inside)
    if sum(cell[0] for cell in inside) < LEAST or not weight:
        return None
    return min(100.0, sum(cell[2] for cell in inside) / weight)
