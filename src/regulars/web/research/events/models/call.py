"""A call that somebody is to make after an event, and how it went."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from regulars.language import Message, message
from regulars.web.accounts.access import ScopedQuerySet
from regulars.web.ids import PublicIdField


class Outcome(models.TextChoices):
    """How it went. ``TO_CALL``: nobody has called yet, or it is to be tried again."""

    TO_CALL = "to-call"
    NO_ANSWER = "no-answer"
    LATER = "later"
    DONE = "done"
    DECLINED = "declined"
    WRONG = "wrong"
    UNREACHED = "unreached"

    @property
    def said(self) -> Message:
        """For people."""
        return _OUTCOMES[self]


_OUTCOMES = {
    Outcome.TO_CALL: message("to call"),
    Outcome.NO_ANSWER: message("no answer"),
    Outcome.LATER: message("call again later"),
    Outcome.DONE: message("interviewed"),
    Outcome.DECLINED: message("did not want to"),
    Outcome.WRONG: message("wrong number"),
    Outcome.UNREACHED: message("not reached"),
}
BY_HAND = (Outcome.NO_ANSWER, Outcome.LATER, Outcome.DONE, Outcome.DECLINED, Outcome.WRONG)
STILL = (Outcome.TO_CALL, Outcome.NO_ANSWER, Outcome.LATER)


class CallQuerySet(ScopedQuerySet):
    """Calls, chained."""

    def open(self) -> CallQuerySet:
        """Those still to be made."""
        return self.filter(outcome__in=STILL)

    def now(self, now: datetime) -> CallQuerySet:
        """Those to be made at this time."""
        return self.open().filter(Q(not_before=None) | Q(not_before__lte=now))


class Call(models.Model):
    """One for each event that is asked about by telephone; ``unit`` says whose list it stands on."""

    public_id = PublicIdField()
    happening = models.OneToOneField("events.Happening", models.CASCADE, related_name="call")
    unit = models.ForeignKey("company.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.TO_CALL)
    tries = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(default=timezone.now)
    last = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")

    objects = CallQuerySet.as_manager()

    class Meta:
        ordering = ["created", "pk"]
        indexes = [
            # The list of a unit.
            models.Index(fields=["unit", "outcome"], name="events_calls_of_a_unit"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def open(self) -> bool:
        """Whether it is still to be made."""
        return self.outcome in STILL

    @property
    def outcome_words(self) -> Message:
        """How it went."""
        return Outcome(self.outcome).said
