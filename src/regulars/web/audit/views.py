"""The trail as a page, and as a file."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from regulars.language import message
from regulars.web.accounts.access import needs
from regulars.web.accounts.roles import Permission
from regulars.web.audit.actions import note_export
from regulars.web.audit.forms import TrailForm
from regulars.web.audit.models import EntryQuerySet
from regulars.web.audit.sentences import lines
from regulars.web.paging import page_of
from regulars.web.tables import csv_answer
from regulars.web.words import say

_CHUNK = 500


# The trail is about the whole company and names its people: an administrator of a part of it reads none of it.
_whole = needs(Permission.SEE_AUDIT, whole=True)


@_whole
def trail(request: HttpRequest) -> HttpResponse:
    """Who did what, the latest first."""
    form = TrailForm(request.GET)
    page = page_of(request, form.entries())
    filtered = any(form.cleaned_data.values()) or bool(form.errors)
    return render(request, "audit/trail.html", {"form": form, "page": page, "lines": lines(page), "filtered": filtered})


@_whole
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """What the filters leave, as CSV. That somebody took it along stands in the trail first."""
    form = TrailForm(QueryDict(request.POST.get("filters", "").lstrip("?")))
    entries = form.entries()
    note_export(
        by=request.user, count=entries.count(), filters=[name for name, wish in form.cleaned_data.items() if wish]
    )
    return csv_answer(_rows(entries), f"trail-{timezone.localdate():%Y-%m-%d}.csv")


def _rows(entries: EntryQuerySet) -> Iterator[list[Any]]:
    yield [say(one) for one in (message("At"), message("Who"), message("What"), message("About"), message("Details"))]
    found = entries.iterator(_CHUNK)
    while chunk := list(islice(found, _CHUNK)):
        for line in lines(chunk):
            kind = say(line.target.kind) if line.target else ""
            at = timezone.localtime(line.entry.at).isoformat(timespec="seconds")
            yield [
                at,
                line.who,
                line.what,
                f"{kind} {line.target.name or line.entry.target_id}" if kind else "",
                line.details,
            ]
