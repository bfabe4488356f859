"""What each role may do, as the table says."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from regulars.web.accounts.access import signed_in
from regulars.web.accounts.roles import MEANINGS, NAMES, PERMISSIONS, WORDS, Permission, Role


@signed_in
def roles(request: HttpRequest) -> HttpResponse:
    """For everybody: what one may ask an administrator for."""
    table = [(WORDS[one], [one in PERMISSIONS[role] for role in Role]) for one in Permission]
    meanings = [(NAMES[role], MEANINGS[role]) for role in Role]
    return render(
        request, "accounts/roles.html", {"roles": [NAMES[role] for role in Role], "table": table, "meanings": meanings}
    )
