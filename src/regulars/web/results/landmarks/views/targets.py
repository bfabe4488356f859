"""Targets: the list, setting one, changing it, ending it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from regulars.language import Message, RegularsError, Text, message
from regulars.web.accounts.access import may, needs
from regulars.web.accounts.roles import Permission
from regulars.web.paging import page_of
from regulars.web.results.landmarks import actions
from regulars.web.results.landmarks.forms import TargetForm
from regulars.web.results.landmarks.models import Target
from regulars.web.results.landmarks.periods import said
from regulars.web.results.landmarks.views.places import titles
from regulars.web.results.landmarks.views.writing import Kind, written
from regulars.web.words import say

TARGET = Kind(
    TargetForm, lambda one, by: actions.set_target(one=one, by=by), "landmarks/target.html", "landmarks:targets"
)


@dataclass(frozen=True)
class Line:
    """A target as the list shows it."""

    one: Target
    survey: str
    mine: bool
    today: date

    @property
    def period(self) -> Message | Text:
        """From when to when."""
        return said(self.one.first, self.one.last)

    @property
    def state(self) -> Message:
        """Whether it is in force."""
        if self.one.ended is not None:
            return message("ended on {day}", day=self.one.ended)
        if self.one.first > self.today:
            return message("to come")
        return message("over") if self.one.last < self.today else message("in force")

    @property
    def in_force(self) -> bool:
        """Whether figures of today are held against it."""
        return self.one.first <= self.today <= self.one.until

    @property
    def can_end(self) -> bool:
        """Whether there is something to end."""
        return self.mine and self.one.ended is None and self.one.last >= self.today


@needs(Permission.SEE_RESULTS)
def targets(request: HttpRequest) -> HttpResponse:
    """Those that figures in the reader's sight are held against, the latest period first."""
    rows = Target.objects.in_sight(request.scope).select_related("unit")
    page = page_of(request, rows)
    own = set(Target.objects.visible_to(request.user, Permission.SET_TARGETS).values_list("pk", flat=True))
    known, today = titles(), timezone.localdate()
    lines = [Line(one, known.get(one.survey, one.survey), one.pk in own, today) for one in page]
    context = {"page": page, "lines": lines, "may_set": may(request.user, Permission.SET_TARGETS)}
    return render(request, "landmarks/targets.html", context)


@needs(Permission.SET_TARGETS)
def new(request: HttpRequest) -> HttpResponse:
    """Set one; a report hands its unit and survey over."""
    return written(request, Target(), TARGET, message("The target is set."))


@needs(Permission.SET_TARGETS)
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Another value, another period. One that was ended stays as it is."""
    rows = Target.objects.visible_to(request.user, Permission.SET_TARGETS).filter(ended=None)
    one = get_object_or_404(rows.select_related("unit"), public_id=public_id)
    return written(request, one, TARGET, message("Noted."))


@require_POST
@needs(Permission.SET_TARGETS)
def end(request: HttpRequest, public_id: str) -> HttpResponse:
    """In force no more."""
    rows = Target.objects.visible_to(request.user, Permission.SET_TARGETS)
    try:
        actions.end_target(one=get_object_or_404(rows, public_id=public_id), by=request.user)
    except RegularsError as error:
        messages.warning(request, say(error.message))
    else:
        messages.success(request, say(message("The target has ended.")))
    return redirect("landmarks:targets")
