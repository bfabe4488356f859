"""Whom not to write to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from regulars.language import Message, message
from regulars.web.ids import PublicIdField
from regulars.web.messages.addresses import LENGTH, LONGEST


class Reason(models.TextChoices):
    """Why not."""

    UNSUBSCRIBED = "unsubscribed"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    RETURNED = "returned"

    @property
    def said(self) -> Message:
        """For people."""
        return _REASONS[self]


_REASONS = {
    Reason.UNSUBSCRIBED: message("wants no more invitations"),
    Reason.BOUNCED: message("the mailbox does not exist"),
    Reason.COMPLAINED: message("called a message spam"),
    Reason.RETURNED: message("messages come back again and again"),
}


class SuppressedQuerySet(models.QuerySet["Suppressed"]):
    """The list, chained."""

    def holding(self) -> SuppressedQuerySet:
        """Those that hold now."""
        return self.filter(Q(until=None) | Q(until__gt=timezone.now()))


class Suppressed(models.Model):
    """``address`` is for the page alone, and empty once the person was erased; the hash goes on to hold.

    ``until``: only for a time, as with a mailbox that was full again and again.
    """

    public_id = PublicIdField()
    address_hash = models.CharField(max_length=LENGTH)
    address = models.CharField(max_length=LONGEST, blank=True)
    reason = models.CharField(max_length=12, choices=Reason.choices)
    source = models.CharField(max_length=16)
    at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")

    objects = SuppressedQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            # Somebody who unsubscribed and whose mailbox then vanished is both; lifting one leaves the other.
            models.UniqueConstraint(fields=["address_hash", "reason"], name="outbox_a_reason_holds_once")
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def reason_words(self) -> Message:
        """Why."""
        return Reason(self.reason).said

    @property
    def source_words(self) -> Message | str:
        """From where it is known."""
        return SOURCES.get(self.source, self.source)


SOURCES = {
    "letter": message("by the link in a message"),
    "server": message("the mail server said so"),
    "mailbox": message("a mail came back"),
    "hand": message("entered by hand"),
}
