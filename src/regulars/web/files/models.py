"""A file that belongs to an object."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils import timezone

from regulars.web.files.kinds import Kind
from regulars.web.ids import PublicIdField


class StoredFile(models.Model):
    """``digest`` is the SHA-256 of the content; rows of the same content share one file on the disk.

    ``owner_type`` and ``owner_id`` name the object that decides who may read it; without one it is its maker's alone.
    """

    public_id = PublicIdField()
    digest = models.CharField(max_length=64, db_index=True)
    size = models.BigIntegerField()
    kind = models.CharField(max_length=80, choices=[(kind.value, kind.name) for kind in Kind])
    name = models.CharField(max_length=200)
    owner_type = models.CharField(max_length=60, blank=True)
    owner_id = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        # The files of one object: on its page, and when it goes.
        indexes = [models.Index(fields=["owner_type", "owner_id"], name="files_of_one_object")]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        """Where the content lies."""
        return place_of(self.digest)


def folder() -> Path:
    """Where contents lie; never below what the server hands out by itself."""
    return settings.HOME / "files"


def place_of(digest: str) -> Path:
    """256 folders, so that none grows long."""
    return folder() / digest[:2] / digest[2:]
