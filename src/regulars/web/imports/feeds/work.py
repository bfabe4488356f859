"""What the worker does with scheduled imports."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone

from regulars.language import message
from regulars.web.imports.feeds import inbox, running, watching
from regulars.web.imports.feeds.models import Feed, Run
from regulars.web.jobs.registry import Progress, daily, every, work


@work("feeds.tick", message("Looking whether files are due"))
def tick(progress: Progress) -> dict[str, Any]:
    """Every minute."""
    now = timezone.now()
    return {"started": len(watching.tick(now)), "told": watching.alarm(now)}


@work("feeds.run", message("Running a scheduled import"))
def run(progress: Progress, *, run: str) -> dict[str, Any]:
    """One run."""
    one = Run.objects.select_related("feed__mapping", "by").get(public_id=run)
    running.run(one, progress)
    return {"url": reverse("feeds:feed", args=[one.feed.public_id])}


@work("feeds.sweep", message("Clearing away files that were taken"))
def sweep(progress: Progress) -> dict[str, Any] | None:
    """Once a night."""
    return {"files": inbox.sweep(timezone.now())} if Feed.objects.exists() else None


every("feeds.tick", minutes=1)
daily("feeds.sweep", at="03:40")
