"""The page of relationships, its file, and a step by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from regulars.language import message
from regulars.web.accounts.access import UnitScope, may, needs, scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.company.models import Unit
from regulars.web.paging import page_of
from regulars.web.people.forms import PurposeForm
from regulars.web.people.panels import back_to, sent_back
from regulars.web.people.promises.models import today
from regulars.web.people.stages import actions, queries
from regulars.web.people.stages.errors import StageError
from regulars.web.people.stages.forms import MoveForm
from regulars.web.people.stages.models import Stage
from regulars.web.people.views.customer import customer_of
from regulars.web.results.panels import page_of as laid_out
from regulars.web.tables import csv_answer
from regulars.web.words import current, say

CSV = {"csv": "CSV"}


@dataclass(frozen=True)
class Filters:
    """What the address asks for: a unit in sight, a stage."""

    unit: Unit | None
    stage: str
    scope: UnitScope

    @classmethod
    def of(cls, typed: Any, user: Any) -> Filters:
        """What cannot be read is no filter."""
        scope, stage = scope_of(user, Permission.SEE_CUSTOMERS), typed.get("stage", "")
        unit = Unit.objects.visible_to(user, Permission.SEE_CUSTOMERS).filter(public_id=typed.get("unit", "")).first()
        if unit is not None:
            below = Unit.objects.below([unit.pk], today())
            kept = {pk: code for pk, code in below.items() if scope.unit_ids is None or pk in scope.unit_ids}
            scope = UnitScope(frozenset(kept), frozenset(kept.values()))
        return cls(unit, stage if stage in Stage.values else "", scope)


@needs(Permission.SEE_CUSTOMERS)
def stages(request: HttpRequest) -> HttpResponse:
    """How many stand where, who went from where to where, who changed lately."""
    return _page(request, Filters.of(request.GET, request.user))


@require_POST
@needs(Permission.EXPORT)
def export(request: HttpRequest) -> HttpResponse:
    """Where each customer stands, for a purpose that stands in the trail first."""
    wanted = Filters.of(request.POST, request.user)
    purpose = PurposeForm(request.POST, kinds=CSV)
    if not purpose.is_valid():
        return _page(request, wanted, purpose)
    rows = queries.standing(wanted.scope, wanted.stage)
    allowed = scope_of(request.user, Permission.EXPORT)
    if not allowed.whole:
        rows = rows.within(allowed)
    actions.note_export(by=request.user, purpose=purpose.cleaned_data["purpose"], stage=wanted.stage)
    return csv_answer(queries.plain_rows(rows), "relationships")


@require_POST
@needs(Permission.EDIT_CUSTOMERS)
def step(request: HttpRequest, customer: str) -> HttpResponse:
    """Somebody says where a relationship stands."""
    found = customer_of(request, Permission.EDIT_CUSTOMERS, customer)
    form = MoveForm(request.POST, prefix="move")
    if form.is_valid():
        wish = form.cleaned_data
        try:
            actions.move(customer=found, stage=Stage(wish["stage"]), words=wish["words"], by=request.user)
        except StageError as error:
            form.add_error("stage", say(error.message))
    if form.errors:
        return sent_back(request, found, "relationship", move_form=form)
    messages.success(request, say(message("Noted.")))
    return back_to(found, "relationship")


def _page(request: HttpRequest, wanted: Filters, purpose: PurposeForm | None = None) -> HttpResponse:
    day = today()
    found = queries.report(wanted.scope, day)
    page = page_of(request, queries.lately(wanted.scope, wanted.stage), 20) if found else None
    query = wanted.unit.public_id if wanted.unit else ""
    context = {
        "laid": laid_out(found, current(), survey="relationships", query=query, linked=False) if found else None,
        "page": page,
        "lines": queries.lines(page, request.scope) if page else [],
        "filters": wanted,
        "units": Unit.objects.visible_to(request.user, Permission.SEE_CUSTOMERS).order_by("code"),
        "stages": list(Stage),
        "purpose": (purpose or PurposeForm(kinds=CSV)) if may(request.user, Permission.EXPORT) else None,
    }
    return render(request, "stages/stages.html", context, status=400 if purpose else 200)
