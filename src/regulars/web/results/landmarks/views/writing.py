"""The one form of targets and of events: new or changed, what is wrong said beside it, and back to whence one came."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from regulars.language import Message, RegularsError
from regulars.web.results.landmarks.views.places import back_of, preset
from regulars.web.words import say


@dataclass(frozen=True)
class Kind:
    """``form`` gives what was written, ``act`` keeps it (what, by whom); ``home`` is the list of its kind."""

    form: Any
    act: Callable[[Any, Any], object]
    template: str
    home: str


def written(request: HttpRequest, one: Any, kind: Kind, done: Message) -> HttpResponse:
    """Show the form, or take what was written and go back."""
    data = request.POST if request.method == "POST" else None
    form = kind.form(data, user=request.user, one=one, initial=preset(request) if one.pk is None else {})
    back = back_of(request, kind.home)
    if data is not None and form.is_valid():
        try:
            kind.act(form.written(), request.user)
        except RegularsError as error:
            form.add_error(None, say(error.message))
        else:
            messages.success(request, say(done))
            return redirect(back)
    context = {"form": form, "one": one, "back": back}
    return render(request, kind.template, context, status=400 if form.errors else 200)
