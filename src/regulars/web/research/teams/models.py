"""A team of a unit, and its dated members."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from regulars.web.accounts.access import ScopedQuerySet
from regulars.web.fields import TextField
from regulars.web.ids import PublicIdField
from regulars.web.words import current


class TeamQuerySet(ScopedQuerySet):
    """Teams, chained."""

    def open(self) -> TeamQuerySet:
        """Those that there still are."""
        return self.filter(closed=None)


class Team(models.Model):
    """People who serve customers together: reception by day, the workshop. ``closed``: its first day without it."""

    public_id = PublicIdField()
    unit = models.ForeignKey("company.Unit", models.PROTECT, related_name="teams")
    name = TextField()
    closed = models.DateField(null=True, blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["unit__code", "pk"]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """In the reader's language."""
        return (self.name.in_language(current().tag) if self.name else "") or self.public_id


class MembershipQuerySet(models.QuerySet["TeamMembership"]):
    """Memberships, chained."""

    def on(self, day: date) -> MembershipQuerySet:
        """Those in force on a day; ``until`` is the last day included."""
        return self.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day))


class TeamMembership(models.Model):
    """From when until when somebody belonged to a team. Visits of last year keep last year's members."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships")
    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(since__lte=models.F("until")),
                name="teams_membership_goes_forward",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.team_id}"
