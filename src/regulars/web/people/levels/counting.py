"""What was promised and what happened, counted by the database within a reader's units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from regulars.insights.programme.service_levels import ANSWERS, CALLERS, CARE, COMPLAINTS, WAYS, Audit, Kept
from regulars.language import Message, message
from regulars.web.accounts.access import UnitScope
from regulars.web.accounts.models import Grant
from regulars.web.accounts.roles import Role
from regulars.web.cases.knowledge.filters import Filters
from regulars.web.cases.states import OURS, Outcome
from regulars.web.people.levels.due import counted, level_of
from regulars.web.people.levels.former import known_from, level_on
from regulars.web.people.levels.matrix import LEVELS, Caller, Level, Way
from regulars.web.people.levels.models import Promised, Version
from regulars.web.people.levels.moves import YEAR, Moved, moved
from regulars.web.people.levels.shown import answer, complaints, follow_up, ways
from regulars.web.people.models import Contact, CustomerScore
from regulars.web.people.models import Way as Told
from regulars.web.people.models.customer import among_known_at
from regulars.web.results.today.keeping import kept as kept_while

NO_CASE = (Outcome.INVALID, Outcome.DUPLICATE)


@dataclass(frozen=True)
class Asked:
    """Units, days and what is in force today. ``care_from``: the first day of which care can be told."""

    filters: Filters
    version: Version

    @property
    def scope(self) -> UnitScope:
        """What is in sight."""
        return self.filters.scope

    @property
    def care_from(self) -> date:
        """Not before what is promised today was promised."""
        return max(self.filters.first, self.version.held_since)

    @property
    def days(self) -> int:
        """Of care."""
        return max(0, (self.filters.today - self.care_from).days + 1)

    def needed(self, level: Level) -> int:
        """Care contacts that these days promise, rounded down."""
        return level.contacts * self.days // YEAR


def audit(asked: Asked) -> Audit:
    """Everything that the page shows."""
    matrix, lately = asked.version.matrix, asked.filters
    movers = movers_of(asked)
    return Audit(
        complaints=list(_cases(asked, complaint=True, said={key: complaints(one) for key, one in matrix.items()})),
        answers=list(_cases(asked, complaint=False, said={key: answer(one) for key, one in matrix.items()})),
        care=list(_care(asked, movers)),
        ways=list(_ways(asked)),
        callers=list(_callers(asked)),
        too_short=[LEVELS[key] for key, one in matrix.items() if one.contacts and not asked.needed(one)],
        first=lately.first,
        last=lately.today,
        days_of_care=asked.days,
        moved=len(movers),
        known_from=known_from(),
    )


def promised_cases(asked: Asked, *, complaint: bool, level: str = "") -> Any:
    """The rows of the cases opened in these days, without those that were no case."""
    sight = asked.filters.cases_between(asked.filters.first, asked.filters.today)
    rows = Promised.objects.filter(case__in=sight, complaint=complaint, due__isnull=False)
    rows = rows.exclude(case__outcome__in=NO_CASE)
    return rows.filter(level=level) if level else rows


def told() -> dict[str, Q]:
    """Kept, broken, and what can still be kept: a case that rests waits for somebody else."""
    now, open_ = timezone.now(), Q(answered=None, case__state__in=OURS)
    waits = open_ & (Q(due__gte=now) | Q(case__resting=True))
    in_time = Q(answered__lte=F("due"))
    return {"kept": in_time, "broken": ~in_time & ~waits, "waiting": waits}


def _cases(asked: Asked, *, complaint: bool, said: Mapping[str, Message]) -> Iterator[Kept]:
    rows = promised_cases(asked, complaint=complaint).order_by().values("level")
    states = told()
    found = {
        one["level"]: one
        for one in rows.annotate(
            all=Count("pk"), kept=Count("pk", filter=states["kept"]), waiting=Count("pk", filter=states["waiting"])
        )
    }
    for level in LEVELS:
        if one := found.get(level):
            yield Kept(level, LEVELS[level], said[level], one["kept"], one["all"] - one["waiting"], one["waiting"])


def standing(asked: Asked) -> Any:
    """Scores of customers who bought before the days of care."""
    rows = CustomerScore.objects.filter(first_day__lt=asked.care_from)
    return rows if asked.scope.whole else rows.filter(among_known_at(asked.scope.unit_ids, "customer_id"))


def movers_of(asked: Asked) -> list[Moved]:
    """Those who changed level within the days of care."""
    return moved(asked.version.matrix, asked.care_from, asked.filters.today, asked.scope.unit_ids)


def contacts(asked: Asked) -> Any:
    """What was noted of talks in the days of care."""
    rows = Contact.objects.filter(day__gte=asked.care_from, day__lte=asked.filters.today)
    if asked.scope.unit_ids is None:
        return rows
    return rows.filter(among_known_at(asked.scope.unit_ids, "customer_id"))


def talks(asked: Asked) -> Any:
    """What was noted of talks in the days of care, with the level of the customer on the day of each."""
    return contacts(asked).filter(customer__score__isnull=False).annotate(level=level_on("day")).order_by()


def _customers(asked: Asked) -> dict[str, int]:
    """How many have each level due today; everybody is counted for it, so it is kept for some minutes."""

    def count(_: UnitScope) -> dict[str, int]:
        return {level: n for level, (n, _) in counted(standing(asked)).items()}

    return kept_while(f"levels.{asked.care_from}", asked.scope, count)


def _care(asked: Asked, movers: list[Moved]) -> Iterator[Kept]:
    """Who kept the level by its promise, who changed it by a part of each."""
    sizes, many = Counter(_customers(asked)), _talks_of_each(asked)
    sizes.subtract(one.now for one in movers)
    heard = {one.customer: many.pop(one.customer, ("", 0))[1] for one in movers}
    stayed: dict[str, list[int]] = {}
    for level_now, count in many.values():
        stayed.setdefault(level_now, []).append(count)
    for key, level in asked.version.matrix.items():
        needed, mine = asked.needed(level), [one for one in movers if one.level == key and one.needed]
        n = sizes[key] + len(mine)
        if not needed or n <= 0:
            continue
        kept = sum(count >= needed for count in stayed.get(key, []))
        kept += sum(heard[one.customer] >= one.needed for one in mine)
        talked = sum(stayed.get(key, [])) + sum(heard[one.customer] for one in mine)
        yield Kept(key, LEVELS[key], follow_up(level), kept, n, mean=talked / n * YEAR / asked.days)


def _talks_of_each(asked: Asked) -> dict[int, tuple[str, int]]:
    """Customer -> the level of today, and how often somebody talked to them; of those who bought before the days."""
    # Not the column itself: SQLite would begin with its index, at a million customers, where few were talked to.
    came = Coalesce("customer__score__first_day", "customer__score__first_day")
    rows = contacts(asked).alias(came=came).filter(came__lt=asked.care_from).order_by()
    rows = rows.annotate(level=level_of("customer__score__")).values("customer", "level").annotate(n=Count("pk"))
    return {customer: (level, n) for customer, level, n in rows.values_list("customer", "level", "n").iterator()}


def _ways(asked: Asked) -> Iterator[Kept]:
    promised = {key: way_values(level) for key, level in asked.version.matrix.items()}
    wanted = Q()
    for key, mine in promised.items():
        wanted |= Q(level=key, way__in=mine)
    for level, n, kept in _shares(talks(asked), wanted):
        if promised[level]:
            yield Kept(level, LEVELS[level], ways(asked.version.level(level)), kept, n)


def way_values(level: Level) -> list[str]:
    """As talks are noted: what was in person has no way."""
    return [Told.ALL.value if one is Way.PERSON else one.value for one in level.ways]


def managers() -> Any:
    """Who leads somebody, as a query."""
    return Grant.objects.filter(role__in=(Role.MANAGER.value, Role.ADMINISTRATOR.value)).values("user")


def _callers(asked: Asked) -> Iterator[Kept]:
    matrix = asked.version.matrix
    by_managers = [key for key, level in matrix.items() if level.caller is Caller.MANAGER]
    calls = talks(asked).filter(way=Told.PHONE, level__in=by_managers)
    for level, n, kept in _shares(calls, Q(by__in=managers())):
        yield Kept(level, LEVELS[level], message("a manager calls"), kept, n)


def _shares(rows: Any, wanted: Q) -> Iterable[tuple[str, int, int]]:
    found = {one["level"]: one for one in rows.values("level").annotate(n=Count("pk"), kept=Count("pk", filter=wanted))}
    return [(level, found[level]["n"], found[level]["kept"]) for level in LEVELS if level in found]


PROMISES = (COMPLAINTS, ANSWERS, CARE, WAYS, CALLERS)
