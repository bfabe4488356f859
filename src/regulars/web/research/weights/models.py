"""A weighting of a study, from the margins somebody typed to the weights that hold."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from regulars.language import Message, message
from regulars.web.fields import OrderedJSONField
from regulars.web.ids import PublicIdField


class State(models.TextChoices):
    """At most one of a study is a draft, and at most one holds."""

    DRAFT = "draft"
    HOLDS = "holds"
    REPLACED = "replaced"
    BACK = "back"

    @property
    def said(self) -> Message:
        """For people."""
        return _STATES[self]


class Way(models.TextChoices):
    """How the weights were found."""

    POST_STRATIFIED = "post_stratified"
    RAKED = "raked"

    @property
    def said(self) -> Message:
        """For people."""
        return _WAYS[self]


_STATES = {
    State.DRAFT: message("not applied"),
    State.HOLDS: message("holds"),
    State.REPLACED: message("replaced by a later one"),
    State.BACK: message("taken back"),
}
_WAYS = {Way.POST_STRATIFIED: message("post-stratification"), Way.RAKED: message("raking")}


class Weighting(models.Model):
    """``margins``: breakdown, and each of its values with its population (see ``margins.py``), as they were given.

    ``most``: the largest weight allowed, as a multiple of the mean. What was found (``n`` and what follows) is of the
    moment when it was applied; the weights themselves stand with the responses. ``copied_at`` None: the facts have yet
    to follow.
    """

    public_id = PublicIdField()
    study = models.ForeignKey("research.Study", models.PROTECT, related_name="weightings")
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    margins = OrderedJSONField()
    most = models.FloatField(null=True, blank=True)
    way = models.CharField(max_length=16, choices=Way.choices, blank=True)
    n = models.PositiveIntegerField(null=True, blank=True)
    design_effect = models.FloatField(null=True, blank=True)
    n_effective = models.FloatField(null=True, blank=True)
    smallest = models.FloatField(null=True, blank=True)
    largest = models.FloatField(null=True, blank=True)
    trimmed = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    copied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["study"], condition=Q(state="draft"), name="weights_one_draft_of_a_study"),
            models.UniqueConstraint(fields=["study"], condition=Q(state="holds"), name="weights_one_holds"),
        ]

    def __str__(self) -> str:
        return f"{self.study_id} {self.at:%Y-%m-%d}"

    @property
    def state_words(self) -> Message:
        """Where it stands."""
        return State(self.state).said

    @property
    def way_words(self) -> Message:
        """How it was done."""
        return Way(self.way).said
