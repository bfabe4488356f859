"""What programmes do by the clock."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from regulars.language import message
from regulars.web.jobs.clock import company_zone
from regulars.web.jobs.registry import Progress, daily, work
from regulars.web.research.programme.telling import tell


@work("programme.overdue", message("Tell owners what is overdue in programmes"))
def overdue(progress: Progress) -> dict[str, Any]:
    """Once for each day that passed."""
    return {"told": tell(timezone.now().astimezone(company_zone()).date())}


daily("programme.overdue", at="07:30")
