"""Lost customers who were drawn: to be won back, or to be left alone so that the effect can be told."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.utils import timezone

from regulars.language import message
from regulars.web.accounts.access import ScopedQuerySet, UnitScope
from regulars.web.people.models.customer import among_known_at

DAYS = 90  # that somebody has to come back in


class DrawnQuerySet(ScopedQuerySet):
    """Drawn customers, chained."""

    def within(self, scope: UnitScope) -> DrawnQuerySet:
        """Of the customers in a scope."""
        return self if scope.unit_ids is None else self.filter(among_known_at(scope.unit_ids, "customer_id"))

    def alone(self, day: date) -> DrawnQuerySet:
        """Those who are left alone on a day."""
        return self.filter(held_out=True, since__gt=day - timedelta(days=DAYS), since__lte=day)

    def over(self, last: date) -> DrawnQuerySet:
        """Those whose days were over when the last purchase that is known was made."""
        return self.filter(since__lte=last - timedelta(days=DAYS))


class Drawn(models.Model):
    """On the day ``since`` the lot fell: ``held_out`` is left alone, the others get a case of ``lot``.

    Who is held out follows from ``seed``, the share and the keys of all who were drawn, so that it can be checked.
    """

    customer = models.ForeignKey("people.Customer", models.CASCADE, related_name="drawn_to_win_back")
    lot = models.CharField(max_length=80)
    held_out = models.BooleanField(default=False)
    since = models.DateField()
    seed = models.BigIntegerField()
    share = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+")

    objects = DrawnQuerySet.as_manager()
    held_as = message("win-back")

    class Meta:
        ordering = ["-since", "pk"]
        indexes = [models.Index(fields=["lot"], name="keep_of_a_lot"), models.Index(fields=["since"], name="keep_over")]
        constraints = [models.UniqueConstraint(fields=["customer", "lot"], name="keep_drawn_once_in_a_lot")]

    def __str__(self) -> str:
        return f"{self.customer_id} of {self.lot}"
