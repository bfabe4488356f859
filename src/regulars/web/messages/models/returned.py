"""Mail that came back to us, and how far the mailbox was read."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from regulars.language import Message, message
from regulars.web.ids import PublicIdField
from regulars.web.messages.addresses import LENGTH, LONGEST
from regulars.web.messages.models.pause import Resting
from regulars.web.words import restored


class Sort(models.TextChoices):
    """What it is."""

    HARD = "hard"
    SOFT = "soft"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    COMPLAINT = "complaint"
    AUTOMATIC = "automatic"
    OTHER = "other"

    @property
    def said(self) -> Message:
        """For people."""
        return _SORTS[self]


_SORTS = {
    Sort.HARD: message("never arrives"),
    Sort.SOFT: message("did not arrive this time"),
    Sort.DELAYED: message("is late"),
    Sort.DELIVERED: message("arrived"),
    Sort.COMPLAINT: message("complaint"),
    Sort.AUTOMATIC: message("automatic answer"),
    Sort.OTHER: message("not understood"),
}


class Returned(models.Model):
    """``key`` is the mail's place in the mailbox, ``name_hash`` its own name: known again by either, it counts once.

    ``sender`` and ``subject`` are kept only of what a person has to look at.
    """

    public_id = PublicIdField()
    key = models.CharField(max_length=LENGTH, unique=True)
    name_hash = models.CharField(max_length=LENGTH, blank=True)
    sort = models.CharField(max_length=10, choices=Sort.choices)
    outgoing = models.ForeignKey("outbox.Outgoing", models.CASCADE, null=True, related_name="returned")
    to_hash = models.CharField(max_length=LENGTH, blank=True)
    sender = models.CharField(max_length=LONGEST, blank=True)
    subject = models.CharField(max_length=250, blank=True)
    problem = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            # Whether a mail that was moved is known.
            models.Index(fields=["name_hash"], name="outbox_returned_name"),
            # How often lately for one address.
            models.Index(fields=["to_hash", "at"], name="outbox_returned_of_an_address"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def sort_words(self) -> Message:
        """What it is."""
        return Sort(self.sort).said

    @property
    def problem_words(self) -> Message | None:
        """What it says, and what was done."""
        return restored(self.problem)


class Mailbox(Resting):
    """One row: how far the mailbox of returned mail was read. ``epoch`` changes when the server counts anew."""

    epoch = models.CharField(max_length=LENGTH, blank=True)
    last = models.BigIntegerField(default=0)
    checked = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="outbox_one_mailbox")]

    def __str__(self) -> str:
        return str(self.last)

    @classmethod
    def current(cls) -> Mailbox:
        """The row."""
        return cls.objects.get_or_create(pk=1)[0]
