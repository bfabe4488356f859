"""What the pages of people show, in few queries and plain values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from regulars.insights.customer.figures import predicted
from regulars.insights.customer.satisfaction import Mood, on_scale
from regulars.insights.scoring import Untold
from regulars.language import NO_CURRENCY, Day, Estimate, Kind, Message, Missing, Money, message, plural
from regulars.language import Count as Number
from regulars.methods.value.rfm import TITLES, Segment
from regulars.web.accounts.access import UnitScope
from regulars.web.people.forms import ListForm, unrated
from regulars.web.people.models import CustomerScore
from regulars.web.people.models.score import ScoreQuerySet, told_to
from regulars.web.people.search.finding import incomplete

SIZE = 50
MOST = 10_000  # a page beyond costs the database more each time, and nobody leafs that far: search finds sooner


@dataclass(frozen=True)
class Line:
    """One customer of the list, as values that know how to write themselves."""

    public_id: str
    name: str
    number: str
    organisation: bool
    rating: Message | Missing
    rating_day: Day | None
    mood: str
    value: Estimate | Missing
    alive: Estimate | Missing
    last_day: Day | Missing
    net: Money | Missing
    segment: Message | Missing


@dataclass(frozen=True)
class CustomerList:
    """The page of the list. ``as_of``: last day behind the scores; ``cut``: more than can be leafed through.

    ``more``: the words mean others beside; ``unfindable``: some customers are not in the index yet.
    """

    page: Page
    lines: list[Line]
    headline: Message
    as_of: Day | None
    cut: bool
    more: bool
    unfindable: bool


class _Counted(Paginator):
    """A paginator that is told the count, and ends where leafing makes no sense any more.

    A page is chosen by the columns of its order alone: a name is looked up for each that is shown, and not for the ten
    thousand before them.
    """

    def __init__(self, rows: ScoreQuerySet, total: int) -> None:
        super().__init__(rows, SIZE)
        self.__dict__["count"] = min(total, MOST)

    def page(self, number: Any) -> Page:
        """The rows in their order."""
        number = self.validate_number(number)
        first, last = (number - 1) * SIZE, min(number * SIZE, self.count)
        keys = list(self.object_list.values_list("pk", flat=True)[first:last]) if first < last else []
        rows = CustomerScore.objects.select_related("customer").in_bulk(keys)
        return self._get_page([rows[key] for key in keys if key in rows], number, self)


@dataclass(frozen=True)
class Seen:
    """How many there are, gave a rating, and were dissatisfied. ``more``: nobody counted on beyond ``MOST``."""

    total: int
    asked: int
    unhappy: int
    more: bool = False


def customer_list(form: ListForm, page: Any) -> CustomerList:
    """A few queries: one or three for the sentence, one for the page."""
    seen = _counted(form)
    shown = _Counted(form.ordered(), seen.total).get_page(page)
    rows = list(shown)
    days = [row.day for row in rows if row.day]
    return CustomerList(
        page=shown,
        lines=[line(row, form.scope) for row in rows],
        headline=headline(seen, form.scope),
        as_of=Day(max(days)) if days else None,
        cut=seen.total > MOST,
        more=form.hits is not None and form.hits.more,
        unfindable=form.hits is not None and incomplete(),
    )


def _counted(form: ListForm) -> Seen:
    """Who counts a million for one sentence keeps the reader waiting: all are counted by an index, some up to a limit.

    What each filter leaves may be anywhere in the table; the count stops where leafing does.
    """
    told, unhappy = told_to(form.scope), Q(mood=Mood.DISSATISFIED)
    if form.scope.whole and not form.used:
        everybody = CustomerScore.objects.all()
        return Seen(everybody.count(), everybody.filter(mood__gt="").count(), everybody.filter(unhappy).count())
    some = form.found().order_by()[: MOST + 1]
    found = some.aggregate(
        total=Count("pk"), asked=Count("pk", filter=told), unhappy=Count("pk", filter=told & unhappy)
    )
    return Seen(**found, more=found["total"] > MOST)


def headline(seen: Seen, scope: UnitScope) -> Message:
    """Satisfaction is what a list of customers is about."""
    if seen.more:
        return message("More than {most} customers.", most=Number(MOST))
    if not seen.asked and not scope.whole:
        return plural(
            "{count} customer; no last rating is about your units.",
            "{count} customers; no last rating is about your units.",
            seen.total,
        )
    if not seen.asked:
        return plural(
            "{count} customer; nobody has answered yet.", "{count} customers; nobody has answered yet.", seen.total
        )
    return plural(
        "{count} customer; {unhappy} of {asked} who answered were dissatisfied the last time.",
        "{count} customers; {unhappy} of {asked} who answered were dissatisfied the last time.",
        seen.total,
        unhappy=Number(seen.unhappy),
        asked=Number(seen.asked),
    )


def line(row: CustomerScore, scope: UnitScope) -> Line:
    """One row as the page says it; an empty cell is a word."""
    customer, none = row.customer, Missing(message("none"))
    currency, told = row.currency or NO_CURRENCY, row.is_told_to(scope)
    return Line(
        public_id=customer.public_id,
        name=customer.shown_name,
        number=customer.number if customer.name else "",
        organisation=customer.kind == "organisation",
        rating=on_scale(row.rating, row.rating_high) if told else Missing(unrated(scope)),
        rating_day=Day(row.rating_day) if told and row.rating_day else None,
        mood=row.mood if told else "",
        value=none if row.value is None else predicted(row.value, row.predicted_low, row.predicted_high, currency),
        alive=untold(row.alive_reason) if row.alive is None else Estimate(row.alive, kind=Kind.SHARE, digits=0),
        last_day=Day(row.last_day) if row.last_day else none,
        net=none if row.net is None else Money(row.net, currency, 0),
        segment=TITLES[Segment(row.segment)] if row.segment else none,
    )


def untold(reason: str) -> Missing:
    """Why nobody can say whether a customer still is one."""
    return Missing(Untold(reason).words if reason else message("not scored yet"))


def plain_rows(rows: Iterable[CustomerScore], *scopes: UnitScope) -> Iterator[list[Any]]:
    """The list as a file has it: figures as figures. A rating that one of the scopes may not know stays empty."""
    for row in rows:
        customer = row.customer
        rated = (row.rating, row.rating_high, row.rating_day) if row.is_told_to(*scopes) else (None, None, None)
        yield [
            customer.number, customer.name, customer.kind, customer.email, customer.phone, customer.language,
            *rated, row.value, row.predicted_low, row.predicted_high,
            row.alive, row.last_day, row.purchases, row.net, row.currency, row.segment, row.day,
        ]  # fmt: skip


HEADS = (
    message("Number"), message("Name"), message("Kind"), message("E-mail"), message("Telephone"), message("Language"),
    message("Last rating"), message("Rating out of"), message("Rated on"), message("Expected value"),
    message("Value from"), message("Value to"), message("Still a customer"), message("Last purchase"),
    message("Purchases"), message("Brought in"), message("Currency"), message("Segment"), message("As of"),
)  # fmt: skip
