"""The trail."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.utils import timezone


class EntryQuerySet(models.QuerySet["Entry"]):
    """Entries, chained."""

    def between(self, since: date | None, until: date | None) -> EntryQuerySet:
        """From the first moment of a day to the last of another, in the reader's zone."""
        zone = timezone.get_current_timezone()
        found = self
        # Days at the ends of the calendar leave it when they are put into UTC; nothing happened there anyway.
        if since and since.year > date.min.year:
            found = found.filter(at__gte=datetime.combine(since, time.min, zone))
        if until and until.year < date.max.year:
            found = found.filter(at__lt=datetime.combine(until + timedelta(days=1), time.min, zone))
        return found

    def about(self, target: models.Model) -> EntryQuerySet:
        """What happened to one object."""
        return self.filter(target_type=target._meta.label_lower, target_id=str(getattr(target, "public_id", target.pk)))


class Entry(models.Model):
    """One thing that happened. Entries are written once; nothing changes or removes them."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    event = models.CharField(max_length=40, db_index=True)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+", db_index=False)
    target_type = models.CharField(max_length=60, blank=True)
    target_id = models.CharField(max_length=40, blank=True)
    details = models.JSONField(default=dict)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            # The page of one object asks for its own entries.
            models.Index(fields=["target_type", "target_id"], name="audit_of_one_object"),
            # At whom somebody looked, among a million looks of others.
            models.Index(fields=["by", "event", "-at"], name="audit_of_one_person"),
        ]

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
