"""What a customer agreed to be written to about, and what not: a ledger that only grows."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from regulars.language import Message, message
from regulars.web.guarding import after_the_owner
from regulars.web.ids import PublicIdField


class Purpose(models.TextChoices):
    """What somebody is written to about."""

    SURVEYS = "surveys"
    MARKETING = "marketing"

    @property
    def said(self) -> Message:
        """For people."""
        return _PURPOSES[self]


class Way(models.TextChoices):
    """By what. ``ALL``: whatever way there is, today and later."""

    ALL = ""
    EMAIL = "email"
    SMS = "sms"
    PHONE = "phone"
    POST = "post"

    @property
    def said(self) -> Message:
        """For people."""
        return _WAYS[self]


class Source(models.TextChoices):
    """How the company learned of it."""

    PERSON = "person"
    PHONE = "phone"
    PAPER = "paper"
    SURVEY = "survey"
    LETTER = "letter"
    FILE = "file"
    MERGE = "merge"

    @property
    def said(self) -> Message:
        """For people."""
        return _SOURCES[self]


_PURPOSES = {Purpose.SURVEYS: message("surveys"), Purpose.MARKETING: message("offers and news")}
_WAYS = {
    Way.ALL: message("every way"),
    Way.EMAIL: message("e-mail"),
    Way.SMS: message("text message"),
    Way.PHONE: message("telephone"),
    Way.POST: message("letter by post"),
}
_SOURCES = {
    Source.PERSON: message("said in person"),
    Source.PHONE: message("said on the telephone"),
    Source.PAPER: message("in writing"),
    Source.SURVEY: message("ticked in a survey"),
    Source.LETTER: message("by the link in a message"),
    Source.FILE: message("from a file"),
    Source.MERGE: message("from another record of the same customer"),
}


class Consent(models.Model):
    """One yes or no. The latest about a purpose and a way, or about every way, holds.

    ``at``: when the customer said it; ``noted``: when it was written here. Nobody changes a row, and none is removed
    but with its customer: the database itself refuses (``guard.py``).
    """

    public_id = PublicIdField()
    customer = models.ForeignKey("people.Customer", after_the_owner, related_name="consents", db_index=False)
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    channel = models.CharField(max_length=8, choices=Way.choices, blank=True)
    given = models.BooleanField()
    source = models.CharField(max_length=12, choices=Source.choices)
    words = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField(default=timezone.now)
    noted = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]
        # What holds for a customer, or for five hundred of them.
        indexes = [models.Index(fields=["customer", "purpose", "channel", "at"], name="people_consent_that_holds")]

    def __str__(self) -> str:
        return f"{'yes' if self.given else 'no'} of {self.customer_id} to {self.purpose}"
