"""A customer who is not asked about a kind of event, or about none."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from regulars.web.ids import PublicIdField


class Exclusion(models.Model):
    """``kind`` None: whatever happens."""

    public_id = PublicIdField()
    customer = models.ForeignKey("people.Customer", models.CASCADE, related_name="not_asked")
    kind = models.ForeignKey("events.EventKind", models.CASCADE, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["customer", "kind"], name="events_one_exclusion_of_a_kind"),
            models.UniqueConstraint(
                fields=["customer"], condition=Q(kind=None), name="events_one_exclusion_from_everything"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.kind_id or '*'}"
