"""Filling in a checklist: what it is about, the form, the visit as it was stored."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from regulars.language import Message, message, plural
from regulars.survey import read_answers
from regulars.web.accounts.access import may, needs
from regulars.web.accounts.roles import Permission
from regulars.web.ids import new_id
from regulars.web.research.models import Questionnaire, Version
from regulars.web.service import actions, queries
from regulars.web.service.forms import StartForm
from regulars.web.service.models import Finding, Visit
from regulars.web.service.showing import Sheet
from regulars.web.service.shown import areas_shown
from regulars.web.service.views.guard import checklist_of, visit_of
from regulars.web.words import current, say

TOKEN = "csrfmiddlewaretoken"
AGAIN = message("Please look at this again. Everything else is as you left it.")
NOTHING = message("Nothing is filled in yet. Tick at least one line.")


@needs(Permission.VISIT)
def fill(request: HttpRequest, public_id: str) -> HttpResponse:
    """First what it is about, then the checklist. What it is about stands in the address."""
    checklist, version = checklist_of(public_id)
    asked = bool({"unit", "team"} & set(request.GET))
    start = StartForm(request.GET if asked else None, subject=version.definition.subject or "", scope=request.scope)
    if not asked or not start.is_valid():
        context = {"checklist": checklist, "form": start, "definition": version.definition}
        return render(request, "service/start.html", context, status=400 if asked else 200)
    if request.method == "POST":
        return _post(request, checklist, version, start)
    return _sheet(request, checklist, version, start, Sheet(version.definition, current().value))


@needs(Permission.VISIT)
def visit(request: HttpRequest, public_id: str) -> HttpResponse:
    """What was seen, area by area, and what is done about it."""
    found = visit_of(request, public_id)
    version = Version.objects.get(questionnaire=found.questionnaire, number=found.version)
    own = Finding.objects.filter(Q(visit=found) | Q(again=found)).distinct()
    works = queries.works(own.select_related("visit__unit", "visit__team", "owner"))
    context = {
        "visit": found,
        "definition": version.definition,
        "areas": areas_shown(version.definition, found.answers),
        "works": works,
        "headline": _headline(found, len(works)),
        "may_take_back": found.taken_back_at is None
        and (found.by_id == request.user.pk or may(request.user, Permission.MANAGE_TEAMS)),
        "sees_results": may(request.user, Permission.SEE_RESULTS),
    }
    return render(request, "service/visit.html", context)


@require_POST
@needs(Permission.VISIT)
def take_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """A visit that was a mistake. Those who filled it in may, and those who lead."""
    found = visit_of(request, public_id)
    if found.by_id == request.user.pk or may(request.user, Permission.MANAGE_TEAMS):
        actions.take_back(visit=found, by=request.user)
        messages.success(request, say(message("The visit was taken back; it counts no more.")))
    else:
        messages.warning(request, say(message("Only who filled it in can take it back, or who leads the unit.")))
    return redirect("service:visit", public_id)


def _post(request: HttpRequest, checklist: Questionnaire, version: Version, start: StartForm) -> HttpResponse:
    posted = {name: request.POST.getlist(name) for name in request.POST if name != TOKEN}
    read = read_answers(version.definition, posted, today=timezone.localdate())
    if read.errors or read.empty:
        sheet = Sheet(version.definition, current().value, read.typed, read.errors)
        return _sheet(request, checklist, version, start, sheet, AGAIN if read.errors else NOTHING)
    nonce = request.GET.get("form", "")
    made = actions.store(
        version=version,
        **start.about(),
        answers=read.answers,
        nonce=nonce if re.fullmatch(r"[0-9a-z]{12,24}", nonce) else new_id(),
        by=request.user,
    )
    messages.success(request, say(version.definition.thanks))
    return redirect("service:visit", made.public_id)


def _sheet(
    request: HttpRequest,
    checklist: Questionnaire,
    version: Version,
    start: StartForm,
    sheet: Sheet,
    alert: Message | None = None,
) -> HttpResponse:
    about = start.about()
    query = {name: getattr(value, "public_id", value) for name, value in about.items() if value and name != "unit"}
    if about["team"] is None:
        query["unit"] = about["unit"].public_id
    nonce = request.GET.get("form") or new_id()
    address = reverse("service:fill", args=[checklist.public_id])
    context = {
        "checklist": checklist,
        "definition": version.definition,
        "heading": sheet.say(version.definition.heading),
        "intro": sheet.say(version.definition.intro),
        "blocks": sheet.blocks(),
        "wrong": sheet.wrong(),
        "alert": alert,
        "about": about,
        "action": f"{address}?{urlencode({**query, 'form': nonce})}",
        "back": address,
    }
    return render(request, "service/fill.html", context, status=422 if alert else 200)


def _headline(found: Visit, findings: int) -> Message:
    if found.taken_back_at is not None:
        return message("This visit was taken back; it counts no more.")
    if found.score is None:
        return message("Nothing could be rated on this visit.")
    if not findings:
        return message("Every standard that was seen is met; the score is {score}.", score=round(found.score))
    return plural(
        "{count} item is below its threshold; the score is {score}.",
        "{count} items are below their threshold; the score is {score}.",
        findings,
        score=round(found.score),
    )
