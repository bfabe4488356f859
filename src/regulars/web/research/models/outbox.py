"""What waits to be copied into the facts. Written with the response, in one transaction."""

from __future__ import annotations

from django.db import models


class Batch(models.Model):
    """What goes into the facts in one commit; its number is the commit's mark there. Open until ``closed``."""

    closed = models.DateTimeField(null=True, blank=True)

    class Meta:
        # The copier looks for an open one each minute, among all that there ever were.
        indexes = [models.Index(fields=["id"], condition=models.Q(closed=None), name="research_open_batch")]

    def __str__(self) -> str:
        return str(self.pk)


class OutboxRow(models.Model):
    """One response that the facts do not hold yet; deleted once they do."""

    response = models.OneToOneField("research.Response", models.CASCADE, related_name="outbox")
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, blank=True, related_name="rows")

    def __str__(self) -> str:
        return f"{self.response_id} in {self.batch_id}"
