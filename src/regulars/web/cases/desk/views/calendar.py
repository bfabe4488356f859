"""Promises, clocks and calls by the day."""

from __future__ import annotations

from calendar import Calendar
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from regulars.language import Day
from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.cases.dates import MOST, SOURCES, Item, Span

SHOWN = 4  # of a day in a month; a week shows all


@dataclass
class Box:
    """One day. ``out``: it belongs to another month."""

    day: date
    today: bool
    out: bool
    items: list[Item] = field(default_factory=list)

    @property
    def name(self) -> Day:
        """As a date in words."""
        return Day(self.day)


@needs(Permission.SEE_CASES)
def calendar(request: HttpRequest) -> HttpResponse:
    """A month, or one week of it."""
    today = timezone.localdate()
    week = _day(request.GET.get("week", ""))
    month = None if week else _day(f"{request.GET.get('month', '')}-01") or today.replace(day=1)
    if week or month is None:
        monday = (week or today) - timedelta(days=(week or today).weekday())
        weeks = [[monday + timedelta(days=number) for number in range(7)]]
    else:
        weeks = Calendar().monthdatescalendar(month.year, month.month)
    first, last = weeks[0][0], weeks[-1][-1]
    boxes = {
        one: Box(one, one == today, month is not None and one.month != month.month) for some in weeks for one in some
    }
    mine = request.GET.get("whose", "mine") != "all"
    cut = False
    for find in SOURCES.values():
        found = list(find(Span(request, first, last, mine)))
        cut = cut or len(found) >= MOST
        for item in found:
            if item.day in boxes:
                boxes[item.day].items.append(item)
    for box in boxes.values():
        box.items.sort(key=lambda one: (one.at is None, one.at.timestamp() if one.at else 0, one.title))
    count = sum(len(box.items) for box in boxes.values())
    context = {
        "weeks": [[boxes[one] for one in some] for some in weeks],
        "names": weeks[0],
        "month": month,
        "week": week,
        "before": _near(month, -1) if month else first - timedelta(days=7),
        "after": _near(month, 1) if month else first + timedelta(days=7),
        "first": Day(first),
        "last": Day(last),
        "mine": mine,
        "count": count,
        "cut": cut,
        "today": today,
        "shown": SHOWN if month else 100,
    }
    return render(request, "desk/calendar.html", context)


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2100 else None


def _near(month: date, step: int) -> date:
    """The first day of the month before or after."""
    return (month - timedelta(days=1)).replace(day=1) if step < 0 else (month + timedelta(days=32)).replace(day=1)
