"""The address at which a study is answered: one a unit, on a table card, a receipt, a poster."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from regulars.web.accounts.access import ScopedQuerySet
from regulars.web.ids import PublicIdField


class LinkQuerySet(ScopedQuerySet):
    """Links, chained."""

    def open(self) -> LinkQuerySet:
        """Those that still lead to the survey."""
        return self.filter(closed_at=None)


class Link(models.Model):
    """``public_id`` is the address (``/s/…``); ``label`` says where it hangs. Without a unit it is the company's."""

    public_id = PublicIdField()
    study = models.ForeignKey("research.Study", models.CASCADE, related_name="links")
    unit = models.ForeignKey("company.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    label = models.CharField(max_length=80, blank=True)
    created = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering = ["unit__code", "label", "pk"]

    def __str__(self) -> str:
        return self.public_id
