"""The trail."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone


class Entry(models.Model):
    """One thing that happened. Entries are written once; nothing changes or removes them."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    event = models.CharField(max_length=40, db_index=True)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    target_type = models.CharField(max_length=60, blank=True)
    target_id = models.CharField(max_length=40, blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]
        # The page of one object asks for its own entries.
        indexes = [models.Index(fields=["target_type", "target_id"], name="audit_of_one_object")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.event}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Once."""
        if self.pk is not None:
            raise RuntimeError("the trail is only written, never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Never."""
        raise RuntimeError("the trail is only written, never shortened")
