"""How often customers should hear from the company, and talks that no message and no answer shows."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from regulars.web.ids import PublicIdField
from regulars.web.people.models.consent import Way


class Cadence(models.Model):
    """A tier should hear from the company every so many days. A tier without a row need not."""

    tier = models.CharField(max_length=20, unique=True)
    days = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["tier"]
        constraints = [models.CheckConstraint(condition=models.Q(days__gte=1), name="people_cadence_of_a_day_or_more")]

    def __str__(self) -> str:
        return f"{self.tier}: {self.days}"


class Contact(models.Model):
    """Somebody of the company spoke with a customer, or wrote by hand."""

    public_id = PublicIdField()
    customer = models.ForeignKey("people.Customer", models.CASCADE, related_name="contacts", db_index=False)
    way = models.CharField(max_length=8, choices=Way.choices, default=Way.PHONE)
    words = models.CharField(max_length=400, blank=True)
    day = models.DateField()
    noted = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-day", "-pk"]
        indexes = [models.Index(fields=["customer", "-day"], name="people_last_contact")]

    def __str__(self) -> str:
        return f"contact with {self.customer_id}"
