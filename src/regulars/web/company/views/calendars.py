"""Business calendars."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from regulars.language import message
from regulars.web.company import actions
from regulars.web.company.forms.calendars import WEEKDAYS, CalendarForm
from regulars.web.company.hours import write_hours
from regulars.web.company.models import Calendar, Company
from regulars.web.company.views.guard import for_administrators
from regulars.web.words import say


@for_administrators
def calendars(request: HttpRequest) -> HttpResponse:
    """All of them, with the hours of the week."""
    found = [
        (calendar, [(day, write_hours(periods)) for day, periods in zip(WEEKDAYS, calendar.hours, strict=False)])
        for calendar in Calendar.objects.annotate(units=Count("unit"))
    ]
    return render(request, "company/calendars.html", {"calendars": found})


@for_administrators
def calendar_add(request: HttpRequest) -> HttpResponse:
    """A new one; it begins as a working week."""
    if request.method == "POST":
        return _saved(request, CalendarForm(request.POST), None)
    form = CalendarForm()
    form.initial["zone"] = Company.current().zone
    return _page(request, form, None)


@for_administrators
def calendar(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change one."""
    found = get_object_or_404(Calendar, public_id=public_id)
    if request.method == "POST":
        return _saved(request, CalendarForm(request.POST, calendar=found), found)
    return _page(request, CalendarForm(calendar=found), found)


@require_POST
@for_administrators
def calendar_copy(request: HttpRequest, public_id: str) -> HttpResponse:
    """Begin another one from it."""
    made = actions.copy_calendar(calendar=get_object_or_404(Calendar, public_id=public_id), by=request.user)
    return redirect("company:calendar", made.public_id)


@require_POST
@for_administrators
def calendar_remove(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take it away."""
    found = get_object_or_404(Calendar, public_id=public_id)
    actions.remove_calendar(calendar=found, by=request.user)
    messages.success(request, say(message("The calendar “{name}” was removed.", name=found.name)))
    return redirect("company:calendars")


def _saved(request: HttpRequest, form: CalendarForm, found: Calendar | None) -> HttpResponse:
    if not form.is_valid():
        return _page(request, form, found)
    actions.save_calendar(calendar=form.filled(), by=request.user)
    messages.success(request, say(message("Saved.")))
    return redirect("company:calendars")


def _page(request: HttpRequest, form: CalendarForm, found: Calendar | None) -> HttpResponse:
    context = {"form": form, "calendar": found}
    return render(request, "company/calendar.html", context, status=400 if form.errors else 200)
