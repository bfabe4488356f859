"""How a study is carried out, and its parts."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from regulars.language import RegularsError, message
from regulars.web.ids import new_id
from regulars.web.research.fieldwork import actions
from regulars.web.research.fieldwork.carrying import by_hand
from regulars.web.research.fieldwork.forms.carrying import CarryForm, CellForm, shares_of, ways_forms
from regulars.web.research.fieldwork.views.guard import cell_of, work_of
from regulars.web.research.views.guard import for_the_company
from regulars.web.words import say


@for_the_company
def carry(request: HttpRequest, public_id: str) -> HttpResponse:
    """Whom it asks, when it reminds, by what, for how much."""
    study, fieldwork = work_of(request, public_id)
    sent = request.POST if request.method == "POST" else None
    form, ways = CarryForm.of(fieldwork, sent), ways_forms(fieldwork, sent)
    if sent is not None and form.is_valid() and all(one.is_valid() for _, one in ways):
        kept = by_hand(study=study, by=request.user)
        try:
            actions.change_fieldwork(fieldwork=kept, by=request.user, shares=shares_of(kept, ways), **form.values())
        except RegularsError as error:
            form.add_error("people", say(error.message))
        else:
            messages.success(request, say(message("Saved.")))
            return redirect("fieldwork:carry", public_id)
    wrong = sent is not None
    context = {
        "study": study,
        "fieldwork": fieldwork,
        "form": form,
        "ways": ways,
        "cells": study.cells.select_related("unit"),
        "others": sorted(set(fieldwork.shares) - {channel.value for channel, _ in ways}),
    }
    return render(request, "fieldwork/carry.html", context, status=400 if wrong else 200)


@for_the_company
def cell(request: HttpRequest, public_id: str, key: str = "") -> HttpResponse:
    """A part of the population: a new one, or one that is there."""
    study, _ = work_of(request, public_id)
    found = cell_of(study, key) if key else None
    form = CellForm.of(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            by_hand(study=study, by=request.user)
            new = {} if found else {"key": new_id()}
            actions.keep_cell(study=study, cell=found, by=request.user, **new, **form.values())
            return redirect("fieldwork:carry", public_id)
        except RegularsError as error:
            form.add_error("rule", say(error.message))
    context = {"study": study, "cell": found, "form": form}
    return render(request, "fieldwork/cell.html", context, status=400 if form.errors else 200)


@require_POST
@for_the_company
def cell_drop(request: HttpRequest, public_id: str, key: str) -> HttpResponse:
    """Take a part out."""
    study, _ = work_of(request, public_id)
    try:
        actions.drop_cell(cell=cell_of(study, key), by=request.user)
    except RegularsError as error:
        messages.error(request, say(error.message))
    return redirect("fieldwork:carry", public_id)
