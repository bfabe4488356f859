"""Mails that opened nothing, a letter to the customer, and what the company decides about both."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from regulars.language import RegularsError, message
from regulars.web.accounts.access import may, needs
from regulars.web.accounts.roles import Permission
from regulars.web.cases.mail import setting
from regulars.web.cases.mail.deciding import open_from
from regulars.web.cases.mail.forms import AddressForm, LetterForm, RulesForm
from regulars.web.cases.mail.letters import write_to
from regulars.web.cases.mail.models import Mail, Mailbox, Rules, Sort, UnitAddress
from regulars.web.cases.panels import back_to, sent_back
from regulars.web.cases.views.case import case_of
from regulars.web.paging import page_of
from regulars.web.words import say


@needs(Permission.WORK_CASES)
def mails(request: HttpRequest) -> HttpResponse:
    """Those without a case, the latest first, with the reason; one sort of them, when asked."""
    rows = Mail.objects.visible_to(request.user, Permission.WORK_CASES).without_a_case()
    only = request.GET.get("only", "")
    sorts = [one for one in Sort if one is not Sort.LETTER]
    wanted = rows.filter(sort=only) if only in {one.value for one in sorts} else rows
    context = {
        "page": page_of(request, wanted.select_related("unit").order_by("-at", "-pk")),
        "only": only,
        "sorts": [(one.value, one.said) for one in sorts],
        "ever": rows.exists(),
        "box": Mailbox.current(),
        "set_up": bool(settings.REGULARS_CASES_URL),
        "may_decide": may(request.user, Permission.MANAGE_CASES),
    }
    return render(request, "casemail/mails.html", context)


@require_POST
@needs(Permission.WORK_CASES)
def open_by_hand(request: HttpRequest, public_id: str) -> HttpResponse:
    """It is a complaint after all."""
    rows = Mail.objects.visible_to(request.user, Permission.WORK_CASES)
    mail = get_object_or_404(rows.select_related("customer", "unit", "case"), public_id=public_id)
    return back_to(mail.case or open_from(mail, by=request.user))


@require_POST
@needs(Permission.WORK_CASES)
def write(request: HttpRequest, case: str) -> HttpResponse:
    """A letter without a change of state."""
    found, form = case_of(request, case), LetterForm(request.POST, prefix="letter")
    if form.is_valid():
        try:
            write_to(case=found, words=form.cleaned_data["words"], token=form.cleaned_data["token"], by=request.user)
        except RegularsError as error:
            form.add_error(None, say(error.message))
    if form.errors:
        return sent_back(request, found, letter_form=form)
    messages.success(request, say(message("The letter is on its way.")))
    return back_to(found, "correspondence")


@needs(Permission.MANAGE_CASES)
def rules(request: HttpRequest) -> HttpResponse:
    """Receipts, and the addresses of units."""
    sent = request.POST if request.method == "POST" else None
    adds = sent is not None and sent.get("do") == "add"
    form = RulesForm(None if adds else sent, rules=Rules.current())
    address = AddressForm(sent if adds else None, prefix="address")
    used = address if adds else form
    if sent is not None and used.is_valid():
        if adds:
            setting.give_address(by=request.user, **address.cleaned_data)
        else:
            setting.change_rules(receipts=form.cleaned_data["receipts"], by=request.user)
        messages.success(request, say(message("Saved.")))
        return redirect("casemail:rules")
    context = {
        "form": form,
        "address_form": address,
        "addresses": UnitAddress.objects.select_related("unit"),
        "plus": _plus(),
        "set_up": bool(settings.REGULARS_CASES_URL),
    }
    return render(request, "casemail/rules.html", context, status=400 if used.errors else 200)


@require_POST
@needs(Permission.MANAGE_CASES)
def take(request: HttpRequest, number: int) -> HttpResponse:
    """An address is a unit's no more."""
    setting.take_address(address=get_object_or_404(UnitAddress, pk=number), by=request.user)
    return redirect("casemail:rules")


def _plus() -> str:
    """How an address with the code of a unit looks; empty where the setting has no plus."""
    name, _, host = settings.REGULARS_CASES_ADDRESS.rpartition("@")
    return f"{name}CODE@{host}" if name.endswith("+") else ""
