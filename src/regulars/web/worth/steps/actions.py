"""Settling a step, with its figures; opening it again."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from regulars.insights.report import Report
from regulars.insights.written import to_json
from regulars.language import RegularsError, message
from regulars.web.audit import Event, record
from regulars.web.worth.steps.models import LONGEST, Kept


class StepError(RegularsError):
    """Somebody was quicker."""


def settle(*, step: str, note: str, report: Report, by: Any) -> Kept:
    """The step is done for now; what was settled before stays readable."""
    try:
        with transaction.atomic():
            now = timezone.now()
            Kept.objects.filter(step=step, undone=None).update(undone=now)
            made = Kept.objects.create(
                step=step, note=note.strip()[:LONGEST], snapshot=to_json(report).decode(), at=now, by=by
            )
            record(Event.VALUE_STEP_SETTLED, target=made, by=by, step=step)
    except IntegrityError as error:
        raise StepError(message("Somebody settled this step in this very moment. Look again.")) from error
    return made


@transaction.atomic
def reopen(*, kept: Kept, by: Any) -> None:
    """It is not settled after all."""
    if Kept.objects.filter(pk=kept.pk, undone=None).update(undone=timezone.now()):
        record(Event.VALUE_STEP_REOPENED, target=kept, by=by, step=kept.step)
