"""Tags that readers of responses give."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower

from regulars.web.ids import PublicIdField


class Tag(models.Model):
    """A word; capitals do not count."""

    public_id = PublicIdField()
    name = models.CharField(max_length=40)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="research_one_tag_of_a_name")]

    def __str__(self) -> str:
        return self.name
