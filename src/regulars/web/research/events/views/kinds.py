"""The register of kinds, and the company's own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from regulars.language import RegularsError, message
from regulars.web.company.forms.fields import initial_words
from regulars.web.research.events import actions
from regulars.web.research.events.forms import KIND_WORDS, FieldForms, KindForm
from regulars.web.research.events.kinds import PURCHASE, kinds
from regulars.web.research.events.models import EventKind, Happening
from regulars.web.research.views.guard import for_the_company
from regulars.web.words import say


@for_the_company
def register(request: HttpRequest) -> HttpResponse:
    """All kinds with what they carry."""
    found = kinds().values()
    counts = dict(Happening.objects.order_by().values_list("kind").annotate(n=Count("pk")))
    rows = [(one, one.plain.fields, counts.get(one.pk, 0)) for one in found]
    context = {"rows": rows, "purchase": next(one for one in found if one.key == PURCHASE)}
    return render(request, "events/kinds.html", context)


@for_the_company
def add(request: HttpRequest) -> HttpResponse:
    """One of their own."""
    return _page(request, None)


@for_the_company
def kind(request: HttpRequest, public_id: str) -> HttpResponse:
    """Its name and fields."""
    return _page(request, get_object_or_404(EventKind, public_id=public_id))


@require_POST
@for_the_company
def purchases(request: HttpRequest) -> HttpResponse:
    """Whether purchases that are imported are events."""
    kinds()
    taken = request.POST.get("taken") == "1"
    actions.take_purchases(taken=taken, by=request.user)
    words = (
        message("Purchases of today and later are events as soon as they are imported.")
        if taken
        else message("Purchases are no events any more.")
    )
    messages.success(request, say(words))
    return redirect("events:kinds")


def _page(request: HttpRequest, one: EventKind | None) -> HttpResponse:
    known = {field.key: field.to_dict() for field in one.plain.fields} if one else {}
    sent = request.POST if request.method == "POST" else None
    form, fields = KindForm(sent, kind=one), FieldForms(sent, initial=[_initial(row) for row in known.values()])
    if sent is not None and form.is_valid() and fields.is_valid():
        rows = [plain for row in fields if (plain := row.plain(known))]
        content: dict[str, Any] = {"name": dict(form.name().words), "fields": rows}
        try:
            if one is None:
                content["key"] = form.cleaned_data["key"]
                one = actions.add_kind(content=content, by=request.user)
                messages.success(request, say(message("{name} was added.", name=one.shown_name)))
            else:
                actions.change_kind(kind=one, content=content, by=request.user)
                messages.success(request, say(message("Saved.")))
            return redirect("events:kinds")
        except RegularsError as error:
            form.add_error(None, say(error.message))
    wrong = sent is not None
    if wrong and not form.errors and not fields.is_valid():
        form.add_error(None, say(message("A field needs another look; see below.")))
    context = {"kind": one, "form": form, "fields": fields, "words": KIND_WORDS}
    return render(request, "events/kind.html", context, status=400 if wrong else 200)


def _initial(row: dict[str, Any]) -> dict[str, Any]:
    words = initial_words(row["label"], "label")
    return {**words, "key": row["key"], "kind": row["kind"], "options": ", ".join(row.get("options", {}))}
