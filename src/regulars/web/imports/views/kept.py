"""What is in the facts, and how it stands."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from regulars.web.company.views.guard import for_administrators
from regulars.web.imports import standing


@for_administrators
def facts(request: HttpRequest) -> HttpResponse:
    """Each table: rows, freshness, last import, storage, versions; and what went wrong last."""
    page = standing.page()
    return render(request, "imports/facts.html", {"page": page, "fresh": standing.fresh(page)})
