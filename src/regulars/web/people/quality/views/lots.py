"""What was changed together, record by record, and undoing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from regulars.language import message
from regulars.web.accounts.access import may, needs, scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.paging import page_of
from regulars.web.people.quality import queries
from regulars.web.people.quality.models import Repair
from regulars.web.people.quality.undoing import start_undoing
from regulars.web.people.quality.undoing import undo_one as take_back
from regulars.web.words import say


@needs(Permission.SEE_CUSTOMERS)
def lot(request: HttpRequest, public_id: str) -> HttpResponse:
    """Before and after."""
    found = _lot(request, public_id)
    rows = Repair.objects.visible_to(request.user, Permission.SEE_CUSTOMERS).filter(lot=found)
    page = page_of(request, rows.select_related("customer"))
    context = {
        "lot": found,
        "title": found.title,
        "page": page,
        "lines": [queries.Undoable.of(one) for one in page],
        "left": rows.filter(undone_at=None).count(),
        "may_edit": may(request.user, Permission.EDIT_CUSTOMERS),
        "may_undo": queries.may_undo(found, scope_of(request.user, Permission.EDIT_CUSTOMERS)),
    }
    return render(request, "quality/lot.html", context)


@needs(Permission.EDIT_CUSTOMERS)
@require_POST
def undo(request: HttpRequest, public_id: str) -> HttpResponse:
    """All of it, by the worker."""
    found = _lot(request, public_id)
    if not queries.may_undo(found, request.scope):
        return redirect("quality:lot", public_id)
    return redirect("jobs:progress", start_undoing(lot=found, by=request.user).public_id)


@needs(Permission.EDIT_CUSTOMERS)
@require_POST
def undo_one(request: HttpRequest, public_id: str) -> HttpResponse:
    """One record."""
    rows = Repair.objects.visible_to(request.user, Permission.EDIT_CUSTOMERS).select_related("lot")
    found = get_object_or_404(rows, public_id=public_id)
    if take_back(repair=found, by=request.user):
        messages.success(request, say(message("The record is as it was before.")))
    else:
        messages.warning(request, say(message("Somebody changed this record since. It was left as it is.")))
    return redirect("quality:lot", found.lot.public_id)


def _lot(request: HttpRequest, public_id: str) -> Any:
    """A lot of which this person sees at least one record; whoever sees all sees empty ones, too."""
    return get_object_or_404(queries.lots_of(request.user), public_id=public_id)
