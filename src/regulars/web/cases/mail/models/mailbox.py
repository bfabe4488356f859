"""How far the mailbox was read."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from regulars.web.messages.addresses import LENGTH
from regulars.web.messages.models.pause import Resting


class Mailbox(Resting):
    """One row. ``epoch`` changes when the server counts anew; ``last``: the number of the last mail that was read."""

    epoch = models.CharField(max_length=LENGTH, blank=True)
    last = models.BigIntegerField(default=0)
    checked = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="casemail_one_mailbox")]

    def __str__(self) -> str:
        return str(self.last)

    @classmethod
    def current(cls) -> Mailbox:
        """The row."""
        return cls.objects.get_or_create(pk=1)[0]


class Seen(models.Model):
    """A mail that was looked at, by its place in the mailbox and by its own name: hashes, which stay when the mail
    itself is forgotten, so that it does not come in again.
    """

    key = models.CharField(max_length=LENGTH, unique=True)
    name_hash = models.CharField(max_length=LENGTH)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        # Whether a mail that was moved is known.
        indexes = [models.Index(fields=["name_hash"], name="casemail_seen_name")]

    def __str__(self) -> str:
        return self.key
