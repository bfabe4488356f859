"""What a customer needs: said by them, or seen by staff; with the days it held."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from regulars.language import Message, message
from regulars.web.accounts.access import ScopedQuerySet, UnitScope
from regulars.web.ids import PublicIdField
from regulars.web.people.models.customer import known_at


class Level(models.TextChoices):
    """How sure one may be of it."""

    STATED = "stated"
    INFERRED = "inferred"

    @property
    def said(self) -> Message:
        """For people."""
        return _LEVELS[self]


_LEVELS = {Level.STATED: message("said so"), Level.INFERRED: message("we think so")}


class NeedQuerySet(ScopedQuerySet):
    """Needs, chained."""

    def within(self, scope: UnitScope) -> NeedQuerySet:
        """Of the customers in the scope."""
        return self if scope.unit_ids is None else self.filter(known_at(scope.unit_ids, "customer_id"))


class Need(models.Model):
    """A need about one topic; a change ends the row and begins the next, so that what was is not lost.

    ``until``: the last day it held; None while it holds. ``source``: from where it is known, in a few words.
    ``changed``: when it was noted or, where nothing took its place, ended.
    """

    public_id = PublicIdField()
    customer = models.ForeignKey("people.Customer", models.CASCADE, related_name="needs")
    topic = models.CharField(max_length=80)
    words = models.CharField(max_length=400)
    level = models.CharField(max_length=8, choices=Level.choices, default=Level.STATED)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=120, blank=True)
    noted = models.DateTimeField(default=timezone.now)
    changed = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+")

    objects = NeedQuerySet.as_manager()

    class Meta:
        ordering = ["topic", "-since", "-pk"]
        # What changed lately, over all customers.
        indexes = [models.Index(fields=["-changed", "-id"], name="people_needs_latest")]
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(since__lte=F("until")), name="people_need_goes_forward"),
            models.UniqueConstraint(
                fields=["customer", "topic"], condition=Q(until=None), name="people_one_need_a_topic"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} of {self.customer_id}"
