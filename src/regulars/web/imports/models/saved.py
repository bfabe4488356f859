"""Mappings that were kept for next time."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from regulars.web.fields import OrderedJSONField
from regulars.web.imports.models.upload import Kind


class SavedMapping(models.Model):
    """What the columns of a kind of file are, under a name."""

    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    mapping = OrderedJSONField()
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    changed = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["kind", "name"]
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="imports_one_mapping_of_a_name")]

    def __str__(self) -> str:
        return self.name
