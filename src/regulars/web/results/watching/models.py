"""What somebody wants to hear of, and what they were told."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from regulars.language import Message, message
from regulars.web.ids import PublicIdField

MONDAY, LAST_MONTHDAY = 0, 28


class Rhythm(models.TextChoices):
    """How often the digest comes."""

    NEVER = "never"
    WEEKLY = "weekly"
    MONTHLY = "monthly"

    @property
    def said(self) -> Message:
        """For people."""
        return _RHYTHMS[self]


_RHYTHMS = {
    Rhythm.NEVER: message("No digest"),
    Rhythm.WEEKLY: message("Every week"),
    Rhythm.MONTHLY: message("Every month"),
}


class Subscription(models.Model):
    """``unit`` None: all that the reader may see. ``quiet_days``: so long without an answer is told.

    ``falls``: customers who were loyal and no longer are are told of, where the reader may see customers.

    ``weekday`` counts from Monday, 0. ``hour``: of the company's day. ``told``: the day of the digest that was looked
    at last, whether a mail came of it; ``state``: what it said, as a fingerprint. ``always``: also if nothing is new.
    """

    public_id = PublicIdField()
    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="subscriptions")
    survey = models.CharField(max_length=200)
    unit = models.ForeignKey("company.Unit", models.CASCADE, null=True, blank=True, related_name="+")
    drops = models.BooleanField(default=True)
    stalls = models.BooleanField(default=True)
    falls = models.BooleanField(default=True)
    quiet_days = models.PositiveSmallIntegerField(default=7)
    rhythm = models.CharField(max_length=8, choices=Rhythm.choices, default=Rhythm.WEEKLY)
    weekday = models.PositiveSmallIntegerField(default=MONDAY)
    monthday = models.PositiveSmallIntegerField(default=1)
    hour = models.PositiveSmallIntegerField(default=8)
    always = models.BooleanField(default=False)
    told = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=64, blank=True)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["survey", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "survey", "unit"], name="watching_a_unit_once"),
            models.UniqueConstraint(fields=["user", "survey"], condition=Q(unit=None), name="watching_the_whole_once"),
            models.CheckConstraint(
                condition=Q(hour__lte=23, weekday__lte=6, monthday__gte=1, monthday__lte=LAST_MONTHDAY),
                name="watching_at_a_day_and_hour",
            ),
            models.CheckConstraint(condition=Q(quiet_days__gte=1), name="watching_at_least_a_day"),
        ]

    def __str__(self) -> str:
        return self.survey

    def due(self, today: date) -> date | None:
        """The last day of a digest, today included; None where none is wished."""
        if self.rhythm == Rhythm.WEEKLY:
            return today - timedelta(days=(today.weekday() - self.weekday) % 7)
        if self.rhythm == Rhythm.MONTHLY:
            month = today if today.day >= self.monthday else today.replace(day=1) - timedelta(days=1)
            return month.replace(day=self.monthday)
        return None


class Alert(models.Model):
    """Something that was told to a subscriber; ``key`` says what, so that it is told once."""

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="alerts")
    key = models.CharField(max_length=80)
    words = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["subscription", "key"], name="watching_told_once")]

    def __str__(self) -> str:
        return self.key
