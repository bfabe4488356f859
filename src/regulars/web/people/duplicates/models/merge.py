"""That customers were put together, by whom, and all that is needed to take it back."""

from __future__ import annotations

from django.db import models

from regulars.language import Message, message
from regulars.web.fields import OrderedJSONField
from regulars.web.ids import PublicIdField
from regulars.web.people.holdings import Together


class Follows(models.TextChoices):
    """What the facts have still to follow."""

    NOTHING = ""
    JOIN = "join"
    PART = "part"

    @property
    def said(self) -> Message:
        """For people."""
        return _FOLLOWS[self]


_FOLLOWS = {
    Follows.NOTHING: message("done"),
    Follows.JOIN: message("purchases and answers follow within minutes"),
    Follows.PART: message("purchases and answers go back within minutes"),
}


class Merge(models.Model):
    """One decision, of one pair or of many at once: taken back as a whole. Names nobody.

    ``count``: how many customers went into others. ``live``: while the facts go back, which responses go with whom.
    """

    public_id = PublicIdField()
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+")
    count = models.PositiveIntegerField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+")
    follows = models.CharField(max_length=4, choices=Follows.choices, blank=True)
    live = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        # What the facts have still to follow.
        indexes = [models.Index(fields=["follows"], name="duplicates_to_follow")]

    def __str__(self) -> str:
        return f"merge of {self.count}"

    def rule(self, number: int) -> str:
        """What the facts call the part with this number."""
        return f"{self.public_id}.{number}"

    @property
    def rules(self) -> list[str]:
        """All of them."""
        return [self.rule(number) for number in range(self.count)]


class Merged(models.Model):
    """One customer who is another now. The row stands as long as the merge does, and goes with the survivor.

    ``into``: whom they were put together with then, which is not ``survivor`` once that one went into somebody else.
    ``former``, ``key``, ``handle``, ``number``: what was theirs; what comes under the number is the survivor's.
    ``kept``: how everything stood, see ``keeping.py``.
    """

    held_as = message("former numbers")
    when_merged = {"survivor": Together.MOVE}

    merge = models.ForeignKey(Merge, models.CASCADE, related_name="parts")
    place = models.PositiveIntegerField()
    survivor = models.ForeignKey("people.Customer", models.CASCADE, related_name="merged")
    into = models.BigIntegerField()
    former = models.BigIntegerField(unique=True)
    key = models.BigIntegerField(unique=True)
    handle = models.CharField(max_length=32)
    number = models.CharField(max_length=200, unique=True)
    name = models.CharField(max_length=200, blank=True)
    kept = OrderedJSONField(default=dict)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["merge", "place"], name="duplicates_parts_in_order")]

    def __str__(self) -> str:
        return f"{self.former} in {self.survivor_id}"

    @property
    def shown_name(self) -> str:
        """As a customer's."""
        return self.name or self.number


class MovedConsent(models.Model):
    """A row of what customers agreed to that this merge moved, or ``added``. The database lets only these be moved
    (``guard.py``); nothing in them changes but whose they are.
    """

    merged = models.ForeignKey(Merged, models.CASCADE, related_name="consents")
    consent = models.BigIntegerField(db_index=True)
    added = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["merged", "consent"], name="duplicates_a_consent_once")]

    def __str__(self) -> str:
        return f"{self.consent} by {self.merged_id}"
