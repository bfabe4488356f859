"""The versions of the matrix, and what was promised with each case."""

from __future__ import annotations

import hashlib
import json
import zoneinfo
from datetime import date
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property

from regulars.language import message
from regulars.web.company.models import Company
from regulars.web.people.holdings import Together
from regulars.web.people.levels.matrix import Level, Matrix, read


class Version(models.Model):
    """``number`` from 1, which two drafts cannot share; ``since``: the first day on which it holds.

    Put in force, it is never changed again.
    """

    number = models.PositiveSmallIntegerField(unique=True)
    levels = models.JSONField()
    since = models.DateField()
    published = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.number}"

    @classmethod
    def in_force(cls, day: date) -> Version | None:
        """The one that holds on a day."""
        return cls.objects.filter(published__isnull=False, since__lte=day).order_by("-since", "-number").first()

    @classmethod
    def now(cls) -> Version | None:
        """The one that holds today, where the company is at home; on a page the company is known already."""
        return cls.in_force(timezone.localdate(timezone=zoneinfo.ZoneInfo(Company.current().zone or "UTC")))

    @classmethod
    def draft(cls) -> Version | None:
        """The one that is being written."""
        return cls.objects.filter(published=None).first()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises ``ValueError`` for one that is in force: customers were served by it."""
        if self.pk and Version.objects.filter(pk=self.pk, published__isnull=False).exists():
            raise ValueError("a version in force stays as it is")
        super().save(*args, **kwargs)

    @property
    def matrix(self) -> Matrix:
        """What it promises."""
        return read(self.levels)

    def level(self, name: str) -> Level:
        """Of one level."""
        return self.matrix[name]

    @cached_property
    def held_since(self) -> date:
        """Since when what can be counted is promised so: who only changes words promises nothing new."""
        mine, since = self._counted, self.since
        before = Version.objects.filter(published__isnull=False, since__lte=since).exclude(pk=self.pk)
        for one in before.order_by("-since", "-number"):
            if one._counted != mine:
                break
            since = one.since
        return since

    @property
    def _counted(self) -> Any:
        return [(key, one.contacts, one.ways, one.caller) for key, one in self.matrix.items()]

    @property
    def mark(self) -> str:
        """What somebody saw of it: another one once it was written anew."""
        told = json.dumps([self.number, self.since.isoformat(), self.levels], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()[:16]


class Promised(models.Model):
    """What was due to a customer when their case was opened: scores move on, a promise does not.

    ``tier``: theirs on that day, empty where nobody knew; ``level``: what was due. ``hours``: business hours until the
    first answer, ``due``: when they end, None where none were promised. ``answered``: the first answer, or the end.
    """

    held_as = message("what was promised with cases")

    case = models.OneToOneField("cases.Case", models.CASCADE, primary_key=True, related_name="level_due")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    tier = models.CharField(max_length=12, blank=True)
    level = models.CharField(max_length=12)
    complaint = models.BooleanField()
    hours = models.FloatField(null=True)
    due = models.DateTimeField(null=True)
    answered = models.DateTimeField(null=True)

    class Meta:
        # What was promised to a level and kept, by what it was.
        indexes = [models.Index(fields=["complaint", "level"], name="levels_by_promise")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.level}"


class Former(models.Model):
    """A level that was due to a customer ``until`` a day, that day included, before the scores moved them.

    ``tier``: by the scores, empty where they knew none. Read from the facts after each scoring; the level since the
    last of these days is that of the latest scores.
    """

    held_as = message("levels that they had before")
    when_merged = {"customer": Together.DERIVED}

    customer = models.ForeignKey("people.Customer", models.CASCADE, related_name="levels_before", db_index=False)
    tier = models.CharField(max_length=12, blank=True)
    level = models.CharField(max_length=12)
    until = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["customer", "until"], name="levels_one_until_a_day")]
        # Who moved since a day, and what a scoring found.
        indexes = [models.Index(fields=["until", "customer"], name="levels_moved_since")]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.level} until {self.until}"


class Followed(models.Model):
    """A day whose scores were held against those of the day before; ``mark``: which scores of both days these were."""

    day = models.DateField(primary_key=True)
    mark = models.CharField(max_length=120)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day}"
