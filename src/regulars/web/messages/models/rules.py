"""How often one person may be asked, and when not."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from regulars.web.jobs.clock import company_zone
from regulars.web.messages.addresses import forget_country

WEEK = range(7)
_COUNT = [MinValueValidator(1), MaxValueValidator(100)]
_DAYS = [MinValueValidator(1), MaxValueValidator(366)]


def every_day() -> list[int]:
    """Monday is 0, as everywhere in Python."""
    return list(WEEK)


class Rules(models.Model):
    """One row. At most so many of a kind to one person in so many days, over all studies; by the company's clock.

    Who is asked every week answers nothing any more: two studies a month by default, and as many reminders as a wave
    has by custom. Reminders are counted apart, or the first would use up the second invitation. ``country``: where a
    telephone number without a country belongs; empty: where the company's clock stands.
    """

    invitations = models.PositiveSmallIntegerField(default=2, validators=_COUNT)
    invitation_days = models.PositiveSmallIntegerField(default=30, validators=_DAYS)
    reminders = models.PositiveSmallIntegerField(default=4, validators=_COUNT)
    reminder_days = models.PositiveSmallIntegerField(default=30, validators=_DAYS)
    quiet_from = models.TimeField(default=time(21))
    quiet_until = models.TimeField(default=time(8))
    weekdays = models.JSONField(default=every_day)
    country = models.CharField(max_length=2, blank=True)
    changed = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="outbox_one_set_of_rules")]

    def __str__(self) -> str:
        return f"{self.invitations} in {self.invitation_days} days"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store, and let this process see it at once."""
        self.pk = 1
        super().save(*args, **kwargs)
        forget_country()

    @classmethod
    def current(cls) -> Rules:
        """The row; before anybody has looked at it the defaults, not stored."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    def cap(self, name: str) -> tuple[int, timedelta] | None:
        """How many in how long, by the name that a kind gives; None is no limit."""
        caps = {
            "invitation": (self.invitations, timedelta(days=self.invitation_days)),
            "reminder": (self.reminders, timedelta(days=self.reminder_days)),
        }
        return caps.get(name)

    def is_quiet(self, now: datetime) -> bool:
        """Whether nobody is to be disturbed now, where the company is: by the clock on the wall, also when it jumps."""
        there = now.astimezone(company_zone())
        clock = there.time()
        if there.weekday() not in self.weekdays:
            return True
        if self.quiet_from <= self.quiet_until:  # within one day; equal: never
            return self.quiet_from <= clock < self.quiet_until
        return clock >= self.quiet_from or clock < self.quiet_until
