"""The draws of a study: whom one would take, drawing, taking it back; and letting the study run."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from regulars.language import Message, RegularsError, message, plural
from regulars.web.jobs.clock import company_zone
from regulars.web.jobs.starting import start
from regulars.web.people.models import Customer
from regulars.web.research.fieldwork import actions
from regulars.web.research.fieldwork.candidates import REASONS
from regulars.web.research.fieldwork.carrying import by_hand
from regulars.web.research.fieldwork.drawing import AT_ONCE, Choice, choose, draw_people, undo_draw
from regulars.web.research.fieldwork.forms.asking import DrawForm, ExtendForm, ListForm
from regulars.web.research.fieldwork.models import Asked, Draw, State
from regulars.web.research.fieldwork.views.guard import draw_of, work_of
from regulars.web.research.fieldwork.ways import ways_of
from regulars.web.research.models import State as Course
from regulars.web.research.models import Study
from regulars.web.research.views.guard import for_the_company
from regulars.web.words import say


@for_the_company
def draws(request: HttpRequest, public_id: str) -> HttpResponse:
    """What was drawn, with sums that add up; ``number``: what a draw would take now."""
    study, fieldwork = work_of(request, public_id)
    form = DrawForm(request.GET if "number" in request.GET else None)
    choice, problem = None, None
    if form.is_bound and form.is_valid():
        try:
            choice = choose(fieldwork, number=form.cleaned_data["number"])
        except RegularsError as error:
            problem = error.message
    rows = [
        {"one": one, "aside": aside(one.set_aside), "undo": one.undone_at is None and not _invited(one)}
        for one in study.draws.filter(pilot=False).select_related("by")
    ]
    context = {
        "study": study,
        "fieldwork": fieldwork,
        "rows": rows,
        "form": form,
        "choice": choice,
        "aside": aside(choice.set_aside) if choice else [],
        "problem": problem,
        "headline": headline(study),
        "list_form": ListForm(),
        "extend_form": ExtendForm(),
        "named": bool(ways_of(fieldwork)),
        "over": study.state == Course.CLOSED,
        "begun": study.state != Course.DRAFT,
        "said": said(choice) if choice else None,
    }
    return render(request, "fieldwork/draws.html", context)


@require_POST
@for_the_company
def draw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Draw; a large one is work for the worker."""
    study, _ = work_of(request, public_id)
    form = DrawForm(request.POST)
    number = form.cleaned_data["number"] if form.is_valid() else None
    fieldwork = by_hand(study=study, by=request.user)
    if Customer.objects.count() > AT_ONCE:
        job = start("fieldwork.draw", by=request.user, study=study.public_id, number=number, whom=request.user.pk)
        return redirect("jobs:progress", job.public_id)
    try:
        found = draw_people(fieldwork=fieldwork, by=request.user, number=number)
    except RegularsError as error:
        messages.error(request, say(error.message))
    else:
        messages.success(request, say(plural("{count} person was drawn.", "{count} people were drawn.", found.taken)))
    return redirect("fieldwork:draws", public_id)


@require_POST
@for_the_company
def undo(request: HttpRequest, public_id: str, draw_id: str) -> HttpResponse:
    """Take a draw back, as long as nobody was invited."""
    study, _ = work_of(request, public_id)
    try:
        undo_draw(draw=draw_of(study, draw_id), by=request.user)
        messages.success(request, say(message("The draw was taken back; nobody was written to.")))
    except RegularsError as error:
        messages.error(request, say(error.message))
    return redirect("fieldwork:draws", public_id)


@require_POST
@for_the_company
def act(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let it run, hold it, end it now, let it go on for longer."""
    study, _ = work_of(request, public_id)
    fieldwork = by_hand(study=study, by=request.user)
    try:
        match request.POST.get("do"):
            case "run":
                actions.change_fieldwork(fieldwork=fieldwork, by=request.user, auto=True)
                words: Message = message("It runs by itself from its first day.")
            case "hold":
                actions.change_fieldwork(fieldwork=fieldwork, by=request.user, auto=False)
                words = message("Nobody else is invited or reminded until you let it run again.")
            case "end":
                count = actions.end(study=study, by=request.user)
                words = plural(
                    "Ended. {count} person who waited for an invitation gets none.",
                    "Ended. {count} people who waited for an invitation get none.",
                    count,
                )
            case "extend":
                form = ExtendForm(request.POST)
                if not form.is_valid():
                    messages.error(request, say(message("Choose the last day.")))
                    return redirect("fieldwork:draws", public_id)
                until = datetime.combine(form.cleaned_data["until"] + timedelta(days=1), time(), tzinfo=company_zone())
                actions.extend(study=study, until=until, by=request.user, remind=form.cleaned_data["remind"])
                words = message("It goes on until {day}.", day=form.cleaned_data["until"])
            case _:
                return redirect("fieldwork:draws", public_id)
        messages.success(request, say(words))
    except RegularsError as error:
        messages.error(request, say(error.message))
    return redirect("fieldwork:draws", public_id)


def headline(study: Study) -> Message:
    """The one sentence."""
    rows = Asked.objects.filter(study=study, test=False)
    count = rows.count()
    if not count:
        return message("Nobody was drawn yet.")
    waiting = rows.filter(state__in=(State.DRAWN, State.QUEUED)).count()
    if waiting:
        return plural(
            "{count} person is asked; {waiting} of them wait for their invitation.",
            "{count} people are asked; {waiting} of them wait for their invitation.",
            count,
            waiting=waiting,
        )
    return plural("{count} person is asked.", "{count} people are asked.", count)


def said(choice: Choice) -> Message:
    """What a draw would do."""
    return plural(
        "A draw now takes {count} of {pool} customers.",
        "A draw now takes {count} of {pool} customers.",
        len(choice.people),
        pool=choice.pool,
    )


def aside(counts: dict[str, int]) -> list[tuple[Message, int]]:
    """Who was set aside, the most first."""
    known = [(REASONS[reason], count) for reason, count in counts.items() if reason in REASONS]
    return sorted(known, key=lambda one: -one[1])


def _invited(one: Draw) -> bool:
    return bool(one.asked.exclude(state=State.DRAWN).exists())
