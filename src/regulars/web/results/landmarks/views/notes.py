"""Events: the list, noting one, changing it, removing it."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from regulars.language import Message, message
from regulars.web.accounts.access import may, needs
from regulars.web.accounts.roles import Permission
from regulars.web.paging import page_of
from regulars.web.results.landmarks import actions
from regulars.web.results.landmarks.forms import NoteForm
from regulars.web.results.landmarks.models import Happening
from regulars.web.results.landmarks.views.places import titles
from regulars.web.results.landmarks.views.writing import Kind, written
from regulars.web.words import say

NOTE = Kind(NoteForm, lambda one, by: actions.note(one=one, by=by), "landmarks/note.html", "landmarks:notes")


@dataclass(frozen=True)
class Line:
    """An event as the list shows it."""

    one: Happening
    survey: str
    mine: bool

    @property
    def days(self) -> Message:
        """When it was."""
        if self.one.first == self.one.last:
            return message("{day}", day=self.one.first)
        return message("{first} to {last}", first=self.one.first, last=self.one.last)


@needs(Permission.SEE_RESULTS)
def notes(request: HttpRequest) -> HttpResponse:
    """Those that stand on the trends in the reader's sight, the latest first."""
    rows = Happening.objects.in_sight(request.scope).select_related("unit")
    page = page_of(request, rows)
    own = set(Happening.objects.visible_to(request.user, Permission.SET_TARGETS).values_list("pk", flat=True))
    known = titles()
    lines = [Line(one, known.get(one.survey, one.survey), one.pk in own) for one in page]
    context = {"page": page, "lines": lines, "may_set": may(request.user, Permission.SET_TARGETS)}
    return render(request, "landmarks/notes.html", context)


@needs(Permission.SET_TARGETS)
def new(request: HttpRequest) -> HttpResponse:
    """Note one; a trend hands its unit and survey over."""
    return written(request, Happening(), NOTE, message("Noted. It stands on every trend that holds its days."))


@needs(Permission.SET_TARGETS)
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Other words, other days."""
    return written(request, _own(request, public_id), NOTE, message("Noted."))


@require_POST
@needs(Permission.SET_TARGETS)
def remove(request: HttpRequest, public_id: str) -> HttpResponse:
    """Off all trends."""
    actions.remove(one=_own(request, public_id), by=request.user)
    messages.success(request, say(message("Removed.")))
    return redirect("landmarks:notes")


def _own(request: HttpRequest, public_id: str) -> Happening:
    rows = Happening.objects.visible_to(request.user, Permission.SET_TARGETS).select_related("unit")
    return get_object_or_404(rows, public_id=public_id)
