"""Whom not to write to."""

from __future__ import annotations

from django.contrib import messages as told
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from regulars.language import message, plural
from regulars.web.messages import actions
from regulars.web.messages.addresses import hashed, is_number
from regulars.web.messages.forms import BlockForm
from regulars.web.messages.models import Reason, Suppressed
from regulars.web.paging import page_of
from regulars.web.research.views.guard import for_the_company
from regulars.web.words import say


@for_the_company
def blocked(request: HttpRequest) -> HttpResponse:
    """The list, and a form to add to it."""
    form = BlockForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = Reason(form.cleaned_data["reason"])
        actions.suppress(reason=reason, source="hand", address=form.cleaned_data["address"], by=request.user)
        told.success(request, say(message("{address} is not written to.", address=form.cleaned_data["address"])))
        return redirect("messages:blocked")
    rows, search = Suppressed.objects.select_related("by"), request.GET.get("q", "").strip()
    total = rows.count()
    if search:
        whole = "@" in search or is_number(search)
        rows = rows.filter(address_hash=hashed(search)) if whole else rows.filter(address__icontains=search)
    context = {
        "form": form,
        "page": page_of(request, rows),
        "search": search,
        "total": total,
        "headline": plural("{count} address is not written to.", "{count} addresses are not written to.", total),
    }
    return render(request, "messages/blocked.html", context, status=400 if form.errors else 200)


@require_POST
@for_the_company
def allow(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take one off the list."""
    actions.unsuppress(suppressed=get_object_or_404(Suppressed, public_id=public_id), by=request.user)
    told.success(request, say(message("From now on this address is written to again.")))
    return redirect("messages:blocked")
