"""Cases, promises and calls of somebody's day."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.urls import reverse

from regulars.language import Day, Message, message, plural
from regulars.web.accounts.roles import Permission
from regulars.web.cases.clocks import Calendars
from regulars.web.cases.models import Case
from regulars.web.cases.panels import address_of
from regulars.web.cases.queries import end_of_day
from regulars.web.cases.shown import length
from regulars.web.cases.today import AskedDay, Row, part
from regulars.web.company.business import open_between
from regulars.web.people.panels import address_of as customer_page
from regulars.web.people.promises.models import Promise, today
from regulars.web.research.events.models import Call
from regulars.web.words import say


def mine(asked: AskedDay) -> Any:
    """The cases that somebody owns, as far as they may still see them."""
    return Case.objects.visible_to(asked.user, Permission.SEE_CASES).filter(owner=asked.user)


def _late(asked: AskedDay) -> Any:
    return mine(asked).overdue(asked.now)


def _due(asked: AskedDay) -> Any:
    return mine(asked).filter(next_due__gte=asked.now, next_due__lt=end_of_day(asked.now))


def _rows(cases: Any, asked: AskedDay) -> Iterable[Row]:
    calendars = Calendars()
    for one in cases.with_people().order_by("next_due", "-priority", "pk")[: asked.most]:
        late, calendar = one.late(asked.now), calendars.of(one.unit)
        span = open_between(calendar, *((one.next_due, asked.now) if late else (asked.now, one.next_due)))
        words = message("{time} late", time=length(span)) if late else message("{time} left", time=length(span))
        about = " · ".join(text for text in (one.unit.shown_name if one.unit else "", say(one.state_words)) if text)
        yield Row(f"{one.pk} {one.title}", address_of(one), about, words, late)


def _promises(asked: AskedDay) -> Any:
    rows = Promise.objects.visible_to(asked.user, Permission.SEE_CUSTOMERS)
    return rows.open().filter(owner=asked.user, due__lte=today())


def _promised(asked: AskedDay) -> Iterable[Row]:
    day = today()
    for one in _promises(asked).select_related("customer").order_by("due", "pk")[: asked.most]:
        late = one.due < day
        words = message("since {day}", day=Day(one.due)) if late else message("today")
        yield Row(one.what, customer_page(one.customer, "promises"), one.customer.shown_name, words, late)


def _calls(asked: AskedDay) -> Any:
    return Call.objects.visible_to(asked.user, Permission.ENTER_RESPONSES).now(asked.now)


def _to_call(asked: AskedDay) -> Iterable[Row]:
    count = _calls(asked).count()
    if count:
        words = say(plural("{count} call can be made now", "{count} calls can be made now", count))
        yield Row(words, reverse("events:calls"))


def _part(key: str, label: Message, cases: Callable[[AskedDay], Any], *, late: bool = False, rank: int) -> None:
    part(key, label, lambda asked: _rows(cases(asked), asked), lambda asked: cases(asked).count(), late=late, rank=rank)


_part("late", message("Late"), _late, late=True, rank=0)
_part("due", message("Due today"), _due, rank=10)
part("promises", message("Promises due"), _promised, lambda asked: _promises(asked).count(), rank=20)
part("calls", message("Calls to make"), _to_call, lambda asked: _calls(asked).count(), rank=30)
