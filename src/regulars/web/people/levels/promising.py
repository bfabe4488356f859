"""What is due is written down when a case is opened, and when the first answer came."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone

from regulars.web.cases.clocks import Calendars, deadline
from regulars.web.cases.hooks import GRADED, HANDED, OPENED, on_case
from regulars.web.cases.models import Case, Pause
from regulars.web.cases.states import Step
from regulars.web.jobs.clock import company_zone
from regulars.web.people.levels.due import due_to
from regulars.web.people.levels.former import due_on
from regulars.web.people.levels.matrix import OTHER
from regulars.web.people.levels.models import Promised, Version
from regulars.web.people.promises.models import today

OURS = frozenset({"finding"})  # what a visit found is nobody's case
ENDS = frozenset({Step.RESPOND.value, Step.CLOSE.value, Step.DISMISS.value})


@on_case
def hear(case: Case, what: str, by: Any) -> None:
    """Every step: what is due then, what came of it."""
    if what == OPENED:
        promise([case])
    elif what in ENDS or what in (GRADED, HANDED):
        _follow(case, at=(case.responded or case.closed) if what in ENDS else None)


def promise(cases: Iterable[Case]) -> int:
    """Write down what is due with each; nothing where no version holds on the day, and nothing twice."""
    made, calendars = 0, Calendars()
    for case in cases:
        day = timezone.localdate(case.opened, company_zone())
        version = Version.in_force(day)
        if version is None or case.kind in OURS:
            continue
        score = getattr(case.customer, "score", None) if case.customer else None
        due = due_to(score) if day >= today() else due_on(score, day)
        hours = version.level(due.level).hours(case.kind, case.severity)
        _, fresh = Promised.objects.get_or_create(
            case=case,
            defaults={
                "version": version,
                "tier": due.tier,
                "level": due.level,
                "complaint": case.kind not in OTHER,
                "hours": hours,
                "due": None if hours is None else deadline(calendars.of(case.unit), case.opened, hours, _rests(case)),
            },
        )
        made += fresh
    return made


def _follow(case: Case, *, at: datetime | None) -> None:
    """The end moves with what the case is, and with the time in which it rested, until somebody has answered."""
    row = Promised.objects.select_related("version").filter(case=case, answered=None).first()
    if row is None:
        return
    hours = row.version.level(row.level).hours(case.kind, case.severity)
    due = None if hours is None else deadline(Calendars().of(case.unit), case.opened, hours, _rests(case))
    Promised.objects.filter(case=case, answered=None).update(hours=hours, due=due, answered=at)


def _rests(case: Case) -> list[tuple[datetime, datetime]]:
    rows = Pause.objects.filter(case=case, until__isnull=False, until__gt=case.opened).order_by("since")
    return list(rows.values_list("since", "until"))
