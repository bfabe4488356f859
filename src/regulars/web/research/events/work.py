"""What the worker does with events: every minute it asks, now and then it takes new purchases, at night it tidies."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from regulars.language import message
from regulars.web.jobs.registry import Progress, daily, every, work
from regulars.web.research.events import calls
from regulars.web.research.events.asking import round_of
from regulars.web.research.events.models import Happening
from regulars.web.research.events.models.happening import OPEN
from regulars.web.research.events.purchases import take_new

CONTACT_KEPT = timedelta(days=30)


@work("events.ask", message("Asking about events"))
def ask(progress: Progress) -> dict[str, Any]:
    """One round."""
    return {**round_of(), "calls_settled": calls.settle()}


@work("events.purchases", message("Looking for new purchases"))
def purchases(progress: Progress) -> dict[str, Any]:
    """After an import."""
    return {"purchases": take_new()}


@work("events.tidy", message("Forgetting addresses that came with events"))
def tidy(progress: Progress) -> dict[str, Any]:
    """A month after it was decided nobody needs them here: who was asked stands with the study."""
    old = Happening.objects.filter(decided_at__lt=timezone.now() - CONTACT_KEPT).exclude(state__in=OPEN)
    old = old.exclude(email="", phone="", name="")
    return {"events": old.update(email="", phone="", name="")}


every("events.ask", seconds=45)
every("events.purchases", minutes=2)
daily("events.tidy", at="03:50")
