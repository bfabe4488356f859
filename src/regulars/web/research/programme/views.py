"""Programmes: the list, one with its seven stages and its actions, and their forms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from regulars.language import Message, message, plural
from regulars.web.facts import facts
from regulars.web.research.programme import actions
from regulars.web.research.programme.following import Followed, followed, items, waves
from regulars.web.research.programme.forms import ActionForm, EvidenceForm, ProgrammeForm, StageForm
from regulars.web.research.programme.models import STANDING, Action, Evidence, Kind, Programme, Stage, State
from regulars.web.research.views.guard import for_the_company
from regulars.web.results.forms import WAVE
from regulars.web.words import current, say


@dataclass(frozen=True)
class Proof:
    """Evidence as a page shows it."""

    pk: int
    words: str
    url: str


@dataclass(frozen=True)
class Step:
    """A stage as a page shows it."""

    stage: Stage
    overdue: bool
    proofs: tuple[Proof, ...]


@dataclass(frozen=True)
class Line:
    """An action as a page shows it."""

    action: Action
    overdue: bool
    question: str
    seen: Followed


@dataclass(frozen=True)
class Summary:
    """A programme in the list."""

    programme: Programme
    now: Message
    done: int
    overdue: int
    due: date | None


@for_the_company
def programmes(request: HttpRequest) -> HttpResponse:
    """The list, with what is overdue."""
    today = timezone.localdate()
    rows = [
        _summary(one, today) for one in Programme.objects.select_related("owner").prefetch_related("stages", "actions")
    ]
    late = sum(row.overdue for row in rows)
    return render(request, "programme/programmes.html", {"rows": rows, "late": late, "headline": _headline(rows, late)})


@for_the_company
def new(request: HttpRequest) -> HttpResponse:
    """Begin one."""
    form = ProgrammeForm(request.POST or None, initial={"owner": request.user})
    if request.method == "POST" and form.is_valid():
        made = actions.begin(by=request.user, **form.values())
        return redirect("programme:programme", made.public_id)
    return _form(request, form, None, message("New programme"), message("Begin"))


@for_the_company
def programme(request: HttpRequest, public_id: str) -> HttpResponse:
    """The seven stages, and what the waves say of the actions."""
    found, today = _programme(public_id), timezone.localdate()
    stages = found.stages.select_related("owner").prefetch_related("evidence__plan", "evidence__study__questionnaire")
    steps = [
        Step(one, not found.closed_at and one.overdue(today), tuple(map(_proof, one.evidence.all()))) for one in stages
    ]
    there = waves(found.survey) if found.survey else []
    names = {item.key: item.label.in_language(current().tag) for item in items(found.survey)} if found.survey else {}
    lines = [
        Line(
            one,
            not found.closed_at and one.overdue(today),
            names.get(one.item, one.item),
            followed(one, there),
        )
        for one in found.actions.select_related("owner", "unit", "programme")
    ]
    late = sum(step.overdue for step in steps) + sum(line.overdue for line in lines)
    context = {
        "programme": found,
        "steps": steps,
        "lines": lines,
        "late": late,
        "headline": _where(found, steps, late),
        "survey": facts().survey(found.survey).title if found.survey and found.survey in facts().surveys() else None,
    }
    return render(request, "programme/programme.html", context)


@for_the_company
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Name, goal, survey, owner."""
    found = _programme(public_id)
    form = ProgrammeForm.of(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.change(programme=found, by=request.user, **form.values())
        return redirect("programme:programme", public_id)
    return _form(request, form, found, message("Change"), message("Save"))


@for_the_company
def stage(request: HttpRequest, public_id: str, kind: str) -> HttpResponse:
    """Owner, day, state, what was done; and its evidence."""
    found = _programme(public_id)
    own = get_object_or_404(found.stages, kind=kind)
    adding = request.method == "POST" and request.POST.get("do") == "evidence"
    form = StageForm.of(own, request.POST if request.method == "POST" and not adding else None)
    proof = EvidenceForm(request.POST if adding else None, survey=found.survey)
    if adding and proof.is_valid():
        for values in proof.values():
            actions.add_evidence(stage=own, by=request.user, **values)
        messages.success(request, say(message("Added.")))
        return redirect("programme:stage", public_id, kind)
    if request.method == "POST" and not adding and form.is_valid():
        actions.change_stage(stage=own, by=request.user, **form.cleaned_data)
        messages.success(request, say(message("Saved.")))
        return redirect("programme:programme", public_id)
    context = {
        "programme": found,
        "stage": own,
        "form": form,
        "proof": proof,
        "proofs": [_proof(one) for one in own.evidence.select_related("plan", "study__questionnaire")],
    }
    return render(request, "programme/stage.html", context, status=400 if form.errors or proof.errors else 200)


@for_the_company
def add_action(request: HttpRequest, public_id: str) -> HttpResponse:
    """Something to change, and the figure that shall move."""
    found = _programme(public_id)
    if not found.survey:
        messages.warning(request, say(message("Choose the survey of the programme first: actions are followed by it.")))
        return redirect("programme:change", public_id)
    form = ActionForm(request.POST or None, programme=found, initial={"owner": found.owner, "state": State.OPEN})
    if request.method == "POST" and form.is_valid():
        actions.plan_action(programme=found, by=request.user, **form.cleaned_data)
        return redirect("programme:programme", public_id)
    return _form(request, form, found, message("New corrective action"), message("Plan it"))


@for_the_company
def change_action(request: HttpRequest, public_id: str, action: str) -> HttpResponse:
    """Any of its fields."""
    found = _programme(public_id)
    own = get_object_or_404(found.actions.select_related("programme"), public_id=action)
    form = ActionForm.of(own, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.change_action(action=own, by=request.user, **form.cleaned_data)
        return redirect("programme:programme", public_id)
    return _form(request, form, found, message("{action}", action=own.title), message("Save"))


@require_POST
@for_the_company
def act(request: HttpRequest, public_id: str) -> HttpResponse:
    """Close the programme, or take evidence away."""
    found = _programme(public_id)
    if request.POST.get("do") == "close":
        actions.close(programme=found, by=request.user)
        return redirect("programme:programme", public_id)
    pk = request.POST.get("evidence", "")
    proof = (
        Evidence.objects.filter(stage__programme=found, pk=int(pk)).first() if pk.isdecimal() and len(pk) < 18 else None
    )
    if proof is None:
        return redirect("programme:programme", public_id)
    actions.remove_evidence(evidence=proof, by=request.user)
    return redirect("programme:stage", public_id, proof.stage.kind)


# ---


def _programme(public_id: str) -> Programme:
    return get_object_or_404(Programme.objects.select_related("owner"), public_id=public_id)


def _form(request: HttpRequest, form: Any, found: Programme | None, title: Message, press: Message) -> HttpResponse:
    context = {"form": form, "programme": found, "title": title, "press": press}
    return render(request, "programme/form.html", context, status=400 if form.errors else 200)


def _summary(found: Programme, today: date) -> Summary:
    stages, own = list(found.stages.all()), list(found.actions.all())
    standing = [one for one in stages if one.state in STANDING]
    late = 0 if found.closed_at else sum(one.overdue(today) for one in [*stages, *own])
    days = [one.due for one in [*stages, *own] if one.state in STANDING and one.due is not None]
    now = message("closed") if found.closed_at else Kind(standing[0].kind).said if standing else message("all done")
    return Summary(found, now, sum(one.state == State.DONE for one in stages), late, min(days, default=None))


def _headline(rows: list[Summary], late: int) -> Message:
    if late:
        return plural("{count} thing is overdue.", "{count} things are overdue.", late)
    return plural("{count} programme; nothing is overdue.", "{count} programmes; nothing is overdue.", len(rows))


def _where(found: Programme, steps: list[Step], late: int) -> Message:
    if found.closed_at:
        return message("This programme is closed.")
    if late:
        return plural("{count} thing is overdue.", "{count} things are overdue.", late)
    standing = next((one.stage for one in steps if one.stage.state in STANDING), None)
    if standing is None:
        return message("All seven stages are done. Begin the next cycle.")
    return message("The programme stands at: {stage}.", stage=standing.kind_words)


def _proof(one: Evidence) -> Proof:
    if one.plan is not None:
        words = message("Plan: {title}", title=one.plan.shown_title)
        return Proof(one.pk, say(words), reverse("plans:plan", args=[one.plan.public_id]))
    if one.study is not None:
        words = message("Study: {title}", title=one.study.shown_title)
        return Proof(one.pk, say(words), reverse("research:study", args=[one.study.public_id]))
    if one.survey:
        words = message("Report of the wave {wave}", wave=one.wave)
        return Proof(one.pk, say(words), f"{reverse('results:report', args=[one.survey])}?period={_period(one.wave)}")
    return Proof(one.pk, one.words, one.address)


def _period(wave: str) -> str:
    return quote(f"{WAVE}{wave}")
