"""Options on the page of a case, and what waits for approval."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from regulars.language import Money, RegularsError, message
from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.back import own_page
from regulars.web.cases.advice import choosing
from regulars.web.cases.advice.adviser import option
from regulars.web.cases.advice.forms import ChooseForm
from regulars.web.cases.advice.limits import may_approve
from regulars.web.cases.advice.models import Approval, Choice, Gesture, Stand
from regulars.web.cases.advice.own_panels import sees
from regulars.web.cases.forms import RespondForm
from regulars.web.cases.panels import Asked, back_to, sent_back
from regulars.web.cases.views.case import case_of
from regulars.web.company.models import Company
from regulars.web.paging import page_of
from regulars.web.words import say


@require_POST
@needs(Permission.WORK_CASES)
def choose(request: HttpRequest, case: str, gesture: str) -> HttpResponse:
    """Within the limits at once, else somebody is asked."""
    found = case_of(request, case)
    wanted = get_object_or_404(Gesture, public_id=gesture)
    known = found.customer is not None and Asked(request, found).may(Permission.EDIT_CUSTOMERS)
    form = ChooseForm(request.POST, gesture=wanted, customer=known)
    made = None
    if form.is_valid():
        try:
            made = choosing.choose(case=found, gesture=wanted, by=request.user, **form.cleaned_data)
        except RegularsError as error:
            form.add_error(None, say(error.message))
    if made is None:
        return sent_back(request, found, choose_form=form, choose_gesture=wanted)
    waits = made.stand == Stand.ASKED
    words = message("It is more than you may give alone: somebody was asked.") if waits else message("Chosen.")
    messages.success(request, say(words))
    return back_to(found, "options")


@require_POST
@needs(Permission.WORK_CASES)
def settle(request: HttpRequest, public_id: str) -> HttpResponse:
    """It was given, or is not used."""
    choice = _choice(request, public_id)
    try:
        choosing.settle(choice=choice, given=request.POST.get("do") == "given", by=request.user)
        messages.success(request, say(message("Noted.")))
    except RegularsError as error:
        messages.warning(request, say(error.message))
    return back_to(choice.case, "options")


@require_POST
@needs(Permission.WORK_CASES)
def words(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the customer sees of it, put below what stands in the answer already; nothing is sent or stored."""
    choice = _choice(request, public_id)
    case = case_of(request, choice.case.public_id)
    if choice.stand not in (Stand.CHOSEN, Stand.GIVEN) or not case.ours:
        messages.warning(request, say(message("It may not be promised as things stand.")))
        return back_to(case, "options")
    typed, new = request.POST.get("respond-words", "")[:20_000], sees(choice.gesture, case)
    whole = typed if new in typed else f"{typed.rstrip()}\n\n{new}".strip()
    form = RespondForm(
        case=case, prefix="respond", initial={"words": whole, "way": request.POST.get("respond-way", "")}
    )
    response = sent_back(request, case, respond_form=form)
    response.status_code = 200
    return response


def _choice(request: HttpRequest, public_id: str) -> Choice:
    rows = Choice.objects.visible_to(request.user, Permission.WORK_CASES)
    return get_object_or_404(rows.select_related("case__unit", "case__customer", "gesture"), public_id=public_id)


@needs(Permission.APPROVE)
def approvals(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest first; what was decided lately."""
    rows = Approval.objects.visible_to(request.user, Permission.APPROVE)
    related = ("case__unit", "case__customer__score", "choice__gesture", "by", "decided_by")
    waiting = page_of(request, rows.filter(yes=None).order_by("at", "pk").select_related(*related), 20)
    decided = rows.filter(yes__isnull=False).order_by("-decided", "-pk").select_related(*related)[:20]
    context = {
        "waiting": [_line(one, request) for one in waiting],
        "page": waiting,
        "decided": [_line(one, request) for one in decided],
    }
    return render(request, "advice/approvals.html", context)


def _line(approval: Approval, request: HttpRequest) -> dict[str, Any]:
    open_ = approval.yes is None
    own = approval.by_id == request.user.pk
    return {
        "one": approval,
        "amount": Money(approval.amount, Company.current().currency),
        "option": option(approval.choice.gesture, approval.case, approval.amount) if open_ else None,
        "own": own,
        "able": open_ and not own and may_approve(request.user, approval.case, approval.amount),
    }


@require_POST
@needs(Permission.APPROVE)
def decide(request: HttpRequest, public_id: str) -> HttpResponse:
    """Yes or no, with a word why."""
    rows = Approval.objects.visible_to(request.user, Permission.APPROVE)
    found = get_object_or_404(
        rows.select_related("case__unit", "case__customer", "choice__gesture"), public_id=public_id
    )
    try:
        choosing.decide(
            approval=found, yes=request.POST.get("do") == "yes", words=request.POST.get("words", "").strip()[:1000],
            by=request.user,
        )  # fmt: skip
        messages.success(request, say(message("Noted. Whoever asked is told.")))
    except RegularsError as error:
        messages.warning(request, say(error.message))
    return redirect(own_page(request.POST.get("back", "")) or "advice:approvals")
