"""The page of kinds of customers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from regulars.language import plural
from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.paging import page_of
from regulars.web.people.models import Segment
from regulars.web.people.offers.personas import personas as kinds

SIZE = 8


@needs(Permission.SEE_CUSTOMERS)
def personas(request: HttpRequest) -> HttpResponse:
    """Each saved segment with its numbers."""
    page = page_of(request, Segment.objects.order_by("name"), SIZE)
    context = {
        "page": page,
        "personas": kinds(list(page), request.scope),
        "whole": request.scope.whole,
        "headline": plural(
            "{count} kind of customers has a name.", "{count} kinds of customers have a name.", page.paginator.count
        ),
    }
    return render(request, "offers/personas.html", context)
