"""Where a relationship stands, and every step that led there."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from regulars.language import Message, message
from regulars.web.ids import PublicIdField
from regulars.web.people.models.customer import OfCustomersQuerySet


class Stage(models.TextChoices):
    """The five of a relationship."""

    BUILD = "build"
    KEEP = "keep"
    DEEPEN = "deepen"
    BROKEN = "broken"
    REPAIRED = "repaired"

    @property
    def said(self) -> Message:
        """For people."""
        return _STAGES[self]

    @property
    def mark(self) -> str:
        """How a page marks it."""
        return {Stage.BROKEN: "err", Stage.REPAIRED: "warn", Stage.DEEPEN: "ok"}.get(self, "")


_STAGES = {
    Stage.BUILD: message("being built"),
    Stage.KEEP: message("kept"),
    Stage.DEEPEN: message("deepened"),
    Stage.BROKEN: message("broken"),
    Stage.REPAIRED: message("repaired"),
}


class Relationship(models.Model):
    """Where it stands now: derived from the steps. ``complained``: the day of the last complaint that was told."""

    held_as = message("where the relationship stands")

    customer = models.OneToOneField("people.Customer", models.CASCADE, primary_key=True, related_name="relationship")
    stage = models.CharField(max_length=8, blank=True, db_default="")
    since = models.DateField(null=True)
    complained = models.DateField(null=True)

    objects = OfCustomersQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["stage", "-since"], name="stages_who_stands_where")]

    def __str__(self) -> str:
        return f"relationship with {self.customer_id}"

    @property
    def words(self) -> Message | None:
        """In words."""
        return Stage(self.stage).said if self.stage else None

    @property
    def mark(self) -> str:
        """How a page marks it."""
        return Stage(self.stage).mark if self.stage else ""


class Step(models.Model):
    """From ``before`` (empty: nothing was said yet) to ``stage``, ``on`` a day. Only written, never changed.

    ``rule``: which one; empty for a step by hand, which has its reason in ``words``. ``reckoned``: worked out later
    from what was bought and answered, for the months before the rules were first asked.
    """

    held_as = message("steps of the relationship")

    public_id = PublicIdField()
    customer = models.ForeignKey("people.Customer", models.CASCADE, related_name="steps", db_index=False)
    before = models.CharField(max_length=8, blank=True)
    stage = models.CharField(max_length=8, choices=Stage.choices)
    on = models.DateField()
    at = models.DateTimeField(default=timezone.now)
    rule = models.CharField(max_length=40, blank=True)
    words = models.CharField(max_length=400, blank=True)
    reckoned = models.BooleanField(default=False)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+")

    objects = OfCustomersQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [
            models.Index(fields=["customer", "-on"], name="stages_of_a_customer"),
            # Stocks and flows by month; it reads nothing but this.
            models.Index(fields=["on", "before", "stage"], name="stages_by_day"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(rule="") | ~Q(words=""), name="stages_a_step_by_hand_has_a_reason")
        ]

    def __str__(self) -> str:
        return self.public_id
