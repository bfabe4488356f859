"""Accepting an invitation."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from regulars.language import RegularsError, message
from regulars.web.accounts.access import public
from regulars.web.accounts.actions.invitations import accept
from regulars.web.accounts.forms.people import WelcomeForm
from regulars.web.accounts.models import Invitation
from regulars.web.accounts.roles import NAMES, Role
from regulars.web.words import current, say

_SPENT = message("This link is spent, withdrawn or older than a week. Ask for a new invitation.")


@public
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """Name, language, password; then signed in. Looking at it spends nothing."""
    invitation = Invitation.objects.opened_by(token).select_related("unit", "by").first()
    if invitation is None:
        return render(request, "accounts/invitation_spent.html", {"why": say(_SPENT)}, status=410)
    initial = {"name": invitation.name, "language": invitation.language or current().value}
    form = WelcomeForm(request.POST or None, email=invitation.email, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            user = accept(token=token, **form.cleaned_data)
        except RegularsError as error:
            return render(request, "accounts/invitation_spent.html", {"why": say(error.message)}, status=410)
        record_authentication(request, user, method="invitation")
        return perform_login(request, Login(user=user, redirect_url="/"))
    context = {"form": form, "invitation": invitation, "role": NAMES[Role(invitation.role)]}
    return render(request, "accounts/welcome.html", context, status=422 if form.errors else 200)
