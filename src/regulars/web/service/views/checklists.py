"""The checklists to fill in, and taking over those that come with Regulars."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from regulars.facts.questionnaires import checklists as ready_made
from regulars.language import RegularsError, message
from regulars.web.accounts.access import needs, scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.research.models import Questionnaire
from regulars.web.research.views.guard import for_the_company
from regulars.web.service import actions, queries
from regulars.web.service.models import Visit
from regulars.web.words import say


@needs(Permission.VISIT)
def checklists(request: HttpRequest) -> HttpResponse:
    """What can be filled in, and what was filled in last."""
    lines = queries.checklists(request.scope)
    known = set(Questionnaire.objects.values_list("name", flat=True))
    recent = Visit.objects.open_to(request.user).standing().select_related("unit", "team", "questionnaire", "by")
    context = {
        "lines": lines,
        "ready": [one for one in ready_made() if one.name not in known],
        "recent": recent[:10],
        "whole": scope_of(request.user, Permission.MANAGE_STUDIES).whole,
    }
    return render(request, "service/checklists.html", context)


@require_POST
@for_the_company
def adopt(request: HttpRequest) -> HttpResponse:
    """Take one over."""
    try:
        made = actions.adopt(name=request.POST.get("name", ""), by=request.user)
    except RegularsError as error:
        messages.warning(request, say(error.message))
    else:
        words = message("{title} is yours now: change it as you like, and publish.", title=made.title)
        messages.success(request, say(words))
    return redirect("service:checklists")
