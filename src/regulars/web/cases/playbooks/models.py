"""Which step of a card was done in a case."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class Done(models.Model):
    """``step``: its place in the card, from 0."""

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="played")
    card = models.CharField(max_length=40)
    step = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "card", "step"], name="playbooks_a_step_once")]
        indexes = [models.Index(fields=["card", "case"], name="playbooks_followed")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.card} {self.step}"
