"""That an invitation to an anonymous study was used, until that is written down for many at once."""

from __future__ import annotations

from django.db import models


class Spent(models.Model):
    """The hash is the key: rows have no number and no time by which they could be laid beside the responses."""

    token_hash = models.CharField(max_length=64, primary_key=True)

    def __str__(self) -> str:
        return self.token_hash
