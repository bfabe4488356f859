"""The matrix as everybody sees it, and as administrators write it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from regulars.language import Day, RegularsError, message
from regulars.web.accounts.access import may, needs
from regulars.web.accounts.roles import Permission
from regulars.web.people.levels import actions
from regulars.web.people.levels.errors import LevelsError
from regulars.web.people.levels.forms import LevelsForm
from regulars.web.people.levels.matrix import LEVELS, proposal
from regulars.web.people.levels.models import Version
from regulars.web.people.levels.shown import table
from regulars.web.people.levels.sizes import sizes
from regulars.web.people.promises.models import today
from regulars.web.words import say


@needs(Permission.SEE_CUSTOMERS)
def levels(request: HttpRequest) -> HttpResponse:
    """What is in force; another version by its number. A draft is seen by who may write it."""
    writes, now = may(request.user, Permission.MANAGE_COMPANY), Version.now()
    rows = Version.objects.select_related("by")
    versions = list(rows if writes else rows.filter(published__isnull=False))
    number = request.GET.get("version", "")
    wanted = int(number) if number.isdecimal() and len(number) < 6 else None
    shown = next((one for one in versions if one.number == wanted), now or next(iter(versions), None))
    context = {
        "shown": shown,
        "rows": table(shown.matrix) if shown else None,
        "sizes": sizes(request.scope) if shown else None,
        "proposal": table(proposal()) if not shown and writes else None,
        "heads": list(LEVELS.values()),
        "now": now,
        "versions": [(one, Day(one.since)) for one in versions],
        "since": Day(shown.since) if shown else None,
        "writes": writes,
        "draft": Version.draft() if writes else None,
    }
    return render(request, "levels/levels.html", context)


@needs(Permission.MANAGE_COMPANY)
def edit(request: HttpRequest) -> HttpResponse:
    """The next version: begun from the draft, from what is in force, or from the proposal."""
    version = Version.draft() or Version.objects.first()
    since = version.since if version and not version.published else today()
    seen = version.mark if version else ""
    initial = LevelsForm.initial_of(version.matrix if version else proposal(), max(since, today()), seen)
    form = LevelsForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.write(
                matrix=form.matrix(),
                since=form.cleaned_data["since"],
                by=request.user,
                seen=form.cleaned_data["seen"],
            )
        except LevelsError as error:
            form.refuse(error)
        else:
            messages.success(request, say(message("Kept as a draft. It holds once it is put in force.")))
            return redirect(f"{reverse('levels:levels')}?version={made.number}")
    context = {"form": form, "parts": list(form.parts)}
    return render(request, "levels/edit.html", context, status=400 if form.errors else 200)


@require_POST
@needs(Permission.MANAGE_COMPANY)
def act(request: HttpRequest) -> HttpResponse:
    """Put the draft in force, or drop it."""
    do, number = request.POST.get("do"), request.POST.get("version", "")
    try:
        if do == "force":
            wanted = int(number) if number.isdecimal() and len(number) < 6 else 0
            version = get_object_or_404(Version, number=wanted)
            actions.put_in_force(version=version, by=request.user, seen=request.POST.get("seen"))
        elif do == "drop":
            actions.drop(by=request.user)
    except RegularsError as error:
        messages.warning(request, say(error.message))
        return redirect(f"{reverse('levels:levels')}?version={version.number}")
    return redirect("levels:levels")
