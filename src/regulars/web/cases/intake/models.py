"""Which answers open a case, and up to which response the rules have looked."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from regulars.language import Message, message
from regulars.web.cases.models import Severity
from regulars.web.cases.workflows import workflows
from regulars.web.fields import TextField
from regulars.web.ids import PublicIdField
from regulars.web.words import current

MOST_DAYS = 365
GONE = message("a kind that is no more")


class CaseRuleQuerySet(models.QuerySet["CaseRule"]):
    """Rules, chained."""

    def working(self) -> CaseRuleQuerySet:
        """Those that are on, as they are tried."""
        return self.filter(on=True).select_related("study__questionnaire").order_by("rank", "pk")


class CaseRule(models.Model):
    """The first, by ``rank``, whose condition holds opens a case of its ``kind``. ``study`` empty: all of them.

    ``key``: of one that comes with Regulars; empty for the company's own. ``quiet_days``: a customer whose case was
    opened since and is not closed gets no second one; the answer is noted there.
    """

    public_id = PublicIdField()
    key = models.CharField(max_length=40, blank=True)
    name = TextField()
    on = models.BooleanField(default=True)
    study = models.ForeignKey("research.Study", models.CASCADE, null=True, blank=True, related_name="+")
    condition = models.TextField()
    kind = models.CharField(max_length=40, default="low-score")
    severity = models.PositiveSmallIntegerField(choices=Severity.choices, default=Severity.ANNOYING)
    rank = models.PositiveIntegerField(default=0)
    quiet_days = models.PositiveSmallIntegerField(default=14)
    changed = models.DateTimeField(default=timezone.now)

    objects = CaseRuleQuerySet.as_manager()

    class Meta:
        ordering = ["rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="intake_one_of_a_key"),
            models.CheckConstraint(condition=Q(severity__gte=1, severity__lte=4), name="intake_severity_from_1_to_4"),
            models.CheckConstraint(condition=Q(quiet_days__lte=MOST_DAYS), name="intake_quiet_for_a_year_at_most"),
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """In the reader's language."""
        return self.name.in_language(current().tag) or self.public_id

    @property
    def kind_words(self) -> Any:
        """What it opens."""
        found = workflows().get(self.kind)
        return found.name.in_language(current().tag) if found else GONE

    @property
    def severity_words(self) -> Message:
        """How bad that is."""
        return Severity(self.severity).said


class Watch(models.Model):
    """One row: every response from ``began`` up to ``until`` was looked at, whatever was killed in between."""

    began = models.BigIntegerField(default=0)
    until = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="intake_there_is_one_watch")]

    def __str__(self) -> str:
        return f"{self.until}"
