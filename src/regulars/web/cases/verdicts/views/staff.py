"""What staff note about the customer's last word."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from regulars.language import RegularsError, message
from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.audit import Event, record
from regulars.web.cases.panels import back_to, sent_back
from regulars.web.cases.states import Verdict
from regulars.web.cases.verdicts.forms import CallForm, EndingForm
from regulars.web.cases.verdicts.judging import judge
from regulars.web.cases.verdicts.models import Ending
from regulars.web.cases.verdicts.shown import to_note
from regulars.web.cases.views.case import case_of
from regulars.web.words import say


@require_POST
@needs(Permission.WORK_CASES)
def said(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the customer said on the telephone."""
    case = case_of(request, public_id)
    ask = to_note(case, make=True)
    if ask is None:
        raise Http404
    form = CallForm(request.POST, sort=ask.sort, prefix="said")
    if form.is_valid():
        wish = form.cleaned_data
        try:
            judge(ask=ask, answer=Verdict(wish["answer"]), words=wish["words"], by=request.user)
        except RegularsError as error:
            form.add_error(None, say(error.message))
            case.refresh_from_db()
    if form.errors:
        return sent_back(request, case, call_form=form)
    messages.success(request, say(message("Noted.")))
    return back_to(case, "ends")


@require_POST
@needs(Permission.WORK_CASES)
def ending(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the customer reads at the end."""
    case = case_of(request, public_id)
    form = EndingForm(request.POST, prefix="ending")
    if not form.is_valid():
        return sent_back(request, case, ending_form=form)
    with transaction.atomic():
        Ending.objects.update_or_create(
            case=case, defaults={**form.cleaned_data, "by": request.user, "at": timezone.now()}
        )
        record(Event.CASE_CHANGED, target=case, by=request.user, fields=["ending"])
    messages.success(request, say(message("Noted.")))
    return back_to(case, "ends")
