"""When the clock started each kind of work last, and when it will next."""

from __future__ import annotations

from django.db import models

from regulars.web.ids import PublicIdField


class Schedule(models.Model):
    """One row for each kind of work that has a time (``registry.DUES``).

    ``rule`` is the registration with the company's zone, as it stood when ``due`` was computed: a changed rule or a
    company that moved its clock computes it anew.
    """

    public_id = PublicIdField()
    work = models.CharField(max_length=60, unique=True)
    rule = models.CharField(max_length=120)
    due = models.DateTimeField()
    last = models.DateTimeField(null=True)
    paused = models.BooleanField(default=False)

    class Meta:
        ordering = ["work"]

    def __str__(self) -> str:
        return f"{self.work} at {self.due:%Y-%m-%d %H:%M}"
