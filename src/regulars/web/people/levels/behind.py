"""Cases, customers and talks behind a row of what was promised and kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import nlargest
from typing import Any

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from regulars.insights.programme.service_levels import ANSWERS, CARE, COMPLAINTS, WAYS
from regulars.language import Day, Message, message, plural
from regulars.web.people.levels.counting import (
    Asked,
    contacts,
    managers,
    movers_of,
    promised_cases,
    standing,
    talks,
    told,
    way_values,
)
from regulars.web.people.levels.due import level_of
from regulars.web.people.levels.models import Former
from regulars.web.people.models import Contact
from regulars.web.people.models import Way as Told
from regulars.web.words import say

CASES = (COMPLAINTS, ANSWERS)
CUT = 2_000  # so many are leafed through
NOT_KEPT, WAITS, KEPT = range(3)
STATES: dict[int, tuple[Message, str]] = {
    NOT_KEPT: (message("not kept"), "err"),
    WAITS: (message("still in time"), ""),
    KEPT: (message("kept"), "ok"),
}


@dataclass(frozen=True)
class Line:
    """One of them: what it is, where it stands, what is told of it."""

    name: str
    url: str
    said: str
    place: str
    state: Message
    label: str


def rows_of(asked: Asked, promise: str, level: str) -> Any:
    """What was not kept first."""
    if promise in CASES:
        states = told()
        rows = promised_cases(asked, complaint=promise == COMPLAINTS, level=level)
        state = _state(states["kept"], states["waiting"])
        return rows.annotate(told=state).select_related("case__unit").order_by("told", "-case__opened")
    matrix = asked.version.matrix
    if promise == CARE:
        return _customers(asked, level)
    rows = talks(asked).filter(level=level).select_related("customer", "by")
    if promise == WAYS:
        return rows.annotate(told=_state(Q(way__in=way_values(matrix[level])))).order_by("told", "-day", "-pk")
    rows = rows.filter(way=Told.PHONE)
    return rows.annotate(told=_state(Q(by__in=managers()))).order_by("told", "-day", "-pk")


def _state(kept: Q, waits: Q | None = None) -> Case:
    whens = [When(kept, then=Value(KEPT))] + ([When(waits, then=Value(WAITS))] if waits is not None else [])
    return Case(*whens, default=Value(NOT_KEPT), output_field=IntegerField())


def _customers(asked: Asked, level: str) -> Any:
    """Who heard less often than they were promised, who is worth most first: read in order, soon enough for a page."""
    mine = Contact.objects.filter(
        customer=OuterRef("customer_id"), day__gte=asked.care_from, day__lte=asked.filters.today
    )
    counted = mine.order_by().values("customer").annotate(n=Count("pk")).values("n")
    within = Former.objects.filter(customer=OuterRef("customer_id"), until__gte=asked.care_from)
    moved = _moved(asked, level)
    rows = standing(asked).annotate(level=level_of(), many=Coalesce(Subquery(counted), 0), told=Value(NOT_KEPT))
    stayed = Q(~Exists(within), level=level, many__lt=asked.needed(asked.version.level(level)))
    rows = rows.filter(stayed | Q(customer__in=list(moved))).annotate(needed=_needed(moved))
    return rows.select_related("customer").order_by(F("value").desc(nulls_last=True), "customer_id")


def _moved(asked: Asked, level: str) -> dict[int, int]:
    """Who changed level and heard less often than promised, worth most first as far as anybody leafs: how often."""
    movers = [one for one in movers_of(asked) if one.level == level and one.needed]
    if not movers or not asked.needed(asked.version.level(level)):
        return {}
    moves = Former.objects.filter(until__gte=asked.care_from)
    rows = contacts(asked).filter(customer__in=moves.values("customer")).order_by().values("customer")
    heard = dict(rows.annotate(n=Count("pk")).values_list("customer", "n"))
    short = [one for one in movers if heard.get(one.customer, 0) < one.needed]
    return {one.customer: one.needed for one in nlargest(CUT, short, key=lambda one: one.value)}


def _needed(moved: Mapping[int, int]) -> Case:
    """What was promised to those who changed level; None to the others."""
    by_number: dict[int, list[int]] = {}
    for customer, number in moved.items():
        by_number.setdefault(number, []).append(customer)
    whens = [When(customer__in=some, then=Value(number)) for number, some in by_number.items()]
    return Case(*whens, default=Value(None), output_field=IntegerField())


def lines(page: Iterable[Any], promise: str) -> list[Line]:
    """A page of them."""
    make = _of_case if promise in CASES else _of_customer if promise == CARE else _of_talk
    return [make(row) for row in page]


def _of_case(row: Any) -> Line:
    case = row.case
    due = message("opened {opened}, first answer due {due}", opened=case.opened, due=row.due)
    came = message("answered {answered}", answered=row.answered) if row.answered else message("not answered yet")
    name = f"{case.pk} {case.title}".strip()
    return _line(row, name, reverse("cases:case", args=[case.public_id]), (due, came),
                 case.unit.shown_name if case.unit else "")  # fmt: skip


def _of_customer(row: Any) -> Line:
    heard = plural("{count} contact in these days", "{count} contacts in these days", row.many)
    url = reverse("people:talks", args=[row.customer.public_id]) + "#contact"
    said = [heard]
    if row.needed is not None:
        said.append(plural("changed level: {count} was promised", "changed level: {count} were promised", row.needed))
    return _line(row, row.customer.shown_name, url, said, "")


def _of_talk(row: Any) -> Line:
    way = message("in person") if row.way == Told.ALL else Told(row.way).said
    url = reverse("people:talks", args=[row.customer.public_id]) + "#contact"
    return _line(row, row.customer.shown_name, url, (way, Day(row.day)), row.by.shown_name if row.by else "")


def _line(row: Any, name: str, url: str, said: Iterable[Any], place: str) -> Line:
    state, label = STATES[row.told]
    return Line(name, url, " · ".join(map(say, said)), place, state, label)
