"""Cases of what stands elsewhere: an answer in the inbox, a finding of a visit."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from regulars.language import message
from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.cases.intake.findings import case_of_finding, open_of_finding, worth_a_case
from regulars.web.cases.intake.forms import FromForm
from regulars.web.cases.intake.looking import nonce_of, wish_of
from regulars.web.cases.models import Case
from regulars.web.cases.opening import open_case
from regulars.web.cases.panels import address_of
from regulars.web.research.inbox.filters import single
from regulars.web.research.inbox.shown import definitions
from regulars.web.research.models import Response
from regulars.web.service.models import Finding
from regulars.web.words import say


@needs(Permission.WORK_CASES)
def of_response(request: HttpRequest, public_id: str) -> HttpResponse:
    """Open the case of an answer by hand, its words filled in."""
    rows = single(Response.objects.visible_to(request.user, Permission.SEE_RESPONSES)).within(request.scope)
    rows = rows.counted().select_related("study__questionnaire", "unit", "customer__score", "customer__unit")
    one = get_object_or_404(rows, public_id=public_id)
    if (known := Case.objects.filter(nonce=nonce_of(one)).first()) is not None:
        return _there(request, known)
    asked = definitions([one]).get((one.study.questionnaire_id, one.version))
    wish = wish_of(one, asked)
    start = {"kind": "low-score", "title": wish.title, "words": wish.words, "severity": wish.severity}
    form = FromForm(request.POST if request.method == "POST" else None, user=request.user, initial=start)
    if request.method == "POST" and form.is_valid():
        case, fresh = open_case(wish_of(one, asked, **form.cleaned_data), by=request.user)
        messages.success(request, say(message("The case is open.") if fresh else message("It is open already.")))
        return _there(request, case)
    context = {"form": form, "response": one}
    return render(request, "intake/of_response.html", context, status=400 if form.errors else 200)


@require_POST
@needs(Permission.WORK_CASES)
def of_finding(request: HttpRequest, public_id: str) -> HttpResponse:
    """Open the case of a finding that is bad or late."""
    rows = Finding.objects.open_to(request.user).within(request.scope)
    rows = rows.select_related("visit__unit", "visit__team", "visit__questionnaire", "owner")
    one: Any = get_object_or_404(rows, public_id=public_id)
    case = case_of_finding(one)
    if case is None:
        if not worth_a_case(one):
            raise PermissionDenied
        case, _ = open_of_finding(one, by=request.user)
        messages.success(request, say(message("The case is open.")))
    return _there(request, case)


def _there(request: HttpRequest, case: Case) -> HttpResponse:
    if not Case.objects.visible_to(request.user, Permission.SEE_CASES).filter(pk=case.pk).exists():
        raise Http404
    return redirect(address_of(case))
