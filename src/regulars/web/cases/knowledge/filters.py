"""What the addresses of these pages ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone

from regulars.language import Message, plural
from regulars.web.accounts.access import UnitScope, scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.cases.models import Case, CaseQuerySet
from regulars.web.cases.workflows import workflows
from regulars.web.company.models import Unit

DAYS = (30, 90, 180, 365)
USUAL = 90


def lengths() -> dict[int, Message]:
    """The times to choose from."""
    return {days: plural("the last {count} day", "the last {count} days", days) for days in DAYS}


@dataclass(frozen=True)
class Filters:
    """A unit with all below it, how many days up to today, a kind of case. ``scope``: what is then in sight."""

    unit: Unit | None
    days: int
    kind: str
    scope: UnitScope
    today: date

    @classmethod
    def of(cls, typed: Mapping[str, str], user: Any, *also: Permission) -> Filters:
        """What cannot be read is no filter. ``also``: further permissions, which the units in sight all need."""
        scope = scope_of(user, Permission.SEE_CASES)
        for permission in also:
            scope = both(scope, scope_of(user, permission))
        named = str(typed.get("unit", ""))[:20].replace("\0", "")
        unit = Unit.objects.within(scope).filter(public_id=named).first() if named else None
        if unit is not None:
            below = Unit.objects.below([unit.pk])
            scope = both(scope, UnitScope(frozenset(below), frozenset(below.values())))
        days, kind = str(typed.get("days", "")), str(typed.get("kind", ""))
        return cls(
            unit,
            int(days) if days in map(str, DAYS) else USUAL,
            kind if kind in workflows() else "",
            scope,
            timezone.localdate(),
        )

    @property
    def first(self) -> date:
        """The first day."""
        return self.today - timedelta(days=self.days - 1)

    @property
    def any(self) -> bool:
        """Whether anything but the usual is asked for."""
        return self.unit is not None or self.days != USUAL or bool(self.kind)

    @property
    def query(self) -> str:
        """As it stands in an address."""
        return urlencode({"unit": self.unit.public_id if self.unit else "", "days": self.days, "kind": self.kind})

    @property
    def cases(self) -> CaseQuerySet:
        """Of the units and the kind, of any day; what belongs to another case is not counted twice."""
        rows = Case.objects.within(self.scope).exclude(outcome="duplicate")
        return rows.filter(kind=self.kind) if self.kind else rows

    def cases_between(self, first: date, last: date) -> CaseQuerySet:
        """Those opened from a day to a day."""
        start, end = _midnight(first), _midnight(last + timedelta(days=1))
        return self.cases.filter(opened__gte=start, opened__lt=end)


def _midnight(day: date) -> datetime:
    """Where a day begins, in the reader's zone: the database finds it by its index."""
    return timezone.make_aware(datetime.combine(day, time()))


def both(one: UnitScope, other: UnitScope) -> UnitScope:
    """The units that are in both."""
    if one.unit_ids is None or one.codes is None:
        return other
    if other.unit_ids is None or other.codes is None:
        return one
    return UnitScope(one.unit_ids & other.unit_ids, one.codes & other.codes)
