"""A study: a questionnaire put before certain people in a certain time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from regulars.survey import SampleKind
from regulars.web.accounts.access import UnitScope, scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.fields import TextField
from regulars.web.ids import PublicIdField
from regulars.web.research.quotas import reached
from regulars.web.words import current


class State(models.TextChoices):
    """Whether somebody wants answers. The dates and the quota decide together with it."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class StudyQuerySet(models.QuerySet["Study"]):
    """Studies belong to the company: who may see one anywhere sees its name; its numbers are narrowed to the units."""

    def visible_to(self, user: Any, permission: Permission) -> StudyQuerySet:
        """All, for those who hold the permission somewhere."""
        return self.within(scope_of(user, permission))

    def within(self, scope: UnitScope) -> StudyQuerySet:
        """All, unless the scope is empty."""
        return self.none() if scope.empty else self


class Study(models.Model):
    """``wave`` names the wave of its answers; empty: each month is one. ``opens_at`` None: as soon as it is opened."""

    public_id = PublicIdField()
    questionnaire = models.ForeignKey("research.Questionnaire", models.PROTECT, related_name="studies")
    title = TextField()
    privacy = models.CharField(max_length=16, default="identified")
    sample = models.CharField(max_length=16, default=SampleKind.OPT_IN.value)
    wave = models.CharField(max_length=40, blank=True)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    quota = models.PositiveIntegerField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    created = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")

    objects = StudyQuerySet.as_manager()

    class Meta:
        ordering = ["-created", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(opens_at__lt=F("closes_at")),
                name="research_a_study_opens_before_it_closes",
            ),
            models.CheckConstraint(condition=Q(quota=None) | Q(quota__gt=0), name="research_a_quota_is_positive"),
        ]

    def __str__(self) -> str:
        return self.shown_title

    @property
    def shown_title(self) -> str:
        """The title in the reader's language."""
        return self.title.in_language(current().tag) or self.questionnaire.shown_title

    def begun(self, now: datetime) -> bool:
        """Whether its time has come."""
        return begun(self.state, self.opens_at, now)

    def over(self, now: datetime) -> bool:
        """Whether its time has passed, or somebody closed it."""
        return over(self.state, self.closes_at, now)

    def full(self) -> bool:
        """Whether the quota is reached by complete responses; counts no further than the quota."""
        return reached("study_id", self.pk, self.quota)


def begun(state: str, opens_at: datetime | None, now: datetime) -> bool:
    """Whether the time of a study has come."""
    return state != State.DRAFT and (opens_at is None or opens_at <= now)


def over(state: str, closes_at: datetime | None, now: datetime) -> bool:
    """Whether the time of a study has passed, or somebody closed it."""
    return state == State.CLOSED or (closes_at is not None and closes_at <= now)
