"""What was promised and what happened, counted by the database within a reader's units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q
from django.utils import timezone

from regulars.insights.programme.service_levels import ANSWERS, CALLERS, CARE, COMPLAINTS, WAYS, Audit, Kept
from regulars.language import Message, message
from regulars.web.accounts.access import UnitScope
from regulars.web.accounts.models import Grant
from regulars.web.accounts.roles import Role
from regulars.web.cases.knowledge.filters import Filters
from regulars.web.cases.states import OURS, Outcome
from regulars.web.people.levels.due import counted, level_of
from regulars.web.people.levels.matrix import LEVELS, Caller, Level, Way
from regulars.web.people.levels.models import Promised, Version
from regulars.web.people.levels.shown import answer, complaints, follow_up, ways
from regulars.web.people.models import Contact, CustomerScore
from regulars.web.people.models import Way as Told
from regulars.web.people.models.customer import among_known_at
from regulars.web.results.today.keeping import kept as kept_while

NO_CASE = (Outcome.INVALID, Outcome.DUPLICATE)
YEAR = 365


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
    in_time = list(_care(asked))
    return Audit(
        complaints=list(_cases(asked, complaint=True, said={key: complaints(one) for key, one in matrix.items()})),
        answers=list(_cases(asked, complaint=False, said={key: answer(one) for key, one in matrix.items()})),
        care=in_time,
        ways=list(_ways(asked)),
        callers=list(_callers(asked)),
        too_short=[LEVELS[key] for key, one in matrix.items() if one.contacts and not asked.needed(one)],
        first=lately.first,
        last=lately.today,
        days_of_care=asked.days,
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


def talks(asked: Asked) -> Any:
    """What was noted of talks in the days of care, with the level of the customer today."""
    rows = Contact.objects.filter(day__gte=asked.care_from, day__lte=asked.filters.today)
    if asked.scope.unit_ids is not None:
        rows = rows.filter(among_known_at(asked.scope.unit_ids, "customer_id"))
    return rows.filter(customer__score__isnull=False).annotate(level=level_of("customer__score__")).order_by()


def _customers(asked: Asked) -> dict[str, int]:
    """How many have each level due; everybody is counted for it, so it is kept for some minutes."""

    def count(_: UnitScope) -> dict[str, int]:
        return {level: n for level, (n, _) in counted(standing(asked)).items()}

    return kept_while(f"levels.{asked.care_from}", asked.scope, count)


def _care(asked: Asked) -> Iterator[Kept]:
    sizes, many = _customers(asked), _by_customer(asked)
    for key, level in asked.version.matrix.items():
        needed, n = asked.needed(level), sizes.get(key, 0)
        if not needed or not n:
            continue
        mine = many.get(key, [])
        kept = sum(count >= needed for count in mine)
        yield Kept(key, LEVELS[key], follow_up(level), kept, n, mean=sum(mine) / n * YEAR / asked.days)


def _by_customer(asked: Asked) -> dict[str, list[int]]:
    """Level -> how often each was talked to, of those who were; bought before the days like those they are part of."""
    rows = talks(asked).filter(customer__score__first_day__lt=asked.care_from)
    found: dict[str, list[int]] = {}
    for level, n in rows.values("customer", "level").annotate(n=Count("pk")).values_list("level", "n").iterator():
        found.setdefault(level, []).append(n)
    return found


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
