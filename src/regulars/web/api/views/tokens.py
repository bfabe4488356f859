"""Tokens of programs: one's own; the administrator sees and ends all."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from regulars.language import message
from regulars.web.absolute import absolute
from regulars.web.accounts.access import needs, scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.api import tokens as register
from regulars.web.api.forms import TokenForm
from regulars.web.api.models import Token
from regulars.web.words import say

SHOWN = 200


@never_cache
@needs(Permission.SEE_CUSTOMERS)
def tokens(request: HttpRequest) -> HttpResponse:
    """Those there are, and a new one."""
    form = TokenForm(request.POST if request.method == "POST" else None, user=request.user)
    made, secret = None, ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made, secret = register.issue(name=data["name"], scopes=form.wanted, days=data["days"], owner=request.user)
        form = TokenForm(user=request.user)
    context = {
        "form": form,
        "made": made,
        "secret": secret,
        "everybody": _all(request.user),
        "rows": _tokens(request.user).select_related("owner")[:SHOWN],
        "address": absolute("/api/v1/customers", request),
        "most": settings.API_REQUESTS,
    }
    return render(request, "api/tokens.html", context, status=400 if form.errors else 200)


@require_POST
@needs(Permission.SEE_CUSTOMERS)
def revoke(request: HttpRequest, public_id: str) -> HttpResponse:
    """It opens nothing from now on."""
    found = get_object_or_404(_tokens(request.user), public_id=public_id)
    register.revoke(token=found, by=request.user)
    messages.success(request, say(message("{name} is ended: it opens nothing any more.", name=found.name)))
    return redirect("api:tokens")


def _tokens(user: Any) -> Any:
    return Token.objects.all() if _all(user) else Token.objects.filter(owner=user)


def _all(user: Any) -> bool:
    """Whoever manages the company manages what programs may do in it."""
    return scope_of(user, Permission.MANAGE_COMPANY).whole
