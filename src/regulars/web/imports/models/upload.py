"""A file that somebody sent to be imported."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from regulars.web.fields import OrderedJSONField
from regulars.web.ids import PublicIdField


class Kind(models.TextChoices):
    """What a file holds."""

    CUSTOMERS = "customers"
    PURCHASES = "purchases"
    RESPONSES = "responses"


class Stage(models.TextChoices):
    """How far a file has come."""

    SENT = "sent"  # it is here; its columns are known
    MAPPED = "mapped"  # somebody has said what its columns are
    CHECKED = "checked"  # it was read as a whole; the preview shows what would go in
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"  # nothing was changed; the file is still here
    DISCARDED = "discarded"


class Upload(models.Model):
    """The file itself goes once it is imported; digest, mapping and counts stay.

    ``columns``: names in the file. ``guess``: what the engine took them for. ``report``: counts and reasons, without
    a single value of the file, so that an erased customer does not live on here.
    """

    public_id = PublicIdField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    digest = models.CharField(max_length=64, db_index=True)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField(default=timezone.now)
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.SENT)
    columns = models.JSONField(default=list)
    guess = OrderedJSONField(default=dict)
    mapping = OrderedJSONField(default=dict)
    keep_as = models.CharField(max_length=80, blank=True)
    report = models.JSONField(default=dict)
    problem = models.JSONField(default=dict)
    import_id = models.CharField(max_length=64, blank=True, db_index=True)
    aside = models.CharField(max_length=255, blank=True)  # name of the file of set-aside rows
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, related_name="+")
    ended = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created", "-pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.stage})"

    @property
    def open(self) -> bool:
        """Whether somebody may still change what becomes of it."""
        return self.stage in (Stage.SENT, Stage.MAPPED, Stage.CHECKED, Stage.FAILED)
