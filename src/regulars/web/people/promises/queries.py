"""What the pages of promises show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from regulars.language import Day, Estimate, Kind, Message, Missing, message, plural
from regulars.methods import ShareInterval, share_interval
from regulars.web.people.models import Customer
from regulars.web.people.promises.models import Outcome, Promise, PromiseQuerySet

YEAR = timedelta(days=365)
LEAST = ShareInterval.minimum_n  # fewer are counted, not rated
SHOWN: dict[str, Message] = {
    "open": message("Open promises"),
    "overdue": message("Overdue promises"),
    "settled": message("Settled promises"),
}


@dataclass(frozen=True)
class Line:
    """A promise as a page shows it."""

    one: Promise
    today: date

    @property
    def state(self) -> Message:
        """What became of it, and whether in time."""
        if self.one.outcome == Outcome.OPEN:
            days = (self.one.due - self.today).days
            if days < 0:
                return plural("{count} day overdue", "{count} days overdue", -days)
            return plural("{count} day left", "{count} days left", days) if days else message("due today")
        if self.one.outcome == Outcome.KEPT and self.one.late(self.today):
            return plural("kept {count} day late", "kept {count} days late", (self.one.settled_on - self.one.due).days)
        return Outcome(self.one.outcome).said

    @property
    def label(self) -> str:
        """How the page marks it."""
        if self.one.outcome == Outcome.BROKEN or (self.one.outcome == Outcome.OPEN and self.one.late(self.today)):
            return "err"
        return "warn" if self.one.late(self.today) else "ok" if self.one.outcome == Outcome.KEPT else ""

    @property
    def due(self) -> Day:
        """For when it was given."""
        return Day(self.one.due)


def found(rows: PromiseQuerySet, *, which: str, owner: Any, today: date) -> PromiseQuerySet:
    """Those of a filter, the most urgent first; settled ones latest first."""
    if owner is not None:
        rows = rows.filter(owner=owner)
    rows = rows.select_related("customer__score", "owner")
    if which == "settled":
        return rows.exclude(outcome=Outcome.OPEN).order_by("-settled_on", "-pk")
    return (rows.overdue(today) if which == "overdue" else rows.open()).order_by("due", "pk")


def headline(rows: PromiseQuerySet, today: date) -> Message:
    """What needs somebody; else how well words are kept."""
    if late := rows.overdue(today).count():
        return plural("{count} promise is overdue.", "{count} promises are overdue.", late)
    if due := rows.open().filter(due=today).count():
        return plural("{count} promise is due today.", "{count} promises are due today.", due)
    if left := rows.open().count():
        return plural("{count} promise is open, none overdue.", "{count} promises are open, none overdue.", left)
    return message("No promise is open.")


def kept_in_time(rows: PromiseQuerySet, today: date) -> Estimate | Missing:
    """The share of promises of the last year that were kept in time, of those that were due or settled.

    Neither open ones whose day is still to come nor those that the customer no longer wanted are counted.
    """
    decided = rows.decided(today).filter(due__gt=today - YEAR)
    n = decided.count()
    if n < LEAST:
        return Missing(
            plural("too few to judge: {count} promise was due", "too few to judge: {count} promises were due", n)
        )
    share = share_interval(decided.in_time().count(), n)
    return Estimate(share.share, share.low, share.high, kind=Kind.SHARE, digits=0)


def decided(rows: PromiseQuerySet, today: date) -> int:
    """How many promises of the last year the share is of."""
    return rows.decided(today).filter(due__gt=today - YEAR).count()


@dataclass(frozen=True)
class Promised:
    """The card of promises: those that are open, and the latest of the others."""

    promises: list[Line]
    settled: list[Line]


def promised_to(customer: Customer, today: date) -> Promised:
    """What one customer was promised."""
    lines = [Line(one, today) for one in customer.promises.select_related("owner").order_by("due", "pk")]
    return Promised(
        [one for one in lines if one.one.outcome == Outcome.OPEN],
        [one for one in reversed(lines) if one.one.outcome != Outcome.OPEN][:10],
    )
