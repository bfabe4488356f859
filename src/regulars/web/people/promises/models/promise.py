"""Promises to customers. Settled they stay: what was is part of the record."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from regulars.language import Message, message
from regulars.web.ids import PublicIdField
from regulars.web.jobs.clock import company_zone
from regulars.web.people.models.customer import OfCustomersQuerySet


def today() -> date:
    """The day where the company is at home: a promise is not late because somebody reads of it elsewhere."""
    return timezone.localdate(timezone=company_zone())


class Outcome(models.TextChoices):
    """What became of a promise. ``WITHDRAWN``: the customer wants it no more; it is neither kept nor broken."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    WITHDRAWN = "withdrawn"

    @property
    def said(self) -> Message:
        """For people."""
        return _OUTCOMES[self]


_OUTCOMES = {
    Outcome.OPEN: message("not yet kept"),
    Outcome.KEPT: message("kept in time"),
    Outcome.BROKEN: message("not kept"),
    Outcome.WITHDRAWN: message("no longer wanted"),
}


class PromiseQuerySet(OfCustomersQuerySet):
    """Promises, chained."""

    def open(self) -> PromiseQuerySet:
        """Those that somebody still has to keep."""
        return self.filter(outcome=Outcome.OPEN)

    def overdue(self, day: date) -> PromiseQuerySet:
        """Open after the day for which they were given."""
        return self.open().filter(due__lt=day)

    def decided(self, day: date) -> PromiseQuerySet:
        """Those of which one can say on a day whether they were kept in time."""
        return self.filter(Q(outcome__in=[Outcome.KEPT, Outcome.BROKEN]) | Q(outcome=Outcome.OPEN, due__lt=day))

    def in_time(self) -> PromiseQuerySet:
        """Kept on the day that was said, or before."""
        return self.filter(outcome=Outcome.KEPT, settled_on__lte=F("due"))


class Promise(models.Model):
    """``what`` is due on ``due``, the last day included, and ``owner`` keeps it. ``alarmed_at``: the owner was told."""

    public_id = PublicIdField()
    customer = models.ForeignKey("people.Customer", models.CASCADE, related_name="promises")
    what = models.CharField(max_length=400)
    made_on = models.DateField()
    due = models.DateField()
    owner = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.OPEN)
    settled_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=400, blank=True)
    alarmed_at = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(default=timezone.now)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        ordering = ["due", "pk"]
        indexes = [models.Index(fields=["outcome", "due"], name="promises_due")]
        constraints = [
            models.CheckConstraint(condition=Q(made_on__lte=F("due")), name="promises_due_after_they_were_given"),
            models.CheckConstraint(
                condition=Q(outcome="open", settled_on=None) | (~Q(outcome="open") & Q(settled_on__isnull=False)),
                name="promises_settled_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    def late(self, day: date) -> bool:
        """Whether it was kept too late, or is not kept yet on a day when it should be."""
        return (self.settled_on or day) > self.due and self.outcome in (Outcome.OPEN, Outcome.KEPT)
