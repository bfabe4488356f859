"""The five steps of the whole company: seeing, settling, opening again, taking along."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from regulars.language import RegularsError, message, plural
from regulars.web.accounts.access import may, needs
from regulars.web.accounts.roles import Permission
from regulars.web.results.actions import make_along
from regulars.web.words import current, say
from regulars.web.worth.steps import actions
from regulars.web.worth.steps.making import of_step, report_of
from regulars.web.worth.steps.models import LONGEST, Kept
from regulars.web.worth.steps.shown import LINKS, steps


@needs(Permission.SCORE)
def show(request: HttpRequest) -> HttpResponse:
    """Each with how it stands, what was settled, and what changed since."""
    _whole(request)
    found = steps(report_of(request.scope))
    settled = sum(one.kept is not None for one in found)
    changed = sum(bool(one.changes) for one in found)
    context = {
        "steps": found,
        "headline": plural("One of the five steps is settled.", "{count} of the five steps are settled.", settled)
        if settled
        else message("None of the five steps is settled yet."),
        "changed": plural("In {count} something changed since.", "In {count} something changed since.", changed)
        if changed
        else None,
        "longest": LONGEST,
        "may_export": may(request.user, Permission.EXPORT),
        "may_edit": may(request.user, Permission.MANAGE_COMPANY),
    }
    return render(request, "steps/steps.html", context)


@require_POST
@needs(Permission.SCORE)
def settle(request: HttpRequest, step: str) -> HttpResponse:
    """Keep the figures as they are now, with a note; or open the step again."""
    _whole(request)
    if step not in LINKS:
        raise Http404
    if request.POST.get("do") == "reopen":
        actions.reopen(kept=get_object_or_404(Kept, step=step, undone=None), by=request.user)
        return redirect(f"/worth/steps/#{step}")
    report = of_step(report_of(request.scope), step)
    if report.sections[0].table is None:
        messages.warning(request, say(message("There are no figures to keep yet.")))
        return redirect(f"/worth/steps/#{step}")
    try:
        actions.settle(step=step, note=request.POST.get("note", ""), report=report, by=request.user)
        messages.success(request, say(message("Kept, with the figures as they are now.")))
    except RegularsError as error:
        messages.warning(request, say(error.message))
    return redirect(f"/worth/steps/#{step}")


@require_POST
@needs(Permission.EXPORT)
def make_file(request: HttpRequest) -> HttpResponse:
    """All steps as PDF or workbook, with what was settled."""
    _whole(request)
    if not may(request.user, Permission.SCORE):
        raise PermissionDenied
    ending = "xlsx" if request.POST.get("kind") == "xlsx" else "pdf"
    job = make_along(
        "steps.file", ending=ending, query="", language=current(), by=request.user, about={"survey": "five-steps"}
    )
    return redirect("jobs:progress", public_id=job.public_id)


def _whole(request: HttpRequest) -> None:
    """What is settled here is settled for the whole company."""
    if not request.scope.whole:
        raise PermissionDenied
