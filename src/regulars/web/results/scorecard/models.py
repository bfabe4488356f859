"""What somebody thinks of doing about a problem, and series that come from elsewhere."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from regulars.web.ids import PublicIdField


class Remedy(models.Model):
    """A step against a ``problem``: the key of a cause, or ``staff:`` and an item. ``days``: of work.

    ``removes``: per cent of the problem that whoever noted it thinks it takes away. ``done_at``: it was taken.
    """

    public_id = PublicIdField()
    title = models.CharField(max_length=160)
    problem = models.CharField(max_length=120)
    days = models.PositiveIntegerField(validators=[MinValueValidator(1), MaxValueValidator(2000)])
    removes = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(100)])
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    created = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(days__gte=1), name="scorecard_a_step_takes_a_day"),
            models.CheckConstraint(condition=Q(removes__gte=1, removes__lte=100), name="scorecard_a_step_removes_some"),
        ]

    def __str__(self) -> str:
        return self.title


class Measure(models.Model):
    """One value of a series from elsewhere (on time, defects, share of the market): of a unit, or of the company."""

    name = models.CharField(max_length=80)
    unit = models.ForeignKey("company.Unit", models.CASCADE, null=True, blank=True, related_name="+", db_index=False)
    day = models.DateField()
    value = models.FloatField()

    class Meta:
        ordering = ["name", "day", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["name", "unit", "day"], name="scorecard_one_value_a_unit_and_day"),
            models.UniqueConstraint(
                fields=["name", "day"], condition=Q(unit=None), name="scorecard_one_value_a_day_of_the_company"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.day.isoformat()}"
