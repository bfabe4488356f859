"""A message that leaves the house, from the wish to what became of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from regulars.language import Language, Message, message
from regulars.web.ids import PublicIdField
from regulars.web.messages.addresses import LENGTH, LONGEST
from regulars.web.messages.kinds import BY_DAY, KINDS
from regulars.web.messages.models.rules import Rules
from regulars.web.words import restored


class Channel(models.TextChoices):
    """By what it goes."""

    EMAIL = "email"
    SMS = "sms"
    TEAM = "team"

    @property
    def said(self) -> Message:
        """For people."""
        return _CHANNELS[self]


_CHANNELS = {
    Channel.EMAIL: message("e-mail"),
    Channel.SMS: message("short message"),
    Channel.TEAM: message("team messenger"),
}


class State(models.TextChoices):
    """What became of it. ``UNSURE``: the process or the line died between handing over and the server's answer."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    UNSURE = "unsure"
    REFUSED = "refused"
    BOUNCED = "bounced"
    SUPPRESSED = "suppressed"
    CANCELLED = "cancelled"

    @property
    def said(self) -> Message:
        """For people."""
        return _STATES[self]


_STATES = {
    State.WAITING: message("waiting"),
    State.SENDING: message("being sent"),
    State.SENT: message("sent"),
    State.UNSURE: message("perhaps sent"),
    State.REFUSED: message("refused"),
    State.BOUNCED: message("came back"),
    State.SUPPRESSED: message("not sent"),
    State.CANCELLED: message("cancelled"),
}
_LABELS = {State.SENT: "ok", State.UNSURE: "warn", State.REFUSED: "err", State.BOUNCED: "err"}
REACHED = (State.WAITING, State.SENDING, State.SENT, State.UNSURE)
# Longer than any talk with a server can last: each of its steps is cut off after EMAIL_TIMEOUT.
BROKEN_OFF = timedelta(minutes=10)


class OutgoingQuerySet(models.QuerySet["Outgoing"]):
    """Messages, chained."""

    def due(self, now: datetime) -> OutgoingQuerySet:
        """Those to be sent now, the oldest first."""
        rows = self.filter(state=State.WAITING, not_before__lte=now).order_by("not_before", "pk")
        return rows.exclude(kind__in=BY_DAY) if Rules.current().is_quiet(now) else rows

    def broken_off(self, now: datetime) -> OutgoingQuerySet:
        """Those whose sender died before it could write down the answer."""
        return self.filter(state=State.SENDING, claimed__lt=now - BROKEN_OFF)


class Outgoing(models.Model):
    """``nonce``: the same thing queued twice is one. ``about``: what it belongs to, such as ``study:`` and an id.

    ``problem`` is a stored message: why it was refused or not sent. ``message_id`` is fixed before the first try, so
    that a mailbox which gets a message twice, because somebody sent it again, can know it for the same. ``gateway``: by
    which one it went, or is to go; ``to`` of a message to a team is the public id of its gateway.
    """

    public_id = PublicIdField()
    kind = models.CharField(max_length=16)
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.EMAIL)
    to = models.CharField(max_length=LONGEST)
    to_hash = models.CharField(max_length=LENGTH, editable=False)
    customer = models.ForeignKey(
        "people.Customer", models.CASCADE, null=True, blank=True, related_name="messages", db_index=False
    )
    gateway = models.ForeignKey("outbox.Gateway", models.SET_NULL, null=True, blank=True, related_name="messages")
    language = models.CharField(max_length=8)
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField(blank=True)
    about = models.CharField(max_length=80, blank=True)
    nonce = models.CharField(max_length=120, unique=True)
    message_id = models.CharField(max_length=300, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    problem = models.JSONField(default=dict)
    tries = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(default=timezone.now)
    created = models.DateTimeField(default=timezone.now)
    claimed = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+", db_index=False)

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        ordering = ["-created", "-pk"]
        indexes = [
            # What is due; and the list of one state.
            models.Index(fields=["state", "not_before"], name="outbox_due"),
            # How many of a kind somebody got lately.
            models.Index(fields=["to_hash", "kind", "created"], name="outbox_of_an_address"),
            # The same of somebody who is reached in several ways.
            models.Index(fields=["customer", "kind", "created"], name="outbox_of_a_customer"),
            # The list, the latest first.
            models.Index(fields=["-created", "-id"], name="outbox_latest"),
            # What belongs to one study.
            models.Index(fields=["about"], name="outbox_about"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(claimed__isnull=False) | ~Q(state__in=["sending", "sent", "unsure"]),
                name="outbox_sent_was_claimed",
            )
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def kind_words(self) -> Message | str:
        """What its kind is called."""
        return KINDS[self.kind].title if self.kind in KINDS else self.kind

    @property
    def channel_words(self) -> Message:
        """By what it goes."""
        return Channel(self.channel).said

    @property
    def parts(self) -> int:
        """As how many parts a short message is sent and paid."""
        from regulars.web.messages.writing import parts_of

        return parts_of(self.text)

    @property
    def to_words(self) -> str:
        """To whom, as the page writes it."""
        if self.channel != Channel.TEAM:
            return self.to
        return self.gateway.name if self.gateway else self.to

    @property
    def state_words(self) -> Message:
        """What became of it."""
        return State(self.state).said

    @property
    def label(self) -> str:
        """How the page marks its state."""
        return _LABELS.get(State(self.state), "")

    @property
    def problem_words(self) -> Message | None:
        """Why not."""
        return restored(self.problem)

    @property
    def tag(self) -> str:
        """The language, as HTML names it."""
        return (Language.parse(self.language) or Language.ENGLISH).tag
