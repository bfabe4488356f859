"""A page, and the same as a file."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from regulars.insights.worth import GROUPS, PAGES
from regulars.web.accounts.access import may, needs
from regulars.web.accounts.roles import Permission
from regulars.web.results.actions import make_along
from regulars.web.results.panels import page_of
from regulars.web.words import current, say
from regulars.web.worth.reading import asked


@needs(Permission.SEE_RESULTS)
def first(_: HttpRequest) -> HttpResponse:
    """The first tab."""
    return redirect("worth:page", next(iter(PAGES)))


@needs(Permission.SEE_RESULTS)
def page(request: HttpRequest, key: str) -> HttpResponse:
    """The sentence, the reason, the tiles, the charts, the customers behind them."""
    sees = may(request.user, Permission.SEE_CUSTOMERS)
    found = asked(key, request.GET, request.scope, segments=sees, purpose="page on value and loyalty")
    form = found.form
    here = f"{reverse('worth:page', args=[key])}?{form.query}"
    shown = page_of(found.report(), current(), survey=here, query=form.query, linked=False, people=sees, part=key)
    context = {
        "asked": found,
        "page": shown,
        "report": shown.report,
        "query": form.query,
        **_tabs(key),
        "lede": say(found.page.lede),
        "may_export": may(request.user, Permission.EXPORT),
    }
    return render(request, "worth/page.html", context)


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
