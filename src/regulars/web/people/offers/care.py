"""Whom to think of this week: occasions from a file, without those whom the company reached lately or who said no."""

from __future__ import annotations

from calendar import isleap
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Value

from regulars.language import Day, Message, Text, message, plural
from regulars.web.accounts.access import UnitScope
from regulars.web.accounts.models import User
from regulars.web.audit import Event, record
from regulars.web.people import consents, quiet
from regulars.web.people.actions.notes import note_contact
from regulars.web.people.levels.following import followed_on
from regulars.web.people.models import Contact, Customer, CustomerScore, Purpose, Way
from regulars.web.people.models.customer import known_at
from regulars.web.people.offers.content import Occasion, When, occasions
from regulars.web.people.offers.errors import OfferError
from regulars.web.people.offers.models import CareDone, Done
from regulars.web.people.promises.models import today
from regulars.web.people.segments import of_scores
from regulars.web.words import say

WEEK = timedelta(days=7)
MOST = 50  # of an occasion; who is worth most stands first
YEARS = 60  # nobody's first purchase lies further back
WAYS = (Way.PHONE, Way.EMAIL, Way.SMS)


@dataclass(frozen=True)
class Line:
    """One customer on one occasion. ``ways``: by what they may be reached; none is in person only.

    ``unsold``: why nothing may be sold to them when they are talked to.
    """

    customer: Customer
    occasion: Occasion
    due: date
    ways: list[Way]
    years: int = 0
    unsold: Message | None = None

    @property
    def day(self) -> Day:
        """For the page."""
        return Day(self.due)

    @property
    def name(self) -> Text:
        """Of the occasion."""
        return self.occasion.name

    @property
    def since(self) -> Message | None:
        """How many years."""
        return plural("{count} year", "{count} years", self.years) if self.years else None


@dataclass(frozen=True)
class Settled:
    """What was done or skipped this week."""

    row: CareDone
    name: Text

    @property
    def outcome(self) -> Message:
        """In words."""
        return Done(self.row.outcome).said


@dataclass(frozen=True)
class Week:
    """``rested``: how many are not on the list because the company reached them lately; ``refused``: said no;
    ``spared``: to their service level no follow-up is promised.
    """

    lines: list[Line]
    settled: list[Settled]
    rested: int
    refused: int
    more: bool
    spared: int = 0


def week(scope: UnitScope, day: date) -> Week:
    """The seven days up to ``day`` and from it to the end of the week."""
    first = day - timedelta(days=day.weekday())
    found: list[Line] = []
    rested = refused = spared = 0
    more = False
    followed = followed_on(day)
    for one in occasions().values():
        rows = _worth_most(_due(one, first, scope))
        more, rows = more or len(rows) > MOST, rows[:MOST]
        meant = [row for row in rows if one.always or followed(row)]
        spared, rows = spared + len(rows) - len(meant), meant
        free = _rested(one, rows)
        rested += len(rows) - len(free)
        lines = _lines(one, free, first)
        refused += len(free) - len(lines)
        found += lines
    found.sort(key=lambda line: (line.due, line.customer.pk))
    return Week(found, _settled(scope, first), rested, refused, more, spared)


@transaction.atomic
def settle(*, customer: Customer, kind: str, due: date, outcome: Done, way: str, words: str, by: User) -> None:
    """It was done, which is a contact, or is not going to be. Raises ``OfferError`` where somebody was quicker."""
    contact = None
    row, fresh = CareDone.objects.get_or_create(
        customer=customer, kind=kind, due=due, defaults={"outcome": outcome, "by": by}
    )
    if not fresh:
        raise OfferError(message("Somebody did this already."))
    if outcome is Done.DONE:
        name = occasions()[kind].name
        contact = note_contact(customer=customer, way=way, words=words or say(name), day=today(), by=by)
        CareDone.objects.filter(pk=row.pk).update(contact=contact)
    record(Event.CARE_DONE if outcome is Done.DONE else Event.CARE_SKIPPED, target=customer, by=by, kind=kind)


@transaction.atomic
def undo(*, done: CareDone, by: User) -> None:
    """It was pressed by mistake: the contact goes as well."""
    Contact.objects.filter(pk=done.contact_id).delete()
    record(Event.CARE_UNDONE, target=done.customer, by=by, kind=done.kind)
    done.delete()


def _due(one: Occasion, first: date, scope: UnitScope) -> Any:
    """Scores of whom it is time to think of, without what is done."""
    days = [first + timedelta(days=ahead) for ahead in range(7)]
    rows = CustomerScore.objects.all()
    if one.when is When.ANNIVERSARY:
        rows = rows.filter(first_day__in=_years_before(days, _first_year()))
    else:
        ago = timedelta(days=one.days)
        rows = rows.filter(last_day__gte=days[0] - ago, last_day__lte=days[-1] - ago)
    if one.condition:
        rows = of_scores(rows, one.condition, scope=scope)
    if scope.unit_ids is not None:
        rows = rows.filter(known_at(scope.unit_ids, "customer_id"))  # of the few of a week, not of all of a unit
    done = CareDone.objects.filter(customer=OuterRef("customer_id"), kind=one.key, due__gte=days[0], due__lte=days[-1])
    return rows.filter(~Exists(done))


def _worth_most(rows: Any) -> list[CustomerScore]:
    """The first of them and one more. Chosen by their scores alone: names are read of those who are shown.

    They are few, and sorted: a database that reads everybody in the order of worth to find them reads the whole index.
    """
    order = F("value").desc(nulls_last=True), "customer_id"
    return list(CustomerScore.objects.filter(pk__in=_chosen(rows)).select_related("customer").order_by(*order))


def _chosen(rows: Any) -> Any:
    worth = (F("value") + Value(0.0)).desc(nulls_last=True)
    return rows.order_by(worth, "customer_id").values("pk")[: MOST + 1]


def _rested(one: Occasion, rows: list[CustomerScore]) -> list[CustomerScore]:
    """Whom the company did not write to or speak with in the days of rest; what they did themselves does not count."""
    last = quiet.reached([row.customer_id for row in rows])
    near = {pk for pk, contact in last.items() if (today() - contact.day).days < one.rest}
    return [row for row in rows if row.customer_id not in near]


def _lines(one: Occasion, rows: list[CustomerScore], first: date) -> list[Line]:
    """Without those who said no to every way."""
    pks = [row.customer_id for row in rows]
    said = consents.said(pks, Purpose.MARKETING, Way.ALL)
    refused = {way: consents.refused(pks, Purpose.MARKETING, way) for way in WAYS}
    held = consents.held_back(pks)
    found = []
    for row in rows:
        ways = [way for way in WAYS if row.customer_id not in refused[way] and _has(row.customer, way)]
        if ways or said.get(row.customer_id, True):
            found.append(replace(_line(one, row, first, ways), unsold=held.get(row.customer_id)))
    return found


def _line(one: Occasion, row: CustomerScore, first: date, ways: list[Way]) -> Line:
    if one.when is When.AFTER:
        return Line(row.customer, one, row.last_day + timedelta(days=one.days), ways)
    week = (first + timedelta(days=ahead) for ahead in range(7))
    due = next(day for day in week if _same_day(day, row.first_day))
    return Line(row.customer, one, due, ways, due.year - row.first_day.year)


def _first_year() -> int:
    days = (
        CustomerScore.objects.filter(first_day__isnull=False).order_by("first_day").values_list("first_day", flat=True)
    )
    first: date | None = days.first()
    return first.year if first else today().year


def _years_before(days: list[date], first: int) -> list[date]:
    """The same days of earlier years, written out: asked for month and day, SQLite calls Python for every customer."""
    return [
        day.replace(year=day.year - back)
        for day in days
        for back in range(1, min(YEARS, day.year - first + 1))
        if (day.month, day.day) != (2, 29) or isleap(day.year - back)
    ]


def _same_day(one: date, other: date) -> bool:
    return (one.month, one.day) == (other.month, other.day)


def _has(customer: Customer, way: Way) -> bool:
    """Whether there is an address for it."""
    return bool(customer.email if way is Way.EMAIL else customer.phone)


def _settled(scope: UnitScope, first: date) -> list[Settled]:
    rows: Any = CareDone.objects.filter(due__gte=first, due__lt=first + WEEK)
    if scope.unit_ids is not None:
        rows = rows.filter(known_at(scope.unit_ids, "customer_id"))
    rows, known = rows.select_related("customer", "by")[:MOST], occasions()
    return [Settled(row, known[row.kind].name) for row in rows if row.kind in known]
