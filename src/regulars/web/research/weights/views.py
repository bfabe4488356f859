"""The weights of a study: what holds, margins typed or sent, what they would do, apply, take back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from regulars.insights.scope import Privacy
from regulars.language import Count, Estimate, Kind, Message, RegularsError, message
from regulars.web.company.models import Company
from regulars.web.imports.lists import read_sent
from regulars.web.research.models import Study
from regulars.web.research.views.guard import for_the_company, study_of
from regulars.web.research.weights import actions
from regulars.web.research.weights.breakdowns import allowed, answered, breakdowns, label_of
from regulars.web.research.weights.files import Bad, filled, lines_out, number_of, read_lines, written
from regulars.web.research.weights.margins import Margin, Part, begun, kept
from regulars.web.research.weights.models import State, Weighting
from regulars.web.research.weights.reckoning import Fitted, Reckoned, out_of_sight, problems, reckon
from regulars.web.tables import csv_answer
from regulars.web.words import current, later, say

LARGEST = 5.0  # times the mean: what a form begins with


class MarginsFile(forms.Form):
    """A table of margins."""

    file = forms.FileField(
        label=later(message("File with the columns variable, value, population (CSV or XLSX)")),
        error_messages={"required": later(message("Choose a file."))},
    )


@dataclass(frozen=True)
class Field:
    """A part in the form."""

    part: Part
    n: str
    name: str
    typed: str
    problem: Message | None
    others: tuple[Part, ...]


@dataclass(frozen=True)
class Group:
    """A breakdown in the form."""

    margin: Margin
    fields: tuple[Field, ...]
    unknown: int


@for_the_company
def weights(request: HttpRequest, public_id: str) -> HttpResponse:
    """What holds, and what a draft would do."""
    study = study_of(request, public_id)
    rows = list(study.weightings.select_related("by"))
    draft = next((one for one in rows if one.state == State.DRAFT), None)
    holds = next((one for one in rows if one.state == State.HOLDS), None)
    shown, problem = _previewed(study, draft or holds)
    late = study.responses.counted().filter(weight=None).count() if holds else 0
    context = {
        "study": study,
        "draft": draft,
        "holds": holds,
        "shown": shown,
        "problem": problem,
        "late": late,
        "answers": study.responses.counted().count(),
        "names": [label_of(study, one["key"]) for one in (draft or holds).margins] if draft or holds else [],
        "choices": [(key, label_of(study, key)) for key in allowed(study)],
        "chosen": {one["key"] for one in (draft or holds).margins} if draft or holds else set(allowed(study)[:1]),
        "hides": Privacy(study.privacy).hides,
        "file": MarginsFile(),
        "history": [_row(one, study) for one in rows if one.state != State.DRAFT],
    }
    return render(request, "weights/weights.html", context)


@for_the_company
def margins(request: HttpRequest, public_id: str) -> HttpResponse:
    """Type how many people each part has; then see what it would do."""
    study = study_of(request, public_id)
    keys = request.POST.getlist("by") if request.method == "POST" else request.GET.getlist("by")
    keys = [key for key in allowed(study) if key in keys]
    if not keys:
        messages.warning(request, say(message("Choose at least one breakdown.")))
        return redirect("weights:weights", public_id)
    empty = _begun(study, keys)
    if request.method != "POST":
        return _form(request, study, empty, most=_most_before(study))
    typed, wrong = _typed(request, empty)
    most, bad_most = _most(request.POST.get("most", ""))
    if wrong or bad_most or any(_missing(study, typed).values()):
        return _form(
            request, study, typed, most=request.POST.get("most", ""), wrong=wrong, sent=request.POST, bad=bad_most
        )
    actions.draft(study=study, margins=typed, most=most, by=request.user)
    return redirect("weights:weights", public_id)


@require_POST
@for_the_company
def send(request: HttpRequest, public_id: str) -> HttpResponse:
    """Margins from a file: the form, filled in. Nothing is kept yet."""
    study, form = study_of(request, public_id), MarginsFile(request.POST, request.FILES)
    if form.is_valid():
        try:
            found, bad = filled(_begun(study, allowed(study)), read_sent(form.cleaned_data["file"], read_lines))
        except RegularsError as error:
            form.add_error("file", say(error.message))
        else:
            if found:
                return _form(request, study, found, most=_most_before(study), left_out=bad, status=200)
            form.add_error("file", say(message("No row of the file names a part of this study.")))
            return render(request, "weights/file.html", {"study": study, "form": form, "left_out": bad}, status=400)
    return render(request, "weights/file.html", {"study": study, "form": form}, status=400)


@for_the_company
def blank(request: HttpRequest, public_id: str) -> HttpResponse:
    """The parts of this study as a table to fill in."""
    study = study_of(request, public_id)
    keys = [key for key in allowed(study) if key in request.GET.getlist("by")] or allowed(study)
    return csv_answer(lines_out(breakdowns(study, keys), _before(study)), "margins.csv")


@require_POST
@for_the_company
def act(request: HttpRequest, public_id: str) -> HttpResponse:
    """Apply a draft, drop it, weight again, take back."""
    study = study_of(request, public_id)
    found = study.weightings.filter(public_id=request.POST.get("weighting", "")).first()
    try:
        match request.POST.get("do"):
            case "apply" if found is not None:
                done = actions.apply(weighting=found, by=request.user)
                messages.success(request, say(_done(done)))
            case "again":
                done = actions.again(study=study, by=request.user)
                messages.success(request, say(_done(done)))
            case "back" if found is not None:
                actions.take_back(weighting=found, by=request.user)
                messages.success(request, say(message("Taken back. Each answer counts as one again.")))
            case "drop" if found is not None:
                actions.drop(weighting=found, by=request.user)
    except RegularsError as error:
        messages.warning(request, say(error.message))
    return redirect("weights:weights", public_id)


# ---


def _done(done: Reckoned) -> Message:
    return message("{n} answers have their weight. The results use it within a minute.", n=Count(len(done.pks)))


def _previewed(study: Study, weighting: Weighting | None) -> tuple[dict[str, Any] | None, Message | None]:
    """What a weighting does, as the page shows it; or why it cannot."""
    if weighting is None:
        return None, None
    try:
        done = reckon(study, kept(weighting.margins), weighting.most)
    except RegularsError as error:
        return None, error.message
    smallest = Company.current().privacy_k if Privacy(study.privacy).hides else 0
    tables = [{"name": one.name, "rows": _shares(one, smallest)} for one in done.margins]
    found = done.found
    return {
        "tables": tables,
        "thin": done.thin,
        "way": done.way.said,
        "n": Count(found.n),
        "effective": Count(round(found.n_effective)),
        "effect": Estimate(found.design_effect, digits=2),
        "smallest": Estimate(found.smallest, digits=2),
        "largest": Estimate(found.largest, digits=2),
        "trimmed": done.trimmed,
        "lost": Estimate(1 - 1 / found.design_effect, kind=Kind.SHARE),
    }, None


def _shares(one: Fitted, smallest: int) -> list[dict[str, Any]]:
    hidden = out_of_sight([share.n for share in one.shares], smallest)
    unseen = message("not shown")
    return [
        {
            "name": share.name,
            "n": unseen if place in hidden else Count(share.n),
            "before": unseen if place in hidden else Estimate(share.before, kind=Kind.SHARE),
            "after": Estimate(share.after, kind=Kind.SHARE),
            "weight": unseen if place in hidden else Estimate(share.weight, digits=2),
            "thin": share.thin,
        }
        for place, share in enumerate(one.shares)
    ]


def _row(one: Weighting, study: Study) -> dict[str, Any]:
    return {
        "one": one,
        "margins": [Margin.from_dict(own).label for own in one.margins],
        "effect": Estimate(one.design_effect, digits=2),
        "effective": Count(round(one.n_effective)),
        "largest": Estimate(one.largest, digits=2),
        "n": Count(one.n),
    }


def _before(study: Study) -> list[Margin]:
    last = study.weightings.filter(state__in=[State.DRAFT, State.HOLDS]).order_by("state", "-at").first()
    return [] if last is None else kept(last.margins)


def _most_before(study: Study) -> str:
    last = study.weightings.filter(state__in=[State.DRAFT, State.HOLDS]).order_by("state", "-at").first()
    most = LARGEST if last is None else last.most
    return "" if most is None else f"{most:g}"


def _begun(study: Study, keys: Sequence[str]) -> list[Margin]:
    before = {one.key: one for one in _before(study)}
    return [begun(one, before.get(one.key)) for one in breakdowns(study, keys)]


def _name(margin: Margin, part: Part) -> str:
    return f"{margin.key}|{part.value}"


def _typed(request: HttpRequest, empty: Sequence[Margin]) -> tuple[list[Margin], dict[str, Message]]:
    """What was typed; name of a field -> what is wrong with it."""
    found, wrong = [], {}
    for margin in empty:
        known, parts = {part.value for part in margin.parts}, []
        for part in margin.parts:
            name = _name(margin, part)
            try:
                people = number_of(request.POST.get(f"n:{name}", ""))
            except ValueError:
                people = None
                wrong[name] = message("Enter a number of people, such as 4200.")
            into = request.POST.get(f"with:{name}", "")
            parts.append(Part(part.value, part.label, people, into if into in known and into != part.value else ""))
        found.append(Margin(margin.key, margin.label, tuple(parts)))
    return found, wrong


def _most(text: str) -> tuple[float | None, Message | None]:
    try:
        most = number_of(text)
    except ValueError:
        most = 0.0
    if most is not None and most <= 1:
        return None, message("Enter a number above 1, such as 5, or nothing for no limit.")
    return most, None


def _missing(study: Study, found: Sequence[Margin]) -> dict[str, dict[str, Message]]:
    values = answered(study, [margin.key for margin in found]).values
    return {margin.key: problems(margin, values[margin.key]) for margin in found}


def _form(
    request: HttpRequest,
    study: Study,
    found: Sequence[Margin],
    *,
    most: str,
    wrong: Mapping[str, Message] | None = None,
    sent: Mapping[str, str] | None = None,
    bad: Message | None = None,
    left_out: Sequence[Bad] = (),
    status: int = 400,
) -> HttpResponse:
    smallest = Company.current().privacy_k if Privacy(study.privacy).hides else 0
    counts = {one.key: one for one in breakdowns(study, [margin.key for margin in found])}
    missing = _missing(study, found) if sent is not None else {}
    groups = []
    for margin in found:
        n = {value.key: value.n for value in counts[margin.key].values}
        sizes = [n.get(part.value, 0) for part in margin.parts]
        hidden = out_of_sight(sizes, smallest)
        fields = []
        for place, part in enumerate(margin.parts):
            name, typed = _name(margin, part), written(part.population)
            fields.append(
                Field(
                    part,
                    say(message("not shown") if place in hidden else Count(sizes[place])),
                    name,
                    typed if sent is None else sent.get(f"n:{name}", ""),
                    (wrong or {}).get(name) or missing.get(margin.key, {}).get(part.value),
                    tuple(other for other in margin.parts if other.value != part.value),
                )
            )
        groups.append(Group(margin, tuple(fields), counts[margin.key].unknown))
    problems_ = [(group, field) for group in groups for field in group.fields if field.problem]
    context = {
        "study": study,
        "groups": groups,
        "most": most,
        "bad_most": bad,
        "problems": problems_,
        "left_out": left_out,
        "current": current(),
    }
    return render(request, "weights/margins.html", context, status=status if sent is not None else 200)
