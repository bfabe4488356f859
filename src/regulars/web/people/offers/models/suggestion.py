"""A suggestion for one customer, shown or held out, and what they said to it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from regulars.language import Message, message
from regulars.web.ids import PublicIdField
from regulars.web.people.models.customer import OfCustomersQuerySet


class Answer(models.TextChoices):
    """What a customer said."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    LATER = "later"

    @property
    def said(self) -> Message:
        """For people."""
        return _ANSWERS[self]


_ANSWERS = {
    Answer.ACCEPTED: message("accepted"),
    Answer.DECLINED: message("declined"),
    Answer.LATER: message("not now"),
}


class SuggestionQuerySet(OfCustomersQuerySet):
    """Suggestions, chained."""

    def shown(self) -> SuggestionQuerySet:
        """Those that staff see."""
        return self.filter(held_out=False)


class Suggestion(models.Model):
    """The rule held of this customer on the day ``since``. ``held_out``: drawn to be left alone.

    ``until``: the last day it is shown; what was answered "not now" comes back on ``again``.
    """

    public_id = PublicIdField()
    rule = models.ForeignKey("offers.OfferRule", models.CASCADE, related_name="suggestions")
    customer = models.ForeignKey("people.Customer", models.CASCADE, related_name="suggestions")
    held_out = models.BooleanField(default=False)
    since = models.DateField()
    until = models.DateField()
    answer = models.CharField(max_length=8, choices=Answer.choices, blank=True)
    again = models.DateField(null=True, blank=True)
    answered = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+")

    objects = SuggestionQuerySet.as_manager()
    held_as = message("suggestions")

    class Meta:
        ordering = ["-since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "customer"], name="offers_once_to_a_customer"),
            models.CheckConstraint(condition=Q(held_out=False) | Q(answer=""), name="offers_held_out_are_not_asked"),
        ]

    def __str__(self) -> str:
        return self.public_id


class NoOffers(models.Model):
    """A customer who wants no suggestions: nothing is computed for them, and nothing shown."""

    customer = models.OneToOneField("people.Customer", models.CASCADE, related_name="no_offers")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+")

    held_as = message("no suggestions wanted")

    def __str__(self) -> str:
        return f"no suggestions for {self.customer_id}"
