"""Inviting people, one by one and from a file, and what may be done with an invitation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from regulars.language import RegularsError, message, plural
from regulars.web.absolute import absolute
from regulars.web.accounts import people_file
from regulars.web.accounts.access import needs
from regulars.web.accounts.actions import invitations
from regulars.web.accounts.actions.invitations import Wish
from regulars.web.accounts.forms.people import InviteForm, PeopleFileForm
from regulars.web.accounts.models import Invitation
from regulars.web.accounts.roles import NAMES, Permission, Role
from regulars.web.company.models import Unit
from regulars.web.words import current, say

_AN_HOUR = 3600


@needs(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Invite one person."""
    form = InviteForm(
        request.POST or None, scope=request.scope, initial={"language": current().value, "role": "viewer"}
    )
    if request.method == "POST" and form.is_valid():
        try:
            invitations.invite(wish=form.wish, by=request.user)
        except RegularsError as error:
            form.add_error(None, say(error.message))
        else:
            messages.success(request, say(message("The invitation to {email} is on its way.", email=form.wish.email)))
            return redirect("accounts:people")
    return render(request, "accounts/invite.html", {"form": form}, status=422 if form.errors else 200)


@needs(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def from_file(request: HttpRequest) -> HttpResponse:
    """Look at a file of people: whom it would invite, and what is wrong with the other rows."""
    form = PeopleFileForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "accounts/people_file.html", {"form": form}, status=status)
    try:
        found = people_file.read(form.cleaned_data["file"].read(people_file.LARGEST + 1), request.scope)
    except RegularsError as error:
        form.add_error("file", say(error.message))
        return render(request, "accounts/people_file.html", {"form": form}, status=422)
    context = {
        "good": [(row, wish, say(NAMES[wish.role])) for row, wish in found.good],
        "bad": found.bad,
        "sealed": _seal(request, [wish for _, wish in found.good]),
    }
    return render(request, "accounts/people_preview.html", context)


@needs(Permission.MANAGE_PEOPLE)
@require_POST
def invite_file(request: HttpRequest) -> HttpResponse:
    """Invite those whom the preview showed. The list comes back sealed, so that nothing lies here in between."""
    try:
        wishes = _opened(request)
    except signing.BadSignature:
        messages.error(
            request, say(message("The preview is older than an hour. Send the file again.")), extra_tags="err"
        )
        return redirect("accounts:people-file")
    count = invitations.invite_all(wishes=wishes, by=request.user)
    told = plural("{count} person is being invited.", "{count} people are being invited.", count)
    messages.success(request, say(told))
    return redirect("accounts:people")


@needs(Permission.MANAGE_PEOPLE)
@require_POST
def again(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send a fresh link."""
    invitation = _of(request, public_id)
    invitations.invite_again(invitation=invitation, by=request.user)
    messages.success(request, say(message("A fresh link is on its way to {email}.", email=invitation.email)))
    return redirect("accounts:people")


@needs(Permission.MANAGE_PEOPLE)
@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take it back."""
    invitations.withdraw(invitation=_of(request, public_id), by=request.user)
    return redirect("accounts:people")


@needs(Permission.MANAGE_PEOPLE)
@require_POST
def link(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a fresh link, once, to hand over by another way than mail."""
    invitation = _of(request, public_id)
    token = invitations.link_to_hand_over(invitation=invitation, by=request.user)
    address = absolute(reverse("accounts:welcome", args=[token]), request)
    response = render(request, "accounts/invitation_link.html", {"invitation": invitation, "address": address})
    response["Cache-Control"] = "no-store"
    return response


def _of(request: HttpRequest, public_id: str) -> Invitation:
    waiting = Invitation.objects.within(request.scope).waiting().select_related("unit")
    return get_object_or_404(waiting, public_id=public_id)


def _salt(request: HttpRequest) -> str:
    return f"accounts.people-file.{request.user.public_id}"


def _seal(request: HttpRequest, wishes: list[Wish]) -> str:
    rows = [
        [
            wish.email,
            wish.name,
            wish.language,
            wish.role.value,
            wish.unit and wish.unit.pk,
            wish.since and wish.since.isoformat(),
            wish.until and wish.until.isoformat(),
        ]
        for wish in wishes
    ]
    return signing.dumps(rows, salt=_salt(request), compress=True)


def _opened(request: HttpRequest) -> list[Wish]:
    rows: list[list[Any]] = signing.loads(request.POST.get("people", ""), salt=_salt(request), max_age=_AN_HOUR)
    units = Unit.objects.within(request.scope).in_bulk([row[4] for row in rows if row[4]])
    day = people_file.day
    return [
        Wish(email, name, language, Role(role), units.get(unit), day(since or ""), day(until or ""))
        for email, name, language, role, unit, since, until in rows
        if unit is None or unit in units
    ]
