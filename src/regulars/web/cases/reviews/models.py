"""A public review, and a change that feedback led to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from regulars.web.accounts.access import ScopedQuerySet
from regulars.web.cases.reviews.addresses import host_of, is_web
from regulars.web.ids import PublicIdField

LOW = 40  # of 100: 2 of 5 stars are low, 3 are not


class ReviewQuerySet(ScopedQuerySet):
    """Reviews, chained."""

    def low(self) -> ReviewQuerySet:
        """Those that rate low."""
        return self.filter(rating__lte=LOW)

    def unanswered(self) -> ReviewQuerySet:
        """Those under which no answer of ours is known to stand."""
        return self.filter(answered=None)


class Review(models.Model):
    """``key``: by which it is known again, a hash. ``rating``: 0 to 100; ``given``: as it was given, such as 2 of 5.

    No customer: who wrote under a name is not guessed. ``answered``: the day from which our answer stands under it,
    ``answer_url``: where.
    """

    public_id = PublicIdField()
    key = models.CharField(max_length=64, unique=True)
    platform = models.CharField(max_length=60)
    url = models.CharField(max_length=500, blank=True)
    author = models.CharField(max_length=120, blank=True)
    rating = models.PositiveSmallIntegerField()
    given = models.CharField(max_length=12)
    best = models.CharField(max_length=12)
    title = models.CharField(max_length=200, blank=True)
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    unit = models.ForeignKey("company.Unit", models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    language = models.CharField(max_length=35, blank=True)
    case = models.OneToOneField("cases.Case", models.SET_NULL, null=True, blank=True, related_name="review")
    answered = models.DateField(null=True, blank=True)
    answer_url = models.CharField(max_length=500, blank=True)
    taken = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+", db_index=False)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="reviews_latest"),
            models.Index(fields=["unit", "-at"], name="reviews_latest_of_a_unit"),
            models.Index(fields=["platform", "-at"], name="reviews_latest_of_a_platform"),
        ]
        constraints = [models.CheckConstraint(condition=Q(rating__lte=100), name="reviews_rating_up_to_100")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def link(self) -> str:
        """The address, where a page may lead there; empty for anything but http and https."""
        return self.url if is_web(self.url) else ""

    @property
    def answer_link(self) -> str:
        """The address of our answer, likewise."""
        return self.answer_url if is_web(self.answer_url) else ""

    @property
    def host(self) -> str:
        """Where the link really leads."""
        return host_of(self.url)

    @property
    def is_low(self) -> bool:
        """Whether it rates low."""
        return self.rating <= LOW


class ChangeQuerySet(ScopedQuerySet):
    """Changes, chained."""


class Change(models.Model):
    """A product or a service was changed on a ``day``, because of these ``cases``. ``revision`` grows by each edit."""

    public_id = PublicIdField()
    what = models.CharField(max_length=200)
    words = models.TextField(blank=True)
    day = models.DateField()
    unit = models.ForeignKey("company.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    cases = models.ManyToManyField("cases.Case", related_name="changes", blank=True)
    revision = models.PositiveIntegerField(default=1)
    noted = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+", db_index=False)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-pk"]

    def __str__(self) -> str:
        return self.what
