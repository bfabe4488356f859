"""Stages of the journey, the touchpoints in them, and the items that judge a touchpoint."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from regulars.language import Message, Text, message
from regulars.methods import TouchpointKind
from regulars.survey import touchpoints as plain
from regulars.web.fields import TextField
from regulars.web.ids import PublicIdField
from regulars.web.words import current

KINDS: dict[str, Message] = {
    TouchpointKind.PERSON.value: message("person"),
    TouchpointKind.THING.value: message("thing"),
    TouchpointKind.INFORMATION.value: message("information"),
}


class Stage(models.Model):
    """A part of the journey; ``place`` is its turn."""

    public_id = PublicIdField()
    key = models.CharField(max_length=40, unique=True)
    name = TextField()
    place = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["place", "pk"]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """In the reader's language."""
        return self.name.in_language(current().tag) or self.key


class Touchpoint(models.Model):
    """``key`` is what a tag of an item names (``touchpoint:KEY``). Without units it is everywhere.

    ``threshold``: what its rating should reach, 0 to 100. ``traffic``: customers a month.
    """

    public_id = PublicIdField()
    key = models.CharField(max_length=40, unique=True)
    name = TextField()
    kind = models.CharField(max_length=16, choices=[(key, key) for key in KINDS])
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="touchpoints")
    owner = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+")
    standard = TextField()
    threshold = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    traffic = models.PositiveIntegerField(null=True, blank=True)
    traffic_source = models.CharField(max_length=120, blank=True)
    units = models.ManyToManyField("company.Unit", blank=True, related_name="+")
    created = models.DateTimeField(default=timezone.now)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["stage__place", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(threshold=None) | Q(threshold__range=(1, 100)), name="touchpoints_threshold_is_an_index"
            )
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """In the reader's language."""
        return self.name.in_language(current().tag) or self.key

    @property
    def shown_standard(self) -> str:
        """In the reader's language."""
        return self.standard.in_language(current().tag) if self.standard else ""

    @property
    def kind_words(self) -> Message:
        """Person, thing or information: human, physical or informational."""
        return KINDS[self.kind]

    def plain(self, units: frozenset[str] | None) -> plain.Touchpoint:
        """As the insights know it; ``units``: the codes of where it is, with all below them."""
        return plain.Touchpoint(
            key=self.key,
            name=self.name if self.name.words else Text.of(self.key),
            kind=TouchpointKind(self.kind),
            stage=self.stage.key,
            standard=self.standard if self.standard and self.standard.words else None,
            threshold=self.threshold,
            traffic=self.traffic,
            items=tuple((one.survey, one.item) for one in self.items.all()),
            units=units,
        )


class BoundItem(models.Model):
    """An item of a survey that judges a touchpoint, because somebody said so."""

    touchpoint = models.ForeignKey(Touchpoint, models.CASCADE, related_name="items")
    survey = models.CharField(max_length=100)
    item = models.CharField(max_length=80)

    class Meta:
        ordering = ["survey", "item"]
        constraints = [
            models.UniqueConstraint(fields=["touchpoint", "survey", "item"], name="touchpoints_an_item_is_bound_once")
        ]

    def __str__(self) -> str:
        return f"{self.survey}/{self.item}"
