"""The cards, one card, and its steps in a case."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from regulars.language import RegularsError
from regulars.survey.conditions import in_words
from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.cases.models import Case
from regulars.web.cases.panels import back_to
from regulars.web.cases.playbooks.actions import tick
from regulars.web.cases.playbooks.following import followed
from regulars.web.cases.playbooks.reading import cards, vocabulary
from regulars.web.cases.views.case import case_of
from regulars.web.words import current, say


@needs(Permission.SEE_CASES)
def playbooks(request: HttpRequest) -> HttpResponse:
    """All of them; those with certain words."""
    words, tag = request.GET.get("words", "").strip()[:100], current().tag
    lines = [
        {"key": one.key, "name": one.name.in_language(tag), "about": one.about.in_language(tag)}
        for one in cards().values()
    ]
    if words:
        lines = [one for one in lines if words.casefold() in f"{one['name']} {one['about']}".casefold()]
    return render(request, "playbooks/playbooks.html", {"cards": lines, "words": words})


@needs(Permission.SEE_CASES)
def card(request: HttpRequest, key: str) -> HttpResponse:
    """When it applies, its steps, what is known of it, and how it went here."""
    found, tag = cards().get(key), current().tag
    if found is None:
        raise Http404
    rows = Case.objects.visible_to(request.user, Permission.SEE_CASES)
    context = {
        "name": found.name.in_language(tag),
        "about": found.about.in_language(tag),
        "when": in_words(found.when, vocabulary()) if found.when is not None else None,
        "steps": [one.in_language(tag) for one in found.steps],
        "avoid": found.avoid.in_language(tag),
        "evidence": found.evidence.in_language(tag),
        "here": followed(rows, found),
    }
    return render(request, "playbooks/card.html", context)


@require_POST
@needs(Permission.WORK_CASES)
def done(request: HttpRequest, public_id: str, key: str) -> HttpResponse:
    """These steps were done."""
    case = case_of(request, public_id)
    steps = [int(one) for one in request.POST.getlist("step") if one in set("0123456789")]
    try:
        tick(case=case, card=key, steps=steps, by=request.user)
    except RegularsError as error:
        messages.warning(request, say(error.message))
    return back_to(case, "playbook")
