"""What waits: cases, the most urgent first; low answers that nobody has taken up; promises."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from regulars.language import NO_CURRENCY, Message, Money, message
from regulars.web.accounts.access import UnitScope, scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.cases.clocks import Calendars
from regulars.web.cases.models import Case
from regulars.web.cases.panels import address_of
from regulars.web.cases.queries import end_of_day
from regulars.web.cases.shown import length
from regulars.web.cases.states import OURS
from regulars.web.cases.today import PARTS, AskedDay
from regulars.web.company.business import open_between
from regulars.web.company.models import Company
from regulars.web.people.panels import address_of as customer_page
from regulars.web.people.promises.models import Promise
from regulars.web.people.promises.models import today as company_day
from regulars.web.people.promises.queries import Line as Promised
from regulars.web.research.inbox.filters import single
from regulars.web.research.models import Response

MOST, FEW = 5, 3
LOW, WEEK = 50, timedelta(days=7)  # LOW: as the inbox parts its scores
SHORT = 160


@dataclass(frozen=True)
class Line:
    """One who is unhappy: who, what is bad, in whose words, and what is to be done."""

    title: str
    url: str
    bad: Message | None = None
    words: str = ""
    about: tuple[Any, ...] = ()
    due: Message | None = None
    late: bool = False
    step: Message = field(default_factory=lambda: message("Open case"))


@dataclass(frozen=True)
class Waiting:
    """Cases in sight: so many are late, due today, open; the lines of the first."""

    late: int
    today: int
    open: int
    lines: tuple[Line, ...]


def cases(user: Any, now: datetime) -> Waiting:
    """The cases that the company is to do something about, those that are late first."""
    rows = Case.objects.visible_to(user, Permission.SEE_CASES).filter(state__in=OURS)
    late, today = Q(next_due__lt=now), Q(next_due__gte=now, next_due__lt=end_of_day(now))
    counts = rows.order_by().aggregate(
        open=Count("pk"), late=Count("pk", filter=late), today=Count("pk", filter=today)
    )  # fmt: skip
    calendars, currency = Calendars(), Company.current().currency or NO_CURRENCY
    sees = scope_of(user, Permission.SEE_CUSTOMERS)
    first = ExpressionWrapper(late, output_field=BooleanField())
    urgent = (
        rows.filter(late | today).with_people().alias(first=first).order_by("-first", "-priority", "next_due", "pk")
    )
    lines = tuple(_case(one, now, calendars, currency, sees) for one in urgent[:MOST])
    return Waiting(counts["late"], counts["today"], counts["open"], lines)


def _case(one: Case, now: datetime, calendars: Calendars, currency: str, sees: UnitScope) -> Line:
    late, calendar = one.late(now), calendars.of(one.unit)
    span = open_between(calendar, *((one.next_due, now) if late else (now, one.next_due)))
    known = sees.whole or one.unit_id in (sees.unit_ids or ())
    worth = one.worth if known else None
    return Line(
        title=" · ".join(text for text in (str(one.pk), one.title) if text),
        url=address_of(one),
        bad=one.severity_words,
        words=_short(one.words),
        about=tuple(
            about for about in (
                one.who if known else "", one.unit.shown_name if one.unit else "",
                None if worth is None else message("worth {amount}", amount=Money(worth, currency, 0)),
            ) if about
        ),
        due=message("{time} late", time=length(span)) if late else message("{time} left", time=length(span)),
        late=late,
    )  # fmt: skip


def _short(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= SHORT else f"{flat[:SHORT].rstrip()}…"


@dataclass(frozen=True)
class Unheard:
    """Low answers of the last week without a case: how many, the lowest, and where all stand."""

    count: int
    lines: tuple[Line, ...]
    url: str


def answers(user: Any, now: datetime) -> Unheard:
    """The lowest first; only where single answers may be read."""
    first = timezone.localdate(now) - WEEK
    rows = low(user).filter(day__gte=first, at__gt=now - WEEK, hidden_at=None)
    rows = rows.filter(~Exists(Case.objects.filter(response=OuterRef("pk"))))
    named = scope_of(user, Permission.SEE_CUSTOMERS)
    shown = rows.select_related("customer", "unit", "study__questionnaire").order_by("score", "-at", "-pk")[:FEW]
    url = f"{reverse('inbox:responses')}?{urlencode({'score': 'low', 'order': 'low', 'since': first.isoformat()})}"
    return Unheard(rows.order_by().count(), tuple(_answer(one, named) for one in shown), url)


def low(user: Any) -> Any:
    """Low answers in sight that count."""
    rows = single(Response.objects.visible_to(user, Permission.SEE_RESPONSES)).counted()
    return rows.filter(score__lt=LOW)


def _answer(one: Response, named: UnitScope) -> Line:
    known = one.customer is not None and (named.whole or one.unit_id in (named.unit_ids or ()))
    about = (one.unit.shown_name if one.unit else "", one.study.shown_title)
    return Line(
        title=one.customer.shown_name if known and one.customer else "",
        url=reverse("inbox:response", args=[one.public_id]),
        bad=message("{score} of 100", score=str(one.score)),
        about=tuple(text for text in about if text),
        step=message("Read it"),
    )


@dataclass(frozen=True)
class Promises:
    """Open promises in sight: so many late, due today, open; the most urgent."""

    late: int
    today: int
    open: int
    lines: tuple[tuple[Promised, str], ...]


def promises(user: Any) -> Promises:
    """Of the customers in sight."""
    day: date = company_day()
    rows = Promise.objects.visible_to(user, Permission.SEE_CUSTOMERS).open()
    counts = rows.order_by().aggregate(
        open=Count("pk"), late=Count("pk", filter=Q(due__lt=day)), today=Count("pk", filter=Q(due=day))
    )
    shown = rows.select_related("customer", "owner").order_by("due", "pk")[:MOST]
    lines = tuple((Promised(one, day), customer_page(one.customer, "promises")) for one in shown)
    return Promises(counts["late"], counts["today"], counts["open"], lines)


def mine(request: HttpRequest) -> Iterator[tuple[Message, int, bool, str]]:
    """What one has to do oneself, part by part, as the page of one's own day has it."""
    asked = AskedDay(request)
    for one in sorted(PARTS.values(), key=lambda part: part.rank):
        count = one.count(asked)
        if count:
            yield one.label, count, one.late, f"{reverse('desk:day')}#{one.key}"
