"""When somebody last looked, so that the page can say what is new to them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, models, transaction

VISIT = timedelta(minutes=30)  # who comes back sooner is still looking at the same news
AGAIN = timedelta(minutes=1)  # how exactly the end of a visit is known
FIRST = timedelta(days=7)


class LastLook(models.Model):
    """``since``: the end of the visit before this one, from which news count; ``seen``: this one's last sign.

    There was none before the first one: ``since`` is empty, and the last days count.
    """

    user = models.OneToOneField("accounts.User", models.CASCADE, primary_key=True, related_name="last_look")
    since = models.DateTimeField(null=True)
    seen = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id} {self.seen:%Y-%m-%d}"


def look(user: Any, now: datetime) -> tuple[datetime, bool]:
    """From when on things are new to somebody, and whether this is their first visit; the look is noted.

    A page that is loaded again within a visit tells the same news.
    """
    mark = LastLook.objects.filter(user=user).first()
    if mark is None:
        try:
            with transaction.atomic():
                LastLook.objects.create(user=user, seen=now)
        except IntegrityError:  # two pages at once
            pass
        return now - FIRST, True
    # Of two pages at once the first one moves the mark.
    same = LastLook.objects.filter(user=user, seen=mark.seen)
    if now - mark.seen > VISIT:
        same.update(since=mark.seen, seen=now)
        return mark.seen, False
    if now - mark.seen > AGAIN:
        same.update(seen=now)
    return mark.since or now - FIRST, mark.since is None
