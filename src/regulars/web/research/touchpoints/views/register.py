"""The register: the list, one touchpoint, what judges it, the archive."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from regulars.facts.questionnaires import registers
from regulars.language import RegularsError, message, plural
from regulars.survey.touchpoints import TAG
from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.research.touchpoints import actions, queries
from regulars.web.research.touchpoints.forms import BindForm, RegisterFilter, TouchpointForm
from regulars.web.research.touchpoints.models import Stage, Touchpoint
from regulars.web.research.views.guard import for_the_company
from regulars.web.words import say


@needs(Permission.MANAGE_STUDIES)
def register(request: HttpRequest) -> HttpResponse:
    """The list."""
    sort = request.GET.get("sort", "stage")
    if sort.removeprefix("-") not in queries.SORTS:
        sort = "stage"
    form = RegisterFilter(request.GET)
    there = Touchpoint.objects.exists()
    context = {
        "lines": queries.lines(form.wanted, sort) if there else [],
        "headline": queries.headline() if there else None,
        "form": form,
        "sort": sort,
        "starts": registers(),
        "there": there,
        "stages": Stage.objects.exists(),
        "whole": request.scope.whole,
    }
    return render(request, "touchpoints/register.html", context)


@require_POST
@for_the_company
def begin(request: HttpRequest) -> HttpResponse:
    """Take over a ready-made register."""
    try:
        count = actions.begin(start=request.POST.get("start", ""), by=request.user)
    except RegularsError as error:
        messages.warning(request, say(error.message))
        return redirect("touchpoints:register")
    if not count:
        messages.success(request, say(message("The stages are here. Add the first touchpoint.")))
        return redirect("touchpoints:touchpoint-add")
    messages.success(request, say(plural("{count} touchpoint was added.", "{count} touchpoints were added.", count)))
    return redirect("touchpoints:register")


@for_the_company
def add(request: HttpRequest) -> HttpResponse:
    """A new touchpoint, once there are stages to put it in."""
    if not Stage.objects.exists():
        messages.warning(request, say(message("A touchpoint stands in a stage of the journey. Take the stages first.")))
        return redirect("touchpoints:register")
    form = TouchpointForm(request.POST if request.method == "POST" else None, new=True)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = actions.add(key=data["key"], fields=form.values(), units=data["units"], by=request.user)
        except RegularsError as error:
            form.add_error("key", say(error.message))
        else:
            messages.success(request, say(message("{name} was added. Say which items judge it.", name=made.shown_name)))
            return redirect("touchpoints:touchpoint", made.public_id)
    return render(request, "touchpoints/add.html", {"form": form}, status=400 if form.errors else 200)


@needs(Permission.MANAGE_STUDIES)
def touchpoint(request: HttpRequest, public_id: str) -> HttpResponse:
    """What it is, and what judges it."""
    return _page(request, _one(public_id))


@require_POST
@for_the_company
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Set what it is."""
    one = _one(public_id)
    form = TouchpointForm.of(one, request.POST)
    if not form.is_valid():
        return _page(request, one, form)
    actions.change(touchpoint=one, fields=form.values(), units=form.cleaned_data["units"], by=request.user)
    messages.success(request, say(message("Saved.")))
    return redirect("touchpoints:register")


@require_POST
@for_the_company
def bind(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say which items judge it."""
    one = _one(public_id)
    form = BindForm(request.POST, judges=queries.can_judge(queries.definitions()))
    if not form.is_valid():
        messages.warning(request, say(message("One of these items is not asked any more. Look at the list again.")))
        return redirect("touchpoints:touchpoint", public_id)
    actions.bind(touchpoint=one, items=form.chosen(), by=request.user)
    messages.success(request, say(message("Saved.")))
    return redirect("touchpoints:touchpoint", public_id)


@require_POST
@for_the_company
def archive(request: HttpRequest, public_id: str) -> HttpResponse:
    """Out of the register, or back into it."""
    one = _one(public_id)
    if request.POST.get("back"):
        actions.bring_back(touchpoint=one, by=request.user)
        messages.success(request, say(message("{name} stands in the register again.", name=one.shown_name)))
    else:
        actions.archive(touchpoint=one, by=request.user)
        messages.success(
            request, say(message("{name} is in the archive; from there it can be brought back.", name=one.shown_name))
        )
    return redirect("touchpoints:touchpoint", public_id)


def _one(public_id: str) -> Touchpoint:
    return get_object_or_404(Touchpoint.objects.select_related("stage", "owner"), public_id=public_id)


def _page(request: HttpRequest, one: Touchpoint, form: TouchpointForm | None = None) -> HttpResponse:
    surveys = queries.definitions()
    judges = queries.items_of(surveys).get(one.key, [])
    tagged = {judge.value for judge in judges if judge.by_tag}
    bound = [judge.value for judge in judges if not judge.by_tag]
    choices = [judge for judge in queries.can_judge(surveys) if judge.value not in tagged]
    context = {
        "touchpoint": one,
        "form": form or TouchpointForm.of(one),
        "bind": BindForm(initial={"items": bound}, judges=choices),
        "judges": judges,
        "choices": bool(choices),
        "tag": TAG + one.key,
        "whole": request.scope.whole,
    }
    return render(request, "touchpoints/touchpoint.html", context, status=400 if form is not None else 200)
