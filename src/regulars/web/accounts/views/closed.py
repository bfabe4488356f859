"""Nobody signs up by themselves."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from regulars.web.accounts.access import public


@public
def signup(request: HttpRequest) -> HttpResponse:
    """How one gets an account."""
    return render(request, "account/signup_closed.html")
