"""The reader's own account."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from regulars.web.accounts.access import signed_in


@signed_in
def profile(request: HttpRequest) -> HttpResponse:
    """Name, language, zone."""
    return render(request, "accounts/profile.html")
