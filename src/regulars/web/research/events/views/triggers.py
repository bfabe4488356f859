"""Triggers: writing one, its condition, trying it out, switching it on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from regulars.language import Message, message, plural
from regulars.survey.conditions import ConditionError, read_condition, written
from regulars.web import conditions
from regulars.web.research.events import actions, queries
from regulars.web.research.events.forms import TriggerForm
from regulars.web.research.events.kinds import kinds
from regulars.web.research.events.models import EventKind, State, Trigger
from regulars.web.research.events.trial import try_out
from regulars.web.research.events.vocabulary import vocabulary_of
from regulars.web.research.views.guard import for_the_company
from regulars.web.words import say

STEM = "when"


@for_the_company
def add(request: HttpRequest, kind: str) -> HttpResponse:
    """A new one of a kind; it is off until somebody switches it on."""
    found = kinds().get(kind)
    if found is None:
        return redirect("events:events")
    return _page(request, found, None)


@for_the_company
def trigger(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change one."""
    one = _one(public_id)
    return _page(request, one.kind, one)


@require_POST
@for_the_company
def act(request: HttpRequest, public_id: str) -> HttpResponse:
    """On, off, earlier, later, away."""
    one = _one(public_id)
    match request.POST.get("do"):
        case "on":
            actions.switch(trigger=one, on=True, by=request.user)
            messages.success(request, say(message("It is on: it asks about what comes in from now on.")))
        case "off":
            stopped = actions.switch(trigger=one, on=False, by=request.user)
            words = plural(
                "It is off; {count} event that waited was stopped.",
                "It is off; {count} events that waited were stopped.",
                stopped,
            )
            messages.success(request, say(words if stopped else message("It is off.")))
        case "earlier" | "later" as to:
            actions.move(trigger=one, earlier=to == "earlier", by=request.user)
        case "remove":
            actions.remove_trigger(trigger=one, by=request.user)
            messages.success(request, say(message("It is removed. What it has asked stays asked.")))
    return redirect("events:events")


@for_the_company
def trial(request: HttpRequest, public_id: str) -> HttpResponse:
    """What it would have asked in the last days."""
    one = _one(public_id)
    on = one.on  # while it is tried out it counts as switched on
    tried = try_out(one)
    context = {
        "trigger": one,
        "on": on,
        "tried": tried,
        "headline": _headline(tried.own.count(State.ASKED), tried.own.total, tried.account.total),
        "because": queries.because(tried.own),
        "when": queries.when_of(one),
        "days": queries.DAYS,
    }
    return render(request, "events/trial.html", context)


def _headline(asked: int, own: int, total: int) -> Message:
    if not total:
        return message("No such event came in during the last {days} days.", days=queries.DAYS)
    return plural(
        "In the last {days} days it would have asked {count} person, of {own} events that fit it.",
        "In the last {days} days it would have asked {count} people, of {own} events that fit it.",
        asked,
        days=queries.DAYS,
        own=own,
    )


def _one(public_id: str) -> Trigger:
    return get_object_or_404(Trigger.objects.select_related("kind", "study__questionnaire"), public_id=public_id)


def _page(request: HttpRequest, kind: EventKind, one: Trigger | None) -> HttpResponse:
    vocabulary = vocabulary_of(kind)
    typed: dict[str, str] = {name: request.POST[name] for name in request.POST if name.startswith(f"{STEM}.")}
    problems: dict[str, Message] = {}
    pressed = request.POST.get("do", "")
    form = TriggerForm(request.POST if request.method == "POST" else None, trigger=one)
    status = 200
    if request.method != "POST":
        typed |= _stored(one, vocabulary)
    elif pressed.partition(":")[0] in conditions.PRESSES:
        conditions.pressed(pressed, typed, vocabulary, STEM)
        form = _as_typed(request, one)
    else:
        condition = conditions.read(typed, vocabulary, STEM, problems)
        if form.is_valid() and not problems:
            fields = {**form.values(), "condition": "" if condition is None else written(condition)}
            return _save(request, kind, one, fields)
        status = 400
    context = {
        "kind": kind,
        "trigger": one,
        "form": form,
        "condition": conditions.shown(typed, vocabulary, STEM, problems, asks=message("About which of them")),
        "problems": list(problems.items()),
    }
    return render(request, "events/trigger.html", context, status=status)


def _stored(one: Trigger | None, vocabulary: Any) -> dict[str, str]:
    text = one.condition if one else ""
    try:
        condition = read_condition(text, vocabulary) if text else None
    except ConditionError:  # a field that went: it stands as text, with what is wrong
        return {f"{STEM}.way": "text", f"{STEM}.text": text, f"{STEM}.count": "0"}
    return dict(conditions.write(condition, vocabulary, STEM))


def _as_typed(request: HttpRequest, one: Trigger | None) -> TriggerForm:
    """The form with what was typed, and no word of what is still missing: only a row was added."""
    form = TriggerForm(trigger=one)
    for name in form.fields:
        if name in request.POST:
            form.initial[name] = request.POST[name]
    return form


def _save(request: HttpRequest, kind: EventKind, one: Trigger | None, fields: dict[str, Any]) -> HttpResponse:
    if one is None:
        study = fields.pop("study")
        made = actions.add_trigger(kind=kind, study=study, fields=fields, by=request.user)
        messages.success(request, say(message("It is stored and still off. See what it would have asked.")))
        return redirect("events:trial", made.public_id)
    actions.change_trigger(trigger=one, fields=fields, by=request.user)
    messages.success(request, say(message("Saved.")))
    return redirect("events:events")
