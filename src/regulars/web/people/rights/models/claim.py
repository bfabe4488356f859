"""What somebody asked for about their own data, and the proof that it was done."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from regulars.facts.keys import canonical_customer
from regulars.language import Message, message
from regulars.web.ids import PublicIdField
from regulars.web.people.models.customer import OfCustomersQuerySet


class Sort(models.TextChoices):
    """What is asked for."""

    EXPORT = "export"
    ERASE = "erase"

    @property
    def said(self) -> Message:
        """For people."""
        return {Sort.EXPORT: message("data to take along"), Sort.ERASE: message("erasure")}[self]


class Origin(models.TextChoices):
    """Who asked."""

    CUSTOMER = "customer"
    STAFF = "staff"
    COMMAND = "command"
    RETENTION = "retention"

    @property
    def said(self) -> Message:
        """For people."""
        return _ORIGINS[self]


class State(models.TextChoices):
    """What became of it. ``WAITING``: in the days in which it can be taken back."""

    WAITING = "waiting"
    DONE = "done"
    BACK = "back"

    @property
    def said(self) -> Message:
        """For people."""
        return _STATES[self]

    @property
    def label(self) -> str:
        """How a page marks it."""
        return {State.WAITING: "warn", State.DONE: "ok"}.get(self, "")


_ORIGINS = {
    Origin.CUSTOMER: message("by the customer"),
    Origin.STAFF: message("by staff"),
    Origin.COMMAND: message("by a command on the server"),
    Origin.RETENTION: message("because the time of keeping is over"),
}
_STATES = {
    State.WAITING: message("waiting"),
    State.DONE: message("done"),
    State.BACK: message("taken back"),
}


class ClaimQuerySet(OfCustomersQuerySet):
    """Claims, chained."""

    def open(self) -> ClaimQuerySet:
        """Those that wait."""
        return self.filter(state=State.WAITING)


class Claim(models.Model):
    """``due``: the last day on which the law wants it answered; ``act_at``: when the days to take it back are over.

    When the customer is erased the row stays, without the customer and without a word of why.
    """

    held_as = message("requests about their own data")

    public_id = PublicIdField()
    customer = models.ForeignKey("people.Customer", models.SET_NULL, null=True, blank=True, related_name="claims")
    sort = models.CharField(max_length=8, choices=Sort.choices)
    origin = models.CharField(max_length=10, choices=Origin.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField(default=timezone.now)
    due = models.DateField()
    act_at = models.DateTimeField(null=True, blank=True)
    ended = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["state", "act_at"], name="rights_claims_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["customer"],
                condition=Q(sort="erase", state="waiting", customer__isnull=False),
                name="rights_one_erasure_waits",
            )
        ]

    def __str__(self) -> str:
        return f"{self.sort} {self.public_id}"

    @property
    def sort_words(self) -> Message:
        """What."""
        return Sort(self.sort).said

    @property
    def origin_words(self) -> Message:
        """By whom."""
        return Origin(self.origin).said

    @property
    def state_words(self) -> Message:
        """How it stands."""
        return State(self.state).said

    @property
    def label(self) -> str:
        """How a page marks its state."""
        return State(self.state).label


class Certificate(models.Model):
    """What was erased where: counts, and nothing of the person but a keyed digest of their number.

    ``report``: see ``certifying.py``. ``checked``: when a search through everything found what ``report`` says is left.
    """

    public_id = PublicIdField()
    claim = models.OneToOneField(Claim, models.PROTECT, related_name="certificate", null=True)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)
    checked = models.DateTimeField(null=True, blank=True)
    report = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.public_id

    def is_about(self, number: object) -> bool:
        """Whether it was made for whoever had this number."""
        tried = digest_of(number, self.public_id)
        return any(constant_time_compare(one, tried) for one in (self.digest, *self.report.get("also", ())))


def digest_of(number: object, certificate: str) -> str:
    """By the key of the install: whoever reads a certificate cannot try numbers out."""
    text = f"{certificate}:{canonical_customer(number) or ''}"
    value: Any = salted_hmac("regulars.rights.certificate", text, secret=settings.SECRET_KEY, algorithm="sha256")
    return str(value.hexdigest())
