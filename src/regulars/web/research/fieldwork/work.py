"""What fieldwork does by the clock."""

from __future__ import annotations

from typing import Any

from regulars.language import message
from regulars.web.jobs.registry import Progress, every, work
from regulars.web.research.fieldwork.running import step


@work("fieldwork.step", message("Carrying out studies"))
def carry_on(progress: Progress) -> dict[str, Any]:
    """What is due."""
    return step().as_dict()


every("fieldwork.step", minutes=1)
