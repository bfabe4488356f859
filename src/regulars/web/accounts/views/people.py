"""Who works here: the list, one person, and what may be done with an account."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from regulars.language import RegularsError, message
from regulars.web.accounts.access import needs
from regulars.web.accounts.actions import grants, people
from regulars.web.accounts.forms.people import GrantForm, PeopleFilter
from regulars.web.accounts.models import Invitation, User
from regulars.web.accounts.roles import NAMES, Permission, Role
from regulars.web.audit.models import Entry
from regulars.web.audit.sentences import lines
from regulars.web.paging import page_of
from regulars.web.words import say


@needs(Permission.MANAGE_PEOPLE)
def listing(request: HttpRequest) -> HttpResponse:
    """Everybody that the reader looks after, and the open invitations."""
    form = PeopleFilter(request.GET, scope=request.scope)
    page = page_of(request, form.people(request.scope))
    waiting = Invitation.objects.within(request.scope).waiting().select_related("unit")
    context = {
        "form": form,
        "page": page,
        "rows": [(one, _roles(one.grants.all())) for one in page],
        "waiting": [(one, say(NAMES[Role(one.role)])) for one in waiting[:200]],
        "filtered": any(form.cleaned_data.values()),
    }
    return render(request, "accounts/people.html", context)


@needs(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, public_id: str) -> HttpResponse:
    """One account with its roles. POST gives a role."""
    user = _of(request, public_id)
    form = GrantForm(request.POST or None, scope=request.scope, initial={"role": Role.VIEWER.value})
    if request.method == "POST" and form.is_valid():
        try:
            grants.give(user=user, by=request.user, **form.grant)
        except RegularsError as error:
            form.add_error(None, say(error.message))
        else:
            return redirect("accounts:person", user.public_id)
    held = user.grants.select_related("unit").order_by("role", "unit__code")
    context = {
        "person": user,
        "form": form,
        "roles": [(grant, say(NAMES[Role(grant.role)]), _within(request, grant)) for grant in held],
        "trail": lines(Entry.objects.about(user).select_related("by")[:20]),
    }
    return render(request, "accounts/person.html", context, status=422 if form.errors else 200)


@needs(Permission.MANAGE_PEOPLE)
@require_POST
def take(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a role away."""
    user = _of(request, public_id)
    number = request.POST.get("grant", "")
    grant = (
        user.grants.select_related("unit", "user")
        .filter(pk=number if number.isdecimal() and len(number) < 20 else None)
        .first()
    )
    if grant is not None:
        _try(request, lambda: grants.take(grant=grant, by=request.user))
    return redirect("accounts:person", user.public_id)


@needs(Permission.MANAGE_PEOPLE)
@require_POST
def deactivate(request: HttpRequest, public_id: str) -> HttpResponse:
    """Close an account."""
    user = _of(request, public_id)
    _try(request, lambda: people.deactivate(user=user, by=request.user))
    return redirect("accounts:person", user.public_id)


@needs(Permission.MANAGE_PEOPLE)
@require_POST
def reactivate(request: HttpRequest, public_id: str) -> HttpResponse:
    """Open it again."""
    user = _of(request, public_id)
    _try(request, lambda: people.reactivate(user=user, by=request.user))
    return redirect("accounts:person", user.public_id)


@needs(Permission.MANAGE_PEOPLE)
@require_POST
def reset(request: HttpRequest, public_id: str) -> HttpResponse:
    """Mail a link to set a new password."""
    user = _of(request, public_id)
    try:
        if _try(request, lambda: people.send_reset(user=user, by=request.user, request=request)):
            messages.success(request, say(message("The link is on its way to {email}.", email=user.email)))
    except OSError as error:
        told = message("The mail server did not take the mail: {reason}.", reason=str(error))
        messages.error(request, say(told), extra_tags="err")
    return redirect("accounts:person", user.public_id)


def _of(request: HttpRequest, public_id: str) -> User:
    return get_object_or_404(User.objects.within(request.scope), public_id=public_id)


def _within(request: HttpRequest, grant: Any) -> bool:
    return request.scope.unit_ids is None or grant.unit_id in request.scope.unit_ids


def _roles(held: Any) -> list[str]:
    whole = say(message("whole company"))
    return [
        say(message("{role}, {unit}", role=NAMES[Role(one.role)], unit=one.unit.shown_name if one.unit else whole))
        for one in held
    ]


def _try(request: HttpRequest, action: Any) -> bool:
    try:
        action()
    except RegularsError as error:
        messages.error(request, say(error.message), extra_tags="err")
        return False
    return True
