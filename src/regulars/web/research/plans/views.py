"""Plans: the list, one of them worked out, writing it, signing it, its document, its waves."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import yaml
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from regulars.documents import write_report
from regulars.insights.planning import planned
from regulars.language import Message, RegularsError, Text, message, plural
from regulars.survey.errors import EntryError
from regulars.survey.plans import Event as Listening
from regulars.survey.plans import Wave, reckon, waves
from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.company.models import Company
from regulars.web.research.fieldwork.counting import sentence_of
from regulars.web.research.models import State, Study
from regulars.web.research.plans import actions
from regulars.web.research.plans.errors import PlanPrivacyError
from regulars.web.research.plans.forms import PlanForms
from regulars.web.research.plans.models import Plan
from regulars.web.research.views.guard import for_the_company
from regulars.web.results.panels import page_of
from regulars.web.words import current, say

KINDS = {"pdf": "application/pdf", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@dataclass(frozen=True)
class Step:
    """A wave as the page shows it: how far it has come beside what was planned."""

    wave: Wave
    study: Study | None
    answers: int
    wanted: int
    overdue: bool
    board: Message | None = None

    @property
    def state(self) -> Message:
        """Where it stands."""
        today = timezone.localdate()
        if self.study is None:
            return message("not made yet")
        if self.overdue:
            return message("report overdue since {day}", day=self.wave.due)
        if today < self.wave.first:
            return message("opens on {day}", day=self.wave.first)
        if today > self.wave.last:
            return message("over; report due on {day}", day=self.wave.due)
        return plural("{count} day left", "{count} days left", (self.wave.last - today).days + 1)


@needs(Permission.MANAGE_STUDIES)
def plans(request: HttpRequest) -> HttpResponse:
    """The list."""
    rows = [(one, one.plan()) for one in Plan.objects.all()]
    return render(request, "plans/plans.html", {"rows": rows, "whole": request.scope.whole})


@needs(Permission.MANAGE_STUDIES)
def plan(request: HttpRequest, public_id: str) -> HttpResponse:
    """What it needs, costs and will show; who signed it; how its waves go."""
    found = _plan(public_id)
    definition = found.plan()
    page = page_of(planned(definition), current(), survey=f"plan:{public_id}", query="", linked=False)
    steps = _steps(found)
    listening = isinstance(definition.frequency, Listening)
    study = found.waves.select_related("study__questionnaire").first() if listening else None
    context = {
        "plan": found,
        "page": page,
        "steps": steps,
        "left": sum(step.study is None for step in steps) or (listening and study is None),
        "begun": any(step.study for step in steps) or study is not None,
        "listening": study.study if study else None,
        "answers": study.study.responses.counted().count() if study else 0,
        "wanted": reckon(definition).n,
        "whole": request.scope.whole,
    }
    return render(request, "plans/plan.html", context)


@for_the_company
def new(request: HttpRequest) -> HttpResponse:
    """Write one."""
    first = {"currency": Company.current().currency, "first": timezone.localdate()}
    written = PlanForms(request.POST or None, first=first)
    if request.method == "POST" and written.is_valid():
        try:
            made = actions.create_plan(content=written.content(), by=request.user)
            return redirect("plans:plan", made.public_id)
        except EntryError as error:
            written.blame(error)
        except PlanPrivacyError as error:
            written.form.add_error("privacy", say(error.message))
        except RegularsError as error:
            written.form.add_error("name", say(error.message))
    return _form(request, written, None)


@for_the_company
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change it, until it is signed."""
    found = _plan(public_id)
    written = PlanForms(request.POST or None, found.plan())
    if request.method == "POST" and written.is_valid():
        try:
            actions.change_plan(plan=found, content=written.content(), by=request.user, seen=request.POST.get("seen"))
            messages.success(request, say(message("Saved.")))
            return redirect("plans:plan", public_id)
        except EntryError as error:
            written.blame(error)
        except PlanPrivacyError as error:
            written.form.add_error("privacy", say(error.message))
        except RegularsError as error:
            written.form.add_error(None, say(error.message))
    return _form(request, written, found)


@require_POST
@for_the_company
def act(request: HttpRequest, public_id: str) -> HttpResponse:
    """Sign, take the signature back, or make the studies of the waves."""
    found = _plan(public_id)
    try:
        match request.POST.get("do"):
            case "sign":
                actions.sign(plan=found, by=request.user, seen=request.POST.get("seen"))
                messages.success(request, say(message("Signed. It no longer changes.")))
            case "take-back":
                actions.take_back(plan=found, by=request.user)
            case "waves":
                made = actions.make_studies(plan=found, by=request.user)
                words = plural(
                    "{count} study was made. It runs by itself from its first day.",
                    "{count} studies were made. Each runs by itself from its first day.",
                    len(made),
                )
                messages.success(request, say(words))
    except RegularsError as error:
        messages.warning(request, say(error.message))
    return redirect("plans:plan", public_id)


@needs(Permission.MANAGE_STUDIES)
def document(request: HttpRequest, public_id: str, ending: str) -> HttpResponse:
    """The plan to print and sign, as a workbook, or as the file that ``regulars plan`` reads."""
    found = _plan(public_id)
    headers = {
        "Content-Disposition": f'attachment; filename="{found.name}.{ending}"',
        "Cache-Control": "private, no-store",
    }
    if ending == "yaml":
        words = yaml.safe_dump(found.content, allow_unicode=True, sort_keys=False)
        return HttpResponse(words, content_type="application/yaml; charset=utf-8", headers=headers)
    with tempfile.TemporaryDirectory(prefix="regulars-plan-") as folder:
        path = Path(folder) / f"plan.{ending}"
        write_report(planned(found.plan()), path, current(), company=Text.of(Company.current().name))
        return HttpResponse(path.read_bytes(), content_type=KINDS[ending], headers=headers)


def _plan(public_id: str) -> Plan:
    return get_object_or_404(Plan.objects.select_related("signed_by"), public_id=public_id)


def _form(request: HttpRequest, written: PlanForms, found: Plan | None) -> HttpResponse:
    wrong = request.method == "POST"
    if wrong:
        written.sum_up()
    context = {"plan": found, "form": written.form, "strata": written.strata, "channels": written.channels}
    return render(request, "plans/form.html", context, status=400 if wrong else 200)


def _steps(found: Plan) -> list[Step]:
    definition = found.plan()
    studies = {row.number: row.study for row in found.waves.select_related("study__questionnaire", "study__fieldwork")}
    wanted, today = reckon(definition).n, timezone.localdate()
    return [
        Step(
            wave,
            study := studies.get(wave.number),
            study.responses.counted().count() if study else 0,
            wanted,
            bool(study) and today > wave.due,
            sentence_of(study) if study and study.state == State.OPEN else None,
        )
        for wave in waves(definition)
    ]
