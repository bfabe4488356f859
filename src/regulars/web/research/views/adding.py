"""Adding a block: of a kind, from what is ready, from another questionnaire."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from regulars.facts.questionnaires import studies
from regulars.language import RegularsError, message
from regulars.web.research import actions
from regulars.web.research.editing import bank
from regulars.web.research.editing.kinds import KINDS
from regulars.web.research.editing.turns import keys_of
from regulars.web.research.models import Questionnaire
from regulars.web.research.views.guard import for_the_company, questionnaire_of, seen_by
from regulars.web.words import say


@for_the_company
def add(request: HttpRequest, public_id: str) -> HttpResponse:
    """What to add, and after which block; a block that is ready is put in at once."""
    found = questionnaire_of(public_id)
    last = len(found.draft["blocks"])
    text = request.POST.get("at", request.GET.get("at", ""))
    at = min(int(text), last) if text.isdecimal() and text.isascii() and len(text) < 9 else last
    if request.method == "POST":
        return _take(request, found, at)
    words, of = request.GET.get("q", "").strip()[:100], request.GET.get("of", "")
    others = Questionnaire.objects.exclude(pk=found.pk).only("public_id", "title", "name", "draft")
    if of:
        other = get_object_or_404(Questionnaire, public_id=of)
        ready = bank.found(words, [other.definition()], f"own:{other.public_id}") if words else _all_of(other)
    else:
        ready = bank.found(words, studies(), "")
    context = {
        "questionnaire": found,
        "at": at,
        "after": bank.title_of(found.draft["blocks"][at - 1]) if at else None,
        "kinds": KINDS.items(),
        "q": words,
        "of": of,
        "others": others,
        "ready": [(one, KINDS[one.kind].label) for one in ready if one.kind in KINDS],
        "seen": found.revision_id or 0,
    }
    return render(request, "research/editor_add.html", context)


def _all_of(other: Questionnaire) -> list[bank.Ready]:
    return [ready for ready, _ in bank.read(other.definition(), f"own:{other.public_id}")]


def _take(request: HttpRequest, found: Questionnaire, at: int) -> HttpResponse:
    """Every block that was ticked, in order."""
    blocks, added = list(found.draft["blocks"]), 0
    for address in request.POST.getlist("take")[: bank.MOST]:
        block = bank.taken(address, _sources(address), keys_of(blocks))
        if block is not None:
            blocks.insert(at + added, block)
            added += 1
    back = f"{reverse('research:questionnaire-edit', args=[found.public_id])}?at={at}"
    if not added:
        messages.warning(request, say(message("Nothing was chosen. Tick what you want to take.")))
        return redirect(f"{reverse('research:questionnaire-add-block', args=[found.public_id])}?at={at}")
    try:
        draft = {**found.draft, "blocks": blocks}
        actions.change_draft(questionnaire=found, draft=draft, by=request.user, seen=seen_by(request))
    except RegularsError as error:
        messages.warning(request, say(error.message))
    return redirect(back)


def _sources(address: str) -> dict[str, object]:
    """Where the block of an address comes from."""
    where, _, rest = address.partition(":")
    name = rest.rpartition(":")[0]
    if where == "bank":
        return {f"bank:{one.name}": one for one in studies() if one.name == name}
    other = Questionnaire.objects.filter(public_id=name).first()
    return {} if other is None else {f"own:{name}": other.definition()}
