"""Systems that tell events over HTTP. A secret is shown once, on the page that made it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from regulars.language import RegularsError, message
from regulars.web.absolute import absolute
from regulars.web.research.events import queries
from regulars.web.research.events import sources as register_of
from regulars.web.research.events.forms import SourceForm
from regulars.web.research.events.models import Source
from regulars.web.research.views.guard import for_the_company
from regulars.web.words import say


@never_cache
@for_the_company
def register(request: HttpRequest) -> HttpResponse:
    """All of them, and a new one."""
    form = SourceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made, secret = register_of.add(key=data["key"], name=data["name"], kind=data["kind"], by=request.user)
        except RegularsError as error:
            form.add_error("key", say(error.message))
        else:
            return _page(request, SourceForm(), made, secret)
    return _page(request, form)


@never_cache
@require_POST
@for_the_company
def act(request: HttpRequest, public_id: str) -> HttpResponse:
    """A new secret, or an end."""
    found = get_object_or_404(Source, public_id=public_id)
    if request.POST.get("do") == "rotate":
        return _page(request, SourceForm(), found, register_of.rotate(source=found, by=request.user))
    register_of.close(source=found, by=request.user)
    messages.success(request, say(message("{name} is closed: nothing is taken from it any more.", name=found.name)))
    return redirect("events:sources")


def _page(request: HttpRequest, form: SourceForm, made: Source | None = None, secret: str = "") -> HttpResponse:
    counts = queries.sources_in_use()
    rows = [(one, _address(one, request), counts.get(one.key, 0)) for one in queries.sources()]
    context = {
        "rows": rows,
        "form": form,
        "made": made,
        "secret": secret,
        "address": _address(made, request) if made else "",
    }
    return render(request, "events/sources.html", context, status=400 if form.errors else 200)


def _address(source: Source, request: HttpRequest) -> str:
    return absolute(reverse("incoming:events", args=[source.key]), request)
