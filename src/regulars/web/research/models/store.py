"""Which store this is: by its random id the facts tell its batches from those of any other."""

from __future__ import annotations

from django.db import models

from regulars.web.ids import new_id
from regulars.web.research.models.outbox import Batch


class Store(models.Model):
    """One row. ``token`` stands in the marks of what was copied; a store that was restored must take a new one.

    ``copied``: the last batch that the facts are known to hold, 0 for none; facts that know less were lost.
    ``rebuild``: the batch under which all responses are being copied anew; set until that has ended.
    """

    token = models.CharField(max_length=12, default=new_id)
    copied = models.PositiveBigIntegerField(default=0)
    rebuild = models.ForeignKey(Batch, models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return self.token

    @classmethod
    def this(cls) -> Store:
        """The one row."""
        return cls.objects.select_related("rebuild").get_or_create(pk=1)[0]
