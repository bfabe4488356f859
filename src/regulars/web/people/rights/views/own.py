"""The page of a customer's own data: without an account, by a link that was sent to them.

No cookie is needed and no session misused: the signed address is the proof, so that these forms carry no other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from regulars.language import Message, message
from regulars.web.accounts.access import public
from regulars.web.company.models import Company
from regulars.web.files.views import answer as hand_out
from regulars.web.messages.addresses import hashed
from regulars.web.messages.blocking import blocks
from regulars.web.people.models import Customer
from regulars.web.people.rights import actions, letters
from regulars.web.people.rights.limits import too_often, visitor
from regulars.web.people.rights.models import Origin, Policy
from regulars.web.people.rights.own_forms import AddressForm, AgreeForm, CorrectForm, PreferForm
from regulars.web.people.rights.showing import language_for, private, switch
from regulars.web.people.rights.tokens import Opened, opened
from regulars.web.words import CODES, say

PER_VISITOR, PER_PERSON = 60, 4  # an hour: a hotel's guests share an address; letters to one person
FAMILY = 5  # who share a mailbox
_TOLD: dict[str, Message] = {
    "agreed": message("Saved. From now on we write to you as you ticked."),
    "preferred": message("Saved."),
    "corrected": message("Saved."),
    "written": message("Saved. We have written to the new address: press the button in that mail, and it is used."),
    "address": message("Thank you. From now on we write to this address."),
    "link": message("A mail with a fresh link is on its way to the address that we write to. It holds for one day."),
    "often": message("We have written to you several times within the hour. Look into your mailbox, or wait a while."),
    "export": message("Your data are ready below."),
    "erase": message("Noted. What happens now stands below."),
    "back": message("Taken back. Nothing is erased."),
    "same": message("Nothing was different."),
}


@public
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Whoever has no link enters an address. The answer is the same whether anybody is known there or not."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if too_often("ask", visitor(request), PER_VISITOR):
            return private(render(request, "rights/often.html", switch(), status=429))
        if form.is_valid():
            _write_to(form.cleaned_data["email"])
            return private(redirect(f"{reverse('my:ask')}?sent=1"))
    context = {"form": form, "sent": request.GET.get("sent") == "1", **switch()}
    return private(render(request, "rights/own_ask.html", context, status=400 if form.errors else 200))


def _write_to(address: str) -> None:
    if too_often("mail", address.strip().casefold(), PER_PERSON):
        return
    for customer in Customer.objects.written_at(address).order_by("pk")[:FAMILY]:
        actions.send_link(customer=customer)


@public
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """What the link opens; what is pressed there."""
    found = opened(token)
    if found is None:
        return private(render(request, "rights/unknown.html", switch(), status=404))
    with translation.override(CODES[language_for(request, letters.language_of(found.customer))]):
        if request.method == "POST":
            if too_often("page", visitor(request), PER_VISITOR * 2):
                return private(render(request, "rights/often.html", switch(), status=429))
            done = _DO.get(request.POST.get("do", ""))
            if done is None:
                raise Http404
            return private(done(request, found, token))
        return private(_page(request, found, token))


@public
@require_http_methods(["GET", "HEAD"])
def data(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    """A file that was made ready."""
    found = opened(token)
    claim = actions.ready_for(found.customer) if found is not None and found.known else None
    file = next((one for one in actions.files_of(claim) if one.name.endswith(f".{kind}")), None) if claim else None
    if file is None:
        raise Http404
    return private(hand_out(file))


def _page(request: HttpRequest, found: Opened, token: str, **forms: Any) -> HttpResponse:
    customer = found.customer
    if found.confirms:
        return render(request, "rights/own_address.html", {"address": found.address, **switch()})
    waiting = actions.waiting_erasure(customer)
    context: dict[str, Any] = {
        "found": found,
        "token": token,
        "agree": AgreeForm(agreed=actions.agreed(customer)),
        "waiting": waiting,
        "told": _told(request),
        "policy": Policy.current(),
        "reachable": bool(customer.email) and not _blocked(customer),
        "company": Company.current(),
        **switch(),
    }
    likes = {"language": customer.language, "way": customer.way}
    context["prefer"] = PreferForm(customer=customer, initial=likes)
    if waiting is not None:
        context["proof"] = letters.certificate_address(waiting)
    if found.known:
        own = {"name": customer.name, "email": customer.email, "phone": customer.phone}
        context |= {"correct": CorrectForm(initial=own), "ready": actions.ready_for(customer)}
    context |= forms
    return render(request, "rights/own.html", context, status=400 if forms else 200)


def _blocked(customer: Customer) -> bool:
    """Whether no mail arrives there, by what came back."""
    reasons = blocks([hashed(customer.email)]).get(hashed(customer.email), [])
    return any(one.value in ("bounced", "complained") for one in reasons)


def _told(request: HttpRequest) -> str:
    words = _TOLD.get(request.GET.get("done", ""))
    return say(words) if words else ""


def _to(token: str, told: str, place: str = "") -> HttpResponseRedirect:
    return redirect(f"{reverse('my:page', args=[token])}?done={told}{place}")


def _agree(request: HttpRequest, found: Opened, token: str) -> HttpResponse:
    form = AgreeForm(request.POST, agreed=actions.agreed(found.customer))
    if not form.is_valid():
        return _page(request, found, token, agree=form)
    changed = actions.agree(customer=found.customer, wishes=form.wishes())
    return _to(token, "agreed" if changed else "same")


def _prefer(request: HttpRequest, found: Opened, token: str) -> HttpResponse:
    form = PreferForm(request.POST, customer=found.customer)
    if not form.is_valid():
        return _page(request, found, token, prefer=form)
    changed = actions.prefer(customer=found.customer, **form.cleaned_data)
    return _to(token, "preferred" if changed else "same")


def _correct(request: HttpRequest, found: Opened, token: str) -> HttpResponse:
    form = CorrectForm(request.POST)
    if not form.is_valid():
        return _page(request, found, token, correct=form)
    if too_often("address", found.customer.public_id, PER_PERSON):
        return _to(token, "often")
    new = actions.correct(customer=found.customer, **form.cleaned_data)
    return _to(token, "written" if new else "corrected")


def _address(request: HttpRequest, found: Opened, token: str) -> HttpResponse:
    actions.confirm_address(customer=found.customer, address=found.address)
    return render(request, "rights/own_address.html", {"address": found.address, "done": True, **switch()})


def _link(request: HttpRequest, found: Opened, token: str) -> HttpResponse:
    if not found.customer.email:
        raise Http404
    if too_often("mail", found.customer.email.casefold(), PER_PERSON):
        return _to(token, "often")
    actions.send_link(customer=found.customer)
    return _to(token, "link")


def _export(request: HttpRequest, found: Opened, token: str) -> HttpResponse:
    if actions.ready_for(found.customer) is None:
        actions.export(customer=found.customer, origin=Origin.CUSTOMER)
    return _to(token, "export", "#along")


def _erase(request: HttpRequest, found: Opened, token: str) -> HttpResponse:
    if request.POST.get("sure") != "1":
        return _page(request, found, token, unsure=True)
    actions.ask_erasure(customer=found.customer, origin=Origin.CUSTOMER)
    return _to(token, "erase", "#erase")


def _back(request: HttpRequest, found: Opened, token: str) -> HttpResponse:
    claim = actions.waiting_erasure(found.customer)
    done = claim is not None and actions.take_back(claim=claim)
    return _to(token, "back" if done else "same")


_View = Callable[[HttpRequest, Opened, str], HttpResponse]


def _only(may: Callable[[Opened], bool], view: _View) -> _View:
    """What shows or changes the person's own data wants a link that was sent for it."""

    def guarded(request: HttpRequest, found: Opened, token: str) -> HttpResponse:
        return view(request, found, token) if may(found) else _page(request, found, token)

    return guarded


def _fresh(found: Opened) -> bool:
    return found.known


_DO: dict[str, _View] = {
    "agree": _agree,
    "prefer": _prefer,
    "link": _link,
    "correct": _only(_fresh, _correct),
    "address": _only(lambda found: found.confirms, _address),
    "export": _only(_fresh, _export),
    "erase": _only(_fresh, _erase),
    "back": _only(lambda found: found.takes_back, _back),
}
