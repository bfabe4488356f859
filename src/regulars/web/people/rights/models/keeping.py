"""How long what is kept, and what was cleared away."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone


class Keeping(models.Model):
    """The company's own number of days for a kind of ``keeping.yaml``, and whether it is cleared away at all."""

    kind = models.CharField(max_length=20, unique=True)
    days = models.PositiveIntegerField(validators=[MinValueValidator(1), MaxValueValidator(36_600)])
    on = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.kind}: {self.days}"


class Round(models.Model):
    """What a night cleared away."""

    kind = models.CharField(max_length=20)
    at = models.DateTimeField(default=timezone.now)
    count = models.PositiveIntegerField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.count}"
