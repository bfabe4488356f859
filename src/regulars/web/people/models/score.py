"""The latest scores of a customer, projected from the facts after each scoring, for lists that mix names and scores."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from regulars.insights.loyalty.slipping import LOYAL
from regulars.language import Message, message
from regulars.methods.loyalty.stage_rules import Stage
from regulars.web.accounts.access import UnitScope, scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.people.grades import SILENT
from regulars.web.people.models.customer import OfCustomersQuerySet, among_known_at

LIKELY, UNLIKELY = 0.8, 0.2


class Alive(models.TextChoices):
    """The chance of still being a customer, in the words of the list's filter."""

    LIKELY = "likely"
    OPEN = "open"
    LOST = "lost"
    UNTOLD = "untold"

    @property
    def said(self) -> Message:
        """For people."""
        return _ALIVE[self]

    @property
    def condition(self) -> Q:
        """Who is meant."""
        return {
            Alive.LIKELY: Q(alive__gte=LIKELY),
            Alive.OPEN: Q(alive__gt=UNLIKELY, alive__lt=LIKELY),
            Alive.LOST: Q(alive__lte=UNLIKELY),
            Alive.UNTOLD: Q(alive=None),
        }[self]


_ALIVE = {
    Alive.LIKELY: message("probably still a customer (80% or more)"),
    Alive.OPEN: message("open (between 20% and 80%)"),
    Alive.LOST: message("probably lost (20% or less)"),
    Alive.UNTOLD: message("cannot be told"),
}


class ScoreQuerySet(OfCustomersQuerySet):
    """The rows of the list, chained."""

    def all_visible_to(self, user: Any, permission: Permission) -> ScoreQuerySet:
        """The same rows as ``visible_to``, asked so that totals are quick; that one is quick for the first rows."""
        scope = scope_of(user, permission)
        return self if scope.unit_ids is None else self.filter(among_known_at(scope.unit_ids, "customer_id"))


def told_to(scope: UnitScope) -> Q:
    """Where there is a last rating that a scope may know: the whole knows all, others those about their units."""
    rated = ~Q(mood="")
    return rated if scope.unit_ids is None else rated & Q(rating_unit__in=scope.unit_ids)


def typed_to(scope: UnitScope) -> Q:
    """The same of the answers that the type of loyalty comes from."""
    return Q() if scope.unit_ids is None else Q(type_unit__in=scope.unit_ids)


def slipping_to(scope: UnitScope, slip: str) -> Q:
    """Who slipped so, as far as a scope may know: both answers are about its units."""
    if slip == SILENT:
        gone = Q(alive__lt=LIKELY) | Q(loyalty_stage=Stage.INACTIVE.value)
        return typed_to(scope) & Q(loyalty_type__in=LOYAL) & gone
    return Q(slip=slip) if scope.unit_ids is None else Q(slip=slip, slip_unit__in=scope.unit_ids)


class CustomerScore(models.Model):
    """One row for every customer, empty where nothing can be told. Columns as in the facts' ``customer_scores``.

    The last rating of the whole: ``rating`` on its scale, ``rating_index`` from 0 to 100, ``mood`` empty where nothing
    was ever answered, ``rating_unit`` what it was about. Who sees only some units is told of ratings about those
    (``told_to``): an answer about another unit is not theirs, whoever gave it. ``stake`` of those who stand on the
    keep list of the whole company, by all answers; empty for all others.
    """

    customer = models.OneToOneField("people.Customer", models.CASCADE, primary_key=True, related_name="score")
    day = models.DateField(null=True)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    purchases = models.IntegerField(null=True)
    net = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    currency = models.CharField(max_length=3, blank=True)
    segment = models.CharField(max_length=20, blank=True)
    expected_purchases = models.FloatField(null=True)
    chance_of_none = models.FloatField(null=True)
    value = models.FloatField(null=True)
    predicted_low = models.FloatField(null=True)
    predicted_high = models.FloatField(null=True)
    alive = models.FloatField(null=True)
    alive_reason = models.CharField(max_length=12, blank=True)
    value_tier = models.CharField(max_length=12, blank=True)
    tier_unclear = models.BooleanField(null=True)
    tier_could_be = models.CharField(max_length=12, blank=True)
    loyalty_type = models.CharField(max_length=12, blank=True)
    type_chance = models.FloatField(null=True)
    type_unit = models.ForeignKey("company.Unit", models.SET_NULL, null=True, related_name="+", db_index=False)
    stake = models.FloatField(null=True)
    loyalty_stage = models.CharField(max_length=12, blank=True)
    left_from = models.CharField(max_length=12, blank=True)
    slip = models.CharField(max_length=12, blank=True)
    slip_unit = models.ForeignKey("company.Unit", models.SET_NULL, null=True, related_name="+", db_index=False)
    rating = models.FloatField(null=True)
    rating_low = models.SmallIntegerField(null=True)
    rating_high = models.SmallIntegerField(null=True)
    rating_index = models.FloatField(null=True)
    rating_day = models.DateField(null=True)
    mood = models.CharField(max_length=12, blank=True)
    rating_unit = models.ForeignKey("company.Unit", models.SET_NULL, null=True, related_name="+", db_index=False)

    objects = ScoreQuerySet.as_manager()

    class Meta:
        # One for each head of the list that can be sorted by; the customer breaks ties, so that pages do not overlap.
        indexes = [
            models.Index(fields=["-value", "customer"], name="people_worth_most_first"),
            models.Index(fields=["-net", "customer"], name="people_brought_most_first"),
            models.Index(fields=["-last_day", "customer"], name="people_bought_last_first"),
            models.Index(fields=["rating_index", "customer"], name="people_least_satisfied_first"),
            # The sentence over the list counts moods: of everybody, and of some. Nothing in them changes every night.
            models.Index(fields=["mood"], name="people_by_mood"),
            models.Index(fields=["customer", "mood", "rating_unit"], name="people_mood_of_some"),
            # The keep list of the whole company.
            models.Index(fields=["-stake", "customer"], condition=Q(stake__isnull=False), name="people_most_at_stake"),
            # The list of a segment.
            models.Index(fields=["segment", "-value"], name="people_by_segment"),
            # The customers behind the marks of the pages on value and loyalty.
            models.Index(fields=["value_tier", "-value"], name="people_by_value_tier"),
            # How many stand at each service level, counted without a look at the rows.
            models.Index(fields=["value_tier", "tier_unclear", "tier_could_be", "first_day"], name="people_by_level"),
            models.Index(fields=["loyalty_type", "-value"], name="people_by_loyalty_type"),
            models.Index(fields=["loyalty_stage", "-value"], name="people_by_loyalty_stage"),
            models.Index(fields=["left_from", "-value"], name="people_by_left_from"),
            models.Index(fields=["slip", "-value"], name="people_by_slip"),
            # Of whom nobody can tell whether they still are customers: mostly those without a value, who stand last.
            models.Index(fields=["-value", "customer"], condition=Q(alive__isnull=True), name="people_untold"),
            # Whose first purchase has its anniversary.
            models.Index(fields=["first_day"], condition=Q(first_day__isnull=False), name="people_came_first_on"),
        ]

    def is_told_to(self, *scopes: UnitScope) -> bool:
        """Whether there is a last rating that each of these scopes may know."""
        return self.mood != "" and all(scope.whole or self.rating_unit_id in scope.unit_ids for scope in scopes)

    def __str__(self) -> str:
        return f"scores of {self.customer_id}"
