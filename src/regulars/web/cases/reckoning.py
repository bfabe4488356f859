"""Deadlines follow the calendar: running clocks are set anew when it changes."""

from __future__ import annotations

from itertools import islice

from django.db import transaction

from regulars.language import message
from regulars.web.audit import Event, record
from regulars.web.cases.clocks import CLOCK_FIELDS, Calendars, set_clocks
from regulars.web.cases.history import write
from regulars.web.cases.models import Case
from regulars.web.cases.states import OURS
from regulars.web.jobs.registry import Progress

ROWS = 500


def reckon(progress: Progress) -> int:
    """Set the clocks of all cases in which the company is to do something; says how many were changed."""
    calendars, changed, done = Calendars(), 0, 0
    rows = Case.objects.filter(state__in=OURS).order_by("pk").values_list("pk", flat=True).iterator()
    while some := list(islice(rows, ROWS)):
        changed += sum(_reckon(case, calendars) for case in Case.objects.filter(pk__in=some).select_related("unit"))
        done += len(some)
        progress(message("Setting the clocks of cases anew"), done)
    if changed:
        with transaction.atomic():
            record(Event.CASES_RECKONED, count=changed)
    return changed


@transaction.atomic
def _reckon(case: Case, calendars: Calendars) -> bool:
    before = [getattr(case, name) for name in CLOCK_FIELDS]
    set_clocks(case, calendars)
    after = [getattr(case, name) for name in CLOCK_FIELDS]
    # Whoever changed the case in this very moment has set its clocks by the new calendar.
    if before == after or not Case.objects.filter(pk=case.pk, revision=case.revision).update(
        **dict(zip(CLOCK_FIELDS, after, strict=True))
    ):
        return False
    write(case, "clocks")
    return True
