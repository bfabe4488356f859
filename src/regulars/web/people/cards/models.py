"""Arrivals of customers, and what became of the style of service that their card recommended."""

from __future__ import annotations

from datetime import time

from django.db import models
from django.db.models import Q
from django.utils import timezone

from regulars.language import Message, message
from regulars.web.accounts.access import ScopedQuerySet, UnitScope
from regulars.web.ids import PublicIdField
from regulars.web.people.models.customer import known_at

LATE, EARLY = time(21), time(5)  # who arrives between these has had a long day
REGULAR = 3  # purchases from which on somebody is a regular


class Traveller(models.TextChoices):
    """As what somebody comes this time."""

    BUSINESS = "business"
    FAMILY = "family"
    COUPLE = "couple"
    FIRST = "first-time"
    REGULAR = "regular"

    @property
    def said(self) -> Message:
        """For people."""
        return _TRAVELLERS[self]


class Outcome(models.TextChoices):
    """What became of the recommendation."""

    WELL = "well"
    BADLY = "badly"
    OTHER = "other"

    @property
    def said(self) -> Message:
        """For people."""
        return _OUTCOMES[self]


_TRAVELLERS = {
    Traveller.BUSINESS: message("on business"),
    Traveller.FAMILY: message("family"),
    Traveller.COUPLE: message("couple"),
    Traveller.FIRST: message("first-time guest"),
    Traveller.REGULAR: message("regular"),
}
_OUTCOMES = {
    Outcome.WELL: message("followed, went well"),
    Outcome.BADLY: message("followed, did not go well"),
    Outcome.OTHER: message("did something else"),
}


class ArrivalQuerySet(ScopedQuerySet):
    """Arrivals, chained."""

    def within(self, scope: UnitScope) -> ArrivalQuerySet:
        """At the units of a scope, of customers whom the scope sees: an arrival tells nobody of somebody else's."""
        if scope.unit_ids is None:
            return self
        return self.filter(known_at(scope.unit_ids, "customer_id"), unit__in=scope.unit_ids)


class Arrival(models.Model):
    """A customer arrives ``on`` a day, ``at`` an hour where it is known, for ``nights``. ``room``: which, where known.

    ``traveller``: chosen, or empty for what is known. ``style``: what the card recommended to whoever noted the
    ``outcome``, so that shares stay what they were when the rules change.
    """

    public_id = PublicIdField()
    customer = models.ForeignKey("people.Customer", models.CASCADE, related_name="arrivals")
    unit = models.ForeignKey("company.Unit", models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.TimeField(null=True, blank=True)
    nights = models.PositiveSmallIntegerField(default=1)
    traveller = models.CharField(max_length=12, choices=Traveller.choices, blank=True)
    long_trip = models.BooleanField(default=False)
    room = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=400, blank=True)
    added_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+")
    added = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    outcome_words = models.CharField(max_length=400, blank=True)
    style = models.CharField(max_length=40, blank=True)
    told_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+")
    told_at = models.DateTimeField(null=True, blank=True)

    objects = ArrivalQuerySet.as_manager()

    class Meta:
        ordering = ["on", models.F("at").asc(nulls_last=True), "pk"]
        indexes = [
            models.Index(fields=["unit", "on"], name="cards_of_a_day"),
            models.Index(fields=["-told_at"], name="cards_told_last"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["customer", "unit", "on"], name="cards_once_a_day"),
            models.CheckConstraint(
                condition=Q(outcome="", told_at=None) | (~Q(outcome="") & Q(told_at__isnull=False)),
                name="cards_told_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def late(self) -> bool:
        """Whether it is deep in the evening, or at night."""
        return self.at is not None and (self.at >= LATE or self.at < EARLY)
