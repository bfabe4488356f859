"""Where a customer is known."""

from __future__ import annotations

from django.db import models


class CustomerUnit(models.Model):
    """A customer bought at, answered about or belongs to a unit. Projected from the facts; decides who sees whom."""

    customer = models.ForeignKey("people.Customer", models.CASCADE, related_name="places", db_index=False)
    unit = models.ForeignKey("company.Unit", models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["customer", "unit"], name="people_known_at_a_unit_once")]
        # How many customers a unit has, and the filter of the list by unit.
        indexes = [models.Index(fields=["unit", "customer"], name="people_of_a_unit")]

    def __str__(self) -> str:
        return f"{self.customer_id} at {self.unit_id}"
