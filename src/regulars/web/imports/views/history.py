"""All imports, whoever made them and by whichever way."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from regulars.language import message
from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.imports import actions, queries
from regulars.web.imports.models import SavedMapping
from regulars.web.imports.views.guard import whole
from regulars.web.words import say


@needs(Permission.IMPORT)
def history(request: HttpRequest) -> HttpResponse:
    """The list, the latest first."""
    whole(request)
    rows = queries.history()
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "headline": queries.history_headline(),
        "saved": SavedMapping.objects.select_related("by"),
    }
    return render(request, "imports/history.html", context)


@require_POST
@needs(Permission.IMPORT)
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a saved mapping."""
    whole(request)
    saved = get_object_or_404(SavedMapping, pk=pk)
    actions.forget_mapping(saved=saved, by=request.user)
    messages.success(request, say(message("The mapping “{name}” was removed.", name=saved.name)))
    return redirect("imports:history")
