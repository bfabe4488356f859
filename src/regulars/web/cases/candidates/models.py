"""A proposal, and what somebody made of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from regulars.language import Message, message
from regulars.web.accounts.access import ScopedQuerySet
from regulars.web.ids import PublicIdField


class Decision(models.TextChoices):
    """What became of it."""

    WAITING = "waiting"
    OPENED = "opened"
    NONE = "none"

    @property
    def said(self) -> Message:
        """For people."""
        return _DECISIONS[self]


_DECISIONS = {
    Decision.WAITING: message("to look at"),
    Decision.OPENED: message("a case was opened"),
    Decision.NONE: message("no complaint"),
}


class CandidateQuerySet(ScopedQuerySet):
    """Proposals, chained; of a unit as their answers are."""

    unit_path = "response__unit"

    def single(self) -> CandidateQuerySet:
        """Only of studies whose single answers may be read; a study may promise more than it did."""
        return self.filter(response__study__privacy="identified", response__test=False)


class Candidate(models.Model):
    """``points`` and ``why``: as ``judging`` found them. ``case``: the one that was opened."""

    public_id = PublicIdField()
    response = models.OneToOneField("research.Response", models.CASCADE, related_name="candidate")
    points = models.SmallIntegerField()
    why = models.JSONField(default=list)
    found = models.DateTimeField(default=timezone.now)
    decision = models.CharField(max_length=8, choices=Decision.choices, default=Decision.WAITING)
    decided = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", models.SET_NULL, null=True, blank=True, related_name="+")

    objects = CandidateQuerySet.as_manager()

    class Meta:
        ordering = ["-points", "-pk"]
        indexes = [models.Index(fields=["decision", "-points", "-id"], name="candidates_queue")]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="waiting", decided=None) | (~Q(decision="waiting") & Q(decided__isnull=False)),
                name="candidates_decided_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return self.public_id


class Seen(models.Model):
    """One row: up to which answer everything was looked through."""

    last = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="candidates_one_mark")]

    def __str__(self) -> str:
        return str(self.last)
