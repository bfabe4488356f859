"""The company's own causes."""

from __future__ import annotations

from django.db import models

from regulars.web.fields import TextField


class OwnCause(models.Model):
    """``key``: as cases hold it, never changed; that of a cause that comes with Regulars renames it or switches it off.

    ``on``: it can be chosen. Switched off, it still names the cases that have it.
    """

    key = models.CharField(max_length=40, unique=True)
    group = models.CharField(max_length=40)
    name = TextField()
    on = models.BooleanField(default=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.key
