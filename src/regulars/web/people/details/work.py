"""What details do by the clock."""

from __future__ import annotations

from typing import Any

from regulars.language import message
from regulars.web.jobs.registry import Progress, daily, work
from regulars.web.people.details.actions.notes import forget_removed


@work("details.tidy", message("Letting removed notes go"))
def tidy(progress: Progress) -> dict[str, Any]:
    """What was removed weeks ago."""
    return {"gone": forget_removed()}


daily("details.tidy", at="02:50")
