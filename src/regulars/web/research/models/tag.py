"""Tags that readers of responses give."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower

from regulars.web.accounts.access import UnitScope
from regulars.web.ids import PublicIdField


class TagQuerySet(models.QuerySet["Tag"]):
    """Tags, chained."""

    def within(self, scope: UnitScope) -> TagQuerySet:
        """Those on a response of the scope: what others write about their guests is theirs."""
        return self if scope.unit_ids is None else self.filter(responses__unit__in=scope.unit_ids).distinct()


class Tag(models.Model):
    """A word; capitals do not count."""

    public_id = PublicIdField()
    name = models.CharField(max_length=40)

    objects = TagQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="research_one_tag_of_a_name")]

    def __str__(self) -> str:
        return self.name
