"""What weights do by the clock."""

from __future__ import annotations

from typing import Any

from regulars.language import message
from regulars.web.jobs.registry import Progress, every, work
from regulars.web.research.weights.following import finish, follow


@work("weights.copy", message("Bring the facts up to the weights"))
def copy(progress: Progress) -> dict[str, Any]:
    """Whatever was applied or taken back."""
    return {"responses": follow()}


@work("weights.finish", message("Weight studies that are over with their last answers"))
def last(progress: Progress) -> dict[str, Any]:
    """Those that were weighted before."""
    return {"studies": finish()}


every("weights.copy", minutes=1)
every("weights.finish", minutes=15)
