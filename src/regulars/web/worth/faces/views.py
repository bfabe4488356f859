"""What hangs on each member of staff, and the customers of one: for whoever may take names and values along."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from regulars.web.accounts.access import may, needs
from regulars.web.accounts.models import User
from regulars.web.accounts.roles import Permission
from regulars.web.worth.faces.counting import DAYS, known_by
from regulars.web.worth.faces.shown import customers_of, lines, tied

SIZE = 50


@needs(Permission.EXPORT)
def faces(request: HttpRequest) -> HttpResponse:
    """Who is known by whom, and the value that hangs on it."""
    known = known_by(request.user, timezone.now())
    found = tied(request.user, known)
    context = {
        "found": found,
        "lines": lines(found) if found else [],
        "known": len(known),
        "days": DAYS,
        "may_results": may(request.user, Permission.SEE_RESULTS),
    }
    return render(request, "faces/faces.html", context)


@needs(Permission.EXPORT)
def face(request: HttpRequest, public_id: str) -> HttpResponse:
    """The customers who know this one best, the most valuable first, with a second person whom they know."""
    user = get_object_or_404(User, public_id=public_id)
    known = {key: one for key, one in known_by(request.user, timezone.now()).items() if one.user == user.pk}
    if not known:
        raise Http404
    page = Paginator(customers_of(request.user, known), SIZE).get_page(request.GET.get("page"))
    return render(request, "faces/face.html", {"who": user, "page": page, "known": known, "days": DAYS})
