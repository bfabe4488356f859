"""A rule: who may want what next, and why."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q

from regulars.survey.conditions.tokens import LONGEST
from regulars.web.fields import TextField
from regulars.web.ids import PublicIdField

HELD_OUT = 20  # of a hundred
MOST_HELD = 50


class OfferRule(models.Model):
    """``says``: what to suggest; ``reason``: why, as staff tell it to the customer.

    Who is meant: ``condition`` in the language of conditions over customers, empty for everybody; ``topic``: who wants
    something about it; ``after``: who bought this category from ``first_day`` to ``last_day`` days ago. All that is
    said must hold. ``brings``: the category that counts as taken, empty for any purchase, within ``days``. Who bought
    it since is not suggested it.

    ``held_out`` of a hundred are drawn, by ``seed`` and their key, who are not shown it: they tell what would have been
    bought anyway. ``on``: whether it is shown.
    """

    public_id = PublicIdField()
    name = models.CharField(max_length=120, unique=True)
    says = TextField()
    reason = TextField()
    condition = models.TextField(max_length=LONGEST, blank=True)
    topic = models.CharField(max_length=80, blank=True)
    after = models.CharField(max_length=200, blank=True)
    first_day = models.PositiveSmallIntegerField(default=0)
    last_day = models.PositiveSmallIntegerField(default=90)
    brings = models.CharField(max_length=200, blank=True)
    days = models.PositiveSmallIntegerField(default=60)
    held_out = models.PositiveSmallIntegerField(default=HELD_OUT, validators=[MaxValueValidator(MOST_HELD)])
    seed = models.BigIntegerField()
    on = models.BooleanField(default=False)
    made = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(first_day__lte=F("last_day")), name="offers_days_forward"),
            models.CheckConstraint(condition=Q(held_out__lte=MOST_HELD), name="offers_at_most_half_held_out"),
        ]

    def __str__(self) -> str:
        return self.name
