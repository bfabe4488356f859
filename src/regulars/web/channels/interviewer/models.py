"""Who entered a response for somebody."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from regulars.language import Message, message


class Way(models.TextChoices):
    """How they talked."""

    TELEPHONE = "telephone"
    FACE = "face"
    PAPER = "paper"

    @property
    def said(self) -> Message:
        """For people."""
        return _WAYS[self]


_WAYS = {
    Way.TELEPHONE: message("by telephone"),
    Way.FACE: message("face to face"),
    Way.PAPER: message("from paper"),
}


class Interview(models.Model):
    """One a response; without it, respondents answered themselves."""

    response = models.OneToOneField("research.Response", models.CASCADE, related_name="interview")
    way = models.CharField(max_length=12, choices=Way.choices)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.response_id} {self.way}"

    @property
    def way_words(self) -> Message:
        """How they talked, for people."""
        return Way(self.way).said
