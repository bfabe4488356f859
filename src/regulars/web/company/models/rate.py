"""Dated rates: what one piece of a foreign currency is worth in the company's."""

from __future__ import annotations

from django.db import models


class CurrencyRate(models.Model):
    """In force from ``day`` until the next row of the same currency."""

    currency = models.CharField(max_length=3)
    day = models.DateField()
    rate = models.DecimalField(max_digits=18, decimal_places=8)

    class Meta:
        ordering = ["currency", "-day"]
        constraints = [
            models.UniqueConstraint(fields=["currency", "day"], name="company_one_rate_a_day"),
            models.CheckConstraint(condition=models.Q(rate__gt=0), name="company_rates_are_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.day}: {self.rate}"
