"""The cases of each agent, counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from regulars.language import Message, plural
from regulars.web.accounts.models import User
from regulars.web.cases.clocks import Calendars, passed
from regulars.web.cases.models import Entry
from regulars.web.cases.queries import end_of_day
from regulars.web.cases.shown import length
from regulars.web.cases.states import OURS, Step

LEAST, DAYS, MOST = 10, 28, 2_000


@dataclass(frozen=True)
class Load:
    """Of one agent; ``user`` None: cases that nobody owns. ``n``: first answers in the last weeks, of which
    ``median`` is the middle business time from opening on.
    """

    user: User | None
    open: int
    late: int
    today: int
    fresh: int
    closed: int
    n: int
    median: timedelta | None

    @property
    def time(self) -> Message | None:
        """The median in words; None where there are too few."""
        return length(self.median) if self.median is not None else None

    @property
    def too_few(self) -> Message:
        """How many there are instead."""
        return plural("too few: {count}", "too few: {count}", self.n)


def loads(rows: Any, now: datetime, people: Sequence[User]) -> list[Load]:
    """The late ones first. ``people``: who stands there even without a case; ``rows``: the cases in sight."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    monday = midnight - timedelta(days=midnight.weekday())
    due = Q(next_due__gte=now, next_due__lt=end_of_day(now))
    open_ = rows.filter(state__in=OURS).order_by().values("owner")
    counts = {
        one["owner"]: one
        for one in open_.annotate(
            open=Count("pk"), late=Count("pk", filter=Q(next_due__lt=now)), today=Count("pk", filter=due)
        )
    }
    fresh = _by_owner(rows.filter(opened__gte=monday))
    closed = _by_owner(rows.filter(closed__gte=monday))
    times = first_answers(rows, now - timedelta(days=DAYS))
    keys = {*counts, *fresh, *closed, *times, *(one.pk for one in people)}
    users = {one.pk: one for one in User.objects.filter(pk__in=[key for key in keys if key is not None])}
    made = [
        Load(
            users.get(key) if key is not None else None,
            *(counts.get(key, {}).get(name, 0) for name in ("open", "late", "today")),
            fresh.get(key, 0),
            closed.get(key, 0),
            len(times[key]),
            median(times[key]) if len(times[key]) >= LEAST else None,
        )
        for key in keys
    ]
    return sorted(made, key=lambda one: (-one.late, -one.open, one.user.shown_name if one.user else ""))


def _by_owner(rows: Any) -> dict[int | None, int]:
    return dict(rows.order_by().values_list("owner").annotate(Count("pk")))


def first_answers(rows: Any, since: datetime) -> defaultdict[int | None, list[timedelta]]:
    """Business time from opening to the first answer, by who gave it; of the latest."""
    answers = Entry.objects.filter(sort=Step.RESPOND.value)
    earlier = answers.filter(case=OuterRef("case"), pk__lt=OuterRef("pk"))
    found = answers.filter(by__isnull=False, at__gte=since, case__in=rows).exclude(Exists(earlier))
    calendars, times = Calendars(), defaultdict(list)
    for one in found.select_related("case__unit").order_by("-at")[:MOST]:
        times[one.by_id].append(passed(calendars.of(one.case.unit), one.case.opened, one.at))
    return times
