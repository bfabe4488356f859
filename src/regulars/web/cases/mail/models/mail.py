"""A mail that came in."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from regulars.language import Message, message
from regulars.web.accounts.access import ScopedQuerySet
from regulars.web.files.models import StoredFile
from regulars.web.ids import PublicIdField
from regulars.web.messages.addresses import LENGTH, LONGEST
from regulars.web.words import restored


class Sort(models.TextChoices):
    """What it is."""

    LETTER = "letter"
    AUTOMATIC = "automatic"
    LIST = "list"
    RETURNED = "returned"
    OWN = "own"
    LOOP = "loop"
    UNREADABLE = "unreadable"

    @property
    def said(self) -> Message:
        """For people."""
        return _SORTS[self]


_SORTS = {
    Sort.LETTER: message("letter"),
    Sort.AUTOMATIC: message("automatic answer"),
    Sort.LIST: message("mailing list"),
    Sort.RETURNED: message("report of delivery"),
    Sort.OWN: message("our own mail"),
    Sort.LOOP: message("too many at once"),
    Sort.UNREADABLE: message("cannot be read"),
}


class MailQuerySet(ScopedQuerySet):
    """Mails, chained. Those to no unit in particular belong to the company."""

    def without_a_case(self) -> MailQuerySet:
        """Those that opened nothing and were added to nothing."""
        return self.filter(case=None)


class Mail(models.Model):
    """``text`` is what was written, ``quoted`` the history below it. ``refused``: parts that were not kept, each with
    its name and a stored message. ``why``: a stored message, why it opened nothing. ``message_id``: its own name, so
    that our answer stands below it in the customer's mail program.
    """

    held_as = message("e-mails")

    public_id = PublicIdField()
    case = models.ForeignKey("cases.Case", models.CASCADE, null=True, blank=True, related_name="mails")
    customer = models.ForeignKey("people.Customer", models.CASCADE, null=True, blank=True, related_name="mails")
    unit = models.ForeignKey("company.Unit", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    sort = models.CharField(max_length=10, choices=Sort.choices)
    sender = models.CharField(max_length=LONGEST, blank=True)
    sender_name = models.CharField(max_length=200, blank=True)
    sender_hash = models.CharField(max_length=LENGTH, blank=True)
    message_id = models.CharField(max_length=300, blank=True)
    subject = models.CharField(max_length=250, blank=True)
    text = models.TextField(blank=True)
    quoted = models.TextField(blank=True)
    language = models.CharField(max_length=8, blank=True)
    refused = models.JSONField(default=list)
    why = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)

    objects = MailQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            # How many from one address lately; those of somebody who is forgotten.
            models.Index(fields=["sender_hash", "at"], name="casemail_of_an_address"),
            # The list of those without a case, the latest first.
            models.Index(fields=["-at", "-id"], condition=models.Q(case=None), name="casemail_without_a_case"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def sort_words(self) -> Message:
        """What it is."""
        return Sort(self.sort).said

    @property
    def why_words(self) -> Message | None:
        """Why it opened nothing."""
        return restored(self.why)

    @property
    def shown_sender(self) -> str:
        """Who wrote it."""
        return self.sender_name or self.sender

    @property
    def files(self) -> models.QuerySet[StoredFile]:
        """What was attached and kept."""
        return StoredFile.objects.filter(owner_type=self._meta.label_lower, owner_id=str(self.pk)).order_by("pk")

    @property
    def refused_words(self) -> list[tuple[str, Message | None]]:
        """What was attached and not kept, and why."""
        return [(str(one.get("name", "")), restored(one.get("why", {}))) for one in self.refused]
