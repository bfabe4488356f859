"""Each morning: ask whose day has come, close what is settled, close what stayed without a verdict."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from regulars.language import message
from regulars.web.cases.actions import step
from regulars.web.cases.errors import CaseError
from regulars.web.cases.models import Case
from regulars.web.cases.states import Outcome, State, Step, Verdict
from regulars.web.cases.verdicts.asking import ask_due
from regulars.web.cases.verdicts.judging import settle
from regulars.web.cases.verdicts.telling import tell
from regulars.web.cases.workflows import workflows
from regulars.web.jobs.registry import Progress, daily, work

AT_ONCE = 500


@work("verdicts.day", message("Asking customers whether all is well, and closing what is settled"))
def day(progress: Progress) -> dict[str, Any]:
    """Every morning."""
    now = timezone.now()
    return {"asked": ask_due(now), "settled": settle_all(), "silent": close_silent(now)}


def settle_all() -> int:
    """What somebody called settled and is not closed: a process ended at the wrong moment, or a cause came late."""
    kinds = [one.key for one in workflows().values() if one.verdict]
    rows = Case.objects.filter(state=State.RESPONDED, kind__in=kinds, verdict__gte=Verdict.PARTLY).exclude(cause="")
    found = 0
    for case in rows.select_related("unit", "owner", "customer")[:AT_ONCE]:
        try:
            found += settle(case)
        except CaseError:  # somebody works on it in this very moment
            continue
    return found


def close_silent(now: datetime) -> int:
    """Whoever says nothing for so many days has nothing to add; without a cause the owner hears of it, once."""
    late = Q()
    for one in workflows().values():
        if one.verdict:
            late |= Q(kind=one.key, responded__lt=now - timedelta(days=one.patience))
    rows = Case.objects.filter(late, state=State.RESPONDED, verdict=None).order_by("responded")
    found = 0
    for pk in list(rows.values_list("pk", flat=True)):
        case = Case.objects.select_related("unit", "owner", "customer").get(pk=pk)
        if case.workflow.cause and not case.cause:
            tell(
                case, [case.owner],
                message("Case {number}: no verdict came, the cause is missing", number=str(case.pk)),
                message("Note the root cause: then it closes as answered."),
                f"silent-cause:{case.public_id}:{case.reopened}",
            )  # fmt: skip
            continue
        try:
            step(case=case, step=Step.CLOSE, by=None, outcome=Outcome.SILENT)
            found += 1
        except CaseError:
            continue
    return found


daily("verdicts.day", at="09:00")
