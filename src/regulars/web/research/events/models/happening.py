"""Something that happened, and what became of it: asked about, or not and why."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from regulars.language import Message, message
from regulars.web.ids import PublicIdField


class State(models.TextChoices):
    """What became of it. ``NEW``: nobody has decided yet; ``WAITING``: for the time at which it is asked about."""

    NEW = "new"
    WAITING = "waiting"
    ASKED = "asked"
    NO_TRIGGER = "no-trigger"
    NOT_DRAWN = "not-drawn"
    EXCLUDED = "excluded"
    LATE = "late"
    TOO_OFTEN = "too-often"
    PACED = "paced"
    NO_ADDRESS = "no-address"
    REFUSED = "refused"
    CLOSED = "closed"
    STOPPED = "stopped"

    @property
    def said(self) -> Message:
        """For people."""
        return _STATES[self]

    @property
    def why(self) -> Message:
        """In a sentence."""
        return _WHY[self]


_STATES = {
    State.NEW: message("just came in"),
    State.WAITING: message("waiting"),
    State.ASKED: message("asked"),
    State.NO_TRIGGER: message("no trigger"),
    State.NOT_DRAWN: message("not drawn"),
    State.EXCLUDED: message("not for this customer"),
    State.LATE: message("too late"),
    State.TOO_OFTEN: message("too often"),
    State.PACED: message("paced"),
    State.NO_ADDRESS: message("no address"),
    State.REFUSED: message("no consent"),
    State.CLOSED: message("study not open"),
    State.STOPPED: message("stopped by hand"),
}
_WHY = {
    State.NEW: message("It came in a moment ago; within a minute it is decided whether to ask."),
    State.WAITING: message("A trigger fits; its time has not come yet."),
    State.ASKED: message("An invitation was handed to the outbox, or the call stands on the list."),
    State.NO_TRIGGER: message("No trigger that is on fits this event."),
    State.NOT_DRAWN: message("The trigger asks a share only, and chance did not choose this event."),
    State.EXCLUDED: message("Somebody noted that this customer is not asked about such events."),
    State.LATE: message("It lay too long ago when it came in, or when its turn came."),
    State.TOO_OFTEN: message("This person was asked something not long ago."),
    State.PACED: message("The trigger had asked as many as it may that day or month."),
    State.NO_ADDRESS: message("Nobody is known to whom one could write or whom one could call."),
    State.REFUSED: message(
        "This person does not want to be asked, or the address is on the list not to be written to."
    ),
    State.CLOSED: message("The study of the trigger was not open, or was full."),
    State.STOPPED: message("Somebody stopped it while it waited."),
}
_LABELS = {State.ASKED: "ok", State.WAITING: "warn", State.NEW: "warn"}
OPEN = (State.NEW, State.WAITING)


class HappeningQuerySet(models.QuerySet["Happening"]):
    """Happenings, chained."""

    def due(self, now: datetime) -> HappeningQuerySet:
        """Those whose time has come, the oldest first."""
        return self.filter(state=State.WAITING, due_at__lte=now).order_by("due_at", "pk")


class Happening(models.Model):
    """Source and key name it: told twice, it is one. ``at`` is when it happened, ``received`` when we heard of it.

    ``number`` is the customer's as it was told; ``email``, ``phone``, ``name``, ``language`` as they came with it, for
    whom nobody knows yet. They go a month after it was decided.
    """

    public_id = PublicIdField()
    kind = models.ForeignKey("events.EventKind", models.PROTECT, related_name="happenings")
    source = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    customer = models.ForeignKey("people.Customer", models.CASCADE, null=True, blank=True, related_name="happenings")
    number = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=35, blank=True)
    unit = models.ForeignKey("company.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    details = models.JSONField(default=dict)
    received = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=12, choices=State.choices, default=State.NEW)
    trigger = models.ForeignKey("events.Trigger", models.SET_NULL, null=True, blank=True, related_name="happenings")
    due_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    asked = models.OneToOneField("fieldwork.Asked", models.SET_NULL, null=True, blank=True, related_name="happening")

    objects = HappeningQuerySet.as_manager()

    class Meta:
        ordering = ["-received", "-pk"]
        indexes = [
            # What is due; and the list of one state.
            models.Index(fields=["state", "due_at"], name="events_due"),
            # What came in lately, by what became of it.
            models.Index(fields=["received", "state"], name="events_lately"),
            # How many a trigger has asked on a day or in a month.
            models.Index(fields=["trigger", "state", "decided_at"], name="events_of_a_trigger"),
            # Whether somebody was asked not long ago.
            models.Index(fields=["customer", "state", "decided_at"], name="events_of_a_customer"),
            # Where a customer is not known yet.
            models.Index(fields=["number"], condition=Q(customer=None), name="events_of_nobody_known"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="events_told_twice_is_one"),
            models.CheckConstraint(
                condition=~Q(state="waiting") | Q(due_at__isnull=False), name="events_what_waits_has_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.key}"

    @property
    def state_words(self) -> Message:
        """What became of it."""
        return State(self.state).said

    @property
    def why(self) -> Message:
        """In a sentence."""
        return State(self.state).why

    @property
    def label(self) -> str:
        """How a page marks its state."""
        return _LABELS.get(State(self.state), "")

    @property
    def open(self) -> bool:
        """Whether it may still be asked about."""
        return self.state in OPEN

    @property
    def who(self) -> str:
        """Whom it happened to, as far as anybody knows."""
        if self.customer:
            return self.customer.shown_name
        return self.name or self.number or self.email or self.phone
