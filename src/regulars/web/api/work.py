"""What the clock does for REST."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from regulars.language import message
from regulars.web.api.idempotency import KEPT
from regulars.web.api.models import KeptAnswer
from regulars.web.jobs.registry import Progress, daily, work


@work("api.sweep", message("Clearing away answers that were kept for programs"))
def sweep(progress: Progress) -> dict[str, Any]:
    """After a day nobody asks for the same again."""
    count, _ = KeptAnswer.objects.filter(at__lt=timezone.now() - KEPT).delete()
    return {"answers": count}


daily("api.sweep", at="03:50")
