"""Lists of people: sending one, saying what its columns are, seeing what is wrong with it, asking them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from regulars.language import RegularsError, message, plural
from regulars.web.company.models import Unit
from regulars.web.jobs.starting import start
from regulars.web.research.fieldwork.carrying import by_hand
from regulars.web.research.fieldwork.drawing import AT_ONCE
from regulars.web.research.fieldwork.forms.asking import ListForm, MappingForm
from regulars.web.research.fieldwork.lists import storing
from regulars.web.research.fieldwork.lists.reading import Read, read
from regulars.web.research.fieldwork.lists.taking import take
from regulars.web.research.fieldwork.models import SentList
from regulars.web.research.fieldwork.views.guard import list_of, work_of
from regulars.web.research.views.guard import for_the_company
from regulars.web.tables import csv_answer
from regulars.web.words import say

SHOWN, BAD_SHOWN = 10, 50


@require_POST
@for_the_company
def send(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a file; nobody is asked yet."""
    study, _ = work_of(request, public_id)
    form = ListForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, say(message("Choose a file.")))
        return redirect("fieldwork:draws", public_id)
    try:
        made = storing.keep(study=study, sent=form.cleaned_data["file"], by=request.user)
    except RegularsError as error:
        messages.error(request, say(error.message))
        return redirect("fieldwork:draws", public_id)
    return redirect("fieldwork:list", public_id, made.public_id)


@for_the_company
def look(request: HttpRequest, public_id: str, list_id: str) -> HttpResponse:
    """Its columns, its first rows, what is wrong with it. Other columns are chosen here too."""
    study, _ = work_of(request, public_id)
    one = list_of(study, list_id)
    if one.draw is not None or not storing.file_of(one).is_file():
        return redirect("fieldwork:draws", public_id)
    form = MappingForm(one.columns, one.mapping, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        SentList.objects.filter(pk=one.pk).update(mapping=form.mapping())
        return redirect("fieldwork:list", public_id, list_id)
    found, problem = _read(one)
    units = dict(Unit.objects.values_list("pk", "code"))
    context = {
        "study": study,
        "one": one,
        "form": form,
        "found": found,
        "problem": problem,
        "first": [(row, units.get(row.unit, "")) for row in found.people[:SHOWN]] if found else [],
        "bad": found.bad[:BAD_SHOWN] if found else [],
        "more": max(0, len(found.bad) - BAD_SHOWN) if found else 0,
    }
    return render(request, "fieldwork/list.html", context, status=400 if form.errors else 200)


@for_the_company
def bad(request: HttpRequest, public_id: str, list_id: str) -> HttpResponse:
    """The rows that are left out, with why, to be mended and sent again."""
    study, _ = work_of(request, public_id)
    found, _ = _read(list_of(study, list_id))
    heads = (message("Row"), message("Value"), message("What is wrong"), message("Way out"))
    rows = [[one.row, one.value, say(one.reason), say(one.way_out)] for one in (found.bad if found else [])]
    return csv_answer([[say(words) for words in heads], *rows], "rows.csv")


@require_POST
@for_the_company
def act(request: HttpRequest, public_id: str, list_id: str) -> HttpResponse:
    """Ask these people, or discard the list."""
    study, _ = work_of(request, public_id)
    one = list_of(study, list_id)
    if request.POST.get("do") == "discard":
        storing.discard(one=one, by=request.user)
        messages.success(request, say(message("The list was discarded.")))
        return redirect("fieldwork:draws", public_id)
    by_hand(study=study, by=request.user)
    try:
        if storing.file_of(one).is_file() and storing.file_of(one).stat().st_size > 200 * AT_ONCE:
            job = start("fieldwork.list", by=request.user, sent=one.public_id, whom=request.user.pk)
            return redirect("jobs:progress", job.public_id)
        found = take(one=one, by=request.user)
        words = plural("{count} person of the list is asked.", "{count} people of the list are asked.", found.taken)
        messages.success(request, say(words))
    except RegularsError as error:
        messages.error(request, say(error.message))
    return redirect("fieldwork:draws", public_id)


def _read(one: SentList) -> tuple[Read | None, object]:
    try:
        return read(storing.file_of(one), one.mapping), None
    except RegularsError as error:
        return None, error.message
