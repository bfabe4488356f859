"""What was found in the records, and what was repaired in them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from regulars.language import message
from regulars.web.ids import PublicIdField
from regulars.web.people.holdings import Together
from regulars.web.people.models.customer import OfCustomersQuerySet


class Finding(models.Model):
    """A check (``about``: its key in ``content/quality.yaml``) found something. ``since``: when that was first so.

    No value of the record stands here: what is wrong, and what it would be, is read when somebody looks.
    """

    customer = models.ForeignKey("people.Customer", models.CASCADE, related_name="findings")
    about = models.CharField(max_length=40)
    since = models.DateTimeField(default=timezone.now)

    objects = OfCustomersQuerySet.as_manager()
    held_as = message("findings about the record")
    when_merged = {"customer": Together.DERIVED}

    class Meta:
        # The list of a check, and its count.
        constraints = [models.UniqueConstraint(fields=["about", "customer"], name="quality_found_once")]

    def __str__(self) -> str:
        return f"{self.about} of {self.customer_id}"


class Measurement(models.Model):
    """One look at all records. ``counts``: check -> [found, of how many]. ``flawed``: records with any fault."""

    at = models.DateTimeField(default=timezone.now)
    customers = models.PositiveIntegerField()
    flawed = models.PositiveIntegerField()
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"


class Origin(models.TextChoices):
    """What a lot of changes came of."""

    REPAIR = "repair"
    IMPORT = "import"


class Lot(models.Model):
    """Changes that were made together, and can be undone together.

    ``about``: the check, or the public id of the upload. ``passed_over``: records that somebody had changed meanwhile.
    ``kept``: changes that the undoing left alone, for the same reason.
    """

    public_id = PublicIdField()
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.REPAIR)
    about = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    passed_over = models.PositiveIntegerField(default=0)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+")
    kept = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-at", "-pk"]
        # What an import changed.
        indexes = [models.Index(fields=["origin", "about"], name="quality_lots_of")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def title(self) -> Any:
        """What it was about, for people."""
        from regulars.web.people.quality.catalogue import checks

        if self.origin == Origin.IMPORT:
            return message("Import of customers")
        check = checks().get(self.about)
        return check.title if check else self.about


class Repair(models.Model):
    """One record before and after: ``{"phone": ["138 0013 8000", "+8613800138000"]}``. It goes with the customer.

    ``fresh``: the record itself is new with this lot.
    """

    public_id = PublicIdField()
    lot = models.ForeignKey(Lot, models.CASCADE, related_name="repairs")
    customer = models.ForeignKey("people.Customer", models.CASCADE, related_name="repairs")
    fields = models.JSONField(default=dict)
    fresh = models.BooleanField(default=False)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = OfCustomersQuerySet.as_manager()
    held_as = message("repairs of the record")

    class Meta:
        ordering = ["pk"]
        # Those of a lot that can still be undone.
        indexes = [models.Index(fields=["lot"], condition=Q(undone_at=None), name="quality_to_be_undone")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def changes(self) -> list[tuple[str, Any, Any]]:
        """Field, before, after."""
        return [(name, before, after) for name, (before, after) in self.fields.items()]
