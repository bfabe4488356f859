"""What subscriptions do by the clock."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from regulars.language import message
from regulars.web.jobs.registry import Progress, every, work
from regulars.web.results.watching import telling


@work("watching.digests", message("Writing the digests of results"))
def digests(progress: Progress) -> dict[str, Any]:
    """Whoever's day and hour has come."""
    return {"told": telling.digest(timezone.now())}


@work("watching.alerts", message("Looking for drops and for waves that stand still"))
def alerts(progress: Progress) -> dict[str, Any]:
    """Once an hour."""
    return {"told": telling.alert(timezone.now())}


every("watching.digests", minutes=10)
every("watching.alerts", minutes=60)
