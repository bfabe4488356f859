"""Somebody who is asked: by what, and what came of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from regulars.language import Message, message
from regulars.web.ids import PublicIdField
from regulars.web.messages.addresses import LENGTH, LONGEST
from regulars.web.messages.models import Channel


class State(models.TextChoices):
    """What came of it so far. ``OVER``: the quota was full, or the study closed, before they were asked."""

    DRAWN = "drawn"
    QUEUED = "queued"
    SENT = "sent"
    UNREACHED = "unreached"
    BLOCKED = "blocked"
    BEGUN = "begun"
    ANSWERED = "answered"
    DECLINED = "declined"
    INELIGIBLE = "ineligible"
    OVER = "over"
    CANCELLED = "cancelled"

    @property
    def said(self) -> Message:
        """For people."""
        return _STATES[self]


_STATES = {
    State.DRAWN: message("drawn"),
    State.QUEUED: message("invitation waits"),
    State.SENT: message("invited"),
    State.UNREACHED: message("not reached"),
    State.BLOCKED: message("not to be written to"),
    State.BEGUN: message("began and did not send"),
    State.ANSWERED: message("answered"),
    State.DECLINED: message("did not want to"),
    State.INELIGIBLE: message("does not belong to those who are meant"),
    State.OVER: message("no longer needed"),
    State.CANCELLED: message("taken back"),
}
# Who may still answer, and be reminded of it.
OPEN = (State.QUEUED, State.SENT, State.BEGUN)


class Asked(models.Model):
    """``token_hash``: the SHA-256 of what stands in the personal address, which is stored nowhere.

    In an anonymous study ``ANSWERED`` is set later, for many at once: see ``Spent``. Nothing here ever points at a
    response. ``weight``: one over the chance of being drawn. ``link``: whose unit the answer is about. ``occasion``:
    the event that is asked about, so that the next one may be asked about too; empty where the study asks once.
    """

    public_id = PublicIdField()
    study = models.ForeignKey("research.Study", models.CASCADE, related_name="asked")
    draw = models.ForeignKey("fieldwork.Draw", models.CASCADE, related_name="asked")
    cell = models.ForeignKey("research.Cell", models.SET_NULL, null=True, blank=True, related_name="asked")
    customer = models.ForeignKey("people.Customer", models.CASCADE, null=True, blank=True, related_name="asked")
    occasion = models.CharField(max_length=12, blank=True)
    link = models.ForeignKey("research.Link", models.PROTECT, related_name="+")
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.EMAIL)
    to = models.CharField(max_length=LONGEST)
    to_hash = models.CharField(max_length=LENGTH)
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=35, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAWN)
    weight = models.FloatField(null=True, blank=True)
    invited_at = models.DateTimeField(null=True, blank=True)
    reminded = models.PositiveSmallIntegerField(default=0)
    invitation = models.ForeignKey("outbox.Outgoing", models.SET_NULL, null=True, blank=True, related_name="+")
    test = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        indexes = [
            # The board: how many of each state, in each cell, invited when; it reads nothing but this.
            models.Index(
                fields=["study", "test", "cell", "channel", "state", "reminded", "invited_at"], name="fieldwork_board"
            ),
            # Who is written to next.
            models.Index(fields=["study", "state"], name="fieldwork_of_a_state"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["study", "to_hash", "occasion"],
                condition=Q(test=False),
                name="fieldwork_an_address_is_asked_once",
            ),
            models.UniqueConstraint(
                fields=["study", "customer", "occasion"],
                condition=Q(test=False, customer__isnull=False),
                name="fieldwork_a_customer_is_asked_once",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def state_words(self) -> Message:
        """What came of it."""
        return State(self.state).said
