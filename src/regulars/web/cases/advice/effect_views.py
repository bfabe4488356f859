"""The page of what gestures go together with, and its file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from regulars.language import message
from regulars.web.accounts.access import may, needs
from regulars.web.accounts.roles import Permission
from regulars.web.audit import Event, record
from regulars.web.cases.advice.effects import ended
from regulars.web.cases.advice.models import Choice
from regulars.web.cases.advice.report import report
from regulars.web.cases.models import Case
from regulars.web.cases.states import Verdict
from regulars.web.people.forms import PurposeForm
from regulars.web.results.panels import page_of as laid_out
from regulars.web.tables import csv_answer
from regulars.web.words import current, say

CSV = {"csv": "CSV"}


@needs(Permission.SEE_CASES)
def effect(request: HttpRequest) -> HttpResponse:
    """Verdict, buying again and time: with and without."""
    return _page(request)


def _page(request: HttpRequest, purpose: PurposeForm | None = None) -> HttpResponse:
    choices = Choice.objects.visible_to(request.user, Permission.SEE_CASES)
    laid = None
    if choices.exists():
        rows = ended(Case.objects.visible_to(request.user, Permission.SEE_CASES))
        found = report(rows, choices, timezone.localdate())
        laid = laid_out(found, current(), survey="gestures", query=str(request.user.pk), linked=False)
    context = {
        "laid": laid,
        "purpose": (purpose or PurposeForm(kinds=CSV)) if laid and may(request.user, Permission.EXPORT) else None,
        "may_manage": may(request.user, Permission.MANAGE_CASES),
    }
    return render(request, "advice/effect.html", context, status=400 if purpose else 200)


@require_POST
@needs(Permission.EXPORT)
def export(request: HttpRequest) -> HttpResponse:
    """A line for each option of each case, without names; for a purpose that stands in the trail first."""
    purpose = PurposeForm(request.POST, kinds=CSV)
    if not purpose.is_valid():
        return _page(request, purpose)
    rows = Choice.objects.visible_to(request.user, Permission.EXPORT).visible_to(request.user, Permission.SEE_CASES)
    record(Event.GESTURES_EXPORTED, by=request.user, purpose=purpose.cleaned_data["purpose"])
    cases = ended(Case.objects.visible_to(request.user, Permission.SEE_CASES))
    return csv_answer(_lines(rows, {one.pk: one for one in cases}), "gestures.csv")


def _lines(rows: Any, known: dict[int, Any]) -> Iterator[list[Any]]:
    yield [
        say(one)
        for one in (
            message("Case"), message("Unit"), message("Gesture"), message("Amount"), message("How far it came"),
            message("Without asking"), message("Verdict"), message("Bought again"), message("Hours until closed"),
            message("Kept, expected then"),
        )
    ]  # fmt: skip
    yes, no, tag = say(message("yes")), say(message("no")), current().tag
    for one in rows.select_related("case__unit", "gesture").order_by("pk").iterator(1000):
        case = known.get(one.case_id)
        bought = case.bought if case else None
        yield [
            one.case_id,
            one.case.unit.code if one.case.unit else "",
            one.gesture.name.in_language(tag),
            one.amount,
            say(one.stand_words),
            yes if one.empowered else no,
            say(Verdict(one.case.verdict).said) if one.case.verdict else "",
            "" if bought is None else yes if bought else no,
            round(case.hours, 1) if case else "",
            round(one.expected["kept"], 2) if "kept" in one.expected else "",
        ]
