"""A complaint that sounds absurd, and the attempts to see what the customer saw."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from regulars.language import RegularsError, message
from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.cases.models import Case
from regulars.web.cases.panels import Asked, back_to, sent_back
from regulars.web.cases.verdicts import forms, odd
from regulars.web.cases.verdicts.models import Reproduction
from regulars.web.cases.views.case import case_of, seen_by
from regulars.web.words import say


@require_POST
@needs(Permission.WORK_CASES)
def mark(request: HttpRequest, public_id: str) -> HttpResponse:
    """It sounds absurd; or not after all, which somebody with more to say decides."""
    case = case_of(request, public_id)
    form = forms.OddForm(request.POST, prefix="odd")
    if form.is_valid():
        wish = form.cleaned_data
        if not wish["odd"] and not Asked(request, case).may(Permission.APPROVE):
            form.add_error(None, say(message("Only a manager can say that it does not sound absurd after all.")))
        else:
            try:
                odd.mark(case=case, by=request.user, seen=seen_by(request), **wish)
            except RegularsError as error:
                form.add_error(None, say(error.message))
                case.refresh_from_db()
    if form.errors:
        return sent_back(request, case, odd_form=form)
    messages.success(request, say(message("Noted.")))
    return back_to(case, "odd")


@needs(Permission.WORK_CASES)
def reproduction(request: HttpRequest, public_id: str) -> HttpResponse:
    """The record: conditions, times, attempts beside a control, what came of it."""
    case = case_of(request, public_id)
    kept = Reproduction.objects.filter(case=case).first() or Reproduction(case=case)
    if request.method != "POST":
        rows = forms.Trials(initial=forms.initial_of(kept), prefix="trial")
        return _page(request, case, kept, forms.RecordForm(kept=kept, prefix="record"), rows)
    form = forms.RecordForm(request.POST, kept=kept, prefix="record")
    trials = forms.Trials(request.POST, prefix="trial")
    good = form.is_valid() & trials.is_valid()
    if request.POST.get("do") == "more" and good:
        return _page(request, case, kept, form, _more(trials))
    if good:
        rows = [row for one in trials if (row := one.row()) is not None]
        try:
            odd.note_trials(case=case, fields=form.cleaned_data, trials=rows, by=request.user, seen=seen_by(request))
        except RegularsError as error:
            form.add_error(None, say(error.message))
        else:
            messages.success(request, say(message("Noted.")))
            return back_to(case, "odd")
    return _page(request, case, kept, form, trials, status=400)


def _more(trials: Any) -> Any:
    typed = [row for one in trials if (row := one.row()) is not None]
    return forms.Trials(initial=forms.initial_of(Reproduction(trials=typed), blank=4), prefix="trial")


def _page(
    request: HttpRequest, case: Case, kept: Reproduction, form: Any, trials: Any, status: int = 200
) -> HttpResponse:
    rows = Case.objects.visible_to(request.user, Permission.SEE_CASES)
    context = {
        "case": case,
        "form": form,
        "trials": trials,
        "missing": kept.missing if kept.pk else [],
        "similar": odd.similar(case, rows),
        "seen": request.POST.get("seen") or case.revision,
        "full": len(trials.forms) >= forms.MOST,
    }
    return render(request, "verdicts/reproduction.html", context, status=status)
