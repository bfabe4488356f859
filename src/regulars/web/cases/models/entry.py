"""What was done in a case: only written, never changed."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone

from regulars.web.guarding import after_the_owner


class Entry(models.Model):
    """``sort``: a ``Step``, or another name of ``history.py``. ``data``: plain values and words; struck out as a whole
    when the customer is erased. ``by`` empty: Regulars itself, or the customer.
    """

    case = models.ForeignKey("cases.Case", after_the_owner, related_name="entries")
    sort = models.CharField(max_length=24)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.sort}"

    @property
    def words(self) -> str:
        """What somebody wrote."""
        found: Any = self.data.get("words", "")
        return found if isinstance(found, str) else ""


class Alarm(models.Model):
    """Somebody was told that a clock has run out: once for each clock and level, and again when it runs anew."""

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="alarms")
    clock = models.CharField(max_length=12)
    level = models.PositiveSmallIntegerField()
    since = models.DateTimeField()
    at = models.DateTimeField(default=timezone.now)
    to = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "clock", "level", "since"], name="cases_one_alarm_of_a_level")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.clock} {self.level}"
