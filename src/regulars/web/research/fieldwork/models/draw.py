"""Somebody decided whom to ask: how, out of how many, and who was set aside."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from regulars.language import Message, message
from regulars.web.ids import PublicIdField


class Source(models.TextChoices):
    """Where the people come from."""

    PEOPLE = "people"
    LIST = "list"
    EVENT = "event"

    @property
    def said(self) -> Message:
        """For people."""
        return _SOURCES[self]


_SOURCES = {
    Source.PEOPLE: message("drawn from the customers"),
    Source.LIST: message("a list that was sent in"),
    Source.EVENT: message("after something happened"),
}


class Draw(models.Model):
    """``pool``: how many could be drawn; ``taken``: how many were; ``set_aside``: reason -> how many could not.

    ``seed`` draws the same people again. A ``pilot`` tries the study out: its answers never count.
    """

    public_id = PublicIdField()
    study = models.ForeignKey("research.Study", models.CASCADE, related_name="draws")
    source = models.CharField(max_length=8, choices=Source.choices)
    seed = models.BigIntegerField(default=1)
    pool = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    set_aside = models.JSONField(default=dict)
    pilot = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.public_id

    @property
    def source_words(self) -> Message:
        """Where the people come from."""
        return Source(self.source).said
