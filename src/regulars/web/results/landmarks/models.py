"""Targets, and what happened."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from regulars.insights.landmarks import Indicator
from regulars.language import Estimate
from regulars.web.accounts.access import ScopedQuerySet, UnitScope
from regulars.web.company.models import UnitMembership
from regulars.web.ids import PublicIdField

WORDS = 80


class LandmarkQuerySet(ScopedQuerySet):
    """``visible_to`` gives those that somebody may change, ``in_sight`` those that their figures are held against."""

    def in_sight(self, scope: UnitScope) -> LandmarkQuerySet:
        """Of the company, of the units of a scope, and of the units above them."""
        if scope.unit_ids is None:
            return self
        return self.filter(Q(unit=None) | Q(unit__in=scope.unit_ids | above(scope.unit_ids)))


def parents() -> dict[int, int]:
    """Unit -> the one above it today; of several the one that came first."""
    rows = UnitMembership.objects.on(timezone.localdate()).order_by("-pk").values_list("unit_id", "parent_id")
    return dict(rows)


def above(units: Any) -> frozenset[int]:
    """All units above these."""
    known, found = parents(), set()
    for unit in units:
        place = known.get(unit)
        while place is not None and place not in found:
            found.add(place)
            place = known.get(place)
    return frozenset(found)


class Target(models.Model):
    """``value`` as people write it: shares in percent. ``ended``: from this day on it is in force no more.

    ``survey`` empty: every survey. ``unit`` None: the whole company, and every unit that has none of its own.
    """

    public_id = PublicIdField()
    indicator = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Indicator])
    survey = models.CharField(max_length=200, blank=True)
    unit = models.ForeignKey("company.Unit", models.CASCADE, null=True, blank=True, related_name="+")
    value = models.DecimalField(max_digits=5, decimal_places=1)
    first = models.DateField()
    last = models.DateField()
    ended = models.DateField(null=True, blank=True)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField(default=timezone.now)

    objects = LandmarkQuerySet.as_manager()

    class Meta:
        ordering = ["-last", "-first", "indicator", "pk"]
        constraints = [models.CheckConstraint(condition=Q(first__lte=models.F("last")), name="landmarks_goes_forward")]

    def __str__(self) -> str:
        return f"{self.indicator} {self.value}"

    @property
    def kind(self) -> Indicator:
        """What it is set for."""
        return Indicator(self.indicator)

    @property
    def aimed(self) -> Estimate:
        """The value as pages write it."""
        return self.kind.estimate(float(self.value))

    @property
    def until(self) -> date:
        """The last day on which it was or will be in force; before its first day it never was."""
        return self.last if self.ended is None else min(self.last, self.ended - timedelta(days=1))


class Happening(models.Model):
    """Something that explains a bend in a trend. ``survey`` empty, ``unit`` None: it concerns them all."""

    public_id = PublicIdField()
    words = models.CharField(max_length=WORDS)
    first = models.DateField()
    last = models.DateField()
    survey = models.CharField(max_length=200, blank=True)
    unit = models.ForeignKey("company.Unit", models.CASCADE, null=True, blank=True, related_name="+")
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField(default=timezone.now)

    objects = LandmarkQuerySet.as_manager()

    class Meta:
        ordering = ["-first", "-last", "pk"]
        constraints = [models.CheckConstraint(condition=Q(first__lte=models.F("last")), name="landmarks_in_order")]

    def __str__(self) -> str:
        return self.words
