"""Studies: the list, a new one, one of them, opening and closing."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from regulars.language import RegularsError, message
from regulars.web.accounts.access import may, needs
from regulars.web.accounts.roles import Permission
from regulars.web.company.models import Unit
from regulars.web.research import actions, queries
from regulars.web.research.errors import PrivacyError
from regulars.web.research.fieldwork.checking import points
from regulars.web.research.fieldwork.counting import sentence_of
from regulars.web.research.forms import FROM_FILE, LinksForm, NewStudyForm, StudyForm
from regulars.web.research.models import State, Study
from regulars.web.research.views.creating import from_file
from regulars.web.research.views.guard import for_the_company, questionnaire_of, study_of
from regulars.web.words import say


@needs(Permission.MANAGE_STUDIES)
def studies(request: HttpRequest) -> HttpResponse:
    """The list."""
    shown = queries.studies(request.scope)
    return render(
        request,
        "research/studies.html",
        {"rows": shown, "headline": queries.headline(shown), "whole": request.scope.whole},
    )


@for_the_company
def add(request: HttpRequest) -> HttpResponse:
    """A new study, of a questionnaire that is there or of a new one."""
    form = NewStudyForm(request.POST or None, request.FILES or None, initial={"ask": request.GET.get("ask")})
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("research:study", _made(form, request).public_id)
        except RegularsError as error:
            form.add_error("file" if form.cleaned_data["file"] else None, say(error.message))
    return render(request, "research/study_add.html", {"form": form}, status=400 if form.errors else 200)


@needs(Permission.MANAGE_STUDIES)
def study(request: HttpRequest, public_id: str) -> HttpResponse:
    """One study: whether it is open, its answers, what it asks."""
    found = study_of(request, public_id)
    context = {
        "study": found,
        "shown": queries.study_shown(found, request.scope),
        "version": found.questionnaire.latest,
        "questionnaire": found.questionnaire,
        **queries.remarks(found.questionnaire.definition()),
        "manners": queries.manners(found, request.scope),
        "reads": found.privacy == "identified" and may(request.user, Permission.SEE_RESPONSES),
        "links": queries.links_of(found, request.scope).exists(),
        "sample": queries.SAMPLES[found.sample],
        "privacy": queries.PRIVACIES[found.privacy],
        "whole": request.scope.whole,
        "board": sentence_of(found) if request.scope.whole and found.state == State.OPEN else None,
        "points": points(found) if request.scope.whole and found.state == State.DRAFT else [],
    }
    return render(request, "research/study.html", context)


@for_the_company
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Title, dates, quota, wave, sample, privacy."""
    found = study_of(request, public_id)
    form = StudyForm.of(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_study(study=found, by=request.user, **form.values())
        except PrivacyError as error:
            form.add_error("privacy", say(error.message))
        else:
            messages.success(request, say(message("Saved.")))
            return redirect("research:study", public_id)
    context = {"form": form, "study": found}
    return render(request, "research/study_change.html", context, status=400 if form.errors else 200)


@require_POST
@for_the_company
def open_(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let it be answered."""
    return _turned(request, study_of(request, public_id), opening=True)


@require_POST
@for_the_company
def close(request: HttpRequest, public_id: str) -> HttpResponse:
    """No more pages."""
    return _turned(request, study_of(request, public_id), opening=False)


def links_form(request: HttpRequest) -> LinksForm:
    """The form of new links, with the units of the reader."""
    units = Unit.objects.visible_to(request.user, Permission.MANAGE_STUDIES).filter(closed=None)
    return LinksForm(request.POST if request.method == "POST" else None, units=units, whole=request.scope.whole)


@transaction.atomic
def _made(form: NewStudyForm, request: HttpRequest) -> Study:
    title = form.title()
    name = form.cleaned_data["name"]
    if form.cleaned_data["ask"] == FROM_FILE:
        asked = from_file(form.cleaned_data["file"], name, title, request)
    elif form.template:
        asked = actions.create_questionnaire(made_from=form.template, name=name, title=title, by=request.user)
    else:
        asked = questionnaire_of(form.cleaned_data["ask"])
    return actions.create_study(questionnaire=asked, by=request.user, **({"title": title} if title else {}))


def _turned(request: HttpRequest, found: Study, *, opening: bool) -> HttpResponse:
    try:
        if opening:
            actions.open_study(study=found, by=request.user)
        else:
            actions.close_study(study=found, by=request.user)
    except RegularsError as error:
        messages.warning(request, say(error.message))
    return redirect("research:study", found.public_id)
