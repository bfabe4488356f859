"""The page behind a sign-in link. Looking at it spends nothing: programs that preview links only look."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from regulars.web.accounts.access import public
from regulars.web.accounts.models.signin_link import SignInLink
from regulars.web.accounts.signin_links import spend

STATUS = {"open": 200, "spent": 410, "expired": 410, "closed": 410, "unknown": 404}


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def signin_link(request: HttpRequest, token: str) -> HttpResponse:
    """A button; pressed, it signs in. A second factor is asked for all the same."""
    if request.method == "POST" and (user := spend(token)):
        record_authentication(request, user, method="link")
        return perform_login(request, Login(user=user, redirect_url="/"))
    link = SignInLink.find(token)
    state = _state(link)
    context = {"link": link if state == "open" else None, "state": state}
    return render(request, "accounts/signin_link.html", context, status=STATUS[state])


def _state(link: SignInLink | None) -> str:
    if link is None:
        return "unknown"
    if link.spent is not None:
        return "spent"
    if link.expires <= timezone.now():
        return "expired"
    return "open" if link.user.is_active else "closed"
