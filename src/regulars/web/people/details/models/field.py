"""Fields that the company itself defines, and what they say of a customer."""

from __future__ import annotations

from django.db import models

from regulars.language import Message, Text, message
from regulars.web.fields import OrderedJSONField, TextField
from regulars.web.ids import PublicIdField


class FieldKind(models.TextChoices):
    """What a field takes."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    CHOICE = "choice"
    FLAG = "flag"

    @property
    def said(self) -> Message:
        """For people."""
        return _KINDS[self]


_KINDS = {
    FieldKind.TEXT: message("words"),
    FieldKind.NUMBER: message("a number"),
    FieldKind.DAY: message("a day"),
    FieldKind.CHOICE: message("one of several"),
    FieldKind.FLAG: message("yes or no"),
}


class OwnField(models.Model):
    """``key``: its name in files and conditions; it stays. ``choices``: keys with words in any language, in order.

    ``sensitive``: such as health or belief; who chooses customers by it is warned. ``retired``: not asked any more;
    what was noted stays.
    """

    public_id = PublicIdField()
    key = models.CharField(max_length=40, unique=True)
    name = TextField()
    kind = models.CharField(max_length=8, choices=FieldKind.choices, default=FieldKind.TEXT)
    choices = OrderedJSONField(default=dict, blank=True)
    sensitive = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    retired = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.key

    @property
    def options(self) -> dict[str, Text]:
        """The choices with their words."""
        return {key: Text(words) for key, words in self.choices.items()}


class OwnValue(models.Model):
    """One column is filled, as the kind of the field is: words, choices and yes or no stand in ``text``."""

    customer = models.ForeignKey("people.Customer", models.CASCADE, related_name="own_values", db_index=False)
    field = models.ForeignKey(OwnField, models.CASCADE, related_name="values", db_index=False)
    text = models.CharField(max_length=400, blank=True)
    number = models.FloatField(null=True, blank=True)
    day = models.DateField(null=True, blank=True)
    changed = models.DateTimeField(auto_now=True)

    held_as = message("details of our own")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["customer", "field"], name="details_one_value_of_a_field")]
        # Conditions of segments.
        indexes = [
            models.Index(fields=["field", "text"], name="details_by_words"),
            models.Index(fields=["field", "number"], name="details_by_number"),
            models.Index(fields=["field", "day"], name="details_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.field_id} of {self.customer_id}"
