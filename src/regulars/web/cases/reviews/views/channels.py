"""The register of channels, and the log of changes that feedback led to."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from regulars.language import RegularsError, message
from regulars.web.accounts.access import may, needs
from regulars.web.accounts.roles import Permission
from regulars.web.cases.models import Case
from regulars.web.cases.reviews import actions
from regulars.web.cases.reviews.channels import DAYS, LEAST, SAMPLED, lines
from regulars.web.cases.reviews.forms import ChangeForm
from regulars.web.cases.reviews.models import Change
from regulars.web.paging import page_of
from regulars.web.words import say


@needs(Permission.SEE_CASES)
def channels(request: HttpRequest) -> HttpResponse:
    """The busiest first."""
    context = {"lines": lines(request.user, timezone.now()), "days": DAYS, "least": LEAST, "sampled": SAMPLED}
    return render(request, "reviews/channels.html", context)


@needs(Permission.SEE_CASES)
def changes(request: HttpRequest) -> HttpResponse:
    """The latest first; cases out of sight are not named."""
    sight = Case.objects.visible_to(request.user, Permission.SEE_CASES).order_by("pk")
    rows = Change.objects.visible_to(request.user, Permission.SEE_CASES).select_related("unit", "by")
    context = {
        "page": page_of(request, rows.prefetch_related(Prefetch("cases", sight, to_attr="seen")), 20),
        "may_work": may(request.user, Permission.WORK_CASES),
    }
    return render(request, "reviews/changes.html", context)


@needs(Permission.WORK_CASES)
def write(request: HttpRequest, public_id: str = "") -> HttpResponse:
    """A new one, or other words for one that there is."""
    rows = Change.objects.visible_to(request.user, Permission.WORK_CASES).select_related("unit")
    found = get_object_or_404(rows, public_id=public_id) if public_id else None
    case = request.GET.get("case", "")
    initial = {"day": timezone.localdate(), "cases": case if case.isdecimal() and len(case) < 16 else ""}
    form = ChangeForm(
        request.POST if request.method == "POST" else None, user=request.user, change=found, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        seen = request.POST.get("seen", "")
        try:
            actions.note_change(
                change=found, by=request.user, out_of=Case.objects.visible_to(request.user, Permission.SEE_CASES),
                seen=int(seen) if seen.isdecimal() and len(seen) < 10 else None, **form.cleaned_data,
            )  # fmt: skip
        except RegularsError as error:
            form.add_error(None, say(error.message))
        else:
            messages.success(request, say(message("Noted.")))
            return redirect("reviews:changes")
    context = {"form": form, "change": found, "seen": request.POST.get("seen") or (found.revision if found else "")}
    return render(request, "reviews/change.html", context, status=400 if form.errors else 200)
