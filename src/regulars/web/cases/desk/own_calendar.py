"""Clocks of cases, their rests, promises and calls, by the day."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from regulars.language import message, plural
from regulars.web.accounts.roles import Permission
from regulars.web.cases.dates import MOST, Item, Span, source
from regulars.web.cases.models import Case, Pause
from regulars.web.cases.panels import address_of
from regulars.web.people.panels import address_of as customer_page
from regulars.web.people.promises.models import Promise, today
from regulars.web.research.events.models import Call
from regulars.web.words import say


def clocks(span: Span) -> Iterable[Item]:
    """When the next clock of a case runs out."""
    rows = Case.objects.visible_to(span.user, Permission.SEE_CASES)
    rows = rows.filter(next_due__gte=span.begins, next_due__lt=span.ends)
    if span.mine:
        rows = rows.filter(owner=span.user)
    now = timezone.now()
    for one in rows.order_by("next_due", "pk")[:MOST]:
        due = timezone.localtime(one.next_due)
        yield Item(due.date(), f"{one.pk} {one.title}", address_of(one), message("case due"), due, one.late(now))


def rests(span: Span) -> Iterable[Item]:
    """When a case comes back."""
    seen = Case.objects.visible_to(span.user, Permission.SEE_CASES)
    if span.mine:
        seen = seen.filter(owner=span.user)
    rows = Pause.objects.filter(until=None, back__gte=span.first, back__lte=span.last, case__in=seen)
    for one in rows.select_related("case").order_by("back", "pk")[:MOST]:
        yield Item(one.back, f"{one.case_id} {one.case.title}", address_of(one.case), message("case comes back"))


def promises(span: Span) -> Iterable[Item]:
    """For when somebody gave their word."""
    rows = Promise.objects.visible_to(span.user, Permission.SEE_CUSTOMERS).open()
    rows = rows.filter(due__gte=span.first, due__lte=span.last)
    if span.mine:
        rows = rows.filter(owner=span.user)
    day = today()
    for one in rows.select_related("customer").order_by("due", "pk")[:MOST]:
        url = customer_page(one.customer, "promises")
        yield Item(one.due, one.what, url, message("promise"), late=one.late(day))


def calls(span: Span) -> Iterable[Item]:
    """Calls that are to be tried again, as one line for each day: they belong to whoever is on the telephone."""
    if span.mine:
        return
    rows = Call.objects.visible_to(span.user, Permission.ENTER_RESPONSES).open()
    rows = rows.filter(not_before__gte=span.begins, not_before__lt=span.ends)
    days: dict[object, int] = {}
    for at in rows.values_list("not_before", flat=True)[: 10 * MOST]:
        day = timezone.localtime(at).date()
        days[day] = days.get(day, 0) + 1
    for day, count in days.items():
        words = say(plural("{count} call to make", "{count} calls to make", count))
        yield Item(day, words, reverse("events:calls"), message("calls"))


for _name, _find in (("clocks", clocks), ("rests", rests), ("promises", promises), ("calls", calls)):
    source(_name, _find)
