"""What somebody has answered so far, before it becomes a response."""

from __future__ import annotations

from datetime import timedelta

from django.db import models

from regulars.web.accounts.access import ScopedQuerySet

IDLE = timedelta(days=7)  # after which nobody comes back
INVITED = timedelta(days=60)  # after which nobody comes back by a personal address, to a study that has no end
TAPPED = timedelta(minutes=10)  # after one tap on a website, for the words that may follow
DAY = timedelta(days=1)
GRACE = timedelta(days=1)  # after the study has closed: whoever is answering may finish


class Partial(models.Model):
    """``typed``: field -> what was typed, as forms send it; of a file, the public id under which it is kept.

    ``nonce`` is that of the form and becomes that of the response. ``key``: the SHA-256 of what stands in the address
    to go on at, once somebody has asked for one; the address itself is stored nowhere. Of somebody who was invited by
    name it is what their personal address leads to, except in an anonymous study. ``page`` is where they stopped.
    """

    study = models.ForeignKey("research.Study", models.PROTECT, related_name="partials")
    version = models.PositiveIntegerField()
    unit = models.ForeignKey("company.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    link = models.ForeignKey("research.Link", models.SET_NULL, null=True, blank=True, related_name="+")
    cell = models.ForeignKey("research.Cell", models.SET_NULL, null=True, blank=True, related_name="+")
    customer = models.ForeignKey("people.Customer", models.CASCADE, null=True, blank=True, related_name="+")
    nonce = models.CharField(max_length=24, unique=True)
    key = models.CharField(max_length=64, null=True, blank=True, unique=True)
    begun = models.DateTimeField()
    at = models.DateTimeField()
    day = models.DateField()
    test = models.BooleanField(default=False)
    language = models.CharField(max_length=35)
    page = models.PositiveSmallIntegerField(default=0)
    typed = models.JSONField(default=dict)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            # Those that nobody comes back to, every few minutes.
            models.Index(fields=["at"], name="research_idle_partials")
        ]

    def __str__(self) -> str:
        return self.nonce
