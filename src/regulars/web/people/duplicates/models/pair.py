"""Two customers who are perhaps the same, and what somebody decided about them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from regulars.language import Message, message
from regulars.web.accounts.access import ScopedQuerySet, UnitScope
from regulars.web.ids import PublicIdField
from regulars.web.people.holdings import Together
from regulars.web.people.models.customer import known_at


class Opinion(models.TextChoices):
    """What somebody decided. Who was put together is no pair any more."""

    OPEN = "open"
    DIFFERENT = "different"

    @property
    def said(self) -> Message:
        """For people."""
        return _OPINIONS[self]


_OPINIONS = {Opinion.OPEN: message("to be decided"), Opinion.DIFFERENT: message("not the same")}


class PairQuerySet(ScopedQuerySet):
    """Pairs, chained."""

    def within(self, scope: UnitScope) -> PairQuerySet:
        """Of customers who are both in the scope: who sees only one of them cannot decide."""
        if scope.unit_ids is None:
            return self
        return self.filter(known_at(scope.unit_ids, "first_id"), known_at(scope.unit_ids, "second_id"))

    def of(self, *customers: Any) -> PairQuerySet:
        """That one of these customers belongs to."""
        return self.filter(Q(first__in=customers) | Q(second__in=customers))


class Pair(models.Model):
    """``chance``: of being the same, by ``scoring.py``; ``reasons``: what speaks for it, by name, with the weight of
    each. A decision stays: the finder never asks again.
    """

    held_as = message("whom they may be the same as")
    when_merged = {"first": Together.OWN, "second": Together.OWN}

    public_id = PublicIdField()
    first = models.ForeignKey("people.Customer", models.CASCADE, related_name="+", db_index=False)
    second = models.ForeignKey("people.Customer", models.CASCADE, related_name="+")
    chance = models.FloatField()
    certain = models.BooleanField(default=False)
    reasons = models.JSONField(default=list)
    opinion = models.CharField(max_length=9, choices=Opinion.choices, default=Opinion.OPEN)
    found = models.DateTimeField()
    decided = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+")

    objects = PairQuerySet.as_manager()

    class Meta:
        ordering = ["-chance", "pk"]
        # The list: what is to be decided, the most probable first.
        indexes = [models.Index(fields=["opinion", "-chance", "id"], name="duplicates_most_probable")]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="duplicates_a_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="duplicates_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} and {self.second_id}"
