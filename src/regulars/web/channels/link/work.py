"""What the public page leaves for the clock."""

from __future__ import annotations

from typing import Any

from regulars.language import message
from regulars.web.jobs.registry import Progress, every, work
from regulars.web.research.fieldwork.spending import write_down


@work("link.spent", message("Note which anonymous invitations were used"))
def spent(progress: Progress) -> dict[str, Any]:
    """For many at once."""
    return {"people": write_down()}


every("link.spent", minutes=1)
