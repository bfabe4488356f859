"""What a visit found below its standard, and what is done about it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from regulars.web.accounts.access import ScopedQuerySet, may
from regulars.web.accounts.roles import Permission
from regulars.web.ids import PublicIdField


class FindingQuerySet(ScopedQuerySet):
    """Findings, chained."""

    unit_path = "visit__unit"

    def standing(self) -> FindingQuerySet:
        """Those of visits that nobody took back."""
        return self.filter(visit__taken_back_at=None)

    def open(self) -> FindingQuerySet:
        """Those that are not settled."""
        return self.filter(done_at=None)

    def open_to(self, user: Any) -> FindingQuerySet:
        """Findings that somebody may work on: of their units, and without the right to results only their own."""
        rows = self.visible_to(user, Permission.VISIT).standing()
        if may(user, Permission.SEE_RESULTS):
            return rows
        return rows.filter(Q(owner=user) | Q(visit__by=user) | Q(visit__person=user))


class Finding(models.Model):
    """An item below its threshold. ``note``: what was seen; ``action``: what is to be done, by whom, until when.

    ``again``: later visits that saw the same while it was open; a second finding would be mended twice.
    """

    public_id = PublicIdField()
    visit = models.ForeignKey("service.Visit", models.CASCADE, related_name="findings")
    item = models.CharField(max_length=80)
    answer = models.SmallIntegerField()
    threshold = models.SmallIntegerField()
    note = models.CharField(max_length=1000, blank=True)
    action = models.CharField(max_length=400, blank=True)
    owner = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+")
    due = models.DateField(null=True, blank=True)
    again = models.ManyToManyField("service.Visit", blank=True, related_name="found_again")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+")

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "item"], name="service_an_item_falls_short_once"),
            models.CheckConstraint(condition=Q(done_at__isnull=False) | Q(done_by=None), name="service_done_by_when"),
        ]

    def __str__(self) -> str:
        return self.item

    def overdue(self, today: date) -> bool:
        """Whether it should be settled by now."""
        return self.done_at is None and self.due is not None and self.due < today
