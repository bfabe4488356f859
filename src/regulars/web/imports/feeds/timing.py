"""When a scheduled import comes next, by the company's clock."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from regulars.web.jobs.clock import company_zone


def following(at: time, now: datetime) -> datetime:
    """The next time that the company's clock shows this."""
    here = now.astimezone(company_zone())
    today = here.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0, fold=0)
    return today if today > here else today + timedelta(days=1)
