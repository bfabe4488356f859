"""The pages of the programme, and the same as files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from regulars.insights.programme.staff import keys_of
from regulars.language import Count, RegularsError, message
from regulars.web.accounts.access import may, needs, scope_of
from regulars.web.accounts.roles import Permission
from regulars.web.cases.causes import causes
from regulars.web.company.sent_lists import unpacked
from regulars.web.results.actions import make_along
from regulars.web.results.panels import page_of
from regulars.web.results.scorecard import actions, making, series
from regulars.web.results.scorecard.forms import MeasuresForm, StepForm
from regulars.web.results.scorecard.marks import keyed
from regulars.web.results.scorecard.models import Measure, Remedy
from regulars.web.results.scorecard.tabs import TABS, Wish, wish_of
from regulars.web.words import current, say


@needs(Permission.SEE_RESULTS)
def page(request: HttpRequest, key: str) -> HttpResponse:
    """One of the reports: sentence, reason, tiles, sections."""
    return _shown(request, _wish(request, key), key)


@needs(Permission.SEE_RESULTS)
def problems(request: HttpRequest) -> HttpResponse:
    """What weighs most, and the steps against it; whoever plans for the whole company notes them."""
    wish, plans = _wish(request, "problems"), _whole(request, Permission.MANAGE_STUDIES)
    form = None
    if plans:
        named = [(key, one.name.in_language(current().tag)) for key, one in causes().items() if one.on]
        named += [(key, say(name)) for key, name in keys_of(making.staff_of(wish))]
        form = StepForm(request.POST if request.method == "POST" else None, choices=named)
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        if form.is_valid():
            actions.note_step(by=request.user, **form.cleaned_data)
            messages.success(request, say(message("Noted.")))
            return redirect("scorecard:problems")
    steps = Remedy.objects.filter(done_at=None) if plans else ()
    more = {"form": form, "steps": steps, "taken": Remedy.objects.exclude(done_at=None).order_by("-done_at")[:20]}
    return _shown(request, wish, "problems", more, status=400 if form is not None and form.errors else 200)


@needs(Permission.MANAGE_STUDIES)
@require_POST
def settle(request: HttpRequest, public_id: str) -> HttpResponse:
    """It was taken, or nobody thinks of it any more."""
    if not request.scope.whole:
        raise PermissionDenied
    step = get_object_or_404(Remedy, public_id=public_id)
    actions.settle_step(step=step, done=request.POST.get("do") == "done", by=request.user)
    return redirect("scorecard:problems")


@needs(Permission.SEE_RESULTS)
def links(request: HttpRequest) -> HttpResponse:
    """Two series beside each other; whoever imports takes in further ones."""
    wish, imports = _wish(request, "links"), _whole(request, Permission.IMPORT)
    form = MeasuresForm(*((request.POST, request.FILES) if request.method == "POST" else ())) if imports else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        if form.is_valid():
            try:
                with unpacked(form.cleaned_data["file"], "values") as file:
                    taken = actions.take_in(file=file, name=form.cleaned_data["name"].strip(), by=request.user)
            except RegularsError as error:
                form.add_error("file", say(error.message))
            else:
                messages.success(request, say(message("Taken in: {count} new or changed values.", count=Count(taken))))
                return redirect("scorecard:links")
    known = {key: say(words) for key, words in series.known(wish).items()}
    first, second = making.chosen(wish)
    own = Measure.objects.order_by("name").values_list("name", flat=True).distinct() if imports else ()
    more = {"known": known.items(), "first": first, "second": second, "form": form, "own": own}
    return _shown(request, wish, "links", more, status=400 if form is not None and form.errors else 200)


@needs(Permission.IMPORT)
@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Take a series from elsewhere out again."""
    if not request.scope.whole:
        raise PermissionDenied
    actions.forget_series(name=request.POST.get("name", "")[:80], by=request.user)
    return redirect("scorecard:links")


@needs(Permission.EXPORT)
@require_POST
def make_file(request: HttpRequest, key: str) -> HttpResponse:
    """Start it, and show how it goes."""
    tab = TABS.get(key)
    if tab is None:
        raise Http404
    wish = wish_of(QueryDict(request.POST.get("filters", "")[:4000]), request.user, request.scope,
                   purpose=f"file of {key}")  # fmt: skip
    ending = "xlsx" if request.POST.get("kind") == "xlsx" else "pdf"
    job = make_along(
        "scorecard.file", ending=ending, query=tab.asked(wish), language=current(), by=request.user, tab=key
    )
    return redirect("jobs:progress", public_id=job.public_id)


def _wish(request: HttpRequest, key: str) -> Wish:
    return wish_of(request.GET, request.user, request.scope, purpose=f"{key} page")


def _whole(request: HttpRequest, permission: Permission) -> bool:
    return scope_of(request.user, permission).whole


def _shown(
    request: HttpRequest, wish: Wish, key: str, more: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """The page of a tab. ``more``: what it shows besides its report."""
    tab, filters = TABS[key], wish.asked.form
    query = tab.asked(wish)
    here = f"{reverse(tab.url)}?{query}"
    report = tab.make(wish)
    page = page_of(report, current(), survey=here, query=query, linked=False, part=str(request.user.pk))
    context = {
        "asked": wish.asked,
        "fields": [filters[name] for name in tab.fields],
        "tab": tab,
        "tabs": TABS.values(),
        "page": page,
        "panels": [keyed(one, report) for one in page.panels],
        "query": query,
        "may_export": may(request.user, Permission.EXPORT),
        **(more or {}),
    }
    own = "scorecard/page.html" if more is None else f"scorecard/{key}.html"
    return render(request, own, context, status=status)
