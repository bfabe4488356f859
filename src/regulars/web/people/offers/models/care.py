"""What was done for a customer on an occasion, or deliberately not."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from regulars.language import Message, message
from regulars.web.ids import PublicIdField


class Done(models.TextChoices):
    """What became of an occasion."""

    DONE = "done"
    SKIPPED = "skipped"

    @property
    def said(self) -> Message:
        """For people."""
        return message("done") if self is Done.DONE else message("skipped")


class CareDone(models.Model):
    """An occasion (``kind`` on the day ``due``) that needs nobody any more; ``contact``: the talk that it was."""

    public_id = PublicIdField()
    customer = models.ForeignKey("people.Customer", models.CASCADE, related_name="care")
    kind = models.CharField(max_length=40)
    due = models.DateField()
    outcome = models.CharField(max_length=8, choices=Done.choices)
    contact = models.ForeignKey("people.Contact", models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+")

    held_as = message("care")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["customer", "kind", "due"], name="offers_care_once")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.customer_id}"
