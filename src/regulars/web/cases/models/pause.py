"""When the clocks of a case stood still."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from regulars.language import Message, message


class Why(models.TextChoices):
    """For what a case may wait; for nothing else do its clocks stand still."""

    CUSTOMER = "customer"
    PART = "part"
    EXPERT = "expert"
    DAY = "day"

    @property
    def said(self) -> Message:
        """For people."""
        return _WHY[self]


_WHY = {
    Why.CUSTOMER: message("the customer is to tell us something"),
    Why.PART: message("a part or a delivery is on its way"),
    Why.EXPERT: message("somebody outside examines it"),
    Why.DAY: message("the customer asked for a later day"),
}


class Pause(models.Model):
    """``until`` empty: it still rests. ``back``: the day at which somebody looks at it again at the latest."""

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="pauses")
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=8, choices=Why.choices)
    back = models.DateField()

    class Meta:
        ordering = ["since"]
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(since__lte=F("until")), name="cases_pause_forward"),
            models.UniqueConstraint(fields=["case"], condition=Q(until=None), name="cases_one_pause_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.since}"
