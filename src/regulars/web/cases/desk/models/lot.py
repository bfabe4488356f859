"""What was done with many cases at once, so that it can be taken back."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from regulars.language import Message, message
from regulars.web.ids import PublicIdField

BACK = timedelta(minutes=15)


class Do(models.TextChoices):
    """What can be done with many."""

    ACKNOWLEDGE = "acknowledge"
    TAKE = "take"
    HAND = "hand"
    GRADE = "grade"

    @property
    def said(self) -> Message:
        """For people."""
        return _DO[self]


_DO = {
    Do.ACKNOWLEDGE: message("Acknowledge"),
    Do.TAKE: message("Take over"),
    Do.HAND: message("Hand to"),
    Do.GRADE: message("Set severity"),
}


class Lot(models.Model):
    """``back``: the filter of the list it was done from. ``left``: cases it was not done with, each with why."""

    public_id = PublicIdField()
    by = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    do = models.CharField(max_length=12, choices=Do.choices)
    at = models.DateTimeField(default=timezone.now)
    back = models.CharField(max_length=600, blank=True)
    left = models.JSONField(default=list)
    undone = models.DateTimeField(null=True, blank=True)
    kept = models.JSONField(default=list)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.public_id

    def open(self, now: datetime) -> bool:
        """Whether it can still be taken back."""
        return self.undone is None and now < self.at + BACK


class Did(models.Model):
    """One case of a lot. ``before``: its fields as they were; ``revision``: what it had when this was done."""

    lot = models.ForeignKey(Lot, models.CASCADE, related_name="done")
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    revision = models.PositiveIntegerField()
    before = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["lot", "case"], name="desk_a_case_once_in_a_lot")]

    def __str__(self) -> str:
        return f"{self.lot_id} {self.case_id}"
