"""Whether the line is open."""

from __future__ import annotations

from django.db import models

from regulars.language import Message
from regulars.web.words import restored


class Pause(models.Model):
    """One row. ``until``: the mail server took nothing, and is asked again then. ``held``: somebody stopped all."""

    until = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    problem = models.JSONField(default=dict)
    held = models.BooleanField(default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="outbox_one_line")]

    def __str__(self) -> str:
        return "held" if self.held else "open"

    @classmethod
    def current(cls) -> Pause:
        """The row."""
        return cls.objects.get_or_create(pk=1)[0]

    @property
    def problem_words(self) -> Message | None:
        """What the server said."""
        return restored(self.problem)
