"""Something that a customer tries before anybody sells it to them."""

from __future__ import annotations

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from regulars.language import Message, message
from regulars.web.accounts.access import ScopedQuerySet, UnitScope
from regulars.web.ids import PublicIdField
from regulars.web.people.models.customer import known_at


class State(models.TextChoices):
    """Where it stands. ``OFF``: it was never begun, or broken off before anybody could say how it was."""

    OFFERED = "offered"
    RUNNING = "running"
    GOOD = "good"
    NOT_GOOD = "not-good"
    OFF = "off"

    @property
    def said(self) -> Message:
        """For people."""
        return _STATES[self]


_STATES = {
    State.OFFERED: message("offered"),
    State.RUNNING: message("running"),
    State.GOOD: message("was good"),
    State.NOT_GOOD: message("was not good"),
    State.OFF: message("not taken up"),
}
OPEN = (State.OFFERED, State.RUNNING)
TOLD = (State.GOOD, State.NOT_GOOD)


class Bought(models.TextChoices):
    """What came of it. Nothing is noted while it can still be bought."""

    BOUGHT = "bought"
    NOT_BOUGHT = "not-bought"

    @property
    def said(self) -> Message:
        """For people."""
        return message("bought") if self is Bought.BOUGHT else message("not bought")


class TrialQuerySet(ScopedQuerySet):
    """Trials, chained."""

    def within(self, scope: UnitScope) -> TrialQuerySet:
        """Of the customers in a scope, and at no unit that lies outside it: how it was there is not told here."""
        if scope.unit_ids is None:
            return self
        return self.filter(Q(unit=None) | Q(unit__in=scope.unit_ids), known_at(scope.unit_ids, "customer_id"))

    def waiting(self, day: date) -> TrialQuerySet:
        """Over, and nobody knows yet how it was."""
        return self.filter(state=State.RUNNING, until__lt=day)


class Trial(models.Model):
    """``what`` is tried from ``first`` to ``until``, both included, at ``unit``; ``owner`` sees to it.

    ``rating``: 0 to 100 by a survey, or none where staff heard it. ``told_on``: the day on which it became known how it
    was; the days in which a purchase counts begin there. ``released``: after a bad experience somebody let offers go
    again, and ``note`` says why. ``handed``: it was told to the events, so that a survey may ask; ``alarmed``: the
    owner was told that nobody knows how it was.
    """

    public_id = PublicIdField()
    customer = models.ForeignKey("people.Customer", models.CASCADE, related_name="trials")
    what = models.CharField(max_length=200)
    unit = models.ForeignKey("company.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    offered = models.DateField()
    first = models.DateField()
    until = models.DateField()
    owner = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.OFFERED)
    told_on = models.DateField(null=True, blank=True)
    rating = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    note = models.CharField(max_length=400, blank=True)
    bought = models.CharField(max_length=10, choices=Bought.choices, blank=True)
    bought_on = models.DateField(null=True, blank=True)
    released = models.DateField(null=True, blank=True)
    handed = models.DateTimeField(null=True, blank=True)
    alarmed = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(default=timezone.now)

    objects = TrialQuerySet.as_manager()
    held_as = message("trials")

    class Meta:
        ordering = ["-offered", "-pk"]
        indexes = [
            models.Index(fields=["state", "until"], name="trials_over"),
            models.Index(fields=["-offered", "-id"], name="trials_latest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(first__lte=F("until")) & Q(offered__lte=F("until")), name="trials_days_forward"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["good", "not-good"], told_on__isnull=False)
                | (~Q(state__in=["good", "not-good"]) & Q(told_on=None)),
                name="trials_told_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(bought="bought") | Q(bought_on__isnull=False), name="trials_bought_on_a_day"
            ),
            # The same thing twice at once would count twice.
            models.UniqueConstraint(
                fields=["customer", "what"],
                condition=Q(state__in=["offered", "running"]),
                name="trials_one_of_a_thing_at_once",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id
