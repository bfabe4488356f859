"""What intake does by the clock, and when something came in."""

from __future__ import annotations

from typing import Any

from regulars.language import message
from regulars.web.cases.intake.looking import look, sweep
from regulars.web.jobs.registry import Progress, every, work


@work("intake.look", message("Open cases for low ratings"))
def looked(progress: Progress, responses: list[int]) -> dict[str, Any]:
    """Those that just came in."""
    return dict(look(responses))


@work("intake.sweep", message("Look for low ratings without a case"))
def swept(progress: Progress) -> dict[str, Any]:
    """What was lost on the way from the guest's page to the worker."""
    return dict(sweep())


every("intake.sweep", minutes=1)
