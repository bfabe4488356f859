"""Who belongs to which organisation, as what, and since when."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from regulars.language import Message, message
from regulars.web.ids import PublicIdField


class Part(models.TextChoices):
    """What somebody has to do with what their organisation buys."""

    USER = "user"
    BUYER = "buyer"
    DECIDER = "decider"
    INTERMEDIARY = "intermediary"
    EMPLOYEE = "employee"
    OTHER = ""

    @property
    def said(self) -> Message:
        """For people."""
        return _PARTS[self]


_PARTS = {
    Part.USER: message("uses it"),
    Part.BUYER: message("buys it"),
    Part.DECIDER: message("decides"),
    Part.INTERMEDIARY: message("is an intermediary"),
    Part.EMPLOYEE: message("works there"),
    Part.OTHER: message("something else"),
}


class RelationQuerySet(models.QuerySet["Relation"]):
    """Relations, chained."""

    def on(self, day: date) -> RelationQuerySet:
        """Those in force on a day; ``until`` is the last day included."""
        return self.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day))


class Relation(models.Model):
    """A person's place in an organisation. Ended, not removed: what was is part of the record.

    ``part`` is one of a few, for figures; ``role`` is in words of one's own.
    """

    public_id = PublicIdField()
    person = models.ForeignKey("people.Customer", models.CASCADE, related_name="organisations")
    organisation = models.ForeignKey("people.Customer", models.CASCADE, related_name="members")
    part = models.CharField(max_length=12, choices=Part.choices, blank=True, default="", db_default="")
    role = models.CharField(max_length=80, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    objects = RelationQuerySet.as_manager()

    class Meta:
        ordering = ["-until", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("organisation")), name="people_nobody_belongs_to_oneself"),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(since__lte=F("until")), name="people_relation_goes_forward"
            ),
            models.UniqueConstraint(
                fields=["person", "organisation", "part", "role"],
                condition=Q(until=None),
                name="people_one_relation_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} of {self.organisation_id}"

    @property
    def part_words(self) -> Message:
        """The part, for people."""
        return Part(self.part).said
