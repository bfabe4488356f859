"""What customers want, for the card of one and for the page of what changed lately."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from regulars.language import Day, Message, message
from regulars.web.accounts.access import UnitScope
from regulars.web.people.models import Customer
from regulars.web.people.promises.models import Expectation, Fact, Outcome, Promise, today

LATELY = timedelta(days=90)
SOON = timedelta(days=14)


@dataclass(frozen=True)
class Wish:
    """An expectation as a page shows it; ``before``: what was known of the topic before, where that is told."""

    row: Expectation
    before: Expectation | None = None
    promised: bool = False
    arrives: date | None = None

    @property
    def since(self) -> Day:
        """From when."""
        return Day(self.row.since)

    @property
    def until(self) -> Day | None:
        """The last day."""
        return Day(self.row.until) if self.row.until else None

    @property
    def known(self) -> Message:
        """How sure one may be."""
        return message("they said so") if self.row.stated else message("we think so")

    @property
    def fact(self) -> Message | None:
        """Of which kind the evidence is."""
        return Fact(self.row.fact).said if self.row.fact else None

    @property
    def arriving(self) -> Day | None:
        """When they come, where that is soon."""
        return Day(self.arrives) if self.arrives else None


@dataclass(frozen=True)
class Expected:
    """The card: what holds, and the latest of what did."""

    wishes: list[Wish]
    former: list[Wish]


def expected_by(customer: Customer) -> Expected:
    """What one customer wants."""
    rows = list(customer.expectations.all())
    former = [one for one in rows if one.until is not None]
    holding = [Wish(one, _first_before(one, former)) for one in rows if one.until is None]
    return Expected(holding, [Wish(one) for one in sorted(former, key=lambda one: one.pk, reverse=True)[:10]])


def topics() -> list[str]:
    """Topics in use, so that the same thing is called the same."""
    return list(Expectation.objects.order_by("topic").values_list("topic", flat=True).distinct()[:50])


def changed_lately(scope: UnitScope) -> Any:
    """Noted, changed or ended in the last weeks; what another one followed is not told twice."""
    later = Expectation.objects.filter(customer=OuterRef("customer"), topic=OuterRef("topic"), pk__gt=OuterRef("pk"))
    rows = Expectation.objects.within(scope).filter(changed__gte=timezone.now() - LATELY).exclude(Exists(later))
    return rows.select_related("customer", "by").order_by("-changed", "-pk")


def urgent(rows: Any) -> Any:
    """Changes that somebody works against already: a promise is open, or they come soon."""
    return rows.filter(changes() & (Q(Exists(_open())) | Q(Exists(_arriving()))))


def changes() -> Q:
    """What is no first note: it ended, or took the place of something."""
    former = Expectation.objects.filter(customer=OuterRef("customer"), topic=OuterRef("topic"), pk__lt=OuterRef("pk"))
    return Q(until__isnull=False) | Q(Exists(former))


def with_before(rows: list[Expectation]) -> list[Wish]:
    """Each with what was known of the topic before, and with what it touches."""
    customers = {row.customer_id for row in rows}
    found: dict[tuple[int, str], list[Expectation]] = {}
    for one in Expectation.objects.filter(customer__in=customers, until__isnull=False).order_by("-pk"):
        found.setdefault((one.customer_id, one.topic), []).append(one)
    promised = set(Promise.objects.open().filter(customer__in=customers).values_list("customer_id", flat=True))
    soon = _soon().filter(customer__in=customers)
    arrives = dict(soon.order_by("-on").values_list("customer_id", "on"))  # the first day stays
    return [
        Wish(
            row,
            _first_before(row, found.get((row.customer_id, row.topic), [])),
            row.customer_id in promised,
            arrives.get(row.customer_id),
        )
        for row in rows
    ]


def _first_before(row: Expectation, former: list[Expectation]) -> Expectation | None:
    same = [one for one in former if one.topic == row.topic and one.pk < row.pk]
    return max(same, key=lambda one: one.pk, default=None)


def _open() -> Any:
    return Promise.objects.filter(customer=OuterRef("customer"), outcome=Outcome.OPEN)


def _arriving() -> Any:
    return _soon().filter(customer=OuterRef("customer"))


def _soon() -> Any:
    from regulars.web.people.cards.models import Arrival

    return Arrival.objects.filter(on__gte=today(), on__lte=today() + SOON)
