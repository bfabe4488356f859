"""A role of somebody in a part of the organisation."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from regulars.web.accounts.roles import Role


class GrantQuerySet(models.QuerySet["Grant"]):
    """Grants, chained."""

    def on(self, day: date) -> GrantQuerySet:
        """Those in force on a day; ``until`` is the last day included."""
        return self.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day))


class Grant(models.Model):
    """``unit`` None is the whole company; else the unit with everything below it. Dates None: always."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="grants")
    role = models.CharField(max_length=16, choices=[(role.value, role.value) for role in Role])
    unit = models.ForeignKey("company.Unit", models.CASCADE, null=True, blank=True, related_name="grants")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        # Two of them: to a database, two empty units are not the same unit.
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "unit"], name="accounts_one_grant_of_a_role"),
            models.UniqueConstraint(
                fields=["user", "role"], condition=Q(unit=None), name="accounts_one_grant_of_a_role_everywhere"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.role} @ {self.unit_id or 'company'}"
