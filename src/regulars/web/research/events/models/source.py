"""A system that tells us over HTTP what happened."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from regulars.web.ids import PublicIdField


class Source(models.Model):
    """``key`` stands in the address and with each event. The secret is shown once; what is kept is its SHA-256."""

    public_id = PublicIdField()
    key = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    kind = models.ForeignKey("events.EventKind", models.PROTECT, null=True, blank=True, related_name="+")
    secret_hash = models.CharField(max_length=64)
    made = models.DateTimeField(default=timezone.now)
    rotated = models.DateTimeField(default=timezone.now)
    heard = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.name or self.key
