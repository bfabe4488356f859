"""How long customers wait for the first answer, in business time."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Min, QuerySet

from regulars.web.cases.clocks import Calendars, passed
from regulars.web.cases.models import Case, Entry, Pause
from regulars.web.cases.states import Step

MOST = 2000  # cases, the latest: a median of more says the same


def first_answers(cases: QuerySet[Case]) -> dict[int, timedelta]:
    """From opening to the first answer, by case; those without an answer are not in it. Pauses do not count."""
    known = {one.pk: one for one in cases.select_related("unit__calendar").order_by("-opened", "-pk")[:MOST]}
    rows = Entry.objects.filter(case__in=known, sort=Step.RESPOND.value).values("case").annotate(first=Min("at"))
    firsts: dict[int, datetime] = {row["case"]: row["first"] for row in rows}
    rests: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    paused = Pause.objects.filter(case__in=firsts, until__isnull=False).order_by("since")
    for case, since, until in paused.values_list("case", "since", "until"):
        rests[case].append((since, until))
    calendars, found = Calendars(), {}
    for pk, at in firsts.items():
        case = known[pk]
        found[pk] = passed(calendars.of(case.unit), case.opened, at, rests[pk])
    return found


def first_answer(case: Case) -> timedelta | None:
    """Of one case."""
    return first_answers(Case.objects.filter(pk=case.pk)).get(case.pk)


def usual_wait(cases: QuerySet[Case]) -> tuple[timedelta | None, int]:
    """The median wait for the first answer, and of how many cases; None where none was answered."""
    waits = list(first_answers(cases).values())
    return (median(waits) if waits else None), len(waits)
