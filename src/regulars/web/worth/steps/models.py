"""What was settled in a step, with the figures as they were then."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from regulars.web.ids import PublicIdField

LONGEST = 2000


class Kept(models.Model):
    """``snapshot``: the step's report as JSON. ``undone``: the step was opened again, or settled anew."""

    public_id = PublicIdField()
    step = models.CharField(max_length=12)
    note = models.TextField(max_length=LONGEST, blank=True)
    snapshot = models.TextField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    undone = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["step"], condition=models.Q(undone=None), name="worthsteps_one_holds_of_a_step"
            )
        ]

    def __str__(self) -> str:
        return self.public_id
