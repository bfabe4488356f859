"""The form that anybody may send: what was wrong. No script, no cookie, no account.

It changes nothing of anybody's: it only opens a case, once for each form, so no token against forged requests is
needed, and none could be kept without a cookie.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from regulars.language import Language, message
from regulars.web.accounts.access import public
from regulars.web.cases.intake.forms import HelpForm
from regulars.web.cases.intake.places import places
from regulars.web.cases.intake.wording import company_language, short
from regulars.web.cases.models import Case, Channel, Severity
from regulars.web.cases.opening import Wish, open_case
from regulars.web.company.models import Company, Unit
from regulars.web.ids import new_id
from regulars.web.pages.context import NAMES
from regulars.web.people.models import Customer
from regulars.web.people.rights.limits import too_often, visitor
from regulars.web.people.rights.showing import private
from regulars.web.words import CODES, current, say

PER_VISITOR = 30  # an hour: a hotel's guests share an address
_NONCE = re.compile(r"[a-z0-9]{12,40}")
_SIGNER = Signer(salt="regulars.help")


@public
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: HttpRequest, unit: str = "") -> HttpResponse:
    """The form, and what it sends."""
    with translation.override(CODES[_language(request)]):
        found = places()
        here = next((one for one in found if one.public_id == unit), None)
        if unit and here is None:
            raise Http404
        if request.method != "POST":
            return _form(request, here, HelpForm(units=found, initial={"unit": unit}))
        if too_often("help", visitor(request), PER_VISITOR):
            return private(render(request, "rights/often.html", status=429))
        form = HelpForm(request.POST, units=found)
        if not form.is_valid():
            return _form(request, here, form)
        case = _opened(request, form, here or _chosen(found, form))
        query = urlencode({"lang": current().value})
        return private(redirect(f"{reverse('help:thanks', args=[_SIGNER.sign(str(case.pk))])}?{query}"))


@public
@require_http_methods(["GET", "HEAD"])
def thanks(request: HttpRequest, signed: str) -> HttpResponse:
    """The number to quote; nobody finds another's by counting."""
    try:
        number = _SIGNER.unsign(signed)
    except BadSignature:
        raise Http404 from None
    with translation.override(CODES[_language(request)]):
        case = Case.objects.filter(pk=number).only("email", "phone").first()
        answers = case is not None and bool(case.email or case.phone)
        context = {"number": number, "answers": answers, **_switch()}
        return private(render(request, "intake/thanks.html", context))


def _form(request: HttpRequest, here: Unit | None, form: HelpForm) -> HttpResponse:
    nonce = request.POST.get("nonce", "")
    context: dict[str, Any] = {
        "form": form,
        "here": here,
        "nonce": nonce if _NONCE.fullmatch(nonce) else new_id(),
        "privacy": Company.current().privacy_text.in_language(current().tag),
        **_switch(),
    }
    return private(render(request, "intake/help.html", context, status=400 if form.errors else 200))


def _opened(request: HttpRequest, form: HelpForm, unit: Unit | None) -> Case:
    given = form.cleaned_data
    nonce = request.POST.get("nonce", "")
    words = given["words"]
    if given["when"]:
        words = say(message("When: {when}", when=given["when"])) + "\n\n" + words
    ways = form.ways()
    wish = Wish(
        kind="complaint",
        title=short(given["words"]),
        channel=Channel.FORM,
        nonce=f"form:{nonce if _NONCE.fullmatch(nonce) else new_id()}",
        words=words,
        language=current().tag,
        customer=_customer(ways["email"]),
        name=given["name"],
        unit=unit,
        severity=Severity.ANNOYING,
        **ways,
    )
    return open_case(wish)[0]


def _chosen(found: list[Unit], form: HelpForm) -> Unit | None:
    if len(found) == 1:
        return found[0]
    return next((one for one in found if one.public_id == form.cleaned_data.get("unit")), None)


def _customer(email: str) -> Customer | None:
    """Whoever is reached there, where that is one alone."""
    known = list(Customer.objects.written_at(email)[:2]) if email else []
    return known[0] if len(known) == 1 else None


def _language(request: HttpRequest) -> Language:
    """What the address asks for, else the browser, else the house."""
    asked = Language.parse(request.GET.get("lang", "")[:35])
    if asked is not None:
        return asked
    return current() if request.META.get("HTTP_ACCEPT_LANGUAGE") else company_language()


def _switch() -> dict[str, Any]:
    other = next(one for one in Language if one is not current())
    return {"switch": other, "switch_name": NAMES[other]}
