"""Whether a line is open."""

from __future__ import annotations

from django.db import models

from regulars.language import Message
from regulars.web.words import restored


class Resting(models.Model):
    """A line that took nothing is asked again at ``until``, each time later; ``problem`` is why, a stored message."""

    until = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    problem = models.JSONField(default=dict)

    class Meta:
        abstract = True

    @property
    def problem_words(self) -> Message | None:
        """What the server said."""
        return restored(self.problem)


class Pause(Resting):
    """One row: the line to the mail server. ``held``: somebody stopped all, gateways too."""

    held = models.BooleanField(default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="outbox_one_line")]

    def __str__(self) -> str:
        return "held" if self.held else "open"

    @classmethod
    def current(cls) -> Pause:
        """The row."""
        return cls.objects.get_or_create(pk=1)[0]
