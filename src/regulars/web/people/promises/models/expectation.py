"""What a customer wants: said by them, or seen by staff; with the days it held and what was shown to change it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from regulars.language import Message, message
from regulars.web.ids import PublicIdField
from regulars.web.people.models.customer import OfCustomersQuerySet


class Fact(models.TextChoices):
    """What can be shown to somebody who wants more than there is: each can be looked up, none is a claim."""

    PRICES = "prices"
    STOCK = "stock"
    LEAD_TIME = "lead-time"
    TERMS = "terms"
    MEASURED = "measured"

    @property
    def said(self) -> Message:
        """For people."""
        return _FACTS[self]


_FACTS = {
    Fact.PRICES: message("prices: list or history"),
    Fact.STOCK: message("stock: what is there"),
    Fact.LEAD_TIME: message("time of delivery in writing"),
    Fact.TERMS: message("terms, guarantee or law"),
    Fact.MEASURED: message("a measurement or a test"),
}


class Expectation(models.Model):
    """What a customer wants about one topic; a change ends the row and begins the next, so that what was is not lost.

    ``level``: what they want; ``latitude``: how far from it is still well; ``importance``: 1 to 5. ``stated``: they
    said so, otherwise staff think so, from ``source``. ``until``: the last day it held. Lowered, it is followed by
    another row with the ``evidence`` that was shown, of the kind ``fact``, so that nobody talks a customer down with
    claims; ``offered``: the ways out that were shown then, each with its fact. ``changed``: when it was noted or, where
    nothing took its place, ended. ``told``: when those whom a change concerns were told.
    """

    public_id = PublicIdField()
    customer = models.ForeignKey("people.Customer", models.CASCADE, related_name="expectations")
    topic = models.CharField(max_length=80)
    level = models.CharField(max_length=400)
    latitude = models.CharField(max_length=200, blank=True)
    importance = models.PositiveSmallIntegerField(default=3)
    stated = models.BooleanField(default=True)
    source = models.CharField(max_length=120, blank=True)
    fact = models.CharField(max_length=12, choices=Fact.choices, blank=True)
    evidence = models.CharField(max_length=400, blank=True)
    offered = models.JSONField(default=list, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    noted = models.DateTimeField(default=timezone.now)
    changed = models.DateTimeField(default=timezone.now)
    told = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+")

    objects = OfCustomersQuerySet.as_manager()

    class Meta:
        ordering = ["-importance", "topic", "-since", "-pk"]
        # What changed lately, over all customers.
        indexes = [models.Index(fields=["-changed", "-id"], name="promises_changed_lately")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(since__lte=F("until")), name="promises_expectation_forward"
            ),
            models.UniqueConstraint(
                fields=["customer", "topic"], condition=Q(until=None), name="promises_one_expectation_of_a_topic"
            ),
            models.CheckConstraint(
                condition=Q(importance__gte=1, importance__lte=5), name="promises_importance_from_1_to_5"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    def same(self, fields: dict[str, Any]) -> bool:
        """Whether this says the same."""
        return all(getattr(self, name) == value for name, value in fields.items())
