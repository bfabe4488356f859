"""What somebody wrote down about a customer, and files that were put to them."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from regulars.language import message
from regulars.web.ids import PublicIdField


class Note(models.Model):
    """``removed_at``: it can be brought back for a while, then it is gone (``work.py``)."""

    public_id = PublicIdField()
    customer = models.ForeignKey("people.Customer", models.CASCADE, related_name="notes", db_index=False)
    words = models.TextField()
    pinned = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)
    changed = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+")

    held_as = message("notes")

    class Meta:
        ordering = ["-pinned", "-at", "-pk"]
        indexes = [models.Index(fields=["customer", "-at"], name="details_latest_notes")]

    def __str__(self) -> str:
        return f"note about {self.customer_id}"


class Attachment(models.Model):
    """Owns one stored file, which goes with it. ``words``: what it is."""

    public_id = PublicIdField()
    customer = models.ForeignKey("people.Customer", models.CASCADE, related_name="attachments")
    words = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+")

    held_as = message("files")

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"file about {self.customer_id}"
