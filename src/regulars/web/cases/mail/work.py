"""What the worker does with the mail of cases: every minute it reads what came in."""

from __future__ import annotations

from typing import Any

from regulars.language import message
from regulars.web.cases.mail.receiving import fetch
from regulars.web.jobs.registry import Progress, every, work


@work("casemail.fetch", message("Reading mail of customers"))
def receive(progress: Progress) -> dict[str, Any]:
    """One look."""
    return {"taken": fetch()}


every("casemail.fetch", minutes=1)
