"""What was found below its standard: the list, and what is done about one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from regulars.language import message
from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.pages.cards import cards_of
from regulars.web.paging import page_of
from regulars.web.service import actions, queries
from regulars.web.service.forms import FindingForm
from regulars.web.service.models import Finding
from regulars.web.service.views.guard import finding_of
from regulars.web.words import say


@needs(Permission.VISIT)
def findings(request: HttpRequest) -> HttpResponse:
    """Those that are open, the earliest day first."""
    rows = Finding.objects.open_to(request.user)
    sort = request.GET.get("sort", "due")
    if sort.removeprefix("-") not in queries.SORTS:
        sort = "due"
    wanted = {
        "state": "done" if request.GET.get("state") == "done" else "",
        "whose": "mine" if request.GET.get("whose") == "mine" else "",
    }
    works = queries.findings(rows, wanted, request.user, sort)
    context = {
        "page": page_of(request, works),
        "sort": sort,
        "wanted": wanted,
        "headline": queries.headline(rows.open().count(), queries.overdue(rows)),
        "ever": rows.exists(),
    }
    return render(request, "service/findings.html", context)


@needs(Permission.VISIT)
def finding(request: HttpRequest, public_id: str) -> HttpResponse:
    """One of them, and what is to be done."""
    found = finding_of(request, public_id)
    form = FindingForm(request.POST if request.method == "POST" else None, finding=found)
    if request.method == "POST" and form.is_valid():
        actions.plan(finding=found, fields=form.cleaned_data, by=request.user)
        messages.success(request, say(message("Saved.")))
        return redirect("service:finding", public_id)
    cards = cards_of("finding", request, found)
    context = {"finding": found, "work": queries.works([found])[0], "form": form, "cards": cards}
    return render(request, "service/finding.html", context, status=400 if form.errors else 200)


@require_POST
@needs(Permission.VISIT)
def done(request: HttpRequest, public_id: str) -> HttpResponse:
    """It is mended, or it was not."""
    found = finding_of(request, public_id)
    if request.POST.get("reopen"):
        actions.reopen(finding=found, by=request.user)
        messages.success(request, say(message("It is open again.")))
    else:
        actions.settle(finding=found, by=request.user)
        messages.success(request, say(message("It is settled.")))
    return redirect("service:finding", public_id)
