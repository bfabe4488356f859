"""The rule by which customers are sorted, with what it would give while it is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from regulars.insights.scoring import Grades
from regulars.insights.scoring.trying import Tried, try_grades
from regulars.language import NO_CURRENCY, Count, Day, Estimate, Kind, Message, Text, message, plural
from regulars.methods.loyalty.stage_rules import Stage
from regulars.methods.value.tier_rules import TITLES
from regulars.web.company import actions
from regulars.web.company.forms.grades import GradesForm
from regulars.web.company.grades import grades_of
from regulars.web.company.models import Company
from regulars.web.company.views.guard import for_administrators
from regulars.web.facts import facts
from regulars.web.words import say

STAGES = (Stage.FIRST_TIME, Stage.REPEAT, Stage.CLIENT, Stage.INACTIVE)


@dataclass(frozen=True)
class Line:
    """A tier or a stage: how many customers it has, how many it would have, and where it would begin."""

    name: Message
    now: Count
    then: Count
    begins: Estimate | None = None


@dataclass(frozen=True)
class Preview:
    """What the rule would give, in words and lines."""

    said: Message
    tiers: tuple[Line, ...]
    stages: tuple[Line, ...]


@for_administrators
def grades(request: HttpRequest) -> HttpResponse:
    """Write the rule; every change shows what it would give, and only “Save” stores it."""
    company = Company.current()
    form = GradesForm.of(company, request.POST if request.method == "POST" else None)
    rule = grades_of(company)
    saves = request.POST.get("do") == "save"
    if request.method == "POST" and form.is_valid():
        if saves:
            changed = actions.change_company(fields=form.values(), by=request.user)
            messages.success(
                request,
                say(
                    message("Saved. The next scoring takes the new rule: tonight, or as soon as somebody starts it.")
                    if changed
                    else message("Nothing was different.")
                ),
            )
            return redirect("company:settings")
        rule = form.grades()
    context = {"form": form, "title": form.title, "preview": None if form.errors else preview(rule)}
    return render(request, "company/grades.html", context, status=400 if saves and form.errors else 200)


def preview(rule: Grades) -> Preview | None:
    """None before the first scoring."""
    tried = try_grades(facts(), rule)
    if tried is None:
        return None
    return Preview(_said(tried), tuple(_tiers(tried)), tuple(_stages(tried)))


def _said(tried: Tried) -> Message:
    day = Day(tried.day)
    if tried.tiers is None:
        return message("By the scores of {day} this rule cannot be tried: nobody has a value.", day=day)
    if not tried.moved:
        return message("By the scores of {day} nobody would stand in another tier.", day=day)
    return plural(
        "By the scores of {day} {count} customer would stand in another tier.",
        "By the scores of {day} {count} customers would stand in another tier.",
        tried.moved,
        day=day,
    )


def _tiers(tried: Tried) -> Any:
    found = tried.tiers
    if found is None:
        return
    for at, name in enumerate(found.names):
        begins = None
        if at < len(found.cuts):
            begins = Estimate(
                float(found.cuts[at]), kind=Kind.MONEY, currency=tried.currency or NO_CURRENCY, digits=0
            )  # fmt: skip
        now, then = Count(tried.tiers_now.get(name, 0)), Count(int(found.tier_n[at]))
        yield Line(TITLES.get(name) or message("{name}", name=Text.of(name)), now, then, begins)


def _stages(tried: Tried) -> Any:
    for one in STAGES:
        now, then = (Count(counts.get(one.value, 0)) for counts in (tried.stages_now, tried.stages))
        yield Line(one.words, now, then)
