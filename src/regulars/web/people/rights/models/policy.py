"""What the company has set about requests."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from regulars.language import Message, message
from regulars.web.jobs.clock import company_zone

SATURDAY = 5


class Counted(models.TextChoices):
    """How the time to answer is counted."""

    WORKING_DAYS = "working"
    DAYS = "days"
    MONTHS = "months"

    @property
    def said(self) -> Message:
        """For people."""
        return _COUNTED[self]


_COUNTED = {
    Counted.WORKING_DAYS: message("working days, Monday to Friday"),
    Counted.DAYS: message("days"),
    Counted.MONTHS: message("months"),
}


class Policy(models.Model):
    """One row. The law of China asks for an answer within fifteen working days, that of Europe within a month."""

    grace_days = models.PositiveSmallIntegerField(default=7, validators=[MaxValueValidator(30)])
    within = models.PositiveSmallIntegerField(default=15, validators=[MinValueValidator(1), MaxValueValidator(90)])
    counted = models.CharField(max_length=8, choices=Counted.choices, default=Counted.WORKING_DAYS)
    file_days = models.PositiveSmallIntegerField(default=3, validators=[MinValueValidator(1), MaxValueValidator(30)])

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="rights_one_policy")]

    def __str__(self) -> str:
        return f"{self.within} {self.counted}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """There is one."""
        self.pk = 1
        super().save(*args, **kwargs)

    @classmethod
    def current(cls) -> Policy:
        """The row; before anybody has looked at it the defaults, not stored."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    def due(self, asked: date | None = None) -> date:
        """The last day for an answer.

        >>> from datetime import date
        >>> Policy().due(date(2026, 11, 20)), Policy(within=1, counted="months").due(date(2026, 1, 31))
        (datetime.date(2026, 12, 11), datetime.date(2026, 2, 28))
        """
        day = asked or timezone.localdate(timezone=company_zone())
        if self.counted == Counted.MONTHS:
            return _months_later(day, self.within)
        if self.counted == Counted.DAYS:
            return day + timedelta(days=self.within)
        left = self.within
        while left:
            day += timedelta(days=1)
            left -= day.weekday() < SATURDAY
        return day


def _months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last."""
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, min(day.day, monthrange(day.year + years, month + 1)[1]))
