"""What a timeline is made of: sources, which each app registers, and the entries that they give.

A source is asked for a few entries from a place on, in one direction; so a page costs the same at its hundredth turn
as at its first. What a reader may not see is no entry: a source is told who reads, and narrows its own query.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import DateTimeField, Model, Q, QuerySet
from django.utils import timezone

from regulars.insights.customer.happened import Span
from regulars.language import Day, Message
from regulars.web.accounts.access import UnitScope, scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.people.models import Customer

# Days beyond them cannot be said as an instant of every zone.
FIRST, LAST = date(2, 1, 1), date(9998, 12, 31)


@dataclass(frozen=True)
class Reader:
    """Who reads about whom. ``scope``: where they may see customers. ``memo``: what sources have read already."""

    user: Any
    customer: Customer
    scope: UnitScope
    memo: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, user: Any, customer: Customer) -> Reader:
        """Somebody who has the customer in sight already."""
        return cls(user, customer, scope_of(user, Permission.SEE_CUSTOMERS))

    def within(self, permission: Permission) -> UnitScope:
        """Where they hold another permission as well as that of seeing customers."""
        other = scope_of(self.user, permission)
        if self.scope.unit_ids is None or other.unit_ids is None:
            return other if self.scope.unit_ids is None else self.scope
        return UnitScope(self.scope.unit_ids & other.unit_ids, (self.scope.codes or set()) & (other.codes or set()))


@dataclass(frozen=True)
class Happened:
    """One entry. ``moment`` and ``ref`` are its place; ``at`` is what is shown, a day where the hour is not known.

    ``said``: the customer's own words, each with what was asked. ``url``: where the thing itself stands, for those who
    may go there.
    """

    moment: datetime
    ref: Any
    at: datetime | Day
    what: Message | str
    where: str = ""
    details: str = ""
    said: tuple[tuple[str, str], ...] = ()
    mark: str = ""
    url: str = ""


Fetch = Callable[[Reader, Span], Sequence[Happened]]
Count = Callable[[Reader, Span], "int | QuerySet[Any]"]


@dataclass(frozen=True)
class Source:
    """One of them. ``kind``: the chip it belongs to; several may share one. ``ref``: reads a place from an address.

    ``count`` gives a number, or rows that are then counted together with those of all others.
    """

    key: str
    kind: str
    label: Message
    fetch: Fetch
    count: Count
    ref: Callable[[str], Any] = int
    needs: Permission | None = None


SOURCES: dict[str, Source] = {}


def source(
    kind: str,
    label: Message,
    fetch: Fetch,
    count: Count,
    *,
    key: str = "",
    ref: Callable[[str], Any] = int,
    needs: Permission | None = None,
) -> None:
    """Add a source; called by an app's ``ready``. The first one of a kind names it."""
    name = key or kind
    SOURCES[name] = Source(name, kind, label, fetch, count, ref, needs)


def kinds() -> dict[str, Message]:
    """What the entries can be filtered by."""
    found: dict[str, Message] = {}
    for one in SOURCES.values():
        found.setdefault(one.kind, one.label)
    return found


@dataclass(frozen=True)
class Rows:
    """A source that is a table: its rows of a customer, by a column that says when.

    ``entry`` makes the rest of an entry of a row: the arguments of ``Happened`` besides its place and its time.
    """

    rows: Callable[[Reader], QuerySet[Any]]
    column: str
    entry: Callable[[Any, Reader], dict[str, Any]]

    def fetch(self, reader: Reader, span: Span) -> list[Happened]:
        """The rows of a span."""
        rows = self._within(self.rows(reader), span)
        if span.moment is not None:
            rows = rows.filter(self._beyond(rows.model, span))
        sign = "" if span.later else "-"
        found = rows.order_by(f"{sign}{self.column}", f"{sign}pk")[: span.limit]
        return [self._happened(row, reader) for row in found]

    def count(self, reader: Reader, span: Span) -> QuerySet[Any]:
        """Those that are counted."""
        return self._within(self.rows(reader), span).order_by()

    def _happened(self, row: Any, reader: Reader) -> Happened:
        value = getattr(row, self.column)
        at = value if isinstance(value, datetime) else Day(value)
        return Happened(moment=instant(value), ref=row.pk, at=at, **self.entry(row, reader))

    def _within(self, rows: QuerySet[Any], span: Span) -> QuerySet[Any]:
        hours = _has_hours(rows.model, self.column)
        if span.since:
            since = max(span.since, FIRST)
            rows = rows.filter(**{f"{self.column}__gte": _midnight(since) if hours else since})
        if span.until:
            after = min(span.until, LAST) + timedelta(days=1)
            rows = rows.filter(**{f"{self.column}__lt": _midnight(after) if hours else after})
        return rows

    def _beyond(self, model: type[Model], span: Span) -> Q:
        """Strictly beyond the place; of the same moment, what its ``ref`` says."""
        sign, moment = "gt" if span.later else "lt", span.moment
        assert moment is not None  # noqa: S101  asked by the caller
        value: Any = moment
        if not _has_hours(model, self.column):
            value = moment.astimezone(UTC).date()
            if moment != instant(value):  # a day begins at midnight: this one lies before the moment
                return Q(**{f"{self.column}__{sign if span.later else 'lte'}": value})
        found = Q(**{f"{self.column}__{sign}": value})
        if span.equal:
            return found | Q(**{self.column: value})
        return found | Q(**{self.column: value, f"pk__{sign}": span.ref}) if span.ref is not None else found


def table(
    kind: str,
    label: Message,
    rows: Callable[[Reader], QuerySet[Any]],
    column: str,
    entry: Callable[[Any, Reader], dict[str, Any]],
    *,
    key: str = "",
    needs: Permission | None = None,
) -> None:
    """Add a source that is a table."""
    of = Rows(rows, column, entry)
    source(kind, label, of.fetch, of.count, key=key, needs=needs)


def instant(value: date | datetime) -> datetime:
    """Where something stands: a day without an hour at its midnight, as in the facts."""
    return value if isinstance(value, datetime) else datetime.combine(value, time(), UTC)


def _midnight(day: date) -> datetime:
    """The first instant of a day, where the reader is."""
    return timezone.make_aware(datetime.combine(day, time()))


def _has_hours(model: type[Model], column: str) -> bool:
    return isinstance(model._meta.get_field(column), DateTimeField)
