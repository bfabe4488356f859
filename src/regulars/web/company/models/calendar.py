"""Business calendars: when a place works. Clocks of cases count only this time."""

from __future__ import annotations

from django.db import models

from regulars.web.ids import PublicIdField


class Calendar(models.Model):
    """``hours``: seven lists of ["09:00", "18:00"] pairs, Monday first. ``days_off`` and ``days_on``: ISO dates."""

    public_id = PublicIdField()
    name = models.CharField(max_length=80, unique=True)
    zone = models.CharField(max_length=64, default="UTC")
    hours = models.JSONField(default=list)
    days_off = models.JSONField(default=list)
    days_on = models.JSONField(default=list)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
