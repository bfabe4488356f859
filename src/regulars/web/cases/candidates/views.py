"""The queue of proposals, and deciding about one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from regulars.language import RegularsError, message
from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.cases.candidates import actions, queries
from regulars.web.cases.candidates.models import Candidate, Decision
from regulars.web.cases.panels import address_of
from regulars.web.jobs.starting import start
from regulars.web.paging import page_of
from regulars.web.words import say


@needs(Permission.WORK_CASES)
def candidates(request: HttpRequest) -> HttpResponse:
    """What sounds most like a complaint first."""
    rows = Candidate.objects.visible_to(request.user, Permission.WORK_CASES).single()
    which = request.GET.get("show", "")
    which = which if which in queries.SHOWN else Decision.WAITING.value
    found = rows.filter(decision=which).select_related("response__study__questionnaire", "response__unit", "case")
    page = page_of(request, found, 20)
    context = {
        "page": page,
        "lines": queries.lines(list(page)),
        "headline": queries.headline(rows.filter(decision=Decision.WAITING).count()),
        "precision": queries.precision(rows),
        "shown": queries.SHOWN,
        "which": which,
        "ever": bool(page.paginator.count) or rows.exists(),
    }
    return render(request, "candidates/candidates.html", context)


@require_POST
@needs(Permission.WORK_CASES)
def decide(request: HttpRequest, public_id: str) -> HttpResponse:
    """A complaint, none, or not sure after all."""
    rows = Candidate.objects.visible_to(request.user, Permission.WORK_CASES).single()
    found, do = get_object_or_404(rows.select_related("response__study"), public_id=public_id), request.POST.get("do")
    try:
        if do == "open":
            return redirect(address_of(actions.accept(candidate=found, by=request.user)))
        if do == "none":
            actions.dismiss(candidate=found, by=request.user)
        elif do == "again":
            actions.think_again(candidate=found, by=request.user)
    except RegularsError as error:
        messages.warning(request, say(error.message))
    return redirect(f"{reverse('candidates:candidates')}?show={'none' if do == 'again' else 'waiting'}")


@require_POST
@needs(Permission.WORK_CASES)
def look(request: HttpRequest) -> HttpResponse:
    """Look through what came since the last night."""
    start("candidates.find", by=request.user)
    messages.success(request, say(message("It is being looked through; what is found comes to stand here.")))
    return redirect("candidates:candidates")
