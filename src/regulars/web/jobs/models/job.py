"""One piece of long work, with how far it has come."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone

from regulars.web.accounts.access import scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.ids import PublicIdField


class State(models.TextChoices):
    """What became of a job."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs, chained."""

    def visible_to(self, user: Any) -> JobQuerySet:
        """Everybody sees their own; what the clock started, those see who look after the company."""
        own = models.Q(by=user)
        return self.filter(own | models.Q(by=None) if scope_of(user, Permission.MANAGE_COMPANY).whole else own)


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

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-created", "-pk"]
        indexes = [
            # The list of somebody's own jobs, the latest first.
            models.Index(fields=["by", "-created"], name="jobs_of_one_person"),
            # The clock asks whether the last of its kind is over; the schedule asks for the last of each kind.
            models.Index(fields=["work", "-id"], name="jobs_of_one_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.work} {self.state}"

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in (State.DONE, State.FAILED)
