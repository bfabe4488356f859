"""A scheduled import, and each time that it ran."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from regulars.language import Message, message
from regulars.web.ids import PublicIdField
from regulars.web.imports.models import Kind


class Source(models.TextChoices):
    """Where the rows come from."""

    FOLDER = "folder"
    POSTGRESQL = "postgresql"
    SQLITE = "sqlite"

    @property
    def said(self) -> Message:
        """For people."""
        return SOURCES[self]


class BadRows(models.TextChoices):
    """What becomes of a file that has rows which cannot go in."""

    ASIDE = "aside"
    FEW = "few"
    NONE = "none"

    @property
    def said(self) -> Message:
        """For people."""
        return BAD_ROWS[self]


class State(models.TextChoices):
    """What became of a run."""

    RUNNING = "running"
    DONE = "done"
    NOTHING = "nothing"
    WAITING = "waiting"
    FAILED = "failed"

    @property
    def said(self) -> Message:
        """For people."""
        return STATES[self]


SOURCES = {
    Source.FOLDER: message("files in the folder “inbox”"),
    Source.POSTGRESQL: message("query to a PostgreSQL database"),
    Source.SQLITE: message("query to a SQLite file in the folder “inbox”"),
}
BAD_ROWS = {
    BadRows.ASIDE: message("Import the good rows, set the others aside"),
    BadRows.FEW: message("Import the good rows, unless more than 5% are bad"),
    BadRows.NONE: message("Import nothing of a file that has any bad row"),
}
STATES = {
    State.RUNNING: message("running"),
    State.DONE: message("good"),
    State.NOTHING: message("nothing there"),
    State.WAITING: message("waits for the rest of a file"),
    State.FAILED: message("stopped"),
}


class Feed(models.Model):
    """``mapping``: what the columns are. ``pattern``: names of files. ``database``, ``secret``: where a query goes.

    ``stopped``: why nothing is taken until somebody has looked. ``seen``: sizes of files at the last look, so that one
    which still grows is left alone. ``columns``: those of the last good file.
    """

    public_id = PublicIdField()
    name = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    mapping = models.ForeignKey("imports.SavedMapping", models.SET_NULL, null=True, related_name="feeds")
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.FOLDER)
    pattern = models.CharField(max_length=120, blank=True)
    database = models.JSONField(default=dict)
    secret = models.TextField(blank=True)
    query = models.TextField(blank=True)
    most_rows = models.PositiveIntegerField(default=100_000)
    seconds = models.PositiveSmallIntegerField(default=60)
    at = models.TimeField()
    bad_rows = models.CharField(max_length=6, choices=BadRows.choices, default=BadRows.ASIDE)
    alarm_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    owner = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+")
    paused = models.BooleanField(default=False)
    stopped = models.JSONField(default=dict)
    stopped_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)
    seen = models.JSONField(default=dict)
    columns = models.JSONField(default=list)
    last_good = models.DateTimeField(null=True, blank=True)
    alarmed_at = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def source_words(self) -> Message:
        """Where from."""
        return Source(self.source).said

    @property
    def bad_words(self) -> Message:
        """What becomes of bad rows."""
        return BadRows(self.bad_rows).said

    def late(self, now: datetime) -> bool:
        """Whether no run was good for longer than allowed. What was paused by hand is not late."""
        if self.alarm_hours is None or self.paused:
            return False
        return now - (self.last_good or self.created) > timedelta(hours=self.alarm_hours)


class Run(models.Model):
    """One look. ``files``: name, state, counts, problem and upload of each; no value of any file stands here.

    ``trial``: everything was read and checked, nothing was written.
    """

    public_id = PublicIdField()
    feed = models.ForeignKey(Feed, models.CASCADE, related_name="runs")
    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    trial = models.BooleanField(default=False)
    started = models.DateTimeField(default=timezone.now)
    ended = models.DateTimeField(null=True, blank=True)
    files = models.JSONField(default=list)
    problem = models.JSONField(default=dict)
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-started", "-pk"]
        constraints = [
            # Two clocks, two workers, somebody with a mouse: one run at a time.
            models.UniqueConstraint(fields=["feed"], condition=Q(state="running"), name="feeds_one_run_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.feed_id} at {self.started:%Y-%m-%d %H:%M}"

    @property
    def state_words(self) -> Message:
        """What became of it."""
        return message("tried out") if self.trial and self.state == State.DONE else State(self.state).said

    def total(self, name: str) -> int:
        """A count over its files."""
        return sum(int(one.get(name) or 0) for one in self.files)

    @property
    def counts(self) -> dict[str, Any]:
        """New, corrected, known and set-aside rows of all its files."""
        return {name: self.total(name) for name in ("rows", "new", "replaced", "known", "n_bad")}
