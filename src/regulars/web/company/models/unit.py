"""Units: places of the organisation, in a tree whose branches are dated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone

from regulars.web.accounts.access import ScopedQuerySet
from regulars.web.fields import TextField
from regulars.web.ids import PublicIdField
from regulars.web.words import current


class UnitQuerySet(ScopedQuerySet):
    """Units, chained."""

    unit_path = "pk"

    def below(self, roots: Iterable[int], day: date | None = None) -> dict[int, str]:
        """These units with everything below them on a day: id -> code. A few hundred rows: read whole."""
        day = day or timezone.localdate()
        children = defaultdict(list)
        for unit, parent in UnitMembership.objects.on(day).values_list("unit_id", "parent_id"):
            children[parent].append(unit)
        found: set[int] = set()
        waiting = list(roots)
        while waiting:
            unit = waiting.pop()
            if unit not in found:  # a ring, however it came about, ends here
                found.add(unit)
                waiting += children[unit]
        return dict(self.model.objects.filter(pk__in=found).values_list("pk", "code"))


class Unit(models.Model):
    """A hotel, a shop, a region. ``code`` is how purchases and answers name it."""

    public_id = PublicIdField()
    code = models.CharField(max_length=80, unique=True)
    name = TextField()
    kind = models.CharField(max_length=40, blank=True)
    zone = models.CharField(max_length=64, blank=True)
    calendar = models.ForeignKey("company.Calendar", models.SET_NULL, null=True, blank=True)
    closed = models.DateField(null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """The name in the reader's language; the code where there is none."""
        return (self.name.in_language(current().tag) if self.name else "") or self.code


class MembershipQuerySet(models.QuerySet["UnitMembership"]):
    """Memberships, chained."""

    def on(self, day: date) -> MembershipQuerySet:
        """Those in force on a day; ``until`` is the last day included."""
        return self.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day))


class UnitMembership(models.Model):
    """From when until when a unit belonged to its parent. Results of last year keep last year's tree."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="memberships")
    parent = models.ForeignKey(Unit, models.CASCADE, related_name="members")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(unit=models.F("parent")), name="company_no_unit_in_itself"),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(since__lte=models.F("until")),
                name="company_membership_goes_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} in {self.parent_id}"
