"""When somebody is asked after something happened, and what."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from regulars.language import Message, message
from regulars.survey.triggers import Wait
from regulars.web.ids import PublicIdField, new_id

MOST_DAYS = 365


class Way(models.TextChoices):
    """How they are asked."""

    EMAIL = "email"
    SMS = "sms"
    PHONE = "phone"

    @property
    def said(self) -> Message:
        """For people."""
        return _WAYS[self]


_WAYS = {Way.EMAIL: message("by e-mail"), Way.SMS: message("by text message"), Way.PHONE: message("by telephone")}


class TriggerQuerySet(models.QuerySet["Trigger"]):
    """Triggers, chained."""

    def working(self) -> TriggerQuerySet:
        """Those that are on, as they are tried."""
        return self.filter(on=True).select_related("kind", "study").order_by("place", "pk")


class Trigger(models.Model):
    """The first of a kind, by ``place``, whose condition holds decides. ``condition`` empty: all.

    ``wait_minutes``, or ``wait_days`` with a ``clock``. ``rate``: the share that is asked, drawn by ``seed``.
    ``per_day``, ``per_month``: so many are asked at most. ``rest_days``: nobody who was asked anything since.
    ``window_days``: what is older is not asked about.
    """

    public_id = PublicIdField()
    kind = models.ForeignKey("events.EventKind", models.PROTECT, related_name="triggers")
    study = models.ForeignKey("research.Study", models.CASCADE, related_name="triggers")
    condition = models.TextField(blank=True)
    way = models.CharField(max_length=8, choices=Way.choices, default=Way.EMAIL)
    wait_minutes = models.PositiveIntegerField(default=0)
    wait_days = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(MOST_DAYS)])
    clock = models.TimeField(null=True, blank=True)
    rate = models.FloatField(default=1.0, validators=[MinValueValidator(0.0), MaxValueValidator(1.0)])
    seed = models.CharField(max_length=12, default=new_id, editable=False)
    per_day = models.PositiveIntegerField(null=True, blank=True)
    per_month = models.PositiveIntegerField(null=True, blank=True)
    rest_days = models.PositiveSmallIntegerField(default=30, validators=[MaxValueValidator(MOST_DAYS)])
    window_days = models.PositiveSmallIntegerField(
        default=14, validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)]
    )
    place = models.PositiveIntegerField(default=0)
    on = models.BooleanField(default=False)
    created = models.DateTimeField(default=timezone.now)
    changed = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")

    objects = TriggerQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "place", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(rate__gt=0, rate__lte=1), name="events_rate_is_a_share"),
            models.CheckConstraint(condition=Q(per_day=None) | Q(per_day__gt=0), name="events_per_day_is_positive"),
            models.CheckConstraint(
                condition=Q(per_month=None) | Q(per_month__gt=0), name="events_per_month_is_positive"
            ),
            models.CheckConstraint(condition=Q(window_days__gt=0), name="events_window_is_open"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.study}"

    @property
    def wait(self) -> Wait:
        """When it asks."""
        return Wait(self.wait_minutes, self.wait_days, self.clock)

    @property
    def way_words(self) -> Message:
        """How it asks."""
        return Way(self.way).said
