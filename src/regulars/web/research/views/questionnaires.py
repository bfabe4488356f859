"""Questionnaires: the list, one of them, its draft, publishing, and how guests will see it."""

from __future__ import annotations

import gzip
from urllib.parse import parse_qs

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from regulars.language import RegularsError, message
from regulars.survey import read_answers
from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.channels.link.previewing import previewed
from regulars.web.channels.link.rules import rules
from regulars.web.channels.link.wire import css
from regulars.web.research import actions, queries
from regulars.web.research.forms import DraftForm
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
    latest = found.latest
    definition = found.definition()
    ahead = latest is None or latest.content != {**found.draft, "version": latest.number}
    context = {
        "questionnaire": found,
        "latest": latest,
        "ahead": ahead,
        "warnings": definition.warnings(),
        "source": definition.source,
        "questions": queries.questions_of(found),
        "versions": queries.versions_of(found),
        "studies": found.studies.all(),
        "whole": request.scope.whole,
    }
    return render(request, "research/questionnaire.html", context)


@for_the_company
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Its words, and who named its attributes."""
    found = questionnaire_of(public_id)
    form = DraftForm(request.POST if request.method == "POST" else None, questionnaire=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_draft(questionnaire=found, draft=form.draft(), by=request.user)
        except RegularsError as error:
            form.add_error(None, say(error.message))
        else:
            messages.success(request, say(message("Saved. Guests see it when it is published.")))
            return redirect("research:questionnaire", public_id)
    context = {"form": form, "questionnaire": found}
    return render(request, "research/questionnaire_edit.html", context, status=400 if form.errors else 200)


@require_POST
@for_the_company
def publish(request: HttpRequest, public_id: str) -> HttpResponse:
    """Freeze the draft as the next version."""
    found = questionnaire_of(public_id)
    try:
        version = actions.publish(questionnaire=found, by=request.user)
    except RegularsError as error:
        messages.warning(request, say(error.message))
    else:
        messages.success(request, say(message("Version {number} is published.", number=version.number)))
    return redirect("research:questionnaire", public_id)


@csrf_exempt  # it stores nothing; guests' forms carry no such token
@needs(Permission.MANAGE_STUDIES)
def preview(request: HttpRequest, public_id: str) -> HttpResponse:
    """The draft as guests will see it. It can be filled in and sent; nothing is stored."""
    found = questionnaire_of(public_id)
    one = found.definition()
    sent = None
    if request.method == "POST":
        posted = parse_qs(request.body.decode("utf-8", "replace"), keep_blank_values=True)
        posted.pop("form", None)
        sent = read_answers(one, posted, today=timezone.localdate())
    return previewed(request, found.public_id, one, sent)


@needs(Permission.MANAGE_STUDIES)
def preview_rules(request: HttpRequest, public_id: str) -> HttpResponse:
    """Which questions of the draft hang on which answers."""
    return css(gzip.compress(rules(questionnaire_of(public_id).definition()), 9, mtime=0), "no-cache")
