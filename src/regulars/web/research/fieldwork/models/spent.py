"""Invitations to an anonymous study that were used, until that is written down for many at once."""

from __future__ import annotations

from django.db import models


class Spent(models.Model):
    """One row for each study, written anew with each answer: a row for each answer would lie in the order of answering.

    ``hashes``: of the personal addresses, sorted. ``forgotten``: how many more there were, of groups so small that to
    keep who answered would be to keep who said what.
    """

    study = models.OneToOneField("research.Study", models.CASCADE, primary_key=True, related_name="spent")
    hashes = models.JSONField(default=list)
    forgotten = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"spent of {self.study_id}"
