"""Every night, and when somebody asks for it."""

from __future__ import annotations

from typing import Any

from regulars.language import message
from regulars.web.cases.candidates.finding import find
from regulars.web.jobs.registry import Progress, daily, work


@work("candidates.find", message("Looking through open answers for complaints"))
def run(progress: Progress) -> dict[str, Any]:
    """Propose what is new."""
    return {"found": find(progress)}


daily("candidates.find", at="05:40")
