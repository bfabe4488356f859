"""A plan as it is being written, then signed; and the studies that carry it out."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from regulars.survey import plans
from regulars.web.fields import TextField
from regulars.web.ids import PublicIdField
from regulars.web.words import current


class Plan(models.Model):
    """``content`` is the plan as plain data, always readable. Once signed it stays, until that is taken back."""

    public_id = PublicIdField()
    name = models.CharField(max_length=40, unique=True)
    title = TextField()
    content = models.JSONField()
    created = models.DateTimeField(default=timezone.now)
    changed = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-created", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def shown_title(self) -> str:
        """The title in the reader's language."""
        return self.title.in_language(current().tag) or self.name

    @property
    def state(self) -> str:
        """Which form of it somebody has before them."""
        return self.changed.isoformat()

    def plan(self) -> plans.Plan:
        """What it says."""
        return plans.Plan.from_dict(self.content)


class PlannedWave(models.Model):
    """The study that carries out a wave of a plan."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="waves")
    number = models.PositiveSmallIntegerField()
    study = models.OneToOneField("research.Study", models.PROTECT, related_name="planned")

    class Meta:
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plans_one_study_for_a_wave"),
            models.CheckConstraint(condition=Q(number__gt=0), name="plans_waves_count_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.number}"
