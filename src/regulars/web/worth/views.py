"""A page, and the same as a file."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh

from regulars.insights.worth import GROUPS, PAGES
from regulars.web.accounts.access import may, needs
from regulars.web.accounts.roles import Permission
from regulars.web.jobs.queries import duration
from regulars.web.jobs.starting import BROKEN
from regulars.web.results.actions import make_along
from regulars.web.results.panels import page_of
from regulars.web.words import current, say
from regulars.web.worth.making import Made
from regulars.web.worth.reading import asked

LOOKING = ("working", "renewing")  # the parts of a page that look again by themselves


@needs(Permission.SEE_RESULTS)
def first(_: HttpRequest) -> HttpResponse:
    """The first tab."""
    return redirect("worth:page", next(iter(PAGES)))


@needs(Permission.SEE_RESULTS)
def page(request: HttpRequest, key: str) -> HttpResponse:
    """The sentence, the reason, the tiles, the charts, the customers behind them; the frame while they are made."""
    sees = may(request.user, Permission.SEE_CUSTOMERS)
    found = asked(key, request.GET, request.scope, segments=sees, purpose="page on value and loyalty")
    here = f"{reverse('worth:page', args=[key])}?{found.form.query}"
    done = found.made(again="again" in request.GET)
    context = {"asked": found, "here": here, "made": done, **_told(done)}
    if request.htmx.target in LOOKING:
        return _looked(request, done, context)
    shown = None
    if done.report is not None:
        shown = page_of(
            done.report, current(), survey=here, query=found.form.query, linked=False, people=sees, part=key
        )
    context |= {
        "page": shown,
        "report": done.report,
        "query": found.form.query,
        **_tabs(key),
        "title": say(found.page.title),
        "lede": say(found.page.lede),
        "may_export": may(request.user, Permission.EXPORT),
    }
    return render(request, "worth/page.html", context, status=500 if done.problem == BROKEN else 200)


def _told(done: Made) -> dict[str, Any]:
    """How long it has taken so far, and from when an older report is."""
    running = "" if done.running is None else say(duration(done.running))
    return {"running": running, "older": None if done.at is None else datetime.fromtimestamp(done.at, UTC)}


def _looked(request: HttpRequest, done: Made, context: dict[str, Any]) -> HttpResponse:
    """The page that waits looks again: in the place of the report it appears, an older one is not taken away."""
    if request.htmx.target == "working" and done.report is not None:
        return HttpResponseClientRefresh()
    return render(request, f"worth/{request.htmx.target}.html", context)


def _tabs(key: str) -> dict[str, Any]:
    """The groups, each leading to its first page, and the pages of the one that is open."""
    own = next(pages for _, pages in GROUPS if key in {one.key for one in pages})
    return {
        "groups": [(pages[0].key, say(title), pages is own) for title, pages in GROUPS],
        "tabs": [(one.key, say(one.title), one.key == key) for one in own],
    }


@needs(Permission.EXPORT)
@require_POST
def make_file(request: HttpRequest, key: str) -> HttpResponse:
    """Start it, and show how it goes."""
    if key not in PAGES:
        raise Http404
    filters = QueryDict(request.POST.get("filters", "")[:4000])
    sees = may(request.user, Permission.SEE_CUSTOMERS)
    found = asked(key, filters, request.scope, segments=sees, purpose="file on value and loyalty")
    ending = "xlsx" if request.POST.get("kind") == "xlsx" else "pdf"
    job = make_along(
        "worth.file", ending=ending, query=found.form.query, language=current(), by=request.user,
        about={"survey": key}, page=key,
    )  # fmt: skip
    return redirect("jobs:progress", public_id=job.public_id)
