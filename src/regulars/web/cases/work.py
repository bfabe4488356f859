"""What the clock does with cases: whose time runs out goes up; who rests comes back; who has no owner gets one."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone

from regulars.language import message
from regulars.web.cases.escalating import escalate, find_owners, wake
from regulars.web.cases.reckoning import reckon
from regulars.web.company.models import Calendar, Unit
from regulars.web.jobs.registry import Progress, daily, every, work
from regulars.web.jobs.starting import start


@work("cases.clocks", message("Looking after the clocks of cases"))
def clocks(progress: Progress) -> dict[str, Any]:
    """Every minute."""
    now = timezone.now()
    return {"woken": wake(now), "owners": find_owners(), "escalated": escalate(now)}


@work("cases.reckon", message("Setting the clocks of cases anew"))
def reckoned(progress: Progress) -> dict[str, Any]:
    """After a calendar or a unit was changed, and every night: who is in force today may have changed."""
    return {"changed": reckon(progress)}


@receiver(post_save, sender=Calendar, dispatch_uid="cases.calendar")
@receiver(post_save, sender=Unit, dispatch_uid="cases.unit")
def _changed(created: bool, raw: bool = False, **_: Any) -> None:
    if not created and not raw:
        start("cases.reckon")


every("cases.clocks", minutes=1)
daily("cases.reckon", at="00:10")
