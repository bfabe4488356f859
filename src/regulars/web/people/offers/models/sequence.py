"""What customers bought next, more often than anyway: found every night from what was bought."""

from __future__ import annotations

from django.db import models


class Sequence(models.Model):
    """Of those who bought ``after``, the share ``certainty`` bought ``then`` within ``days``; ``n`` customers did."""

    after = models.CharField(max_length=200)
    then = models.CharField(max_length=200)
    days = models.PositiveSmallIntegerField()
    n = models.PositiveIntegerField()
    support = models.FloatField()
    certainty = models.FloatField()
    certainty_low = models.FloatField()
    certainty_high = models.FloatField()
    lift = models.FloatField()
    lift_low = models.FloatField()
    lift_high = models.FloatField()
    found = models.DateTimeField()

    class Meta:
        ordering = ["-lift_low", "pk"]
        constraints = [models.UniqueConstraint(fields=["after", "then"], name="offers_one_sequence")]

    def __str__(self) -> str:
        return f"{self.after} → {self.then}"
