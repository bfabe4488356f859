"""A checklist that somebody filled in about a unit or a team."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from regulars.web.accounts.access import ScopedQuerySet, may
from regulars.web.accounts.roles import Permission
from regulars.web.ids import PublicIdField


class VisitQuerySet(ScopedQuerySet):
    """Visits, chained."""

    def standing(self) -> VisitQuerySet:
        """Those that nobody took back."""
        return self.filter(taken_back_at=None)

    def open_to(self, user: Any) -> VisitQuerySet:
        """Single visits that somebody may read: of their units, and without the right to results only what they
        filled in themselves or what is about them.
        """
        rows = self.visible_to(user, Permission.VISIT)
        return rows if may(user, Permission.SEE_RESULTS) else rows.filter(Q(by=user) | Q(person=user))


class Visit(models.Model):
    """``answers``: item -> answer, null for "not seen", as ``version`` asked. ``person``: who was observed.

    ``nonce`` comes from the form: a form sent twice is one visit. ``score``: 0 to 100, none where nothing was seen.
    """

    public_id = PublicIdField()
    questionnaire = models.ForeignKey("research.Questionnaire", models.PROTECT, related_name="visits")
    version = models.PositiveIntegerField()
    unit = models.ForeignKey("company.Unit", models.PROTECT, related_name="+")
    team = models.ForeignKey("teams.Team", models.PROTECT, null=True, blank=True, related_name="visits")
    person = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+")
    day = models.DateField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    nonce = models.CharField(max_length=24, unique=True)
    answers = models.JSONField()
    score = models.FloatField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+")

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-pk"]
        indexes = [models.Index(fields=["questionnaire", "-day"], name="service_newest_of_a_list")]

    def __str__(self) -> str:
        return f"{self.unit.shown_name}, {self.day.isoformat()}"

    @property
    def about(self) -> str:
        """The team, where it is about one, and the unit."""
        return f"{self.team.shown_name} · {self.unit.shown_name}" if self.team else self.unit.shown_name
