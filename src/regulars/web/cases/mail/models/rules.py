"""What the company decided about the mail of cases."""

from __future__ import annotations

from django.db import models


def at_first() -> list[str]:
    """Whoever complains hears at once that it arrived."""
    return ["complaint"]


class Rules(models.Model):
    """One row. ``receipts``: kinds of cases in which a letter says at once that the complaint arrived."""

    receipts = models.JSONField(default=at_first)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="casemail_one_set_of_rules")]

    def __str__(self) -> str:
        return ", ".join(self.receipts)

    @classmethod
    def current(cls) -> Rules:
        """The row."""
        return cls.objects.get_or_create(pk=1)[0]


class UnitAddress(models.Model):
    """Mail to this address is the unit's. In small letters."""

    unit = models.ForeignKey("company.Unit", models.CASCADE, related_name="+")
    address = models.EmailField(unique=True)

    class Meta:
        ordering = ["address"]

    def __str__(self) -> str:
        return self.address
