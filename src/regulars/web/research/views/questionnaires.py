"""Questionnaires: the list, one of them, its draft, publishing, and how guests will see it."""

from __future__ import annotations

import gzip

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csrf import csrf_exempt

from regulars.language import RegularsError, message
from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.channels.link.previewing import previewed
from regulars.web.channels.link.rules import rules
from regulars.web.channels.link.wire import css
from regulars.web.research import actions, queries
from regulars.web.research.views.guard import for_the_company, questionnaire_of
from regulars.web.words import say


@needs(Permission.MANAGE_STUDIES)
def questionnaires(request: HttpRequest) -> HttpResponse:
    """The list."""
    context = {"rows": queries.questionnaires(), "whole": request.scope.whole}
    return render(request, "research/questionnaires.html", context)


@needs(Permission.MANAGE_STUDIES)
def questionnaire(request: HttpRequest, public_id: str) -> HttpResponse:
    """What it asks, its versions, and whether the draft is ahead of them."""
    found = questionnaire_of(public_id)
    latest, definition = found.latest, found.definition()
    context = {
        "questionnaire": found,
        "latest": latest,
        "ahead": queries.ahead(found),
        **queries.remarks(definition),
        "source": definition.source,
        "questions": queries.questions_of(found),
        "versions": queries.versions_of(found),
        "studies": found.studies.all(),
        "whole": request.scope.whole,
    }
    return render(request, "research/questionnaire.html", context)


@for_the_company
def publish(request: HttpRequest, public_id: str) -> HttpResponse:
    """What publishing does to the trends; then freeze the draft as the next version."""
    found = questionnaire_of(public_id)
    if request.method != "POST":
        return render(request, "research/questionnaire_publish.html", {**queries.next_version(found), "whole": True})
    try:
        version = actions.publish(questionnaire=found, by=request.user)
    except RegularsError as error:
        messages.warning(request, say(error.message))
    else:
        messages.success(request, say(message("Version {number} is published.", number=version.number)))
    return redirect("research:questionnaire", public_id)


@for_the_company
def history(request: HttpRequest, public_id: str) -> HttpResponse:
    """The changes of the draft, the newest first."""
    found = questionnaire_of(public_id)
    context = {"questionnaire": found, "rows": found.revisions.select_related("by").defer("draft")}
    return render(request, "research/questionnaire_history.html", context)


@csrf_exempt  # it stores nothing; guests' forms carry no such token
@xframe_options_sameorigin  # the editor shows it beside the draft
@needs(Permission.MANAGE_STUDIES)
def preview(request: HttpRequest, public_id: str) -> HttpResponse:
    """The draft as guests will see it. It can be filled in and sent; nothing is stored."""
    found = questionnaire_of(public_id)
    shown = previewed(request, found.public_id, found.definition())
    policy = shown.headers["Content-Security-Policy"]
    shown.headers["Content-Security-Policy"] = policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    return shown


@needs(Permission.MANAGE_STUDIES)
def preview_rules(request: HttpRequest, public_id: str) -> HttpResponse:
    """Which questions of the draft hang on which answers."""
    return css(gzip.compress(rules(questionnaire_of(public_id).definition()), 9, mtime=0), "no-cache")
