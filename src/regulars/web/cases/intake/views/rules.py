"""Rules: the list, one with its condition, what it would have opened; and the addresses of the open form."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from regulars.language import Message, message, plural
from regulars.survey.conditions import ConditionError, in_words, read_condition, written
from regulars.web import conditions
from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.cases.intake import actions
from regulars.web.cases.intake.forms import RuleForm
from regulars.web.cases.intake.models import CaseRule
from regulars.web.cases.intake.places import address_of, places
from regulars.web.cases.intake.rules import all_rules, read
from regulars.web.cases.intake.trial import DAYS, Tried, broken, try_out
from regulars.web.cases.intake.vocabulary import vocabulary_of
from regulars.web.cases.models import Case
from regulars.web.company.models import Unit
from regulars.web.research.codes import KINDS, qr_code
from regulars.web.research.models import Response, Study
from regulars.web.words import say

STEM = "when"
# Rules hold everywhere.
for_the_company = needs(Permission.MANAGE_CASES, whole=True)


@for_the_company
def rules(request: HttpRequest) -> HttpResponse:
    """In the order in which they are tried."""
    found = all_rules()
    rows = Case.objects.exclude(rule="").order_by().values("rule").annotate(count=Count("pk"), last=Max("opened"))
    opened = {row["rule"]: row for row in rows}
    lines = [
        {
            "one": one,
            "said": _said(one),
            "opened": opened.get(one.public_id, {}),
            "first": place == 0,
            "last": place == len(found) - 1,
        }
        for place, one in enumerate(found)
    ]
    on = sum(one.on for one in found)
    words = plural("{count} rule opens cases by itself.", "{count} rules open cases by themselves.", on)
    headline = words if on else message("No rule is on: no answer opens a case by itself.")
    return render(request, "intake/rules.html", {"lines": lines, "headline": headline})


@for_the_company
def add(request: HttpRequest) -> HttpResponse:
    """A new one; it is off until somebody switches it on."""
    return _page(request, None)


@for_the_company
def rule(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change one."""
    return _page(request, _one(public_id))


@require_POST
@for_the_company
def act(request: HttpRequest, public_id: str) -> HttpResponse:
    """On, off, earlier, later, away."""
    one = _one(public_id)
    match request.POST.get("do"):
        case "on" if broken(one):
            messages.warning(request, say(message("Its condition cannot be read. Change it first.")))
        case "on" | "off" as to:
            actions.switch(rule=one, on=to == "on", by=request.user)
        case "earlier" | "later" as to:
            actions.move(rule=one, earlier=to == "earlier", by=request.user)
        case "remove":
            actions.remove(rule=one, by=request.user)
    return redirect("intake:rules")


@for_the_company
def trial(request: HttpRequest, public_id: str) -> HttpResponse:
    """What it would have opened in the last days."""
    one = _one(public_id)
    tried = try_out(one)
    seen = set(
        Response.objects.visible_to(request.user, Permission.SEE_RESPONSES)
        .filter(pk__in=[found.pk for found, _ in tried.examples])
        .values_list("pk", flat=True)
    )
    examples = [(found, title, found.pk in seen) for found, title in tried.examples]
    context = {
        "rule": one, "tried": tried, "examples": examples, "headline": would(tried), "said": _said(one), "days": DAYS,
    }  # fmt: skip
    return render(request, "intake/trial.html", context)


@for_the_company
def form_places(request: HttpRequest) -> HttpResponse:
    """Where the open form stands, for posters and websites."""
    found = [(None, address_of(request, None)), *((one, address_of(request, one)) for one in places())]
    return render(request, "intake/places.html", {"addresses": found})


@for_the_company
def code(request: HttpRequest, public_id: str) -> HttpResponse:
    """The QR code of an address; ``all`` is that of the company."""
    unit = None if public_id == "all" else get_object_or_404(Unit.objects.filter(closed=None), public_id=public_id)
    return HttpResponse(
        qr_code(address_of(request, unit), "svg"),
        content_type=KINDS["svg"],
        headers={"Content-Disposition": f'inline; filename="help-{public_id}.svg"', "Cache-Control": "private"},
    )


def would(tried: Tried) -> Message:
    """The one sentence of a trial."""
    if not tried.answers:
        return message("No answers came in during the last {days} days.", days=DAYS)
    return plural(
        "In the last {days} days it would have opened {count} case.",
        "In the last {days} days it would have opened {count} cases.",
        tried.opened,
        days=DAYS,
    )


def _one(public_id: str) -> CaseRule:
    return get_object_or_404(CaseRule.objects.select_related("study__questionnaire"), public_id=public_id)


def _said(one: CaseRule) -> Message | None:
    """Its condition in words; None where it cannot be read."""
    vocabulary = vocabulary_of(one.study)
    condition = read(one.condition, vocabulary)
    return None if condition is None else in_words(condition, vocabulary)


def _page(request: HttpRequest, one: CaseRule | None) -> HttpResponse:
    vocabulary = vocabulary_of(_study(request, one))
    typed: dict[str, str] = {name: request.POST[name] for name in request.POST if name.startswith(f"{STEM}.")}
    problems: dict[str, Message] = {}
    pressed = request.POST.get("do", "")
    form = RuleForm(request.POST if request.method == "POST" else None, rule=one)
    status, shown = 200, None
    if request.method != "POST":
        typed |= _stored(one, vocabulary)
    elif pressed.partition(":")[0] in conditions.PRESSES:
        conditions.pressed(pressed, typed, vocabulary, STEM)
        form = _as_typed(request, one)
    else:
        condition = conditions.read(typed, vocabulary, STEM, problems)
        if condition is None and not problems:
            problems[f"{STEM}.add"] = message("Say which answers open a case.")
        if form.is_valid() and not problems:
            fields = {**form.values(), "condition": written(condition)}
            if pressed != "try":
                return _save(request, one, fields)
            shown = try_out(CaseRule(pk=one and one.pk, rank=one.rank if one else 0, on=True, **fields))
        else:
            status = 400
    context = {
        "rule": one,
        "form": form,
        "condition": conditions.shown(typed, vocabulary, STEM, problems, asks=message("Which answers open a case")),
        "problems": list(problems.items()),
        "tried": shown,
        "headline": would(shown) if shown else None,
    }
    return render(request, "intake/rule.html", context, status=status)


def _study(request: HttpRequest, one: CaseRule | None) -> Study | None:
    """Whose questions can be asked for: the one that was chosen a moment ago."""
    if request.method != "POST":
        return one.study if one else None
    rows = Study.objects.filter(privacy="identified").select_related("questionnaire")
    return rows.filter(public_id=request.POST.get("study", "")[:40]).first()


def _stored(one: CaseRule | None, vocabulary: Any) -> dict[str, str]:
    text = one.condition if one else "answer.score <= 40"
    try:
        return dict(conditions.write(read_condition(text, vocabulary), vocabulary, STEM))
    except ConditionError:  # a question that went: it stands as text, with what is wrong
        return {f"{STEM}.way": "text", f"{STEM}.text": text, f"{STEM}.count": "0"}


def _as_typed(request: HttpRequest, one: CaseRule | None) -> RuleForm:
    """With what was typed, and no word of what is still missing: only a row was added."""
    form = RuleForm(rule=one)
    form.initial |= {name: request.POST[name] for name in form.fields if name in request.POST}
    return form


def _save(request: HttpRequest, one: CaseRule | None, fields: dict[str, Any]) -> HttpResponse:
    if one is None:
        made = actions.add_rule(fields=fields, by=request.user)
        messages.success(request, say(message("It is stored and still off. See what it would have opened.")))
        return redirect("intake:trial", made.public_id)
    actions.change_rule(rule=one, fields=fields, by=request.user)
    messages.success(request, say(message("Saved.")))
    return redirect("intake:rules")
