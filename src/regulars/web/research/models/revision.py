"""One state of a draft in its history, so that a change can be taken back and made again."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone

from regulars.language import Message
from regulars.web.fields import OrderedJSONField
from regulars.web.words import restored


class Revision(models.Model):
    """The draft after a change; ``said`` is what changed, as words that are kept for any language.

    The newest has the highest key. Keys are never given twice, so that a form can say by one which state it shows.
    """

    questionnaire = models.ForeignKey("research.Questionnaire", models.CASCADE, related_name="revisions")
    draft = OrderedJSONField()
    said = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["questionnaire", "-id"], name="research_newest_revisions")]

    def __str__(self) -> str:
        return f"{self.questionnaire_id} {self.pk}"

    @property
    def words(self) -> Message | None:
        """What changed; None for the state before the first change that was kept."""
        return restored(self.said)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Once."""
        if self.pk is not None:
            raise RuntimeError("a revision is never changed; the next change makes the next one")
        super().save(*args, **kwargs)
