"""Signs of life of the processes that no browser sees."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils import timezone

SILENT = 60  # seconds after which a process counts as dead; it gives a sign every few seconds


class Pulse(models.Model):
    """One row for each process: ``worker``, ``clock``."""

    name = models.CharField(max_length=20, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} at {self.at:%H:%M:%S}"

    @classmethod
    def beat(cls, name: str) -> None:
        """A sign, now."""
        cls.objects.update_or_create(name=name, defaults={"at": timezone.now()})

    def age(self, now: datetime) -> float:
        """Seconds since the last sign."""
        return max((now - self.at).total_seconds(), 0.0)
