"""One piece of long work, with how far it has come."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from regulars.web.ids import PublicIdField


class State(models.TextChoices):
    """What became of a job."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(models.Model):
    """``step`` is a template with its values, said in the language of whoever looks. ``result`` is plain data."""

    public_id = PublicIdField()
    work = models.CharField(max_length=60)
    params = models.JSONField(default=dict)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    step = models.JSONField(default=dict)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    result = models.JSONField(default=dict)
    problem = models.JSONField(default=dict)
    attempts = models.PositiveSmallIntegerField(default=0)  # how often it was begun: see recovery.py
    created = models.DateTimeField(default=timezone.now)
    started = models.DateTimeField(null=True)
    seen = models.DateTimeField(null=True)  # the last sign of life; a job that has been silent for long has died
    ended = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created", "-pk"]
        # The list of somebody's own jobs, the latest first.
        indexes = [models.Index(fields=["by", "-created"], name="jobs_of_one_person")]

    def __str__(self) -> str:
        return f"{self.work} {self.state}"

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in (State.DONE, State.FAILED)
