"""The mail of the morning that somebody asked for."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Digest(models.Model):
    """``hour``: of the company's day. ``told``: the last day on which it was looked at, whether a mail came of it."""

    user = models.OneToOneField("accounts.User", models.CASCADE, related_name="digest")
    on = models.BooleanField(default=True)
    hour = models.PositiveSmallIntegerField(default=8)
    told = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(hour__lte=23), name="desk_digest_at_an_hour")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.hour}"
