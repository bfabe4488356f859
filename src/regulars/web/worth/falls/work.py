"""Every night, after the answers of the day."""

from __future__ import annotations

from typing import Any

from regulars.language import message
from regulars.web.facts import facts
from regulars.web.jobs.registry import Progress, daily, work
from regulars.web.people.promises.models import today
from regulars.web.worth.falls.finding import look


@work("falls.look", message("Looking for loyal customers who no longer are"))
def find(progress: Progress) -> dict[str, Any]:
    """Each fall once."""
    return {"found": look(facts(), today())}


daily("falls.look", at="04:20")
