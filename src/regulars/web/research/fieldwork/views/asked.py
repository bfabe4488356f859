"""Those who are asked: the list, as a file, and taking one back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from regulars.language import RegularsError, message
from regulars.web.accounts.access import may
from regulars.web.accounts.roles import Permission
from regulars.web.audit import Event, record
from regulars.web.paging import page_of
from regulars.web.research.fieldwork import actions, shown
from regulars.web.research.fieldwork.forms.asking import AskedForm
from regulars.web.research.fieldwork.views.guard import asked_of, work_of
from regulars.web.research.views.guard import for_the_company
from regulars.web.tables import csv_answer
from regulars.web.words import say


@for_the_company
def asked(request: HttpRequest, public_id: str) -> HttpResponse:
    """All of them; in a study that knows nobody only how they were reached."""
    study, _ = work_of(request, public_id)
    _names(request)
    form, hidden = AskedForm(study, request.GET), shown.private(study)
    page = page_of(request, shown.found(study, **form.wanted))
    context = {
        "study": study,
        "form": form,
        "page": page,
        "lines": [shown.Line(one, hidden) for one in page],
        "private": hidden,
        "ever": study.asked.filter(test=False).exists(),
        "exports": may(request.user, Permission.EXPORT),
        "cells": study.cells.exists(),
    }
    return render(request, "fieldwork/asked.html", context)


@for_the_company
def export(request: HttpRequest, public_id: str) -> HttpResponse:
    """The same as a file; it stands in the trail."""
    study, _ = work_of(request, public_id)
    _names(request)
    if not may(request.user, Permission.EXPORT):
        raise PermissionDenied
    rows = shown.found(study, **AskedForm(study, request.GET).wanted)
    record(Event.ASKED_EXPORTED, target=study, by=request.user, count=rows.count())
    return csv_answer(shown.table(study, rows), f"asked-{study.public_id}.csv")


@require_POST
@for_the_company
def act(request: HttpRequest, public_id: str, asked_id: str) -> HttpResponse:
    """Take one back; or leave this customer alone from now on."""
    study, _ = work_of(request, public_id)
    one = asked_of(study, asked_id)
    try:
        if request.POST.get("do") == "leave-alone":
            actions.leave_alone(asked=one, by=request.user, quiet=shown.private(study))
            messages.success(request, say(message("This customer is not asked any more.")))
        elif shown.Line(one, shown.private(study)).open:
            actions.take_one_back(asked=one, by=request.user)
            messages.success(request, say(message("The invitation was taken back.")))
    except RegularsError as error:
        messages.error(request, say(error.message))
    query = request.POST.get("query", "")
    return redirect(f"{reverse('fieldwork:asked', args=[public_id])}{'?' if query else ''}{query}")


def _names(request: HttpRequest) -> None:
    """The list has names and addresses in it."""
    if not may(request.user, Permission.SEE_CUSTOMERS):
        raise PermissionDenied
