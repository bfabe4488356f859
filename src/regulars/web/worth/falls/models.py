"""A customer who was loyal, and no longer is by the last answers: once for each fall."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from regulars.language import message
from regulars.web.accounts.access import ScopedQuerySet
from regulars.web.cases.models import Case
from regulars.web.cases.states import OPEN
from regulars.web.ids import PublicIdField
from regulars.web.worth.keep.models import Drawn

DAYS = 30  # after which a fall is no news any more


class FallQuerySet(ScopedQuerySet):
    """Falls, chained. ``unit``: of both answers, so those about two units are told to who sees the whole alone."""

    def fresh(self, day: date) -> FallQuerySet:
        """By answers that are news on a day."""
        return self.filter(answered__gt=day - timedelta(days=DAYS), answered__lte=day)

    def waiting(self, day: date) -> FallQuerySet:
        """Fresh, and nobody has seen to it: no case since these answers, none open, not set aside.

        Who is left alone by lot is not approached, so that the effect of approaching others can be told.
        """
        mine: Any = Case.objects.filter(customer=OuterRef("customer"))
        seen_to = mine.filter(Q(state__in=OPEN) | Q(opened__gte=OuterRef("answered")))
        alone = Drawn.objects.alone(day).filter(customer=OuterRef("customer"))
        return self.fresh(day).filter(~Exists(seen_to), ~Exists(alone), aside=None)


class Fall(models.Model):
    """``answered``: the day of the answers by which they no longer are loyal, in ``survey``; ``unit``: what both those
    and the answers before are about, empty where they are about two. ``found``: the day on which it was noticed.
    ``aside``: somebody decided that nothing is to be done.
    """

    public_id = PublicIdField()
    customer = models.ForeignKey("people.Customer", models.CASCADE, related_name="falls", db_index=False)
    survey = models.CharField(max_length=200)
    unit = models.ForeignKey("company.Unit", models.SET_NULL, null=True, blank=True, related_name="+")
    answered = models.DateField()
    found = models.DateField()
    aside = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+")
    created = models.DateTimeField(default=timezone.now)

    objects = FallQuerySet.as_manager()
    held_as = message("falls out of loyalty")

    class Meta:
        ordering = ["-answered", "pk"]
        constraints = [models.UniqueConstraint(fields=["customer", "answered"], name="falls_told_once")]
        # What is news.
        indexes = [models.Index(fields=["answered"], name="falls_fresh")]

    def __str__(self) -> str:
        return self.public_id
